#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"
#include "engine/places/place_model.h"
#include "engine/scores/metrics.h"

#include <QJsonObject>

#include <vector>

namespace forewatch {

/// What one model of places said of each target event of a span, in the events' order.
struct PlaceScores
{
    /// `model`, `density`, `mixture`, `hawkes`.
    QString key;
    /// Log of the share of the event's cell times the number of cells: gain over a uniform city.
    std::vector<double> nats;
    /// Share of the cells that were ranked above the event's cell, and that share with those ranked as high.
    std::vector<double> above;
    std::vector<double> upTo;
};

/// Target events of a span beside what models of places said of them before: what any pool of spans is evaluated from.
struct PlaceRecord
{
    std::size_t cells = 0;
    double cellMetres = 0;
    /// Of each event.
    std::vector<int> day;
    std::vector<std::uint32_t> cell;
    std::vector<PlaceScores> models;

    /// Adds the events of another span of the same city. Precondition: the same grid and models.
    void append(const PlaceRecord &other);
};

/// What one model of places is worth on a span.
struct PlaceFigures
{
    /// `model`, `density`, `mixture`, `hawkes`.
    QString key;
    /// Mean log of an event's share times the number of cells: gain over a uniform city, in nats.
    double natsPerEvent = 0;
    Interval natsInterval;
    /// Share of the events in the highest-ranked 1, 5 and 10 % of the cells; of cells ranked alike, a share counts.
    double top1 = 0;
    double top5 = 0;
    double top10 = 0;
    Interval top1Interval;
    Interval top5Interval;
    Interval top10Interval;
    /// Prediction accuracy index (Chainey and others, 2008) at 5 % of the area: share of the events over share of the area;
    /// and prediction efficiency index (Hunt, 2016): that over the best that a fixed 5 % of the area could have had.
    double pai5 = 0;
    double pei5 = 0;
};

/// What a neighborhood was said to expect, and what came.
struct NeighborhoodFigures
{
    std::uint16_t neighborhood = 0;
    double expected = 0;
    std::size_t events = 0;
};

/// Places over a span: all figures about the same events, intervals by bootstrap over days.
struct PlaceEvaluation
{
    std::size_t events = 0;
    double cellMetres = 0;
    /// In the order of the record's models.
    std::vector<PlaceFigures> figures;
    /// Nats per event that the first model is ahead of each other, by its key, with paired intervals.
    QMap<QString, Estimate> natsAhead;
    /// By the first model's expectation, falling.
    std::vector<NeighborhoodFigures> neighborhoods;

    QJsonObject toJson(const City &city) const;
};

/// Target events (distinct times and places) in the spans asked about, beside the models' shares at the time the forecast
/// was made. Where spans overlap an event counts in each. Events outside of the grid are left out. Throws `Cancelled`.
/// Precondition: at least one model, all on one grid.
PlaceRecord recordPlaces(const City &city, std::span<const Example> examples,
                         const std::vector<std::shared_ptr<const PlaceModel>> &models, Feedback &feedback);

/// Without neighborhoods. Precondition: at least one event.
PlaceEvaluation evaluatePlaces(const PlaceRecord &record, std::uint64_t seed = 1, int resamples = 500);

/// Expected and seen target events of one example's span in each neighborhood, in the city's order.
struct NeighborhoodForecast
{
    std::vector<double> expected;
    std::vector<std::size_t> events;
};

/// The expectation of each example (`expected`, target events in its span) spread over the city as `model` says. Throws
/// `Cancelled`. Precondition: as many expectations as examples.
std::vector<NeighborhoodForecast> forecastNeighborhoods(const City &city, std::span<const Example> examples,
                                                        std::span<const double> expected, const PlaceModel &model,
                                                        Feedback &feedback);

/// Sums over the examples, by expectation, falling.
std::vector<NeighborhoodFigures> sumOf(const std::vector<NeighborhoodForecast> &forecasts);

/// `start,neighborhood,expected,outcome`, one row for each example and neighborhood.
QByteArray placesCsv(const City &city, std::span<const Example> examples,
                     const std::vector<NeighborhoodForecast> &forecasts);

} // namespace forewatch
