#pragma once

#include "engine/evaluation/evaluation.h"

namespace forewatch {

/// What alerts were worth to one area over a span: of its target events, how many fell into spans that were warned of.
struct AreaFigures
{
    QString name;
    /// Target events (distinct time and place) in the area, and those inside spans with an alert.
    std::size_t events = 0;
    std::size_t caught = 0;
    /// `caught / events` with its 95 % interval by bootstrap over days; nothing below `fewestEvents`, where no share can be
    /// told from another.
    std::optional<double> shareCaught;
    Interval shareInterval = {};
    /// Spans with an alert in which the area had an event, of all spans with an alert.
    double alertsWithEvent = 0;
    /// Target events that the model expected here; nothing where the model knows no places.
    std::optional<double> expected;

    static constexpr std::size_t fewestEvents = 10;
};

/// Areas of one kind: `neighborhood`, or `district` as the table says them. By their events, falling.
struct AreaBreakdown
{
    QString kind;
    std::vector<AreaFigures> areas;
    /// Events whose area is not known.
    std::size_t elsewhere = 0;
};

/// By-district metrics of an evaluation at its threshold. A forecast for the whole city says nothing about places: the figures
/// then only say how many of an area's events came in spans that were warned of. One breakdown by neighborhood, and one by
/// district where the table has districts.
std::vector<AreaBreakdown> byArea(const Evaluation &evaluation, const City &city);

/// `{"neighborhood": [{"name", "events", "caught", "share_caught": {"value", "low", "high"}, "alerts_with_event",
/// "expected"}], "district": […]}`
QJsonObject toJson(const std::vector<AreaBreakdown> &breakdowns);

} // namespace forewatch
