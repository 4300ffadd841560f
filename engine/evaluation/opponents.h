#pragma once

#include "engine/baselines/baseline.h"
#include "engine/evaluation/evaluation.h"
#include "engine/places/place_model.h"

namespace forewatch {

/// A baseline beside a model: its forecast of the evaluated examples, and what it is worth on the validation part.
struct Opponent
{
    EvaluatedForecast evaluated;
    /// Mean negative log-likelihood on the validation part, after recalibration: by it the strongest is chosen.
    double validationLogLoss = 0;
};

/// A baseline recalibrated on the validation part, where its threshold is chosen too, and held against the examples. Throws
/// `Cancelled`.
Opponent opponentOf(const Baseline &baseline, std::span<const Example> validation, const std::vector<Example> &examples,
                    Feedback &feedback);

/// The opponents that learn from a training part alone: `hour_of_week`, `hour_of_day_trailing_year`, `hour_and_level`,
/// `history`.
std::vector<std::shared_ptr<const Baseline>> baselinesInTime(const City &city, const Task &task, const Split &parts);

/// Opponents in place, fitted on the parts of a chronological split: `density`, `mixture`, and `hawkes`, which is a baseline
/// in time as well. None where places cannot be told apart: a picture of its own answer, a random split, fewer than 50
/// target events to learn from, or a city whose extent has more than 250,000 cells of 125 m. What is missing is in `leftOut`.
struct OpponentsInPlace
{
    std::vector<std::shared_ptr<const PlaceModel>> places;
    std::shared_ptr<const Baseline> hawkes;
    std::vector<LeftOut> leftOut;
};

/// Throws `Cancelled`.
OpponentsInPlace opponentsInPlace(const City &city, const Task &task, const SplitSettings &split, const Split &parts,
                                  const std::vector<Example> &examples, Feedback &feedback);

/// Every opponent that needs the parts of a split, left out for one reason.
std::vector<LeftOut> withoutParts(const QString &reason);

/// `examples` as a forecast says them.
Forecast forecastOf(const std::vector<Example> &examples, std::vector<double> probabilities);

} // namespace forewatch
