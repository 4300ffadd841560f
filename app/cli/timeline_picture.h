#pragma once

#include "engine/warning/risk_timeline.h"

namespace forewatch {

/// Draws a risk timeline as PNG, 1200 × 320. Throws `Error`.
void writeTimelinePicture(const RiskTimeline &timeline, const Target &target, const QString &path);

} // namespace forewatch
