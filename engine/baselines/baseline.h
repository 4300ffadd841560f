#pragma once

#include "engine/core/feedback.h"
#include "engine/task/task.h"

#include <memory>
#include <span>

namespace forewatch {

/// An honest opponent of the models: a forecast without a picture, learnt from the same training part and recalibrated on
/// the same validation part as the model it stands beside (by whoever compares them). Immutable; it shares the city it was
/// made for. What it says of a span depends only on what is known when the forecast is made (`Task::isKnown`).
class Baseline
{
public:
    virtual ~Baseline() = default;

    /// As files name it: `hour_of_day_trailing_year`.
    virtual QString key() const = 0;

    /// Expected number of target events in each example's span, not yet calibrated; the probability of at least one is
    /// `1 − exp(−expected)`. In the examples' order, which is that of time. Throws `Cancelled`.
    virtual std::vector<double> expected(std::span<const Example> examples, Feedback &feedback) const = 0;
};

} // namespace forewatch
