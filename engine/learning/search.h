#pragma once

#include "engine/learning/trainer.h"

<<<<<<< HEAD
#include <QJsonArray>

namespace forewatch {

/// One setting of a network that a search varies: a list of values, or a range to draw from.
struct VariedSetting
{
    /// Its place in `NetworkSpec::toJson`: `learning.learning_rate`, `layers.0.filters`.
    QString path;
    /// Where there are any, they are the choice; else the range is.
    QJsonArray values = {};
    double low = 0;
    double high = 0;
    /// Drawn evenly in the logarithm.
    bool logarithmic = false;
    /// Drawn among whole numbers, both ends included.
    bool whole = false;
};

enum class SearchOrder {
    /// Every combination of the values, the last setting changing fastest.
    Grid,
    /// Each run draws every setting anew.
    Random,
};

/// Which networks a search tries, and how long.
struct SearchSettings
{
    SearchOrder order = SearchOrder::Grid;
    std::vector<VariedSetting> varied;
    std::uint64_t seed = 1;
    /// Most runs; 0: all combinations of a grid.
    int runs = 0;
    /// No run is begun after so many minutes of training; 0: no limit.
    double minutes = 0;

    QJsonObject toJson() const;

    /// `{"order": "random", "seed": "1", "runs": 20, "minutes": 60, "settings": {PATH: [values] or
    /// {"low", "high", "logarithmic", "whole"}}}`. Throws `Error`, naming the field.
    static SearchSettings fromJson(const QJsonObject &json);

    bool operator==(const SearchSettings &other) const { return toJson() == other.toJson(); }
};

/// Reads `PATH=VALUE,VALUE,…` or `PATH=LOW..HIGH`, the latter drawn evenly in the logarithm when both ends are above 0 and
/// a factor of ten apart, and among whole numbers when both ends are whole. Throws `Error`.
VariedSetting parseVariedSetting(const QString &text);

/// One network of a search.
struct Candidate
{
    NetworkSpec network;
    /// What was chosen, by path.
    QJsonObject choice;
};

/// The networks that a search tries, in order. Those that cannot be (shapes, rates) are left out, and a random search
/// draws others for them. Throws `Error` for a path that the network does not have, a range in a grid, a random search
/// without `runs` or `minutes`, and when no candidate is possible.
std::vector<Candidate> candidatesOf(const NetworkSpec &network, const SearchSettings &settings);

/// What came of one candidate.
struct SearchedRun
{
    QJsonObject choice;
    QString folder;
    /// Balanced cross-entropy of the best epoch on the validation part.
    double validationLoss = 0;
    int bestEpoch = 0;
    std::int64_t parameters = 0;
};

/// Trains the candidates one after another, each in a folder `run-001`, `run-002`, … of `base.folder`, and gives the
/// finished ones, the lowest validation loss first. The test part is never looked at. A search that was cancelled or killed
/// goes on where it stood when it is started again with the same settings. `observer` is told of each run's progress,
/// `ended` of each finished run with its rank's list, on the calling thread.
/// Throws `Error` as `candidatesOf` and `trainModel` do and when the folder holds another search, and `Cancelled`.
std::vector<SearchedRun> searchNetworks(const City &city, const TrainingSettings &base, const SearchSettings &settings,
                                        const NetworkBackend &backend, Feedback &feedback,
                                        const TrainingObserver &observer,
                                        const std::function<void(const std::vector<SearchedRun> &)> &ended);

/// `rank,run,validation_loss,best_epoch,parameters,PATH,…`
QByteArray searchCsv(const std::vector<SearchedRun> &runs);
=======
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
>>>>>>> nets

} // namespace forewatch
