#include "engine/layers/raster_layer.h"

#include "engine/core/error.h"

namespace forewatch {

std::shared_ptr<const MapLayer> makeRasterLayer(const LayerSpec &, const City &, Feedback &)
{
    throw Error(QStringLiteral("Layers of the kind “raster” are not there yet. Remove the layer."));
}

} // namespace forewatch
