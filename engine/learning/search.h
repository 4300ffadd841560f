#pragma once

#include "engine/learning/trainer.h"

namespace forewatch {

/// A setting of the network that a search varies.
struct SearchedSetting
{
    /// Where it is in the network's JSON; list items are counted from 0: `learning.learning_rate`, `layers.0.filters`.
    QString path;
    /// What is tried; empty where a number is drawn from a range.
    QJsonArray values = {};
    /// Range that random search draws from, ends included.
    double low = 0;
    double high = 0;
    /// Drawn evenly on a scale of logarithms; `low` is above 0 then.
    bool logarithmic = false;
    /// Rounded to whole numbers.
    bool whole = false;

    bool operator==(const SearchedSetting &) const = default;
};

enum class SearchMethod {
    /// Every combination; the last setting changes fastest.
    Grid,
    /// Drawn anew for each run (Bergstra and Bengio, 2012); combinations that were there already are drawn again.
    Random,
};

/// `grid`, `random`.
QString searchMethodName(SearchMethod method);
std::optional<SearchMethod> parseSearchMethod(const QString &name);

struct SearchSettings
{
    /// What all runs have in common, and the network that is varied. Its folder and `resume` are not used.
    TrainingSettings training;
    std::vector<SearchedSetting> space;
    SearchMethod method = SearchMethod::Grid;
    /// Trainings at most; a combination that is no network counts as none.
    int runs = 20;
    /// No training begins later than this after the search has begun; 0: no limit.
    Duration time{0};
    /// Of random search.
    std::uint64_t seed = 1;
    /// Below it, each run has its model folder: `run-001`, …, beside `search.json`.
    QString folder;
};

/// Reads `{"learning.learning_rate": [1e-3, 1e-4], "learning.weight_decay": {"low": 1e-6, "high": 1e-2, "log": true},
/// "layers.6.units": {"low": 64, "high": 512, "whole": true}}`. Throws `Error`, naming the setting.
std::vector<SearchedSetting> searchSpaceFromJson(const QJsonObject &json);
QJsonObject searchSpaceToJson(const std::vector<SearchedSetting> &space);

/// One combination of settings.
struct SearchRun
{
    /// What was chosen, by path.
    QJsonObject chosen;
    /// Its model folder; empty where it is no network.
    QString folder = {};
    /// Why the combination is no network, or why its training failed, for the user; else empty.
    QString problem = {};
    /// Trained to the end.
    bool finished = false;
    int bestEpoch = 0;
    /// The lowest of its epochs, in nats, on the balanced validation part: what runs are ranked by.
    double validationLoss = 0;
    double validationAccuracy = 0;
};

/// Where a search stands, told on its thread whenever a run begins, goes on or ends.
struct SearchProgress
{
    /// Number of the run from 1; `runs` are planned.
    int run = 0;
    int runs = 0;
    QJsonObject chosen;
    TrainingProgress training;
    /// Set when a run has just ended.
    std::optional<SearchRun> ended = {};
};
using SearchObserver = std::function<void(const SearchProgress &)>;

/// The combinations that a search tries, in order, those that are no networks with their problem. Throws `Error` for a space
/// without settings, a path that the network's JSON does not have, a grid over a range, or a grid of more than 10,000.
std::vector<SearchRun> searchPlan(const SearchSettings &settings);

/// Trains the network of each combination, and ranks the runs by their best validation loss: best first, then those without
/// a result. The test part is never looked at. A search that was stopped goes on where it stood when it is started again
/// with the same settings, its half-trained run included; more runs or time prolong it. Throws `Error` as `searchPlan` does,
/// and when the folder holds another search; `Cancelled`.
std::vector<SearchRun> searchNetworks(const City &city, const SearchSettings &settings, const NetworkBackend &backend,
                                      Feedback &feedback, const SearchObserver &observer);

/// The runs as a table, in the order given: `run,validation_loss,validation_accuracy,best_epoch,…` with a column for each setting.
QByteArray searchCsv(const std::vector<SearchRun> &runs);

} // namespace forewatch
