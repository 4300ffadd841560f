#pragma once

#include "engine/map/map_layer.h"

#include <QPainterPath>

namespace forewatch {

/// The outline of a point's sign about `centre`; a dot for `Line` and `Fill`.
QPainterPath signPath(LayerSign::Shape shape, QPointF centre, double radius);

/// Draws a sign in a legend: areas as a filled box, points in the middle of it. `halo` is drawn about points.
void paintLayerSign(QPainter &painter, const QRectF &box, const LayerSign &sign, const QColor &halo);

} // namespace forewatch
