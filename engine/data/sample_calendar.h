#pragma once

#include "engine/core/time.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace forewatch {

constexpr int sampleFirstYear = 2021;

template <std::size_t N> std::array<double, N> scaledToSum(std::array<double, N> values, double sum)
{
    const double scale = sum / std::accumulate(values.begin(), values.end(), 0.0);
    for (double &value : values)
        value *= scale;
    return values;
}

/// How the days of the sample city's calendar differ.
struct SampleCalendar
{
    /// Mean 1; Monday first.
    std::array<double, 7> weekday;
    /// Mean 1; January first.
    std::array<double, 12> month;
    /// From `sampleFirstYear` on.
    std::vector<double> year;

    /// Expected number on the day of `t`, as a multiple of an average day of the first year. The first and the last
    /// year's level hold before and after them.
    double dayFactor(Time t) const
    {
        const std::chrono::local_days day = std::chrono::floor<std::chrono::days>(t);
        const std::chrono::year_month_day date(day);
        const auto sinceFirst = std::clamp<std::ptrdiff_t>(int(date.year()) - sampleFirstYear, 0, std::ssize(year) - 1);
        return weekday[std::chrono::weekday(day).iso_encoding() - 1] * month[unsigned(date.month()) - 1]
            * year[static_cast<std::size_t>(sinceFirst)];
    }
};

} // namespace forewatch
