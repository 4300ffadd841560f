#pragma once

#include "engine/geo/coordinates.h"

#include <QPointF>
#include <QSize>
#include <QSizeF>

namespace forewatch {

/// Where the map lies on the paper: degrees of WGS84 to pixels and back. North is up; x is scaled by the cosine of one
/// fixed latitude (equirectangular), as the published pictures are. A value.
class MapFrame
{
public:
    MapFrame() = default;

    /// The whole box, centred, with `margin` (a share of the box's width and height) left free on each side.
    static MapFrame fit(const GeoBox &box, QSizeF size, double margin);

    /// The published pictures' frame: the box with 5 % margin, filling width and height independently, so that a
    /// picture of 174 × 217 pixels has the published one's proportions.
    static MapFrame original(const GeoBox &box, QSize size);

    /// Height 217 and the width that the city's proportions give it (174 to 175 for Baltimore).
    static QSize originalSize(const GeoBox &box, int height = 217);

    QSizeF size() const { return m_size; }
    QPointF toPixel(GeoPoint place) const;
    GeoPoint toGeo(QPointF pixel) const;
    GeoBox visibleBox() const;

    MapFrame moved(QPointF pixels) const;

    /// Zoomed about a pixel that keeps its place; limited to a sensible range of scales.
    MapFrame zoomed(double factor, QPointF about) const;

    /// The same centre and scale on paper of another size.
    MapFrame resized(QSizeF size) const;

    /// Ground metres of one pixel, along a parallel at the middle of the map.
    double metresPerPixel() const;

    bool operator==(const MapFrame &) const = default;

private:
    GeoPoint m_centre{0, 0};
    QPointF m_pixelsPerDegree{1, 1};
    QSizeF m_size{1, 1};
};

} // namespace forewatch
