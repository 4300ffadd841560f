#pragma once

#include "engine/core/time.h"

namespace forewatch {

/// How much of the time the risk timeline shows at once.
enum class WatchSpan { Day, Week, Month, Quarter, Year, All };

/// The day, week from Monday, month, quarter or year of the calendar that holds `time`, or all days that are `known`. Only a day
/// may reach beyond the known ones.
Window spanAround(WatchSpan span, Time time, const Window &known);

} // namespace forewatch
