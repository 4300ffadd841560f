#include "engine/baselines/target_history.h"

#include <algorithm>
#include <tuple>

namespace forewatch {

std::vector<KnownEvent> knownEvents(const City &city, const Task &task, const std::function<bool(const Incident &)> &chosen)
{
    const bool delayed = task.question == Question::NextWindow;
    std::vector<KnownEvent> events;
    for (const Incident &incident : city.incidents->all()) {
        if (!chosen(incident))
            continue;
        const Duration delay = delayed ? task.delayOf(incident) : Duration(0);
        events.push_back({.time = incident.time,
                          .knownFrom = incident.time + std::max(delay, Duration(1)),
                          .place = incident.place,
                          .neighborhood = incident.neighborhood});
    }
    const auto identity = [](const KnownEvent &event) {
        return std::tuple(event.time, event.place.longitude, event.place.latitude);
    };
    // The row that was reported first stands before the others of its event, and is the one that stays.
    std::ranges::sort(events, {}, [&](const KnownEvent &event) { return std::tuple_cat(identity(event), std::tuple(event.knownFrom)); });
    const auto repeats = std::ranges::unique(events, {}, identity);
    events.erase(repeats.begin(), repeats.end());
    std::ranges::stable_sort(events, {}, &KnownEvent::knownFrom);
    return events;
}

Time knowledgeFor(const Task &task, const Window &asked)
{
    return std::min(task.madeAt(asked), asked.start);
}

TargetHistory::TargetHistory(const City &city, const Task &task)
    : m_task(task)
    , m_events(knownEvents(city, task, [&](const Incident &incident) { return city.target->contains(incident); }))
    , m_inTime(m_events)
{
    std::ranges::stable_sort(m_inTime, {}, &KnownEvent::time);
}

std::span<const KnownEvent> TargetHistory::knownAt(Time moment) const
{
    return {m_events.begin(), std::ranges::upper_bound(m_events, moment, {}, &KnownEvent::knownFrom)};
}

std::span<const KnownEvent> TargetHistory::happenedIn(const Window &span) const
{
    const auto first = std::ranges::lower_bound(m_inTime, span.start, {}, &KnownEvent::time);
    const auto last = std::ranges::lower_bound(first, m_inTime.end(), span.end(), {}, &KnownEvent::time);
    return {first, last};
}

} // namespace forewatch
