#include "engine/warning/ranking_performance.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/scores/day_bootstrap.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

constexpr int resamples = 1000;

int dayOf(Time time)
{
    return static_cast<int>(std::chrono::floor<std::chrono::days>(time).time_since_epoch().count());
}

CaughtShare caughtShare(const QString &what, const QString &key, const std::vector<double> &model, const std::vector<double> &density,
                        const std::vector<int> &days)
{
    std::vector<double> ahead = model;
    std::ranges::transform(ahead, density, ahead.begin(), std::minus());
    return {what, key, meanOverDays(model, days, 1, resamples), meanOverDays(density, days, 1, resamples),
            meanOverDays(ahead, days, 1, resamples)};
}

/// Which place each area has in a ranking, from 0; the last entry is for events in none of the areas.
std::vector<std::size_t> placesIn(const PlaceModel &places, const CellAreas &cells, const Example &example, std::vector<float> &scratch)
{
    places.shares(example, scratch);
    const std::vector<double> sums = cells.sums(scratch);
    std::vector<std::size_t> place(sums.size(), sums.size());
    const auto order = rankedBy(std::span(sums).first(cells.size()));
    for (std::size_t i = 0; i < order.size(); ++i)
        place[order[i]] = i;
    return place;
}

/// How much of each event lies in the highest-ranked `area`; of cells ranked alike, a share.
std::vector<double> inTop(const PlaceScores &scores, double area)
{
    std::vector<double> caught;
    for (std::size_t i = 0; i < scores.above.size(); ++i)
        caught.push_back(std::clamp((area - scores.above[i]) / (scores.upTo[i] - scores.above[i]), 0.0, 1.0));
    return caught;
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1);
}

QString withInterval(const Estimate &figure, const QString &unit)
{
    return QStringLiteral("%1%2 [%3, %4]").arg(percent(figure.value), unit, percent(figure.interval.low), percent(figure.interval.high));
}

QString count(std::size_t number)
{
    return grouped(static_cast<qint64>(number));
}

} // namespace

RankingPerformance rankingPerformance(const Model &model, const RankingGround &ground, Time from, Time to, Feedback &feedback)
{
    const ModelCard &card = model.card;
    const Window covered = ground.city.incidents->coveredDays();
    const Duration length = ground.task.askedLength();
    if (from >= to)
        throw Error(QStringLiteral("There is no span from %1 to %2. Choose an end after the begin, within the table.")
                        .arg(formatTime(from), formatTime(to)));
    std::vector<Time> starts;
    for (Time start = from; start + length <= std::min(to, covered.end()); start += length)
        starts.push_back(start);
    RankingPerformance performance;
    performance.ownPlaces = ground.ownPlaces;
    performance.seen = from < card.split.seenTo();

    // A month at a time, so that years fit in memory.
    constexpr std::size_t most = 2048;
    PlaceRecord record;
    std::vector<int> days;
    std::vector<std::size_t> ownPlace;
    std::vector<std::size_t> densityPlace;
    std::vector<float> scratch(ground.density->grid()->size());
    std::optional<Time> first;
    Time last = from;
    for (std::size_t begin = 0; begin < starts.size(); begin += most) {
        const std::size_t size = std::min(most, starts.size() - begin);
        const double share = static_cast<double>(begin) / static_cast<double>(starts.size());
        const double whole = static_cast<double>(size) / static_cast<double>(starts.size());
        StageFeedback asking(feedback, share, share + 0.7 * whole);
        StageFeedback holding(feedback, share + 0.7 * whole, share + whole);
        const PlaceForecast forecast = forecastPlaces(model, ground, std::span(starts).subspan(begin, size), asking);
        record.append(recordPlaces(ground.city, forecast.examples, {forecast.places, forecast.density}, holding));
        performance.forecasts += forecast.examples.size();
        performance.expected += std::accumulate(forecast.expected.begin(), forecast.expected.end(), 0.0);
        first = first.value_or(forecast.examples.front().asked.start);
        last = forecast.examples.back().asked.end();
        for (const Example &example : forecast.examples) {
            const auto event = std::ranges::lower_bound(ground.events, example.asked.start, {}, &AreaEvent::time);
            if (event == ground.events.end() || event->time >= example.asked.end())
                continue;
            holding.checkpoint(1);
            const auto own = placesIn(*forecast.places, *ground.cells, example, scratch);
            const auto density = ground.ownPlaces ? placesIn(*forecast.density, *ground.cells, example, scratch) : own;
            for (auto one = event; one != ground.events.end() && one->time < example.asked.end(); ++one) {
                days.push_back(dayOf(one->time));
                ownPlace.push_back(own[one->area]);
                densityPlace.push_back(density[one->area]);
                performance.elsewhere += one->area == ground.areas->size();
            }
        }
    }
    if (days.empty() || record.day.empty())
        throw Error(QStringLiteral("From %1 to %2 no target event is known, so that no ranking can be held against any. Choose a longer "
                                   "span.").arg(formatTime(from), formatTime(to)));
    performance.span = {first.value_or(from), last - first.value_or(from)};
    performance.days = static_cast<std::size_t>(dayOf(last - Duration(1)) - dayOf(performance.span.start) + 1);
    performance.events = days.size();
    for (const int part : {1, 5, 10})
        performance.shares.push_back(caughtShare(QStringLiteral("Top %1 % of the area").arg(part), QStringLiteral("area_%1_percent").arg(part),
                                                 inTop(record.models[0], part / 100.0), inTop(record.models[1], part / 100.0), record.day));
    for (const std::size_t places : {std::size_t(1), std::size_t(3), std::size_t(5), std::size_t(10)}) {
        if (places >= ground.areas->size())
            break;
        const auto caught = [&](const std::vector<std::size_t> &place) {
            std::vector<double> values;
            for (const std::size_t one : place)
                values.push_back(one < places);
            return values;
        };
        performance.shares.push_back(caughtShare(places == 1 ? QStringLiteral("First area") : QStringLiteral("First %1 areas").arg(places),
                                                 QStringLiteral("first_%1").arg(places), caught(ownPlace), caught(densityPlace), days));
    }
    return performance;
}

