#pragma once

#include "engine/core/time.h"
#include "engine/data/import_settings.h"

#include <string_view>

namespace forewatch {

/// What a table's text says about a moment.
struct TableTime
{
    /// As written; in UTC for a count of seconds.
    Time time{};
    /// Seconds east of UTC where the text names a zone (`…Z`, `…+00`, `…-05:00`), and zero for a count since 1970.
    std::optional<Duration> offset = {};
    /// It said 24:00, which became midnight of the next day.
    bool midnight24 = false;
    /// Its year had two digits, and was taken as one of 1970 to 2069.
    bool shortYear = false;
};

/// Reads a date with an optional time of day and zone behind it: `01/31/2014`, `20140131`, `2014-01-31 14:00`,
/// `2014/01/31T14:00:00.000Z`, `01/31/2014 02:00:00 PM`, `1391176800000`. Nothing for what is no date.
/// Precondition: `order` is not `Guess`.
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
    bool contradictory() const;

private:
    int m_epochMilliseconds = 0;
    int m_epochSeconds = 0;
    int m_yearFirst = 0;
    int m_dayFirst = 0;
    int m_monthFirst = 0;
};

} // namespace forewatch
