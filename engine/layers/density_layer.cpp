#include "engine/layers/density_layer.h"

#include "engine/core/error.h"

namespace forewatch {

std::shared_ptr<const MapLayer> makeDensityLayer(const LayerSpec &, const City &, Feedback &)
{
    throw Error(QStringLiteral("Layers of the kind “density” are not there yet. Remove the layer."));
}

} // namespace forewatch
