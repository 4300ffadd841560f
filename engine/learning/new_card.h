#pragma once

#include "engine/learning/trainer.h"

namespace forewatch {

/// The card that any training begins with: what settings, table and parts say before something is learnt. Named by its folder;
/// without network, field, encoding and layers, which each kind of model fills in. Precondition: the city has a report.
ModelCard newCard(const City &city, const TrainingSettings &settings, const Split &parts, const NetworkBackend &backend);

} // namespace forewatch
