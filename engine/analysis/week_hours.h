#pragma once

#include "engine/core/time.h"
#include "engine/data/incident_table.h"

#include <array>
#include <span>

namespace forewatch {

/// How often incidents happen in each hour of the week. Days in order from Monday, hours from 00:00.
struct WeekHours
{
    template <class T>
    using Table = std::array<std::array<T, 24>, 7>;

    Table<std::size_t> counts{};
    /// Hours of the span that are that hour of the week: how long one could have been counted.
    Table<double> exposure{};
    /// At exactly 00:00:00 and at any other whole hour: often stand-ins for a time that nobody knows. Counted in `counts`
    /// all the same.
    std::size_t atMidnight = 0;
    std::size_t atWholeHour = 0;
    std::size_t total = 0;

    /// Incidents in an hour; 0 where the span has no such hour.
    double rate(std::size_t day, std::size_t hour) const
    {
        return exposure[day][hour] > 0 ? static_cast<double>(counts[day][hour]) / exposure[day][hour] : 0;
    }
};

/// Counts the incidents inside `span`, the time that is known of.
WeekHours weekHours(std::span<const Incident> incidents, const Window &span);

} // namespace forewatch
