#include "engine/scores/day_bootstrap.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

double quantile(const std::vector<double> &sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

} // namespace

DayBlocks::DayBlocks(const std::vector<int> &day)
{
    std::vector<int> days = day;
    std::ranges::sort(days);
    days.erase(std::unique(days.begin(), days.end()), days.end());
    m_count = days.size();
    m_blocks.reserve(day.size());
    for (const int d : day)
        m_blocks.push_back(static_cast<std::size_t>(std::ranges::lower_bound(days, d) - days.begin()));
}

std::vector<double> DayBlocks::resample(Random &random) const
{
    std::vector<double> times(m_count, 0);
    for (std::size_t i = 0; i < m_count; ++i)
        ++times[random.below(m_count)];
    return times;
}

double dot(const std::vector<double> &a, const std::vector<double> &b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

Interval middleRange(std::vector<double> values)
{
    assert(!values.empty());
    std::ranges::sort(values);
    return {quantile(values, 0.025), quantile(values, 0.975)};
}

Estimate meanOverDays(const std::vector<double> &values, const std::vector<int> &day, std::uint64_t seed, int resamples)
{
    assert(!values.empty() && values.size() == day.size());
    const DayBlocks days(day);
    const auto sums = days.sums([&](std::size_t i) { return values[i]; });
    const auto counts = days.sums([](std::size_t) { return 1.0; });
    const double count = static_cast<double>(values.size());
    Estimate mean{std::accumulate(values.begin(), values.end(), 0.0) / count, {}};
    Random random(seed);
    std::vector<double> means;
    for (int i = 0; i < resamples; ++i) {
        const auto times = days.resample(random);
        means.push_back(dot(times, sums) / dot(times, counts));
    }
    if (!means.empty())
        mean.interval = middleRange(std::move(means));
    return mean;
}

} // namespace forewatch
