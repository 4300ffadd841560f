#pragma once

#include "engine/learning/trainer.h"

namespace forewatch {

/// Trains a risk field (`TrainingSettings::field`) and leaves a model folder, as `trainModel` does, which calls it.
///
/// All windows of the training part are learnt from, at their true rate; the loss of the curves is the Poisson loss of the
/// cells, in nats per window. The untrained network is epoch 0: its weights are kept when no epoch has a lower validation loss.
/// Layers and weather are read by the network; one without reads none. Throws `Error` also for the same window, a random split, and layers that cannot be read (`fieldLayersProblem`).
Model trainRiskField(const City &city, const TrainingSettings &settings, const NetworkBackend &backend, Feedback &feedback,
                     const TrainingObserver &observer);

} // namespace forewatch
