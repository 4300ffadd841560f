#pragma once

#include "engine/scores/calibration.h"
#include "engine/task/task.h"

#include <vector>

namespace forewatch {

/// What the calendar alone says of a span: the share of training spans with a target by the hour of the week at which they
/// start, shrunk towards that of the hour of day by the weight of four spans, and recalibrated on the validation part as the
/// model is. It travels in the model's card; older cards have none.
class HourOfWeekRate
{
public:
    HourOfWeekRate() = default;
    HourOfWeekRate(const std::vector<Example> &training, const std::vector<Example> &validation);

    bool isKnown() const { return !m_rates.empty(); }
    /// Precondition: `isKnown()`.
    double probability(const Window &asked) const;

    /// `{"rates": [168 numbers from Monday 00:00], "calibration": {…}}`
    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static HourOfWeekRate fromJson(const QJsonObject &json);

private:
    /// 168, or none.
    std::vector<double> m_rates;
    Calibration m_calibration;
};

} // namespace forewatch
