#include "engine/warning/replay.h"

#include <algorithm>

namespace forewatch {

LiveLook Replay::lookAt(Time moment)
{
    const auto all = m_whole.incidents->all();
    const auto end = std::ranges::lower_bound(all, moment, {}, &Incident::time);
    std::vector<Incident> known;
    known.reserve(static_cast<std::size_t>(end - all.begin()));
    RowChanges changes;
    std::optional<Time> newest;
    for (auto it = all.begin(); it != end; ++it) {
        if (!m_task.isKnown(*it, moment))
            continue;
        known.push_back(*it);
        newest = it->time;
        if (!m_before || m_task.isKnown(*it, *m_before))
            continue;
        ++changes.added;
        changes.arrived.push_back(it->time);
        changes.late += m_newest && it->time < *m_newest;
    }
    City city = m_whole;
    city.incidents = std::make_shared<const IncidentTable>(std::move(known), m_whole.incidents->names());
    m_before = moment;
    m_newest = newest;
    return {.city = std::make_shared<const City>(std::move(city)), .imported = false, .changes = std::move(changes)};
}

std::vector<Time> replayMoments(Time from, Time to, Duration step)
{
    std::vector<Time> moments;
    for (Time day = midnightOf(from); day < to; day += std::chrono::days(1))
        for (Time moment = day; moment < std::min(to, day + std::chrono::days(1)); moment += step)
            if (moment >= from)
                moments.push_back(moment);
    return moments;
}

} // namespace forewatch
