#include "engine/learning/field_calendar.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

using namespace std::chrono;

/// The `nth` Monday (or other weekday) of a month, counted from 1; the last for 0.
local_days nthOf(year_month month, weekday day, unsigned nth)
{
    return nth ? local_days(month / day[nth]) : local_days(month / day[last]);
}

} // namespace

bool isFederalHoliday(Time t)
{
    const local_days today = floor<days>(t);
    const year_month_day date(today);
    const year y = date.year();
    const auto fixed = [&](month m, unsigned d) { return date == y / m / d; };
    const auto floating = [&](month m, weekday d, unsigned nth) { return today == nthOf(y / m, d, nth); };
    return fixed(January, 1) || floating(January, Monday, 3) || floating(February, Monday, 3) || floating(May, Monday, 0)
        || (y >= year(2021) && fixed(June, 19)) || fixed(July, 4) || floating(September, Monday, 1)
        || floating(October, Monday, 2) || fixed(November, 11) || floating(November, Thursday, 4) || fixed(December, 25);
}

bool isSummerTime(Time t)
{
    const year y = year_month_day(floor<days>(t)).year();
    return t >= nthOf(y / March, Sunday, 2) + hours(2) && t < nthOf(y / November, Sunday, 1) + hours(2);
}

double darkness(Time t, GeoPoint place, bool summerTime)
{
    constexpr double radians = std::numbers::pi / 180;
    const local_days today = floor<days>(t);
    const double day = static_cast<double>((today - local_days(year_month_day(today).year() / January / 1)).count());
    const double meridian = 15 * std::round(place.longitude / 15);
    const double hour = static_cast<double>((t - today).count()) / 3600 - (summerTime ? 1 : 0) + (place.longitude - meridian) / 15;
    const double tilt = -23.44 * std::cos(2 * std::numbers::pi * (day + 10) / 365.25) * radians;
    const double latitude = place.latitude * radians;
    const double sine = std::sin(latitude) * std::sin(tilt)
        + std::cos(latitude) * std::cos(tilt) * std::cos(15 * (hour - 12) * radians);
    return std::clamp(0.5 - std::asin(std::clamp(sine, -1.0, 1.0)) / radians / 12, 0.0, 1.0);
}

} // namespace forewatch
