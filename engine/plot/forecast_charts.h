#pragma once

#include "engine/evaluation/evaluation.h"
#include "engine/plot/score_chart.h"

#include <array>

namespace forewatch {

/// Plots of a probability forecast against what happened.
enum class ForecastChart { Roc, PrecisionRecall, Reliability, Histogram, Alerts };
inline constexpr std::array forecastCharts = {ForecastChart::Alerts, ForecastChart::Reliability, ForecastChart::PrecisionRecall,
                                              ForecastChart::Roc, ForecastChart::Histogram};

/// For file names: `roc`, `precision-recall`, `reliability`, `histogram`, `alerts`.
QString forecastChartKey(ForecastChart kind);

/// The model's plot with, as a thin grey line, the baseline whose key is `beside`; none where there is no such. Its numbers
/// are the model's. Precondition: the evaluation's forecasts are not empty.
std::shared_ptr<const ScoreChart> makeForecastChart(const Evaluation &evaluation, ForecastChart kind, const QString &beside);

/// What a threshold does, for each distinct probability, falling: alerts are all windows from it on.
struct ThresholdStep
{
    double threshold;
    std::size_t hits;
    std::size_t falseAlerts;
};

/// The first step is above all probabilities: no alert.
std::vector<ThresholdStep> thresholdSteps(const Forecast &forecast);

/// One of ten bins of equally many windows, by rising probability, as the expected calibration error has them.
struct ReliabilityBin
{
    double probability;
    double frequency;
    std::size_t windows;
    std::size_t targets;
    /// 95 % range of the frequency, were the forecast perfectly calibrated.
    Interval perfect;
};
std::vector<ReliabilityBin> reliabilityBins(const Forecast &forecast);

} // namespace forewatch
