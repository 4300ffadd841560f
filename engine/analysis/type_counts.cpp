#include "engine/analysis/type_counts.h"

#include "engine/analysis/event_sieve.h"
#include "engine/map/legend.h"

#include <algorithm>

namespace forewatch {

std::vector<TypeCount> typeCounts(const City &city)
{
    const QStringList &types = city.incidents->types();
    const Legend legend(types, *city.target, city.groups);
    std::vector<TypeCount> counts;
    for (qsizetype i = 0; i < types.size(); ++i)
        counts.push_back({types[i], legend.at(static_cast<std::size_t>(i)).group});
    EventSieve sieve;
    for (const Incident &incident : city.incidents->all()) {
        ++counts[incident.type].rows;
        counts[incident.type].events += sieve.isFirst(incident, incident.type);
    }
    std::erase_if(counts, [](const TypeCount &count) { return count.rows == 0; });
    std::ranges::stable_sort(counts, std::ranges::greater(), &TypeCount::rows);
    return counts;
}

} // namespace forewatch
