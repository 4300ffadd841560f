#pragma once

#include "engine/learning/trainer.h"

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

} // namespace forewatch
