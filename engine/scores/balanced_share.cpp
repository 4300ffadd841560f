#include "engine/scores/balanced_share.h"

#include "engine/core/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <optional>

namespace forewatch {

namespace {

/// Windows of one day, or of several.
struct Tally
{
    double targets = 0;
    double targetsRight = 0;
    double others = 0;
    double othersRight = 0;

    void add(const Tally &more, double times)
    {
        targets += times * more.targets;
        targetsRight += times * more.targetsRight;
        others += times * more.others;
        othersRight += times * more.othersRight;
    }

    bool hasBoth() const { return targets > 0 && others > 0; }

    double share() const
    {
        const double ofTargets = targets > 0 ? targetsRight / targets : 0.5;
        const double ofOthers = others > 0 ? othersRight / others : 0.5;
        return (ofTargets + ofOthers) / 2;
    }
};

/// One tally for each day, in order of time.
std::vector<Tally> byDay(const Forecast &forecast, double threshold)
{
    assert(!forecast.outcomes.empty() && forecast.probabilities.size() == forecast.outcomes.size()
           && forecast.day.size() == forecast.outcomes.size());
    std::map<int, Tally> days;
    for (std::size_t i = 0; i < forecast.outcomes.size(); ++i) {
        Tally &tally = days[forecast.day[i]];
        const bool yes = forecast.probabilities[i] >= threshold;
        if (forecast.outcomes[i]) {
            ++tally.targets;
            tally.targetsRight += yes;
        } else {
            ++tally.others;
            tally.othersRight += !yes;
        }
    }
    std::vector<Tally> tallies;
    for (const auto &[day, tally] : days)
        tallies.push_back(tally);
    return tallies;
}

double shareOf(const std::vector<Tally> &days)
{
    Tally all;
    for (const Tally &day : days)
        all.add(day, 1);
    return all.share();
}

/// How often each of `count` days is drawn, as many draws as days.
std::vector<double> drawn(std::size_t count, Random &random)
{
    std::vector<double> times(count, 0);
    for (std::size_t i = 0; i < count; ++i)
        ++times[random.below(count)];
    return times;
}

Tally sumOf(const std::vector<Tally> &days, const std::vector<double> &times)
{
    Tally all;
    for (std::size_t i = 0; i < days.size(); ++i)
        all.add(days[i], times[i]);
    return all;
}

double quantile(const std::vector<double> &sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

/// Draws that lack one of the kinds say nothing, and are left out.
Estimate estimate(double value, int resamples, auto &&draw)
{
    Estimate result{value, {value, value}};
    std::vector<double> values;
    for (int i = 0; i < resamples; ++i)
        if (const std::optional<double> drawnValue = draw())
            values.push_back(*drawnValue);
    std::ranges::sort(values);
    if (!values.empty())
        result.interval = {quantile(values, 0.025), quantile(values, 0.975)};
    return result;
}

std::optional<double> difference(const Tally &a, const Tally &b)
{
    return a.hasBoth() && b.hasBoth() ? std::optional(a.share() - b.share()) : std::nullopt;
}

} // namespace

Estimate balancedShare(const Forecast &forecast, double threshold, std::uint64_t seed, int resamples)
{
    const std::vector<Tally> days = byDay(forecast, threshold);
    Random random(seed);
    return estimate(shareOf(days), resamples, [&] {
        const Tally sum = sumOf(days, drawn(days.size(), random));
        return sum.hasBoth() ? std::optional(sum.share()) : std::nullopt;
    });
}

Estimate balancedShareAhead(const Forecast &a, const Forecast &b, double threshold, std::uint64_t seed, int resamples)
{
    assert(a.outcomes == b.outcomes && a.day == b.day);
    const std::vector<Tally> daysA = byDay(a, threshold);
    const std::vector<Tally> daysB = byDay(b, threshold);
    Random random(seed);
    return estimate(shareOf(daysA) - shareOf(daysB), resamples, [&] {
        const std::vector<double> times = drawn(daysA.size(), random);
        return difference(sumOf(daysA, times), sumOf(daysB, times));
    });
}

Estimate balancedShareApart(const Forecast &a, const Forecast &b, double threshold, std::uint64_t seed, int resamples)
{
    const std::vector<Tally> daysA = byDay(a, threshold);
    const std::vector<Tally> daysB = byDay(b, threshold);
    Random randomA(seed, 0);
    Random randomB(seed, 1);
    return estimate(shareOf(daysA) - shareOf(daysB), resamples, [&] {
        return difference(sumOf(daysA, drawn(daysA.size(), randomA)), sumOf(daysB, drawn(daysB.size(), randomB)));
    });
}

} // namespace forewatch
