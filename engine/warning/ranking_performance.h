#pragma once

#include "engine/evaluation/place_evaluation.h"
#include "engine/warning/ranking.h"

namespace forewatch {

/// The share of a span's target events that a ranking had in its first places, beside the kernel density's; intervals of 95 % by days
/// drawn anew, the same days for both.
struct CaughtShare
{
    /// `top 5 % of the area`, `first 3 areas`.
    QString what;
    /// As files name it: `area_5_percent`, `first_3`.
    QString key;
    Estimate model;
    Estimate density;
    /// Model less density.
    Estimate ahead;
};

/// What rankings of areas and cells were worth on past spans that follow each other.
struct RankingPerformance
{
    Window span{};
    std::size_t forecasts = 0;
    std::size_t days = 0;
    std::size_t events = 0;
    /// Of them those in none of the areas: a ranking of areas cannot catch them, so they count as missed.
    std::size_t elsewhere = 0;
    bool ownPlaces = false;
    /// Some of the span was learnt from or tuned on.
    bool seen = false;
    /// The highest-ranked 1, 5 and 10 % of the city's cells, then the first 1, 3, 5 and 10 areas, as far as there are more of them.
    std::vector<CaughtShare> shares;
    /// Target events to be expected over all spans.
    double expected = 0;

    /// The verdict first.
    QStringList sentences() const;
    QJsonObject toJson() const;
};

/// Ranks spans that tile `[from, to)` and holds the rankings against the target events that came. Throws `Error` when the span holds
/// no target event, as `forecastPlaces` does, and `Cancelled`.
RankingPerformance rankingPerformance(const Model &model, const RankingGround &ground, Time from, Time to, Feedback &feedback);

} // namespace forewatch
