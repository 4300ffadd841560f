#include "engine/evaluation/place_evaluation.h"

#include "engine/core/text.h"
#include "engine/scores/day_bootstrap.h"

#include <QJsonArray>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

namespace forewatch {

namespace {

/// The first row of each target event of a span, in order of time.
std::vector<Incident> eventsIn(const City &city, const Window &span)
{
    std::vector<Incident> events;
    for (const Incident &incident : city.incidents->snapshot(span).incidents) {
        const auto same = [&](const Incident &event) { return event.time == incident.time && event.place == incident.place; };
        if (city.target->contains(incident) && std::ranges::none_of(events, same))
            events.push_back(incident);
    }
    return events;
}

int dayOf(Time time)
{
    return static_cast<int>(std::chrono::floor<std::chrono::days>(time).time_since_epoch().count());
}

void addScores(const std::vector<float> &shares, const std::vector<std::uint32_t> &cells, PlaceScores &scores)
{
    const double count = static_cast<double>(shares.size());
    for (const std::uint32_t cell : cells) {
        const float share = shares[cell];
        const auto above = std::ranges::count_if(shares, [=](float other) { return other > share; });
        const auto alike = std::ranges::count(shares, share);
        scores.nats.push_back(std::log(static_cast<double>(share) * count));
        scores.above.push_back(static_cast<double>(above) / count);
        scores.upTo.push_back(static_cast<double>(above + alike) / count);
    }
}

/// How much of each event lies in the highest-ranked `area`: 1, 0, or a share where cells are ranked alike.
std::vector<double> inTop(const PlaceScores &scores, double area)
{
    std::vector<double> caught;
    for (std::size_t i = 0; i < scores.above.size(); ++i)
        caught.push_back(std::clamp((area - scores.above[i]) / (scores.upTo[i] - scores.above[i]), 0.0, 1.0));
    return caught;
}

/// Share of the events in the fixed `area` that would have caught most.
double mostInAnyArea(const PlaceRecord &record, double area)
{
    std::map<std::uint32_t, double> byCell;
    for (const std::uint32_t cell : record.cell)
        ++byCell[cell];
    std::vector<double> counts;
    for (const auto &[cell, count] : byCell)
        counts.push_back(count);
    std::ranges::sort(counts, std::greater());
    const auto cells = std::min(counts.size(), static_cast<std::size_t>(area * static_cast<double>(record.cells)));
    return std::accumulate(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(cells), 0.0)
        / static_cast<double>(record.cell.size());
}

} // namespace

void PlaceRecord::append(const PlaceRecord &other)
{
    if (models.empty()) {
        *this = other;
        return;
    }
    assert(models.size() == other.models.size());
    day.insert(day.end(), other.day.begin(), other.day.end());
    cell.insert(cell.end(), other.cell.begin(), other.cell.end());
    for (std::size_t i = 0; i < models.size(); ++i)
        for (auto part : {&PlaceScores::nats, &PlaceScores::above, &PlaceScores::upTo})
            (models[i].*part).insert((models[i].*part).end(), (other.models[i].*part).begin(), (other.models[i].*part).end());
}

PlaceRecord recordPlaces(const City &city, std::span<const Example> examples,
                         const std::vector<std::shared_ptr<const PlaceModel>> &models, Feedback &feedback)
{
    assert(!models.empty());
    const PlaceGrid &grid = *models.front()->grid();
    PlaceRecord record{.cells = grid.size(), .cellMetres = grid.cellMetres(), .day = {}, .cell = {}, .models = {}};
    for (const auto &model : models)
        record.models.push_back({.key = model->key(), .nats = {}, .above = {}, .upTo = {}});
    std::vector<float> shares(grid.size());
    for (std::size_t i = 0; i < examples.size(); ++i) {
        feedback.checkpoint(static_cast<double>(i) / static_cast<double>(examples.size()));
        std::vector<std::uint32_t> cells;
        for (const Incident &event : eventsIn(city, examples[i].asked))
            if (const std::uint32_t cell = grid.cellOf(event.place); cell != PlaceGrid::none) {
                cells.push_back(cell);
                record.day.push_back(dayOf(event.time));
                record.cell.push_back(cell);
            }
        if (cells.empty())
            continue;
        for (std::size_t m = 0; m < models.size(); ++m) {
            models[m]->shares(examples[i], shares);
            addScores(shares, cells, record.models[m]);
        }
    }
    return record;
}

PlaceEvaluation evaluatePlaces(const PlaceRecord &record, std::uint64_t seed, int resamples)
{
    assert(!record.day.empty() && !record.models.empty());
    PlaceEvaluation evaluation{.events = record.day.size(), .cellMetres = record.cellMetres, .figures = {}, .natsAhead = {},
                               .neighborhoods = {}};
    const double best5 = mostInAnyArea(record, 0.05);
    for (const PlaceScores &scores : record.models) {
        const auto mean = [&](const std::vector<double> &values) { return meanOverDays(values, record.day, seed, resamples); };
        const Estimate nats = mean(scores.nats);
        const Estimate top1 = mean(inTop(scores, 0.01));
        const Estimate top5 = mean(inTop(scores, 0.05));
        const Estimate top10 = mean(inTop(scores, 0.10));
        evaluation.figures.push_back({.key = scores.key,
                                      .natsPerEvent = nats.value,
                                      .natsInterval = nats.interval,
                                      .top1 = top1.value,
                                      .top5 = top5.value,
                                      .top10 = top10.value,
                                      .top1Interval = top1.interval,
                                      .top5Interval = top5.interval,
                                      .top10Interval = top10.interval,
                                      .pai5 = top5.value / 0.05,
                                      .pei5 = best5 > 0 ? top5.value / best5 : 0});
    }
    const PlaceScores &first = record.models.front();
    for (std::size_t m = 1; m < record.models.size(); ++m) {
        std::vector<double> ahead = first.nats;
        std::ranges::transform(ahead, record.models[m].nats, ahead.begin(), std::minus());
        evaluation.natsAhead[record.models[m].key] = meanOverDays(ahead, record.day, seed, resamples);
    }
    return evaluation;
}

std::vector<NeighborhoodForecast> forecastNeighborhoods(const City &city, std::span<const Example> examples,
                                                        std::span<const double> expected, const PlaceModel &model,
                                                        Feedback &feedback)
{
    assert(expected.size() == examples.size());
    const PlaceGrid &grid = *model.grid();
    std::vector<float> shares(grid.size());
    std::vector<NeighborhoodForecast> forecasts;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        feedback.checkpoint(static_cast<double>(i) / static_cast<double>(examples.size()));
        NeighborhoodForecast forecast{std::vector<double>(city.neighborhoods->size(), 0.0),
                                      std::vector<std::size_t>(city.neighborhoods->size(), 0)};
        model.shares(examples[i], shares);
        for (std::size_t cell = 0; cell < shares.size(); ++cell)
            forecast.expected[grid.neighborhoodOf(cell)] += expected[i] * static_cast<double>(shares[cell]);
        for (const Incident &event : eventsIn(city, examples[i].asked))
            if (event.neighborhood != Incident::nowhere)
                ++forecast.events[event.neighborhood];
        forecasts.push_back(std::move(forecast));
    }
    return forecasts;
}

