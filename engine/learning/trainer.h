#pragma once

#include "engine/core/feedback.h"
#include "engine/learning/encoding.h"
#include "engine/learning/field_weather.h"
#include "engine/learning/model.h"
#include "engine/learning/network.h"
#include "engine/learning/risk_field.h"
#include "engine/task/split.h"

#include <functional>
#include <optional>

namespace forewatch {

/// One training, as the user asks for it.
struct TrainingSettings
{
    NetworkSpec network = NetworkSpec::model2();
    /// A risk field instead of a network of pictures; see `engine/learning/field_trainer.h`.
    std::optional<RiskFieldSettings> field = {};
    Task task;
    SplitSettings split;
    /// Times through the training part: the first of the network's phases, and beyond their end more of the last phase.
    /// 0: its phases as they are.
    int epochs = 0;
    std::uint64_t seed = 1;
    Precision precision = Precision::Auto;
    int threads = 2;
    /// What the network is shown beside the incidents, from the ground up; see `makeNetworkLayers`. A training that is
    /// resumed without any takes those of its checkpoint.
    std::vector<LayerSpec> layers = {};
    /// Of a risk field alone; none by default.
    WeatherSettings weather = {};
    /// The model folder.
    QString folder;
    /// Go on from the folder's checkpoint instead of starting anew; more epochs than before prolong a training.
    bool resume = false;
};

/// Where a training stands, told at the start of each stage and after every batch, on the training's thread.
struct TrainingProgress
{
    enum class Stage { Drawing, Learning, Calibrating };

    Stage stage = Stage::Drawing;
    int epoch = 0;
    int epochs = 0;
    int batch = 0;
    int batches = 0;
    /// Running means of the epoch so far.
    double loss = 0;
    double accuracy = 0;
    double imagesPerSecond = 0;
    /// For the batches of all epochs that are left, with the validation between them.
    double secondsLeft = 0;
    /// Set when an epoch has just ended.
    std::optional<EpochScores> ended = {};
};

using TrainingObserver = std::function<void(const TrainingProgress &)>;

/// Trains a network on a city's snapshots and leaves a model folder.
///
/// Classes are balanced by drawing as many negatives as there are positives, once for the whole training; the share of
/// negatives kept is stored and undone in the probabilities. Where negatives are the rarer ones, nothing is left out.
/// The order of the examples, what dropout leaves out and how pictures are augmented are drawn anew for each epoch, from the
/// seed. With patience, training ends so many epochs after the one with the lowest validation loss.
/// After each epoch the last state goes to `checkpoint.safetensors`, with the card as it then is, and, when the
/// validation loss is the lowest so far, the weights to `weights.safetensors`. Afterwards the best weights are
/// calibrated on the whole validation part, at its true base rate. The same settings, seed and number of threads give
/// the same weights, also when the training was cancelled or killed between and resumed.
///
/// Throws `Cancelled`; the folder then holds the last whole epoch. Throws `Error` when the folder holds a training
/// already (or, to resume, none, or one with other settings, naming the first that differs).
Model trainModel(const City &city, const TrainingSettings &settings, const NetworkBackend &backend, Feedback &feedback,
                 const TrainingObserver &observer);

/// The model of the settings' folder when its training has ended with these settings; otherwise trains it, or goes on where
/// its training stood. For works of many trainings that take up where they were. Throws as `trainModel` does.
Model trainedModel(const City &city, TrainingSettings settings, const NetworkBackend &backend, Feedback &feedback,
                   const TrainingObserver &observer);

} // namespace forewatch
