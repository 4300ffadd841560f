#pragma once

#include "engine/task/task.h"

#include <functional>
#include <span>
#include <vector>

namespace forewatch {

/// Something that happened at one time and place, whatever the number of its rows (victims).
struct KnownEvent
{
    Time time;
    /// The first moment at which a forecast may look at it: after it happened, and in the table (`Task::isKnown`), through
    /// whichever of its rows was reported first.
    Time knownFrom;
    GeoPoint place;
    /// Index into the city's neighborhoods, or `Incident::nowhere`.
    std::uint16_t neighborhood;
};

/// Distinct times and places of the rows that `chosen` lets through, in order of `knownFrom`, then of time. `SameWindow`
/// knows no delay.
std::vector<KnownEvent> knownEvents(const City &city, const Task &task, const std::function<bool(const Incident &)> &chosen);

/// The last moment whose knowledge a baseline may use for `asked`: when the forecast is made, but never after the span asked
/// about has begun, so that the answer of `SameWindow` is in no baseline.
Time knowledgeFor(const Task &task, const Window &asked);

/// The target events of a city as they become known, and as they happened. Immutable; several threads may ask.
class TargetHistory
{
public:
    TargetHistory(const City &city, const Task &task);

    const Task &task() const { return m_task; }

    /// In order of `knownFrom`.
    std::span<const KnownEvent> all() const { return m_events; }

    /// Those that a forecast made at `moment` may look at, in order of `knownFrom`.
    std::span<const KnownEvent> knownAt(Time moment) const;

    /// Those that a forecast about `asked` may look at (see `knowledgeFor`).
    std::span<const KnownEvent> knownFor(const Window &asked) const { return knownAt(knowledgeFor(m_task, asked)); }

    /// Those that happened in the span, in order of time, whenever they became known: outcomes, and what is learnt from.
    std::span<const KnownEvent> happenedIn(const Window &span) const;

private:
    Task m_task;
    std::vector<KnownEvent> m_events;
    std::vector<KnownEvent> m_inTime;
};

} // namespace forewatch
