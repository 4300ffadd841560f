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

    /// Whether the layer is made of the city's own incidents: then it is another one for every filter, and a network must
    /// not be shown one that knows what comes.
    bool isMadeOfIncidents() const;
};

/// As files say it: `points`, `areas`, `density`, `grid`, `raster`.
QString layerKindName(LayerSpec::Kind kind);

/// Reads or computes the layer. `city` is what densities and grids are made of: filtered where they are to follow the
/// filter. Throws `Error` (what, where, what to do) and `Cancelled`.
std::shared_ptr<const MapLayer> makeLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

/// The same layer in another opacity: nothing is read or computed again. Precondition: `makeLayer` made it.
std::shared_ptr<const MapLayer> withOpacity(const std::shared_ptr<const MapLayer> &layer, double opacity);

} // namespace forewatch
