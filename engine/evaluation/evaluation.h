#pragma once

#include "engine/core/feedback.h"
#include "engine/evaluation/place_evaluation.h"
#include "engine/scores/metrics.h"
#include "engine/learning/model.h"

namespace forewatch {

/// One forecast with its name, as a row of the comparison.
struct EvaluatedForecast
{
    /// `model`; the baselines: `always_no`, `hour_of_day`, `hour_of_week`, `hour_of_day_trailing_year`, `hour_and_level`,
    /// `history`, `density`, `mixture`, `hawkes`.
    QString key;
    Forecast forecast;
    double threshold = 0.5;
    Metrics metrics;
};

/// A baseline that could not be made, and why: a sentence in plain words.
struct LeftOut
{
    /// As in `EvaluatedForecast`.
    QString key;
    QString reason;
};

/// `[{"baseline", "reason"}]`
QJsonArray toJson(const std::vector<LeftOut> &leftOut);
/// Which baselines were left out and why, those of one reason together in a line; empty where none was.
QString inWords(const std::vector<LeftOut> &leftOut);

/// The publication's own measure: random batches of as many windows with a target as without (7 and 8 or 8 and 7), share told
/// right at the score of one half, before any calibration.
struct PublishedMeasure
{
    static constexpr std::size_t batchSize = 15;

    /// Of each of the 50 batches.
    std::vector<double> accuracies;
    double mean = 0;
    /// The last batch, as the publication's sheet of 15 shows it: indices into `Evaluation::examples`.
    std::vector<std::size_t> sheet;
    /// Raw scores (0 to 1) of the sheet's examples.
    std::vector<double> sheetScores;
};

/// A model held against what happened and against the baselines, at the true base rate.
struct Evaluation
{
    std::vector<Example> examples;
    double baseRate = 0;
    /// Examples of the asked span that were left out because training or validation had seen them, or, after a
    /// chronological split, because the span asked about begins before validation ended.
    std::size_t seen = 0;
    SplitSettings split;
    EvaluatedForecast model;
    std::vector<EvaluatedForecast> baselines;
    /// Baselines that are missing above, or, as `density` and `mixture`, in `places`.
    std::vector<LeftOut> leftOut;
    /// The model's Brier skill against each baseline, by its key.
    QMap<QString, Estimate> differences;
    /// Nats per window that the model's log-likelihood is ahead of each baseline's, by its key.
    QMap<QString, Estimate> natsAhead;
    /// Key of the baseline with the lowest log loss on the validation part, the hour of day among equals.
    QString strongest = QStringLiteral("hour_of_day");
    /// Nothing where there is no target event.
    std::optional<PlaceEvaluation> places;
    /// What `places` was made of, to be pooled with that of other spans.
    std::optional<PlaceRecord> placeRecord;
    /// For models of pictures, where the span holds enough windows of both kinds.
    std::optional<PublishedMeasure> published;
    /// In plain words: what the numbers allow to say. Its first sentence is the comparison with the strongest baseline.
    QString verdict;

    /// What was expected of each neighborhood in each example's span, and what came; empty without `places`.
    std::vector<NeighborhoodForecast> neighborhoods;
    City city;

    QJsonObject toJson() const;

    /// `start,neighborhood,expected,outcome`; throws `Error` where places were not told apart.
    QByteArray placesCsv() const;

    /// `start,end,probability,outcome` of the spans asked about.
    QByteArray predictionsCsv() const;
};

/// What a model is evaluated on unless another span is asked for: after a chronological split all that follows
/// validation, after a random one everything (what was seen is left out); both to the end of the table's days.
Window testSpan(const ModelCard &card, const City &city);

/// Evaluates on the questions whose spans start in `[from, to)`, less those that training or validation saw. All baselines
/// learn from the model's training part and are recalibrated on its validation part, where their thresholds are chosen and
/// the strongest is found; `always_no` forecasts 0. On a table other than that of the training, the parts are those that the
/// split makes of this table, the whole span that a random split learnt from is left out, and the hour of day is the card's,
/// read at the model's threshold.
/// Throws `Error` when nothing is left to evaluate, and `Cancelled`.
Evaluation evaluateModel(const Model &model, const City &city, Time from, Time to, Feedback &feedback);

} // namespace forewatch
