#pragma once

#include "engine/analysis/concentration.h"
#include "engine/analysis/near_repeat.h"
#include "engine/plot/chart.h"

#include <array>
#include <memory>
#include <optional>

namespace forewatch {

/// The charts of a city's incidents.
enum class ChartKind { Outdoors, Types, Hours, Months, Concentration, NearRepeat, HeatMap };
inline constexpr std::array<ChartKind, 7> chartKinds = {ChartKind::Outdoors, ChartKind::Types, ChartKind::Hours,
                                                        ChartKind::Months, ChartKind::Concentration,
                                                        ChartKind::NearRepeat, ChartKind::HeatMap};

/// As commands and files say it: `outdoors`, `types`, `hours`, `months`, `concentration`, `near-repeat`, `heat-map`.
QString chartKindKey(ChartKind kind);
std::optional<ChartKind> parseChartKind(const QString &key);

/// Whether the chart can be of all incidents or of target events alone.
bool asksWhatIsCounted(ChartKind kind);
/// Target events for near repeats and the heat map, else all incidents.
Counted usuallyCounted(ChartKind kind);

/// Which incidents a chart is of.
struct ChartScope
{
    /// Holds them alone.
    City city;
    /// The time that is known of; all of them lie in it.
    Window span;
    /// How they were chosen, for people: `22:00–06:00 · in Canton`; empty for all.
    QString filter = {};
};

/// Which chart, and what it needs beside the incidents.
struct ChartSettings
{
    ChartKind kind = ChartKind::Outdoors;
    Counted what = Counted::All;
    PlaceUnit unit = PlaceUnit::Points;
    NearRepeatSettings nearRepeat = {};
    /// Of the heat map, in metres; 0 for Scott's rule.
    double bandwidthMetres = 250;

    bool operator==(const ChartSettings &) const = default;
};

/// Counts and lays out the chart; one that says why where there is nothing to count. Throws `Error` for settings out of
/// range, and `Cancelled`.
std::shared_ptr<const Chart> makeChart(const ChartScope &scope, const ChartSettings &settings, Feedback &feedback);

} // namespace forewatch
