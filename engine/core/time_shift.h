#pragma once

#include "engine/core/time.h"

namespace forewatch {

/// How far one time lies from another as people say it: `−7d`, `−1y`, `+2h`. Years and months go by the calendar, so a
/// year before 2016-03-01 12:00 is 2015-03-01 12:00; the 29th of February becomes the 28th.
struct TimeShift
{
    /// Twelve for a year.
    int months = 0;
    Duration span{};

    bool operator==(const TimeShift &) const = default;
};

/// Reads a sign, a whole number and a unit: `s`, `min`, `h`, `d`, `w`, `mo` or `y`; several of them in a row add up
/// (`−1y +1d`). A missing sign is a plus; a typographic minus counts. Nothing for what is no shift.
std::optional<TimeShift> parseTimeShift(const QString &text);

Time shifted(Time time, const TimeShift &shift);

/// Both ends shifted, so that a whole day of a month stays one.
Window shifted(const Window &window, const TimeShift &shift);

} // namespace forewatch
