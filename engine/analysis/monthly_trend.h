#pragma once

#include "engine/core/time.h"
#include "engine/data/incident_table.h"

#include <optional>
#include <span>
#include <vector>

namespace forewatch {

/// A calendar month's number.
struct MonthCount
{
    int year;
    /// 1 to 12.
    int month;
    std::size_t count = 0;
    /// Days of the month that the span covers; fewer than it has at the ends of a span.
    double coveredDays = 0;
    bool partial = false;
    /// The same month a year before; nothing where the span does not cover it wholly.
    std::optional<std::size_t> yearBefore = {};

    Time start() const { return makeTime(year, month, 1); }

    bool operator==(const MonthCount &) const = default;
};

/// Every month that `span`, the time that is known of, touches, in order, with the incidents inside the span.
std::vector<MonthCount> monthlyTrend(std::span<const Incident> incidents, const Window &span);

} // namespace forewatch
