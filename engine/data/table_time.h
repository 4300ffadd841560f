#pragma once

#include "engine/core/time.h"
#include "engine/data/importer.h"

#include <string_view>

namespace forewatch {

/// What a table's text says about a moment.
struct TableTime
{
    Time time{};
    /// It said 24:00, which became midnight of the next day.
    bool midnight24 = false;
};

/// Reads a date with an optional time of day behind it: `01/31/2014`, `2014-01-31 14:00`, `2014/01/31T14:00:00.000`,
/// `01/31/2014 02:00:00 PM`. Nothing for what is no date, and for a time with a zone (`…Z`, `…+00`), which is not the
/// city's wall clock. Precondition: `order` is not `Guess`.
std::optional<TableTime> readTableTime(std::string_view text, DateOrder order);

/// Reads a time of day: `14:00`, `14:00:30`, `2:00 PM`, `1400`; 24:00 gives a whole day.
std::optional<Duration> readClock(std::string_view text);

/// Finds the order of day, month and year from a table's own dates. A slip in one of a hundred dates does not count.
class DateOrderGuess
{
public:
    void look(std::string_view date);

    /// Nothing as long as both readings fit, or the dates contradict each other.
    std::optional<DateOrder> order() const;

    /// Some dates fit one order only and some the other only.
    bool contradictory() const { return !order() && m_dayFirst > 0 && m_monthFirst > 0; }

private:
    int m_yearFirst = 0;
    int m_dayFirst = 0;
    int m_monthFirst = 0;
};

} // namespace forewatch
