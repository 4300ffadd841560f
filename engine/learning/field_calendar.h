#pragma once

#include "engine/core/time.h"
#include "engine/geo/coordinates.h"

namespace forewatch {

/// Whether the day is a federal holiday of the United States, on its own date (not the day on which it is observed).
bool isFederalHoliday(Time t);

/// Whether clocks in the United States show daylight-saving time.
bool isSummerTime(Time t);

/// 0 by day, 1 by night, falling over civil twilight (the sun's centre from 6° below to 6° above the horizon). Wall-clock
/// time is taken for that of the meridian, in steps of 15°, nearest to the place, one hour later in `summerTime`; the sun is
/// right to about 1°.
double darkness(Time t, GeoPoint place, bool summerTime);

} // namespace forewatch
