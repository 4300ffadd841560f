#pragma once

#include "engine/warning/live_feed.h"

namespace forewatch {

/// A table played again as if it were filling up: at each moment it holds the rows that a forecast made then may know
/// (`Task::isKnown`), and no others. A table without times of report tells only when things happened: its rows appear the
/// task's delay after that, and what came later or was corrected in truth is not seen.
class Replay
{
public:
    Replay(City whole, const Task &task) : m_whole(std::move(whole)), m_task(task) {}

    /// The table at `moment`, with what came since the look before. Moments must not go backward.
    LiveLook lookAt(Time moment);

private:
    City m_whole;
    Task m_task;
    std::optional<Time> m_before;
    std::optional<Time> m_newest;
};

/// The moments of `[from, to)` at which forecasts are due, by `LiveSettings::step`.
std::vector<Time> replayMoments(Time from, Time to, Duration step);

} // namespace forewatch
