#pragma once

#include "engine/data/city.h"
#include "engine/places/place_model.h"
#include "engine/scores/metrics.h"

#include <optional>
#include <vector>

namespace forewatch {

/// What one model of places is worth on a span: each example's ranking of the cells against the target events that came.
struct PlaceFigures
{
    /// `model`, `density`, `mixture`, `hawkes`, `uniform`.
    QString key;
    /// Mean log of an event's share times the number of cells: gain over a uniform city, in nats.
    double natsPerEvent = 0;
    Interval natsInterval;
    /// Share of the events in the highest-ranked 1, 5 and 10 % of the cells.
    double top1 = 0;
    double top5 = 0;
    double top10 = 0;
    Interval top5Interval;
    /// Prediction accuracy index (Chainey and others, 2008) and prediction efficiency index (Hunt, 2016) at 5 % of the area:
    /// share of the events over share of the area; and that over the best that 5 % of the area could have had.
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
    /// The model first where it knows places, then its opponents.
    std::vector<PlaceFigures> figures;
    /// Nats per event that the model is ahead of each opponent, by its key, with paired intervals.
    QMap<QString, PairedSkill> natsAhead;
    /// By the model's expectation, falling; by the density's where the model knows no places.
    std::vector<NeighborhoodFigures> neighborhoods;

    QJsonObject toJson(const City &city) const;
};

} // namespace forewatch
