#pragma once

#include "engine/layers/layer_spec.h"

namespace forewatch {

struct GridLayerSettings;

/// See `makeLayer`.
std::shared_ptr<const MapLayer> makeGridLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

} // namespace forewatch
