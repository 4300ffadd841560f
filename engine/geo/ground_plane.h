#pragma once

#include "engine/geo/coordinates.h"

#include <cmath>
#include <numbers>

namespace forewatch {

/// Metres east and north of the origin of a `GroundPlane`.
struct GroundPoint
{
    double east;
    double north;

    constexpr bool operator==(const GroundPoint &) const = default;
};

/// A city's ground as a plane in metres, with its origin in the south-west corner of the city's box. Degrees are scaled
/// by the WGS84 ellipsoid's radii of curvature at the box's middle latitude, so the turn is linear and exact both ways;
/// lengths and areas in a city 40 km high are right to 0.3 % at 40 degrees of latitude. A value.
class GroundPlane
{
public:
    GroundPlane() = default;

    explicit GroundPlane(const GeoBox &box)
        : m_origin{box.west, box.south}
    {
        constexpr double axis = 6'378'137;
        constexpr double eccentricity = 0.006'694'379'990'14; // squared
        constexpr double radians = std::numbers::pi / 180;
        const double latitude = box.centre().latitude * radians;
        const double curve = 1 - eccentricity * std::sin(latitude) * std::sin(latitude);
        m_perDegree = {radians * axis * std::cos(latitude) / std::sqrt(curve),
                       radians * axis * (1 - eccentricity) / (curve * std::sqrt(curve))};
        m_extent = toGround({box.east, box.north});
    }

    GroundPoint toGround(GeoPoint place) const
    {
        return {(place.longitude - m_origin.longitude) * m_perDegree.east,
                (place.latitude - m_origin.latitude) * m_perDegree.north};
    }

    GeoPoint toGeo(GroundPoint point) const
    {
        return {m_origin.longitude + point.east / m_perDegree.east,
                m_origin.latitude + point.north / m_perDegree.north};
    }

    /// The north-east corner of the box: its width and height.
    GroundPoint extent() const { return m_extent; }

private:
    GeoPoint m_origin{0, 0};
    GroundPoint m_perDegree{1, 1};
    GroundPoint m_extent{0, 0};
};

} // namespace forewatch
