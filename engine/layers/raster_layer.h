#pragma once

#include "engine/layers/layer_spec.h"

namespace forewatch {

struct RasterLayerSettings;

/// See `makeLayer`.
std::shared_ptr<const MapLayer> makeRasterLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

} // namespace forewatch
