#pragma once

#include "engine/warning/risk_timeline.h"

namespace forewatch {

/// What a timeline's risk is of, and of which days: `Risk of a homicide or shooting in the 2 h from each time ·
/// Sat 12 Nov 2016`. For a model that reads the very window it is asked about it says that this is no warning.
QString timelineTitle(const RiskTimeline &timeline, const Target &target);

} // namespace forewatch
