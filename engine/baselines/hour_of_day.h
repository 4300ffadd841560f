#pragma once

#include "engine/task/task.h"
#include "engine/scores/calibration.h"

#include <array>

namespace forewatch {

/// The honest opponent: the share of training spans with a target by the hour of day at which the span starts, shrunk
/// towards the overall share by the weight of one span, and recalibrated as the model is. Hours at which no span starts
/// (the odd ones, with a step of two hours) get the line between their neighbors. It travels in the model's
/// card, so that it always stands beside the model.
class HourOfDayRate
{
public:
    HourOfDayRate() = default;

    /// Rates from `training`, then `Calibration::fit` on `validation`.
    HourOfDayRate(const std::vector<Example> &training, const std::vector<Example> &validation);

    double probability(const Window &asked) const;
    std::vector<double> predict(const std::vector<Example> &examples) const;

    /// `{"rates": [24 numbers], "calibration": {…}}`
    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static HourOfDayRate fromJson(const QJsonObject &json);

private:
    std::array<double, 24> m_rates{};
    Calibration m_calibration;
};

} // namespace forewatch
