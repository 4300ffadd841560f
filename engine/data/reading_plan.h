#pragma once

#include "engine/core/feedback.h"
#include "engine/core/wall_clock.h"
#include "engine/data/table_columns.h"
#include "engine/data/table_time.h"

namespace forewatch {

/// How every row of a table is to be read. Include only in .cpp files.
struct ReadingPlan
{
    TableColumns columns;
    /// Never `Guess` where there are no questions.
    DateOrder order = DateOrder::Guess;
    /// Of the coordinates, as PROJ reads it; empty for degrees of WGS84.
    QString crs;
    /// As people read it: `EPSG:4326`.
    QString crsName;
    bool crsGuessed = false;
    bool swapAxes = false;
    /// The zone of times that name none; nothing where they are the city's wall clock.
    std::shared_ptr<const WallClock> tableClock;
    /// Nothing where the city's zone is unknown.
    std::shared_ptr<const WallClock> cityClock;
    /// Zones that times name are overlooked.
    bool asWritten = false;
    /// What must be decided first.
    std::vector<OpenQuestion> questions;
};

/// Finds out from the first rows and the settings how to read the table. `neighborhoods` may be null. What stays open
/// becomes a question. Leaves the layer at its first row with the fields that are not needed switched off. Throws
/// `Error` for settings that cannot be right, and `Cancelled`.
ReadingPlan planReading(const CrimeTable &table, const IncidentSettings &settings, const Neighborhoods *neighborhoods,
                        Feedback &feedback);

} // namespace forewatch
