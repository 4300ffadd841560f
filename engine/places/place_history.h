#pragma once

#include "engine/places/place_grid.h"
#include "engine/task/task.h"

#include <QStringList>

#include <memory>
#include <span>
#include <vector>

namespace forewatch {

/// What a distribution over places is made of: one kind of events.
struct PlacedEvent
{
    Time time;
    /// The first moment at which a forecast may look at it (`Task::isKnown`).
    Time knownAt;
    /// Of a `PlaceGrid`.
    std::uint32_t cell;
    /// Index into `PlaceHistory::sources`.
    std::uint8_t source;
};

/// Which source each incident of a city belongs to. Targets are the first; the other types are told apart by what their names
/// say in any city's table: aggravated assaults, robberies, common (or simple) assaults, the other violent types, and the rest.
class EventSources
{
public:
    static constexpr std::uint8_t target = 0;

    explicit EventSources(const City &city);

    /// As files name them, those that the table's types can have: `target`, `aggravated_assault`, `robbery`, `common_assault`,
    /// `violent`, `other`.
    const QStringList &names() const { return m_names; }

    /// Whether people take the source's incidents for violent ones; not of targets.
    bool isViolent(std::size_t source) const { return m_violent[source]; }

    std::uint8_t of(const Incident &incident) const
    {
        return m_target->contains(incident) ? target : m_byType[incident.type];
    }

private:
    std::shared_ptr<const Target> m_target;
    QStringList m_names;
    std::vector<bool> m_violent;
    std::vector<std::uint8_t> m_byType;
};

/// A city's events with their cells and the moments at which they can be known, in the order in which they become known.
/// Rows of one source, time and place are one event; those that have no cell are left out. Immutable, shared.
class PlaceHistory
{
public:
    /// With a task of the same window an incident is known at once.
    PlaceHistory(const City &city, const Task &task, std::shared_ptr<const PlaceGrid> grid);

    const std::shared_ptr<const PlaceGrid> &grid() const { return m_grid; }
    const EventSources &sources() const { return m_sources; }
    const Task &task() const { return m_task; }
    std::span<const PlacedEvent> events() const { return m_events; }

    /// Midnight of the day on which the forecast is made: what a daily state of the city may know. For the same window, of
    /// the day on which it starts.
    Time dayOf(const Window &asked) const;

    /// Target events, in order of time, whether known or not: what forecasts are held against.
    std::span<const PlacedEvent> targets() const { return m_targets; }
    /// Those of a span.
    std::span<const PlacedEvent> targetsIn(const Window &span) const;

private:
    std::shared_ptr<const PlaceGrid> m_grid;
    Task m_task;
    EventSources m_sources;
    std::vector<PlacedEvent> m_events;
    std::vector<PlacedEvent> m_targets;
};

} // namespace forewatch
