#include "engine/layers/area_layer.h"

#include "engine/core/error.h"

namespace forewatch {

std::shared_ptr<const MapLayer> makeAreaLayer(const LayerSpec &, const City &, Feedback &)
{
    throw Error(QStringLiteral("Layers of the kind “area” are not there yet. Remove the layer."));
}

} // namespace forewatch
namespace forewatch {
AreaLayerSettings AreaLayerSettings::fromJson(const QJsonObject &) { return {}; }
}
