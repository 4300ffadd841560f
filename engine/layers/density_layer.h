#pragma once

#include "engine/layers/layer_spec.h"

namespace forewatch {

struct DensityLayerSettings;

/// See `makeLayer`.
std::shared_ptr<const MapLayer> makeDensityLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

} // namespace forewatch
