#pragma once

#include <algorithm>
#include <limits>

namespace forewatch {

/// A place in degrees of WGS84 (EPSG:4326), the one coordinate system inside Forewatch.
struct GeoPoint
{
    double longitude;
    double latitude;

    constexpr bool operator==(const GeoPoint &) const = default;
};

/// A box in degrees of WGS84, edges included; empty until a point is added.
struct GeoBox
{
    double west = std::numeric_limits<double>::infinity();
    double south = std::numeric_limits<double>::infinity();
    double east = -std::numeric_limits<double>::infinity();
    double north = -std::numeric_limits<double>::infinity();

    constexpr bool isEmpty() const { return west > east || south > north; }
    constexpr double width() const { return east - west; }
    constexpr double height() const { return north - south; }
    constexpr GeoPoint centre() const { return {(west + east) / 2, (south + north) / 2}; }

    constexpr bool contains(GeoPoint p) const
    {
        return west <= p.longitude && p.longitude <= east && south <= p.latitude && p.latitude <= north;
    }

    constexpr void add(GeoPoint p)
    {
        west = std::min(west, p.longitude);
        east = std::max(east, p.longitude);
        south = std::min(south, p.latitude);
        north = std::max(north, p.latitude);
    }

    constexpr void add(const GeoBox &other)
    {
        if (!other.isEmpty()) {
            add(GeoPoint{other.west, other.south});
            add(GeoPoint{other.east, other.north});
        }
    }

    constexpr bool operator==(const GeoBox &) const = default;
};

} // namespace forewatch
