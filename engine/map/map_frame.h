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

    /// The published pictures' frame: the box with 5 % margin on each side, of which up to 0.6 % is cut off by whole
    /// pixels, so that both 174 × 217 and 175 × 217 show the city as published. Other proportions leave more margin.
    static MapFrame original(const GeoBox &box, QSize size);

    /// The given height, and the width that the city's proportions give it (175 × 217 for Baltimore).
    static QSize originalSize(const GeoBox &box, int height = 217);

    QSizeF size() const { return m_size; }
    QPointF toPixel(GeoPoint place) const;
    GeoPoint toGeo(QPointF pixel) const;
    GeoBox visibleBox() const;

    /// What is in the middle of the map.
    GeoPoint centre() const { return m_centre; }

    MapFrame moved(QPointF pixels) const;

    /// The same paper and proportions, with this place in the middle and this scale there. Precondition: positive.
    MapFrame placedAt(GeoPoint centre, double metresPerPixel) const;

    /// Zoomed about a pixel that keeps its place; limited to a sensible range of scales.
    MapFrame zoomed(double factor, QPointF about) const;

    /// The same centre and scale on paper of another size.
    MapFrame resized(QSizeF size) const;

    /// Pixels of one degree of latitude.
    double pixelsPerDegree() const { return m_pixelsPerDegree.y(); }

    /// Ground metres of one pixel, along a parallel at the middle of the map.
    double metresPerPixel() const;

    bool operator==(const MapFrame &) const = default;

private:
    GeoPoint m_centre{0, 0};
    QPointF m_pixelsPerDegree{1, 1};
    QSizeF m_size{1, 1};
};

} // namespace forewatch
