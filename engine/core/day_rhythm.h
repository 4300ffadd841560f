#pragma once

#include "engine/core/time.h"

#include <array>

namespace forewatch {

/// A clock that runs as fast as things happen at that hour of the day: on it a process with a rhythm by the hour runs
/// evenly (the change of time of Papangelou, 1972). A day is a day on it, and within an hour it runs evenly. A value.
class DayRhythm
{
public:
    /// Runs as the wall clock does.
    DayRhythm();

    /// By the weight of each hour, 0 to 23; only their proportions count. Precondition: all positive.
    explicit DayRhythm(const std::array<double, 24> &weights);

    /// Days since 1970-01-01 on this clock.
    double daysAt(Time t) const;

    /// The start of the hour that holds a moment of this clock; the inverse of `daysAt`, rounded down.
    Time hourAt(double days) const;

    /// Days on this clock that the window lasts.
    double daysIn(const Window &window) const { return daysAt(window.end()) - daysAt(window.start); }

private:
    /// Share of the day that is over when each hour begins; the last is 1.
    std::array<double, 25> m_before;
};

} // namespace forewatch
