#pragma once

#include "engine/core/time.h"

#include <vector>

namespace forewatch {

/// A mark on a time axis with its words.
struct TimeTick
{
    Time time;
    QString label;
};

/// At most `most` ticks inside `span`, both ends included, at whole hours, midnights, or firsts of months, the finest
/// that fit. Labels say what changes: `06:00` within days (with the date at midnight where the span is longer than
/// one), `12 Nov`, `Nov 2016`, `2016`. Where the span holds more years than `most`, every so many of them.
std::vector<TimeTick> timeTicks(const Window &span, std::size_t most);

} // namespace forewatch
