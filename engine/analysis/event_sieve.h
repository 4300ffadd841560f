#pragma once

#include "engine/data/incident_table.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace forewatch {

/// Finds the first row of each event among rows that come in order of time: rows of one time and place (several victims)
/// are one event, of each `kind` by itself.
class EventSieve
{
public:
    bool isFirst(const Incident &incident, std::uint16_t kind = 0)
    {
        if (incident.time != m_time)
            m_seen.clear();
        m_time = incident.time;
        const Seen seen{kind, incident.place.longitude, incident.place.latitude};
        if (std::ranges::find(m_seen, seen) != m_seen.end())
            return false;
        m_seen.push_back(seen);
        return true;
    }

private:
    using Seen = std::tuple<std::uint16_t, double, double>;

    Time m_time{};
    std::vector<Seen> m_seen;
};

} // namespace forewatch
