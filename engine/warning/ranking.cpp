#include "engine/warning/ranking.h"

#include "engine/core/error.h"
#include "engine/core/text.h"

#include <QJsonArray>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace forewatch {

namespace {

std::shared_ptr<const KernelPlaces> densityFor(const Model &model, const City &city, Feedback &feedback)
{
    StageFeedback fitting(feedback, 0.3, 1);
    const ModelCard &card = model.card;
    const auto grid = std::make_shared<const PlaceGrid>(*city.neighborhoods, RiskFieldParameters::cellMetres);
    feedback.checkpoint(0.1);
    auto history = std::make_shared<const PlaceHistory>(city, card.task, grid);
    feedback.checkpoint(0.2);
    const Split parts = splitExamples(makeExamples(city, card.task, card.split.from, card.split.to), card.split);
    return fitDensity(std::move(history), parts, fitting);
}

/// Events of one area, or of none, that are known at `moment`.
std::vector<std::size_t> eventsSince(const RankingGround &ground, Time from, Time moment)
{
    std::vector<std::size_t> counts(ground.areas->size() + 1, 0);
    const auto first = std::ranges::lower_bound(ground.events, from, {}, &AreaEvent::time);
    for (auto event = first; event != ground.events.end() && event->time < moment; ++event)
        counts[event->area] += event->knownFrom <= moment;
    return counts;
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1);
}

} // namespace

std::vector<AreaEvent> areaEvents(const City &city, const Task &task, const AreaSet &areas)
{
    std::map<std::tuple<Time, double, double>, AreaEvent> events;
    for (const Incident &incident : city.incidents->all()) {
        if (!city.target->contains(incident))
            continue;
        const Time known = task.question == Question::SameWindow ? incident.time : incident.time + task.delayOf(incident);
        const AreaEvent event{incident.time, known, areas.areaOf(incident)};
        const auto [place, isNew]
            = events.try_emplace({incident.time, incident.place.longitude, incident.place.latitude}, event);
        if (!isNew)
            place->second.knownFrom = std::min(place->second.knownFrom, known);
    }
    std::vector<AreaEvent> list;
    for (const auto &[key, event] : events)
        list.push_back(event);
    return list;
}

RankingGround rankingGround(const Model &model, const City &city, std::shared_ptr<const AreaSet> areas, Feedback &feedback)
{
    if (model.card.task.question == Question::SameWindow)
        throw Error(QStringLiteral("The model “%1” is asked about windows that are over, with the answer drawn in: there is nothing to "
                                   "rank ahead. Choose a model that looks ahead (--task next-window).").arg(model.card.name));
    if (areas->size() == 0)
        throw Error(QStringLiteral("There is no area to rank. Choose neighborhoods, or a file of polygons."));
    RankingGround ground;
    ground.city = city;
    ground.task = model.card.task;
    ground.ownPlaces = model.field != nullptr;
    ground.density = densityFor(model, city, feedback);
    return withAreas(ground, std::move(areas));
}

RankingGround withAreas(const RankingGround &ground, std::shared_ptr<const AreaSet> areas)
{
    RankingGround other = ground;
    other.cells = std::make_shared<const CellAreas>(ground.city, *ground.density->grid(), *areas);
    other.events = areaEvents(ground.city, ground.task, *areas);
    other.areas = std::move(areas);
    return other;
}

std::optional<std::size_t> PlaceForecast::find(Time start) const
{
    const auto found = std::ranges::lower_bound(examples, start, {}, [](const Example &example) { return example.asked.start; });
    if (found == examples.end() || found->asked.start != start)
        return std::nullopt;
    return static_cast<std::size_t>(found - examples.begin());
}

std::vector<float> PlaceForecast::cells(std::size_t index) const
{
    std::vector<float> values(places->grid()->size());
    places->shares(examples[index], values);
    for (float &value : values)
        value *= static_cast<float>(expected[index]);
    return values;
}

PlaceForecast forecastPlaces(const Model &model, const RankingGround &ground, std::span<const Time> starts, Feedback &feedback)
{
    const Task &task = ground.task;
    const Window known = ground.city.incidents->coveredDays();
    PlaceForecast forecast;
    forecast.ownPlaces = ground.ownPlaces;
    for (const Time start : starts) {
        const Window asked{start, task.askedLength()};
        const Window input = task.inputFor(asked);
        if (known.start <= input.start && input.end() <= known.end())
            forecast.examples.push_back({input, asked, ground.city.target->anyIn(ground.city.incidents->snapshot(asked).incidents)});
    }
    if (forecast.examples.empty())
        throw Error(QStringLiteral("The table holds nothing to rank areas by for the time asked about: it runs from %1 to %2. Choose a "
                                   "time that it covers.").arg(formatTime(known.start), formatTime(known.end())));
    StageFeedback asking(feedback, 0, 0.8);
    StageFeedback keeping(feedback, 0.8, 1);
    std::vector<double> risks;
    if (model.field) {
        const auto own = placesOf(model, ground.city, forecast.examples, asking);
        for (const double expected : own->expected())
            risks.push_back(model.card.calibration.apply(1 - std::exp(-expected)));
        forecast.places = own;
    } else {
        risks = predict(model, ground.city, forecast.examples, asking);
    }
    for (const double risk : risks)
        forecast.expected.push_back(-std::log1p(-std::min(risk, 1 - 1e-9)));
    forecast.density = ground.density->keepingDays(forecast.examples, keeping);
    if (!forecast.places)
        forecast.places = forecast.density;
    if (forecast.places->grid()->size() != forecast.density->grid()->size())
        throw Error(QStringLiteral("The model's cells are not this city's. Open the city that it was trained on."));
    return forecast;
}

