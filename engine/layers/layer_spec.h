#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"
#include "engine/map/map_layer.h"

#include <QJsonObject>
#include <QString>

#include <memory>

namespace forewatch {

/// A layer as the user described it and a project stores it.
struct LayerSpec
{
    enum class Kind {
        /// Any table of places, with or without times: `PointLayerSettings`.
        Points,
        /// An attribute of polygons in classes: `AreaLayerSettings`.
        Areas,
        /// Kernel density of the city's incidents: `DensityLayerSettings`.
        Density,
        /// Counts on squares or hexagons, or their Gi*: `GridLayerSettings`.
        Grid,
        /// A picture of the ground: `RasterLayerSettings`.
        Raster,
    };

    Kind kind = Kind::Points;
    QString name;
    bool visible = true;
    /// 0 to 1.
    double opacity = 1;
    /// What the kind needs beside: its settings' `toJson`.
    QJsonObject settings = {};

    bool operator==(const LayerSpec &) const = default;

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field, for what no layer has.
    static LayerSpec fromJson(const QJsonObject &json);
};

/// Reads or computes the layer. `city` is what densities and grids are made of: filtered where they are to follow the
/// filter. Throws `Error` (what, where, what to do) and `Cancelled`.
std::shared_ptr<const MapLayer> makeLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

} // namespace forewatch
