#pragma once

#include "engine/learning/model.h"

<<<<<<< HEAD
#include <QDateTime>

=======
>>>>>>> nets
#include <span>

namespace forewatch {

/// A training that left a model folder, finished or not.
struct Run
{
<<<<<<< HEAD
    QString folder;
    /// Of its last epoch, or of what was written after it; the machine's own time.
    QDateTime when;
    ModelCard card;
};

/// The runs in the folders below `folder`, at any depth, newest first. Folders that hold no run, or one that cannot be
/// read, are left out.
std::vector<Run> runsIn(const QString &folder);

/// A setting in which runs differ, with the value of each, in their order; empty where a run does not have it.
struct DifferingSetting
{
    /// As in the card: `network.learning.learning_rate`.
    QString field;
    QStringList values;
};

/// The settings that the user or the data chose, not what came of them; in alphabetical order.
std::vector<DifferingSetting> differingSettings(std::span<const Run> runs);

/// `run,epoch,training_loss,training_accuracy,validation_loss,validation_accuracy`, one row for each epoch of each run.
QByteArray curvesCsv(std::span<const Run> runs);

/// Writes what the user noted on a run into its card, and nothing else. A training that goes on in the folder keeps it.
/// Throws `Error`.
void writeNotes(const QString &folder, const QString &notes);
=======
    /// Absolute path.
    QString folder;
    ModelCard card;
};

/// The model folders of a folder.
struct Runs
{
    /// In the order of their paths.
    std::vector<Run> readable;
    /// Paths of folders whose card cannot be read, each with the reason.
    std::vector<std::pair<QString, QString>> damaged;
};

/// The model folders at and below `folder`, at most four folders deep. Throws `Error` when there is no such folder.
Runs runsBelow(const QString &folder);

/// Settings in which runs differ: task, split, network, seed, precision, threads, layers, data. Fields by their path in
/// the card (`network.learning.learning_rate`, `split.kind`), in alphabetical order; values as text, empty where a run has none.
struct SettingsTable
{
    QStringList fields;
    /// One row for each run, a value for each field.
    std::vector<QStringList> rows;
};
SettingsTable differingSettings(std::span<const Run> runs);

/// What the trainings were like, epoch by epoch: `run,epoch,training_loss,training_accuracy,validation_loss,validation_accuracy`;
/// losses in nats, both parts balanced, runs by the path below `folder`.
QByteArray scalarsCsv(std::span<const Run> runs, const QString &folder);

/// Writes what the user has to say about a run into its card, and changes no other file. Throws `Error`.
void writeNotes(const QString &modelFolder, const QString &notes);
>>>>>>> nets

} // namespace forewatch
