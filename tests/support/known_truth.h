#pragma once

#include "engine/data/sample_city.h"
#include "engine/evaluation/evaluation.h"
#include "engine/evaluation/opponents.h"

#include <cmath>
#include <numeric>

namespace forewatch::testing {

/// Slow tests run where this is set: `FOREWATCH_LONG=1 build/dev/bin/tst_known_truth`, likewise `tst_ceiling`.
inline bool isLong()
{
    return qEnvironmentVariableIsSet("FOREWATCH_LONG");
}

inline SampleCity sampleCity(std::uint64_t seed, int years = 3, const SampleOptions &options = {})
{
    NoFeedback feedback;
    return makeSampleCity(seed, years, feedback, options);
}

inline bool holds(const Interval &interval, double value)
{
    return interval.low <= value && value <= interval.high;
}

inline std::vector<std::uint8_t> outcomesOf(const std::vector<Example> &examples)
{
    std::vector<std::uint8_t> outcomes;
    for (const Example &example : examples)
        outcomes.push_back(example.outcome);
    return outcomes;
}

/// Of at least one event.
inline std::vector<double> probabilitiesOf(std::vector<double> expected)
{
    for (double &value : expected)
        value = 1 - std::exp(-value);
    return expected;
}

/// What nobody can be better than.
inline std::vector<double> perfect(const SampleTruth &truth, const std::vector<Example> &examples)
{
    std::vector<double> expected;
    for (const Example &example : examples)
        expected.push_back(truth.targetEvents(example.asked));
    return probabilitiesOf(std::move(expected));
}

/// Shares of a grid's cells in what is truly to be expected.
inline std::vector<double> trueShares(const SampleTruth &truth, const Window &window, const PlaceGrid &grid)
{
    std::vector<double> shares(grid.size());
    const std::vector<double> byBlock = truth.blockEvents(window);
    const double sum = std::accumulate(byBlock.begin(), byBlock.end(), 0.0);
    for (std::size_t i = 0; i < byBlock.size(); ++i)
        shares[grid.cellOf(truth.blocks[i].place)] += byBlock[i] / sum;
    return shares;
}

inline const Time begin = makeTime(2021, 1, 1);
inline const Time trained = makeTime(2023, 1, 1);
inline const Time validated = makeTime(2023, 5, 1);
inline const Time end = makeTime(2024, 1, 1);

/// Chronological parts of a city of one or three years.
inline SplitSettings partsOf(int years)
{
    if (years == 1)
        return {.kind = SplitKind::Chronological, .seed = 1, .from = begin, .to = begin + std::chrono::days(364),
                .trainTo = begin + std::chrono::days(244), .validationTo = begin + std::chrono::days(304)};
    return {.kind = SplitKind::Chronological, .seed = 1, .from = begin, .to = end, .trainTo = trained, .validationTo = validated};
}

} // namespace forewatch::testing
