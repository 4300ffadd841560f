#pragma once

#include "engine/evaluation/evaluation.h"
#include "engine/learning/trainer.h"
#include "engine/task/folds.h"

#include <functional>
#include <optional>

namespace forewatch {

/// A model trained and tested anew on each fold, for one or several tasks.
struct RollingSettings
{
    /// Network, task, epochs, seed; its split is that of each fold, and its folder holds the folds' model folders.
    TrainingSettings training;
    FoldSettings folds;
};

/// One forecast over all folds' test parts together, and how far the model is ahead of it.
struct PooledForecast
{
    /// As in `EvaluatedForecast`.
    QString key;
    Forecast forecast;
    /// The threshold of accuracy and counts is each fold's own.
    Metrics metrics;
    /// Of the model against this forecast: Brier skill, and log-likelihood in nats per window.
    Estimate brierSkill;
    Estimate nats;
};

/// Forecasts of all folds pooled: half a year is too short to prove a small gain.
struct RollingEvaluation
{
    Task task;
    std::vector<SplitSettings> folds;
    /// Of the model and its baselines, by fold and key.
    std::vector<QMap<QString, Metrics>> byFold;
    std::size_t windows = 0;
    double baseRate = 0;
    /// The model first.
    std::vector<PooledForecast> forecasts;
    std::optional<PlaceEvaluation> places;
    /// Baselines that one of the folds could not make, each once with the first fold's reason.
    std::vector<LeftOut> leftOut;
    /// In plain words: which baselines the model is ahead of beyond the interval, and which not.
    QString verdict;

    QJsonObject toJson(const City &city) const;
};

/// What of a forecast goes into a pool: a fold's evaluation without its examples.
class RollingPool
{
public:
    explicit RollingPool(const Task &task) { m_result.task = task; }

    /// Baselines that one of the folds lacks are left out, and places where one lacks them.
    void add(const SplitSettings &fold, const Evaluation &evaluation);

    /// Precondition: a fold was added.
    RollingEvaluation pooled(std::uint64_t seed = 1, int resamples = 1000) const;

private:
    RollingEvaluation m_result;
    PlaceRecord m_places;
    bool m_allHavePlaces = true;
    /// Alerts right or wrong at each fold's threshold, by forecast.
    QMap<QString, Confusion> m_confusions;
};

/// Where a work on folds stands.
struct RollingProgress
{
    /// From 0.
    std::size_t fold = 0;
    std::size_t folds = 0;
    /// Nothing while the fold's model is evaluated.
    std::optional<TrainingProgress> training = {};
};

using RollingObserver = std::function<void(const RollingProgress &)>;

/// Trains on each fold in a folder named by the begin of its test part (a finished one is not trained again, an unfinished
/// one goes on), evaluates it on that part alone, and pools. The observer is called on the thread of the caller. Throws
/// `Error` as `trainModel`, `evaluateModel` and `rollingFolds` do, and `Cancelled`.
RollingEvaluation evaluateRolling(const City &city, const RollingSettings &settings, const NetworkBackend &backend,
                                  Feedback &feedback, const RollingObserver &observer);

/// No lead and no delay longer than this is compared.
constexpr Duration longestCompared = std::chrono::days(28);

/// Reads lengths of time between commas, `0h, 6h, 1d`, in rising order. Throws `Error`, beginning with `what`, for one that is none,
/// is longer than `longestCompared`, or stands there twice.
std::vector<Duration> parseDurationList(const QString &text, const QString &what);

/// The settings for each lead with each delay, delays varying fastest, each in a folder of its own below that of `base`:
/// `lead-0s-delay-6h`.
std::vector<RollingSettings> rollingTasks(const RollingSettings &base, const std::vector<Duration> &leads,
                                          const std::vector<Duration> &delays);

/// One row for each task and forecast: lead and delay in hours, key, windows, base rate, AUC, Brier skill, log loss, nats
/// ahead with interval.
QByteArray rollingCsv(const std::vector<RollingEvaluation> &evaluations);

} // namespace forewatch
