#pragma once

#include "engine/data/groups.h"
#include "engine/data/import_report.h"
#include "engine/data/incident_table.h"
#include "engine/geo/neighborhoods.h"

#include <memory>

namespace forewatch {

/// All that is known of a city: its neighborhoods, its incidents, what is to be warned of, and how the table was read.
/// Copied freely between threads: everything large in it is shared and immutable.
struct City
{
    QString name;
    std::shared_ptr<const Neighborhoods> neighborhoods;
    std::shared_ptr<const IncidentTable> incidents;
    std::shared_ptr<const Target> target;
    std::shared_ptr<const ImportReport> report;
    TypeGroups groups = {};
};

/// Whether the city's table has a column of times of report, or rows that were reported late.
bool tellsReports(const City &city);

/// Throws `Error` where the path is one of the files that the city was read from: nothing is written over them.
void requireNoSource(const City &city, const QString &path);

} // namespace forewatch
