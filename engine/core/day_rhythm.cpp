#include "engine/core/day_rhythm.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace forewatch {

using namespace std::chrono;

DayRhythm::DayRhythm()
    : DayRhythm([] {
        std::array<double, 24> even{};
        even.fill(1);
        return even;
    }())
{
}

DayRhythm::DayRhythm(const std::array<double, 24> &weights)
{
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    double before = 0;
    for (std::size_t hour = 0; hour < weights.size(); ++hour) {
        m_before[hour] = before / sum;
        before += weights[hour];
    }
    m_before.back() = 1;
}

double DayRhythm::daysAt(Time t) const
{
    const local_days day = floor<days>(t);
    const auto second = (t - day).count();
    const auto hour = static_cast<std::size_t>(second / 3600);
    const double inHour = static_cast<double>(second % 3600) / 3600;
    return static_cast<double>(day.time_since_epoch().count()) + std::lerp(m_before[hour], m_before[hour + 1], inHour);
}

Time DayRhythm::hourAt(double moment) const
{
    const double day = std::floor(moment);
    const auto hour = std::ranges::upper_bound(m_before, moment - day) - m_before.begin() - 1;
    return local_days(days(static_cast<int>(day))) + hours(std::min<std::ptrdiff_t>(hour, 23));
}

} // namespace forewatch
