#include "engine/evaluation/by_area.h"

#include "engine/analysis/event_sieve.h"
#include "engine/scores/day_bootstrap.h"

#include <QJsonArray>

#include <algorithm>
#include <functional>

namespace forewatch {

namespace {

constexpr int resamples = 500;

/// What is counted of one area.
struct Count
{
    std::size_t events = 0;
    std::size_t caught = 0;
    /// Spans with an alert in which the area had an event.
    std::size_t alerts = 0;
    /// Of each span.
    std::vector<double> eventsIn;
};

/// Of the share of events inside alerts, by resampled days. Precondition: events.
Interval intervalOf(const Count &count, const std::vector<bool> &alert, const DayBlocks &days, std::uint64_t seed)
{
    const auto events = days.sums([&](std::size_t span) { return count.eventsIn[span]; });
    const auto caught = days.sums([&](std::size_t span) { return alert[span] ? count.eventsIn[span] : 0; });
    Random random(seed);
    std::vector<double> shares;
    for (int i = 0; i < resamples; ++i) {
        const auto times = days.resample(random);
        if (const double all = dot(times, events); all > 0)
            shares.push_back(dot(times, caught) / all);
    }
    return shares.empty() ? Interval{} : middleRange(std::move(shares));
}

AreaBreakdown counted(const Evaluation &evaluation, const City &city, const QString &kind, const QStringList &names,
                      const std::function<std::uint16_t(const Incident &)> &areaOf)
{
    const std::size_t spans = evaluation.examples.size();
    std::vector<Count> counts(static_cast<std::size_t>(names.size()));
    for (Count &count : counts)
        count.eventsIn.resize(spans);
    AreaBreakdown breakdown{.kind = kind, .areas = {}};
    std::vector<bool> alert;
    for (std::size_t span = 0; span < spans; ++span) {
        alert.push_back(evaluation.model.forecast.probabilities[span] >= evaluation.model.threshold);
        EventSieve sieve;
        for (const Incident &incident : city.incidents->snapshot(evaluation.examples[span].asked).incidents) {
            if (!city.target->contains(incident) || !sieve.isFirst(incident))
                continue;
            const std::uint16_t area = areaOf(incident);
            if (area >= counts.size()) {
                ++breakdown.elsewhere;
                continue;
            }
            Count &count = counts[area];
            count.alerts += alert[span] && count.eventsIn[span] == 0;
            ++count.events;
            ++count.eventsIn[span];
            count.caught += alert[span];
        }
    }
    const DayBlocks days(evaluation.model.forecast.day);
    const auto alerts = std::ranges::count(alert, true);
    for (std::size_t area = 0; area < counts.size(); ++area) {
        const Count &count = counts[area];
        AreaFigures figures;
        figures.name = names[static_cast<qsizetype>(area)];
        figures.events = count.events;
        figures.caught = count.caught;
        if (count.events >= AreaFigures::fewestEvents) {
            figures.shareCaught = static_cast<double>(count.caught) / static_cast<double>(count.events);
            figures.shareInterval = intervalOf(count, alert, days, area + 1);
        }
        if (alerts > 0)
            figures.alertsWithEvent = static_cast<double>(count.alerts) / static_cast<double>(alerts);
        breakdown.areas.push_back(figures);
    }
    return breakdown;
}

void sortByEvents(AreaBreakdown &breakdown)
{
    std::ranges::stable_sort(breakdown.areas, std::ranges::greater(), &AreaFigures::events);
}

} // namespace

std::vector<AreaBreakdown> byArea(const Evaluation &evaluation, const City &city)
{
    QStringList names;
    for (const Neighborhood &neighborhood : *city.neighborhoods)
        names << neighborhood.name;
    std::vector<AreaBreakdown> breakdowns{counted(evaluation, city, QStringLiteral("neighborhood"), names,
                                                  [](const Incident &incident) { return incident.neighborhood; })};
    // What the forecast itself expected, not what an opponent did in its place.
    const bool knowsPlaces = evaluation.places && !evaluation.places->figures.empty()
        && evaluation.places->figures.front().key == QLatin1String("model");
    if (knowsPlaces)
        for (const NeighborhoodFigures &figures : evaluation.places->neighborhoods)
            if (figures.neighborhood < breakdowns.front().areas.size())
                breakdowns.front().areas[figures.neighborhood].expected = figures.expected;
    if (const QStringList &districts = city.incidents->names().districts; !districts.isEmpty())
        breakdowns.push_back(counted(evaluation, city, QStringLiteral("district"), districts,
                                     [](const Incident &incident) { return incident.district; }));
    std::ranges::for_each(breakdowns, sortByEvents);
    return breakdowns;
}

QJsonObject toJson(const std::vector<AreaBreakdown> &breakdowns)
{
    QJsonObject json;
    for (const AreaBreakdown &breakdown : breakdowns) {
        QJsonArray areas;
        for (const AreaFigures &area : breakdown.areas) {
            QJsonObject figures{{QStringLiteral("name"), area.name},
                                {QStringLiteral("events"), static_cast<qint64>(area.events)},
                                {QStringLiteral("caught"), static_cast<qint64>(area.caught)},
                                {QStringLiteral("alerts_with_event"), area.alertsWithEvent}};
            if (area.shareCaught)
                figures[QStringLiteral("share_caught")] = QJsonObject{{QStringLiteral("value"), *area.shareCaught},
                                                                      {QStringLiteral("low"), area.shareInterval.low},
                                                                      {QStringLiteral("high"), area.shareInterval.high}};
            if (area.expected)
                figures[QStringLiteral("expected")] = *area.expected;
            areas << figures;
        }
        json[breakdown.kind] = areas;
    }
    return json;
}

} // namespace forewatch
