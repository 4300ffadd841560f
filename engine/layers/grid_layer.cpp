#include "engine/layers/grid_layer.h"

#include "engine/core/error.h"

namespace forewatch {

std::shared_ptr<const MapLayer> makeGridLayer(const LayerSpec &, const City &, Feedback &)
{
    throw Error(QStringLiteral("Layers of the kind “grid” are not there yet. Remove the layer."));
}

} // namespace forewatch
