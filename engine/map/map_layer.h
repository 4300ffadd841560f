#pragma once

#include "engine/core/time.h"
#include "engine/geo/coordinates.h"
#include "engine/map/map_frame.h"

#include <QColor>
#include <QJsonObject>
#include <QString>

#include <vector>

class QPainter;

namespace forewatch {

/// How a layer's marks look in a legend.
struct LayerSign
{
    enum class Shape { Dot, Square, Triangle, Diamond, Line, Fill };

    Shape shape = Shape::Fill;
    QColor color;
    QString text;
};

/// What a layer is drawn for.
struct LayerPaint
{
    /// The window of the snapshot; layers that know no time ignore it.
    Window window;
    bool dark = false;
};

/// One more thing on the map beside the incidents: areas colored by a figure, a density, a grid, further points, a
/// picture of the ground. Immutable once made, so safe to share between threads; made by `makeLayer` from its
/// description. The map painter draws it, so screen, exports and the network's pictures have it alike.
class MapLayer
{
public:
    virtual ~MapLayer() = default;

    virtual QString name() const = 0;

    /// Drawn over the land and under the neighborhoods' outlines; the painter is in the frame's pixels. Must be the same
    /// for every window.
    virtual void paintGround(QPainter &, const MapFrame &, const LayerPaint &) const {}

    /// Drawn over the outlines and under the incidents; may depend on the window.
    virtual void paintMarks(QPainter &, const MapFrame &, const LayerPaint &) const {}

    /// In the order of a legend, the theme's colors.
    virtual std::vector<LayerSign> signs(bool dark) const = 0;

    /// What a reader of the layer should know beside its signs: `603 of 604 rows are shown; 1 has no place`. Empty for
    /// nothing.
    virtual QString note() const { return {}; }

    /// What is at a place, for the pointer: `Median income: 41,200`; empty for nothing.
    virtual QString tellAt(GeoPoint, const MapFrame &, const Window &) const { return {}; }

    /// What a network that was shown the layer depends on: kind, settings, hash of the source.
    virtual QJsonObject identity() const = 0;
};

} // namespace forewatch
