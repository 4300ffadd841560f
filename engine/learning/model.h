#pragma once

#include "engine/core/feedback.h"
#include "engine/layers/layer_spec.h"
#include "engine/learning/encoding.h"
#include "engine/baselines/hour_of_day.h"
#include "engine/baselines/hour_of_week.h"
#include "engine/learning/network.h"
#include "engine/learning/risk_field.h"
#include "engine/task/split.h"
#include "engine/scores/calibration.h"
#include "engine/scores/calibration_band.h"

namespace forewatch {

/// Scores of one epoch; the parts are balanced, as the published curves are.
struct EpochScores
{
    double trainingLoss = 0;
    double trainingAccuracy = 0;
    double validationLoss = 0;
    double validationAccuracy = 0;
};

/// What a model was made from and how it may be read: the content of `card.json`.
struct ModelCard
{
    QString name;
    /// As it was trained; its name is `preset` in the file.
    NetworkSpec network = NetworkSpec::model2();
    Task task;
    SplitSettings split;
    QStringList target;
    /// `MapImageEncoding::identity` of the city it was trained on.
    QJsonObject encoding;
    /// What the network was shown beside the incidents, from the ground up.
    std::vector<LayerSpec> layers = {};
    std::uint64_t seed = 0;
    QString precision;
    int threads = 0;
    /// Epochs whose states are in the folder; `bestEpoch` counts from 1.
    int epochs = 0;
    int bestEpoch = 0;
    std::vector<EpochScores> curves;
    std::size_t trainingExamples = 0;
    /// β: share of the training part's negatives that training saw; 1 where they are the rarer ones.
    double negativesKept = 1;
    double trainingBaseRate = 0;
    double validationBaseRate = 0;
    /// From the score that was corrected by β to the probability that is shown.
    Calibration calibration;
    /// How sure that is; not known in older cards.
    CalibrationBand band = {};
    /// The baseline with which the model is always shown.
    HourOfDayRate hourOfDay;
    /// The grey line of the risk timeline; likewise.
    HourOfWeekRate hourOfWeek = {};
    /// Probability from which on an alert is raised: as many alerts as targets on the validation part.
    double threshold = 0.5;
    /// False until training has ended and the probabilities were calibrated.
    bool complete = false;
    /// METRICS of the validation part.
    QJsonObject validation;
    /// Of a risk field: `RiskFieldParameters`, the untrained network's validation loss and what each factor is worth; empty for a
    /// network of pictures. A risk field's `bestEpoch` is 0 where training added nothing.
    QJsonObject field = {};
    std::vector<SourceFile> sources;
    /// What the import made of them; see `trainingData`. Empty in cards of version 0.2 and before.
    QJsonObject data = {};
    QJsonObject versions;
    /// What the user wrote about the model.
    QString notes = {};

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static ModelCard fromJson(const QJsonObject &json);
};

/// The part of an import report that a card keeps: `{"rows", "kept", "rejected": {REASON: n}, "notes": {NOTE: n},
/// "left_out_columns": […], "first", "last", "target": {"events", "victims"}, "neighborhoods"}`.
QJsonObject trainingData(const ImportReport &report);

/// A trained network with its card. What computes is shared, and used by one thread at a time.
struct Model
{
    ModelCard card;
    std::shared_ptr<Network> network;
    /// On how many threads `predict` draws.
    int threads = 1;
    /// Instead of `network`, where the model is a risk field.
    std::shared_ptr<const RiskField> field = nullptr;
};

/// Loads a model folder; a model that was trained in bfloat16 computes in float32 where the processor has no bfloat16.
/// Throws `Error` when a file is missing or damaged, a version is unknown, or training was not finished.
Model loadModel(const QString &folder, const NetworkBackend &backend, int threads);

/// Throws `Error`, naming the first field that differs, unless the model was trained on this city's extent, CRS,
/// neighborhoods, encoding and target, and draws each of its types as this city does. Layers are not compared: see
/// `encodingFor`.
void requireSameCity(const ModelCard &card, const City &city, const MapImageEncoding &encoding);

/// The encoding that the model was trained with, its layers made anew from their descriptions. Throws `Error` when they
/// have become others, naming the first field that differs, and as `requireSameCity` and `makeNetworkLayers` do;
/// `Cancelled`.
MapImageEncoding encodingFor(const ModelCard &card, const City &city, Feedback &feedback);

/// A risk field's places for the examples (any order), as a `PlaceModel` with the key `model`; null for a network of pictures.
/// Throws `Error` for another city, and `Cancelled`.
std::shared_ptr<const FieldForecast> placesOf(const Model &model, const City &city, std::span<const Example> examples,
                                              Feedback &feedback);

/// Probability of a target for each example as the model says it, before calibration, in their order. Throws `Error` (see
/// `encodingFor`) and `Cancelled`.
std::vector<double> rawProbabilities(const Model &model, const City &city, const std::vector<Example> &examples, Feedback &feedback);

/// The same, calibrated.
std::vector<double> predict(const Model &model, const City &city, const std::vector<Example> &examples,
                            Feedback &feedback);

} // namespace forewatch
