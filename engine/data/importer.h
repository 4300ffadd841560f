#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"
#include "engine/data/import_settings.h"

namespace forewatch {

/// Reads and checks a city's table, places each incident in its neighborhood, and reports what was left out and why.
/// Throws `Error` when nothing can be kept, the sources do not fit each other (missing columns, swapped or zero
/// coordinates), or something must be decided first (`OpenQuestion`), and `Cancelled`.
City importCity(const ImportSettings &settings, Feedback &feedback);

/// The same with neighborhoods that are there already.
City importIncidents(const IncidentSettings &settings, std::shared_ptr<const Neighborhoods> neighborhoods,
                     const QStringList &target, const TypeGroups &groups, Feedback &feedback);

/// Writes the rejected rows with their number and reason as CSV, read again from the source; columns about persons
/// are left out, and the place of sexual offences. Throws `Error` and `Cancelled`.
void writeRejectedRows(const IncidentSettings &settings, const ImportReport &report, const QString &path,
                       Feedback &feedback);

} // namespace forewatch
