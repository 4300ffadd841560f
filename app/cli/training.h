#pragma once

#include "app/cli/console.h"
#include "engine/learning/trainer.h"

namespace forewatch {

/// A training with its cost, as `train` prints it.
struct TrainingResult
{
    ModelCard card;
    double imagesPerSecond = 0;
    double seconds = 0;

    /// `{"epochs", "samples", "images_per_second", "seconds", "resident_mb", "validation"}`
    QJsonObject toJson() const;
    QString toText(const QString &folder) const;
};

/// Trains with progress on the console, and a line for each epoch.
TrainingResult train(const City &city, const TrainingSettings &settings, const Console &console);

} // namespace forewatch