std::vector<std::size_t> rankedBy(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t index) { return values[index]; });
    return order;
}

AreaRanking rankAreas(const RankingGround &ground, const PlaceForecast &forecast, std::size_t index)
{
    assert(index < forecast.examples.size());
    const Example &example = forecast.examples[index];
    const std::size_t count = ground.areas->size();
    std::vector<float> shares(forecast.places->grid()->size());
    forecast.places->shares(example, shares);
    const std::vector<double> own = ground.cells->sums(shares);
    forecast.density->shares(example, shares);
    const std::vector<double> density = ground.cells->sums(shares);

    AreaRanking ranking;
    ranking.asked = example.asked;
    ranking.madeAt = ground.task.madeAt(example.asked);
    ranking.expected = forecast.expected[index];
    ranking.ownPlaces = forecast.ownPlaces;
    const double whole = std::accumulate(own.begin(), own.end(), 0.0);
    const double wholeDensity = std::accumulate(density.begin(), density.end(), 0.0);
    ranking.elsewhere = ranking.expected * own[count] / whole;
    const auto last28 = eventsSince(ground, ranking.madeAt - std::chrono::days(28), ranking.madeAt);
    const auto last365 = eventsSince(ground, ranking.madeAt - std::chrono::days(365), ranking.madeAt);
    std::vector<std::size_t> densityRank(count);
    const auto byDensity = rankedBy(std::span(density).first(count));
    for (std::size_t i = 0; i < count; ++i)
        densityRank[byDensity[i]] = i + 1;
    for (const std::size_t area : rankedBy(std::span(own).first(count))) {
        RankedArea row;
        row.area = area;
        row.rank = ranking.areas.size() + 1;
        row.densityRank = densityRank[area];
        row.share = own[area] / whole;
        row.expected = ranking.expected * row.share;
        row.densityShare = density[area] / wholeDensity;
        row.squareKilometres = ground.cells->squareKilometres()[area];
        row.last28 = last28[area];
        row.last365 = last365[area];
        ranking.areas.push_back(row);
    }
    return ranking;
}

QString AreaRanking::sentence(const AreaSet &set) const
{
    const std::size_t first = std::min<std::size_t>(3, areas.size());
    double share = 0;
    QStringList names;
    for (std::size_t i = 0; i < first; ++i) {
        share += areas[i].share;
        names << set.names[static_cast<qsizetype>(areas[i].area)];
    }
    QString text = QStringLiteral("%1: %2 target events are to be expected in the city; %3 % of that in %4.")
                       .arg(formatWindow(asked), QString::number(expected, 'f', 2), percent(share), names.join(QStringLiteral(", ")));
    if (!ownPlaces)
        text += QStringLiteral(" The model says when, not where: its risk for the city is spread by the kernel density of past target "
                               "events.");
    return text;
}

QByteArray AreaRanking::toCsv(const AreaSet &set) const
{
    QByteArray csv("rank,area,expected,share,expected_per_km2,density_rank,density_share,events_28_days,events_365_days\n");
    const auto number = [](double value) { return QByteArray::number(value, 'g', 6); };
    for (const RankedArea &row : areas)
        csv += QByteArray::number(qulonglong(row.rank)) + ',' + csvField(set.names[static_cast<qsizetype>(row.area)]).toUtf8() + ','
            + number(row.expected) + ',' + number(row.share) + ','
            + (row.squareKilometres > 0 ? number(row.expected / row.squareKilometres) : QByteArray()) + ','
            + QByteArray::number(qulonglong(row.densityRank)) + ',' + number(row.densityShare) + ','
            + QByteArray::number(qulonglong(row.last28)) + ',' + QByteArray::number(qulonglong(row.last365)) + '\n';
    return csv;
}

QJsonObject AreaRanking::toJson(const AreaSet &set) const
{
    QJsonArray rows;
    for (const RankedArea &row : areas)
        rows << QJsonObject{{QStringLiteral("rank"), static_cast<qint64>(row.rank)},
                            {QStringLiteral("area"), set.names[static_cast<qsizetype>(row.area)]},
                            {QStringLiteral("expected"), row.expected},
                            {QStringLiteral("share"), row.share},
                            {QStringLiteral("density_rank"), static_cast<qint64>(row.densityRank)},
                            {QStringLiteral("density_share"), row.densityShare},
                            {QStringLiteral("events_28_days"), static_cast<qint64>(row.last28)},
                            {QStringLiteral("events_365_days"), static_cast<qint64>(row.last365)}};
    return {{QStringLiteral("start"), formatTime(asked.start)},
            {QStringLiteral("end"), formatTime(asked.end())},
            {QStringLiteral("made_at"), formatTime(madeAt)},
            {QStringLiteral("expected"), expected},
            {QStringLiteral("elsewhere"), elsewhere},
            {QStringLiteral("places"), ownPlaces ? QStringLiteral("model") : QStringLiteral("density")},
            {QStringLiteral("areas"), rows}};
}

} // namespace forewatch
