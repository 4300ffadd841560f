#pragma once

#include "engine/learning/model.h"

#include <QDateTime>

#include <span>

namespace forewatch {

/// A training that left a model folder, finished or not.
struct Run
{
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

/// Gives a run another name, whose folder stays as it is. A training that goes on in the folder keeps it. Throws `Error`.
void renameRun(const QString &folder, const QString &name);

/// Writes what the user noted on a run into its card, and nothing else. A training that goes on in the folder keeps it.
/// Throws `Error`.
void writeNotes(const QString &folder, const QString &notes);

} // namespace forewatch
