#include "engine/scores/balanced_share.h"

#include "engine/scores/day_bootstrap.h"

#include <cassert>
#include <optional>

namespace forewatch {

namespace {

/// Right answers to the two kinds of windows, summed over days.
struct Tally
{
    double targets = 0;
    double targetsRight = 0;
    double others = 0;
    double othersRight = 0;

    bool hasBoth() const { return targets > 0 && others > 0; }

    double share() const
    {
        const double ofTargets = targets > 0 ? targetsRight / targets : 0.5;
        const double ofOthers = others > 0 ? othersRight / others : 0.5;
        return (ofTargets + ofOthers) / 2;
    }
};

/// Answers day by day.
class DailyAnswers
{
public:
    DailyAnswers(const Forecast &forecast, double threshold) : m_days(forecast.day)
    {
        assert(!forecast.outcomes.empty() && forecast.probabilities.size() == forecast.outcomes.size()
               && forecast.day.size() == forecast.outcomes.size());
        const auto outcome = [&](std::size_t i) { return forecast.outcomes[i] != 0; };
        const auto yes = [&](std::size_t i) { return forecast.probabilities[i] >= threshold; };
        m_targets = m_days.sums([&](std::size_t i) { return double(outcome(i)); });
        m_targetsRight = m_days.sums([&](std::size_t i) { return double(outcome(i) && yes(i)); });
        m_others = m_days.sums([&](std::size_t i) { return double(!outcome(i)); });
        m_othersRight = m_days.sums([&](std::size_t i) { return double(!outcome(i) && !yes(i)); });
    }

    /// How often each day counts.
    Tally sum(const std::vector<double> &times) const
    {
        return {dot(times, m_targets), dot(times, m_targetsRight), dot(times, m_others), dot(times, m_othersRight)};
    }
    double share() const { return sum(std::vector<double>(m_days.count(), 1)).share(); }
    std::vector<double> resample(Random &random) const { return m_days.resample(random); }

private:
    DayBlocks m_days;
    std::vector<double> m_targets;
    std::vector<double> m_targetsRight;
    std::vector<double> m_others;
    std::vector<double> m_othersRight;
};

/// Draws that lack one of the kinds say nothing, and are left out.
Estimate estimate(double value, int resamples, auto &&draw)
{
    Estimate result{value, {value, value}};
    std::vector<double> values;
    for (int i = 0; i < resamples; ++i)
        if (const std::optional<double> drawnValue = draw())
            values.push_back(*drawnValue);
    if (!values.empty())
        result.interval = middleRange(std::move(values));
    return result;
}

std::optional<double> difference(const Tally &a, const Tally &b)
{
    return a.hasBoth() && b.hasBoth() ? std::optional(a.share() - b.share()) : std::nullopt;
}

} // namespace

Estimate balancedShare(const Forecast &forecast, double threshold, std::uint64_t seed, int resamples)
{
    const DailyAnswers answers(forecast, threshold);
    Random random(seed);
    return estimate(answers.share(), resamples, [&] {
        const Tally sum = answers.sum(answers.resample(random));
        return sum.hasBoth() ? std::optional(sum.share()) : std::nullopt;
    });
}

Estimate balancedShareAhead(const Forecast &a, const Forecast &b, double threshold, std::uint64_t seed, int resamples)
{
    assert(a.outcomes == b.outcomes && a.day == b.day);
    const DailyAnswers answersA(a, threshold);
    const DailyAnswers answersB(b, threshold);
    Random random(seed);
    return estimate(answersA.share() - answersB.share(), resamples, [&] {
        const std::vector<double> times = answersA.resample(random);
        return difference(answersA.sum(times), answersB.sum(times));
    });
}

Estimate balancedShareApart(const Forecast &a, const Forecast &b, double threshold, std::uint64_t seed, int resamples)
{
    const DailyAnswers answersA(a, threshold);
    const DailyAnswers answersB(b, threshold);
    Random randomA(seed, 0);
    Random randomB(seed, 1);
    return estimate(answersA.share() - answersB.share(), resamples, [&] {
        return difference(answersA.sum(answersA.resample(randomA)), answersB.sum(answersB.resample(randomB)));
    });
}

} // namespace forewatch
