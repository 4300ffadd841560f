#pragma once

#include "engine/learning/trainer.h"

namespace forewatch {

/// `Epoch 3 of 10 · batch 120 of 378 · 109 images/s · 2 min left`; a held training says neither speed nor time.
QString progressText(const TrainingProgress &progress, bool held);

/// Epochs as their phases: `10, then 50 augmented`. Those beyond the last phase are of its kind.
QString phasesText(const LearningSettings &learning, int epochs);

} // namespace forewatch
