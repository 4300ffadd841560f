#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>

#include <cstdint>
#include <span>
#include <vector>

namespace forewatch {

/// Probabilities held against what happened, in order of time. `day` numbers the day of each, for intervals: hours of
/// one day are not independent.
struct Forecast
{
    std::vector<double> probabilities;
    std::vector<std::uint8_t> outcomes;
    std::vector<int> day;
};

/// The four counts of alerts against outcomes.
struct Confusion
{
    std::size_t hits = 0;
    std::size_t falseAlerts = 0;
    std::size_t misses = 0;
    std::size_t quiet = 0;

    bool operator==(const Confusion &) const = default;
};

/// An alert is a probability of at least `threshold`.
Confusion confusionOf(const Forecast &forecast, double threshold);

/// Area under the ROC curve: the chance that a window with a target has the higher probability; ties count half.
/// 0.5 when one of the outcomes is missing.
double auc(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes);

/// Average precision: precision at each distinct threshold, weighted by the recall it adds. 0 without a target.
double averagePrecision(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes);

/// Mean squared distance of probability and outcome (Brier, 1950).
double brier(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes);

/// Mean negative log-likelihood in nats; probabilities are kept 1e-7 away from 0 and 1.
double logLoss(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes);

/// Expected calibration error over ten bins of equal count: mean distance of mean probability and share of outcomes.
double expectedCalibrationError(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes);

struct Interval
{
    double low = 0;
    double high = 0;
};

/// `{"low", "high"}`
QJsonObject toJson(const Interval &interval);

/// A figure with its 95 % interval.
struct Estimate
{
    double value = 0;
    Interval interval = {};
};

/// `{"value", "low", "high"}`
QJsonObject toJson(const Estimate &figure);

/// One forecast's figures; METRICS of the command line.
struct Metrics
{
    double auc = 0.5;
    double prAuc = 0;
    double brier = 0;
    /// 1 − Brier / Brier of the constant forecast at the base rate of these very windows; 0 when one of the outcomes is
    /// missing.
    double brierSkill = 0;
    double logLoss = 0;
    double ece = 0;
    /// 95 % range of `ece` for a perfectly calibrated forecast with the same probabilities.
    Interval ecePerfect;
    double accuracy = 0;
    /// Mean of the shares of targets and of quiet windows that were called right; one of them where the other kind is
    /// missing.
    double balancedAccuracy = 0;
    Confusion confusion;
    /// Takes counts of alerts that were made at another threshold, or at several; accuracies follow, their intervals go.
    void takeCounts(const Confusion &counts);

    /// 95 %, by bootstrap over days, for auc, pr_auc, brier, brier_skill, log_loss, accuracy and balanced_accuracy.
    QMap<QString, Interval> intervals;

    QJsonObject toJson() const;
};

/// `resamples` days-bootstraps, seeded; 0 leaves the intervals and `ecePerfect` out. Precondition: not empty.
Metrics measure(const Forecast &forecast, double threshold, std::uint64_t seed = 1, int resamples = 500);

/// `1 − Brier(a) / Brier(b)`, with its interval over the same resampled days. Precondition: both forecasts are about the same windows.
Estimate pairedBrierSkill(const Forecast &a, const Forecast &b, std::uint64_t seed = 1, int resamples = 500);

/// Mean gain in log-likelihood of `a` over `b`, in nats per window, with its 95 % interval over resampled days. Precondition:
/// both forecasts are about the same windows.
Estimate pairedLogLikelihood(const Forecast &a, const Forecast &b, std::uint64_t seed = 1, int resamples = 500);

/// The threshold at which alerts are as frequent as targets, in the middle between the two probabilities it parts; where
/// equal probabilities leave a choice, the one with fewer alerts. A forecaster's frequency bias of one: neither crying
/// wolf nor keeping quiet.
double alertThreshold(const Forecast &forecast);

} // namespace forewatch
