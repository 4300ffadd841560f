#include "engine/analysis/area_counts.h"

#include "engine/analysis/event_sieve.h"

namespace forewatch {

namespace {

void addSpan(const City &city, const AreaSet &areas, const Window &span, std::optional<qint64> Change::*when,
             AreaCounts &counts)
{
    const std::size_t elsewhere = areas.size();
    std::vector<qint64> incidents(elsewhere + 1);
    std::vector<qint64> targets(elsewhere + 1);
    std::vector<qint64> victims(elsewhere + 1);
    EventSieve events;
    for (const Incident &incident : city.incidents->snapshot(span).incidents) {
        const std::size_t area = areas.areaOf(incident);
        ++incidents[area];
        if (!city.target->contains(incident))
            continue;
        ++victims[area];
        targets[area] += events.isFirst(incident);
    }
    const auto fill = [&](AreaCount &count, std::size_t area) {
        count.incidents.*when = incidents[area];
        count.targets.*when = targets[area];
        count.victims.*when = victims[area];
    };
    for (std::size_t i = 0; i < elsewhere; ++i)
        fill(counts.areas[i], i);
    fill(counts.elsewhere, elsewhere);
    const auto sum = [](const std::vector<qint64> &all) {
        qint64 total = 0;
        for (const qint64 count : all)
            total += count;
        return total;
    };
    counts.total.incidents.*when = sum(incidents);
    counts.total.targets.*when = sum(targets);
    counts.total.victims.*when = sum(victims);
}

} // namespace

std::optional<double> AreaCounts::shareOfTargets(const AreaCount &count) const
{
    const qint64 all = total.targets.now.value_or(0);
    return all > 0 ? std::optional(double(count.targets.now.value_or(0)) / double(all)) : std::nullopt;
}

AreaCounts countByArea(const City &city, const AreaSet &areas, const ComparedSpan &span)
{
    AreaCounts counts{span, std::vector<AreaCount>(areas.size()), {}, {}};
    if (span.knowsNow)
        addSpan(city, areas, span.now, &Change::now, counts);
    if (span.knowsBefore)
        addSpan(city, areas, span.before, &Change::before, counts);
    const auto setExposure = [&](AreaCount &count) {
        for (Change *change : {&count.incidents, &count.targets, &count.victims})
            change->exposure = span.exposure();
    };
    std::ranges::for_each(counts.areas, setExposure);
    setExposure(counts.elsewhere);
    setExposure(counts.total);
    return counts;
}

std::optional<double> perSquareKilometre(qint64 count, const AreaSet &areas, std::size_t index)
{
    const bool known = index < areas.squareKilometres.size() && areas.squareKilometres[index] > 0;
    return known ? std::optional(double(count) / areas.squareKilometres[index]) : std::nullopt;
}

std::optional<double> perThousandResidents(qint64 count, const AreaSet &areas, std::size_t index)
{
    const auto residents = index < areas.residents.size() ? areas.residents[index] : std::nullopt;
    return residents && *residents > 0 ? std::optional(1000 * double(count) / *residents) : std::nullopt;
}

bool hasFewResidents(const AreaSet &areas, std::size_t index)
{
    return index < areas.residents.size() && areas.residents[index] && *areas.residents[index] < fewResidents;
}

} // namespace forewatch
