#include "engine/analysis/counted_incidents.h"

#include "engine/analysis/event_sieve.h"

namespace forewatch {

std::vector<Incident> countedIncidents(const City &city, Counted what)
{
    const auto all = city.incidents->all();
    if (what == Counted::All)
        return {all.begin(), all.end()};
    EventSieve sieve;
    std::vector<Incident> events;
    for (const Incident &incident : all)
        if (city.target->contains(incident) && sieve.isFirst(incident))
            events.push_back(incident);
    return events;
}

QString countedNoun(const City &city, Counted what)
{
    return what == Counted::All ? QStringLiteral("incidents") : city.target->spoken() + QStringLiteral(" events");
}

} // namespace forewatch
