#pragma once

#include "engine/data/incident_table.h"

#include <vector>

namespace forewatch {

/// Incidents counted in adjacent bins.
struct TimeBins
{
    struct Bin
    {
        Window span;
        std::size_t incidents;
        /// Incidents of the target: rows, so that they can be stacked with the others.
        std::size_t targetRows;
        /// Target events, not rows.
        std::size_t targets;
    };

    std::vector<Bin> bins;
    std::size_t mostIncidents = 0;
    std::size_t mostTargets = 0;

    /// Bins of `length` on a grid of Mondays' midnights, together covering `[from, to)`.
    static TimeBins count(const IncidentTable &incidents, const Target &target, Time from, Time to, Duration length);

    /// The shortest of the lengths people count by (10 minutes … 4 weeks) that makes at most `most` bins of the span.
    static Duration lengthFor(Duration span, double most);
};

/// The last time at or before `time` on the grid of Mondays' midnights and multiples of `length` after them.
Time startOfBin(Time time, Duration length);

} // namespace forewatch
