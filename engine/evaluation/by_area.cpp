#include "engine/evaluation/by_area.h"

#include "engine/analysis/event_sieve.h"
#include "engine/core/random.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace forewatch {

namespace {

constexpr int resamples = 500;

/// An area's events of one day.
struct DayCount
{
    double events = 0;
    double caught = 0;
};

/// What is counted of one area.
struct Count
{
    std::map<int, DayCount> days;
    std::size_t events = 0;
    std::size_t caught = 0;
    /// Spans with an alert in which the area had an event.
    std::size_t alerts = 0;
};

/// Of the share of events inside alerts, over resampled days of all those with an event in the city.
Interval intervalOf(const Count &count, const std::vector<int> &days, std::uint64_t seed)
{
    Random random(seed);
    std::vector<DayCount> byDay;
    for (const int day : days) {
        const auto found = count.days.find(day);
        byDay.push_back(found == count.days.end() ? DayCount{} : found->second);
    }
    std::vector<double> shares;
    for (int i = 0; i < resamples; ++i) {
        DayCount sum;
        for (std::size_t draw = 0; draw < byDay.size(); ++draw) {
            const DayCount &day = byDay[random.below(byDay.size())];
            sum.events += day.events;
            sum.caught += day.caught;
        }
        if (sum.events > 0)
            shares.push_back(sum.caught / sum.events);
    }
    if (shares.empty())
        return {};
    std::ranges::sort(shares);
    const auto at = [&](double share) {
        return shares[static_cast<std::size_t>(std::lround(share * static_cast<double>(shares.size() - 1)))];
    };
    return {at(0.025), at(0.975)};
}

AreaBreakdown counted(const Evaluation &evaluation, const City &city, const QString &kind, const QStringList &names,
                      const std::function<std::uint16_t(const Incident &)> &areaOf)
{
    std::vector<Count> counts(static_cast<std::size_t>(names.size()));
    std::vector<int> days;
    AreaBreakdown breakdown{.kind = kind, .areas = {}};
    std::size_t alerts = 0;
    for (std::size_t i = 0; i < evaluation.examples.size(); ++i) {
        const bool alert = evaluation.model.forecast.probabilities[i] >= evaluation.model.threshold;
        alerts += alert;
        EventSieve sieve;
        std::vector<std::uint16_t> touched;
        for (const Incident &incident : city.incidents->snapshot(evaluation.examples[i].asked).incidents) {
            if (!city.target->contains(incident) || !sieve.isFirst(incident))
                continue;
            const int day = evaluation.model.forecast.day[i];
            days.push_back(day);
            const std::uint16_t area = areaOf(incident);
            if (area >= counts.size()) {
                ++breakdown.elsewhere;
                continue;
            }
            Count &count = counts[area];
            ++count.events;
            count.caught += alert;
            ++count.days[day].events;
            count.days[day].caught += alert;
            if (alert && std::ranges::find(touched, area) == touched.end()) {
                touched.push_back(area);
                ++count.alerts;
            }
        }
    }
    std::ranges::sort(days);
    days.erase(std::ranges::unique(days).begin(), days.end());
    for (std::size_t area = 0; area < counts.size(); ++area) {
        const Count &count = counts[area];
        AreaFigures figures;
        figures.name = names[static_cast<qsizetype>(area)];
        figures.events = count.events;
        figures.caught = count.caught;
        if (count.events >= AreaFigures::fewestEvents) {
            figures.shareCaught = static_cast<double>(count.caught) / static_cast<double>(count.events);
            figures.shareInterval = intervalOf(count, days, area + 1);
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