std::vector<NeighborhoodFigures> sumOf(const std::vector<NeighborhoodForecast> &forecasts)
{
    std::vector<NeighborhoodFigures> sums(forecasts.empty() ? 0 : forecasts.front().expected.size());
    for (std::size_t n = 0; n < sums.size(); ++n) {
        sums[n].neighborhood = static_cast<std::uint16_t>(n);
        for (const NeighborhoodForecast &forecast : forecasts) {
            sums[n].expected += forecast.expected[n];
            sums[n].events += forecast.events[n];
        }
    }
    std::ranges::stable_sort(sums, std::greater(), &NeighborhoodFigures::expected);
    return sums;
}

QByteArray placesCsv(const City &city, std::span<const Example> examples, const std::vector<NeighborhoodForecast> &forecasts)
{
    QByteArray csv("start,neighborhood,expected,outcome\n");
    for (std::size_t i = 0; i < examples.size(); ++i)
        for (std::size_t n = 0; n < forecasts[i].expected.size(); ++n)
            csv += formatTime(examples[i].asked.start).toLatin1() + ','
                + csvField(city.neighborhoods->at(n).name).toUtf8() + ','
                + QByteArray::number(forecasts[i].expected[n], 'g', 6) + ',' + QByteArray::number(forecasts[i].events[n]) + '\n';
    return csv;
}

QJsonObject PlaceEvaluation::toJson(const City &city) const
{
    QJsonObject models;
    for (const PlaceFigures &f : figures)
        models[f.key] = QJsonObject{{QStringLiteral("nats_per_event"), f.natsPerEvent},
                                    {QStringLiteral("top_1"), f.top1},
                                    {QStringLiteral("top_5"), f.top5},
                                    {QStringLiteral("top_10"), f.top10},
                                    {QStringLiteral("pai_5"), f.pai5},
                                    {QStringLiteral("pei_5"), f.pei5},
                                    {QStringLiteral("interval"),
                                     QJsonObject{{QStringLiteral("nats_per_event"), forewatch::toJson(f.natsInterval)},
                                                 {QStringLiteral("top_1"), forewatch::toJson(f.top1Interval)},
                                                 {QStringLiteral("top_5"), forewatch::toJson(f.top5Interval)},
                                                 {QStringLiteral("top_10"), forewatch::toJson(f.top10Interval)}}}};
    QJsonObject ahead;
    for (auto it = natsAhead.begin(); it != natsAhead.end(); ++it)
        ahead[it.key()] = forewatch::toJson(*it);
    QJsonArray areas;
    for (const NeighborhoodFigures &area : neighborhoods)
        areas << QJsonObject{{QStringLiteral("neighborhood"), city.neighborhoods->at(area.neighborhood).name},
                             {QStringLiteral("expected"), area.expected},
                             {QStringLiteral("events"), static_cast<qint64>(area.events)}};
    return {{QStringLiteral("events"), static_cast<qint64>(events)},
            {QStringLiteral("cell_metres"), cellMetres},
            {QStringLiteral("models"), models},
            {QStringLiteral("nats_ahead"), ahead},
            {QStringLiteral("neighborhoods"), areas}};
}

} // namespace forewatch
