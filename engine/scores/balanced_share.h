#pragma once

#include "engine/scores/metrics.h"

namespace forewatch {

/// The published kind of accuracy: the share told right where as many windows have a target as have none, of answers that are
/// "yes" from `threshold` on. It is the mean over all such draws: half the share of targets told right and half that of the
/// others; half of the one kind and a half where the other kind is missing. Interval by bootstrap over days, seeded.
/// Precondition: not empty.
Estimate balancedShare(const Forecast &forecast, double threshold, std::uint64_t seed = 1, int resamples = 500);

/// Balanced share of `a` less that of `b`, two answers to the same windows, over the same resampled days.
/// Precondition: equal outcomes and days.
Estimate balancedShareAhead(const Forecast &a, const Forecast &b, double threshold, std::uint64_t seed = 1,
                            int resamples = 500);

/// The same of answers to different windows, whose days are resampled each by itself.
Estimate balancedShareApart(const Forecast &a, const Forecast &b, double threshold, std::uint64_t seed = 1,
                            int resamples = 500);

} // namespace forewatch
