#pragma once

#include "engine/warning/risk_timeline.h"

namespace forewatch {

/// Draws a risk timeline as PNG, 1200 × 320; `original` as `TimelineLook` says. Throws `Error`.
void writeTimelinePicture(const RiskTimeline &timeline, const Target &target, const QString &path, bool original = false);

} // namespace forewatch
