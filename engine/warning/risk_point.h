#pragma once

#include "engine/core/time.h"
#include "engine/scores/metrics.h"

#include <optional>

namespace forewatch {

/// The risk of one span.
struct RiskPoint
{
    /// The span asked about.
    Window asked;
    /// Calibrated probability of a target in it.
    double probability;
    /// What the calendar alone says: `ModelCard::hourOfWeek`, in cards without it `ModelCard::hourOfDay`.
    double hourRate;
    /// Nothing where the table ends before the span does.
    std::optional<bool> outcome;
    /// How sure the probability's level is; see `CalibrationBand`. Nothing in cards without it.
    std::optional<Interval> band = std::nullopt;
    /// Whether the forecast begins an alert or keeps one up.
    bool alert = false;
};

} // namespace forewatch
