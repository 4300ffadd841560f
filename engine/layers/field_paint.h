#pragma once

#include "engine/geo/neighborhoods.h"
#include "engine/map/map_frame.h"

#include <QColor>
#include <QPainterPath>

#include <vector>

namespace forewatch {

/// The single hue of densities and counts, from nothing (0, clear) to most (1): darker on light ground, brighter on
/// dark. Alpha is part of it, so that the map stays readable below.
QColor densityColor(double share, bool dark);

/// Three to five round values, the multiples of one step up to `most`. Precondition: `most > 0`.
std::vector<double> roundLevels(double most);

/// The city's land, to clip by: inside where at least one neighborhood is, also where they overlap. Immutable.
class Land
{
public:
    explicit Land(const Neighborhoods &neighborhoods);

    /// On the paper.
    QPainterPath path(const MapFrame &frame) const;

private:
    /// Outer ones counterclockwise, holes clockwise, so that they wind around the inside alone.
    std::vector<Ring> m_rings;
};

/// The box's rectangle on the paper.
QRectF rectangleOf(const GeoBox &box, const MapFrame &frame);

} // namespace forewatch