QStringList RankingPerformance::sentences() const
{
    const CaughtShare &five = shares[1];
    QStringList text;
    if (!ownPlaces)
        text << QStringLiteral("The model says when, not where: this ranking is the kernel density's own, and no better than it. Its "
                               "highest-ranked 5 % of the area held %1 of the target events.").arg(withInterval(five.model, QStringLiteral(" %")));
    else
        text << QStringLiteral("%1 the kernel density of past target events: the highest-ranked 5 % of the area held %2 of the target "
                               "events, the density's %3 (difference: %4).")
                    .arg(five.ahead.interval.low > 0 ? QStringLiteral("Better than")
                             : five.ahead.interval.high < 0 ? QStringLiteral("Worse than")
                                                            : QStringLiteral("No better than"),
                         withInterval(five.model, QStringLiteral(" %")), withInterval(five.density, QStringLiteral(" %")),
                         withInterval(five.ahead, QStringLiteral(" points")));
    if (seen)
        text << QStringLiteral("Part of this span was learnt from or tuned on: its figures flatter the model.");
    text << QStringLiteral("%1 to %2: %3 forecasts, %4 target events came, %5 were expected.")
                .arg(formatTime(span.start), formatTime(span.end()), count(forecasts), count(events), QString::number(expected, 'f', 1));
    if (elsewhere > 0)
        text << QStringLiteral("%1 of them in none of the areas: no ranking of areas catches these.").arg(count(elsewhere));
    text << QStringLiteral("In brackets: 95 %, by bootstrap over days.");
    return text;
}

QJsonObject RankingPerformance::toJson() const
{
    QJsonObject figures;
    for (const CaughtShare &share : shares)
        figures[share.key] = QJsonObject{{QStringLiteral("model"), forewatch::toJson(share.model)},
                                         {QStringLiteral("density"), forewatch::toJson(share.density)},
                                         {QStringLiteral("ahead"), forewatch::toJson(share.ahead)}};
    return {{QStringLiteral("from"), formatTime(span.start)},
            {QStringLiteral("to"), formatTime(span.end())},
            {QStringLiteral("forecasts"), static_cast<qint64>(forecasts)},
            {QStringLiteral("days"), static_cast<qint64>(days)},
            {QStringLiteral("events"), static_cast<qint64>(events)},
            {QStringLiteral("elsewhere"), static_cast<qint64>(elsewhere)},
            {QStringLiteral("expected"), expected},
            {QStringLiteral("places"), ownPlaces ? QStringLiteral("model") : QStringLiteral("density")},
            {QStringLiteral("seen"), seen},
            {QStringLiteral("caught"), figures},
            {QStringLiteral("sentences"), QJsonArray::fromStringList(sentences())}};
}

} // namespace forewatch
