#include "engine/layers/point_layer.h"

#include "engine/core/error.h"

namespace forewatch {

std::shared_ptr<const MapLayer> makePointLayer(const LayerSpec &, const City &, Feedback &)
{
    throw Error(QStringLiteral("Layers of the kind “point” are not there yet. Remove the layer."));
}

} // namespace forewatch
