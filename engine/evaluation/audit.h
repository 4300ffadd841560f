#pragma once

#include "engine/evaluation/evaluation.h"
#include "engine/learning/trainer.h"
#include "engine/scores/balanced_share.h"

#include <functional>

namespace forewatch {

/// How a leakage audit is done.
struct AuditSettings
{
    NetworkSpec network = NetworkSpec::model2();
    /// Of each trained row: plain ones (no augmentation), in batches of the network's first phase. The audit compares its rows
    /// with each other, so that the same number for all matters more than the number.
    int epochs = 12;
    std::uint64_t seed = 1;
    Precision precision = Precision::Auto;
    int threads = 2;
    /// Length and step of the windows. What else the task says is the rows' matter.
    Duration length = std::chrono::hours(2);
    /// Where each trained row's model folder goes, named by the row's key. A training that is there is gone on with, so that an
    /// audit that was cancelled or killed takes up where it was, also with more epochs; a finished one is only scored again.
    QString folder;
};

/// What one way of answering is worth on the test windows of one question and split.
struct AuditRow
{
    /// `original`, `masked`, `same_chronological`, `next`, `next_chronological` are trained; `red_dots`, `dot_counts`,
    /// `always_no`, `hour_of_day` answer the question of `original` without a network, `hour_of_day_chronological` that of
    /// `next_chronological`.
    QString key;
    /// In plain words, for the table.
    QString name;
    Task task = {};
    SplitKind split = SplitKind::Random;
    /// Test windows, and the share of them with a target.
    std::size_t windows = 0;
    double baseRate = 0;
    /// The published kind of number: share told right where as many windows have a target as have none. It is the mean over
    /// all such draws from the test windows of the answers "yes" from a score of one half on, before any calibration.
    Estimate balancedAccuracy = {};
    Estimate auc = {};
    /// 1 − Brier / Brier of the hour of day, both calibrated on the same validation windows, at the true base rate.
    Estimate skillOverHours = {};
    /// Share of all test windows, as they come, that the same answers tell right, and that "always no" tells right.
    double accuracy = 0;
    double alwaysNo = 0;
    /// Trained rows alone: epochs, seconds that this run of the audit took for it, and the model folder.
    int epochs = 0;
    double seconds = 0;
    QString folder = {};
};

/// One way in which the number of the original protocol may come from somewhere else than from looking ahead.
struct AuditFinding
{
    /// `targets_drawn`: above the same without targets in the picture. `window_over`: above the next window.
    /// `dots_counted`: no better than counting dots. `random_split`: above the same on later days.
    QString key;
    /// Beyond the 95 % interval of the difference.
    bool raised = false;
    /// Balanced accuracy of `original` less that of the row it is held against.
    Estimate difference = {};
    /// One plain sentence with the numbers.
    QString text;
};

/// How much of the published kind of number is leak.
struct Audit
{
    /// In the order of the table.
    std::vector<AuditRow> rows;
    std::vector<AuditFinding> findings;
    /// In plain words with the numbers filled in, in order; what a page shows below the table.
    QStringList explanation;
    int epochs = 0;
    std::uint64_t seed = 0;
    QString network;
    /// `homicide or shooting`
    QString target;

    /// Whether a finding other than `random_split` is raised: the number does not say what a warning would be worth.
    bool isFlagged() const;
    /// Null where there is none of that key.
    const AuditRow *row(const QString &key) const;

    /// `{"flagged", "network", "epochs", "seed", "target", "rows": [{"key", "name", "question", "split", "mask_targets",
    /// "windows", "base_rate", "balanced_accuracy": {"value", "low", "high"}, "auc": {…}, "brier_skill_over_hours": {…},
    /// "accuracy", "always_no", "epochs", "seconds", "folder"}], "findings": [{"key", "raised", "text", "difference": {…}}],
    /// "explanation": [paragraphs]}`
    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static Audit fromJson(const QJsonObject &json);

    /// A line for each row, with a header.
    QByteArray toCsv() const;
};

/// Where an audit stands, told on its thread.
struct AuditProgress
{
    /// Counted from 0, in the order in which they are made: those without a network first.
    std::size_t row = 0;
    std::size_t rows = 0;
    QString name;
    /// While a network is trained for it.
    std::optional<TrainingProgress> training = {};
    /// The row that has just been made; null at all other times. Valid during the call.
    const AuditRow *made = nullptr;
};

using AuditObserver = std::function<void(const AuditProgress &)>;

/// Trains the network on each row's question and split, answers without one beside it, and says how much of the original
/// protocol's number is leak. Writes `audit.json` into the settings' folder. The splits are the random one of the publication
/// and `defaultSplit`'s chronological one, both of the whole table; all choices (the rule's number of dots, the counts' weights)
/// are made on the training part, calibration on the validation part, and every figure is of the test part.
/// Throws `Error` when the table cannot be split, or a row's folder holds another training; `Cancelled`.
Audit runAudit(const City &city, const AuditSettings &settings, const NetworkBackend &backend, Feedback &feedback,
               const AuditObserver &observer);

} // namespace forewatch
