#include "engine/geo/geodesic.h"

#include <geodesic.h>

#include <algorithm>
#include <cmath>
#include <ranges>

namespace forewatch {

namespace {

const geod_geodesic &wgs84()
{
    static const geod_geodesic ellipsoid = [] {
        geod_geodesic made;
        geod_init(&made, 6'378'137, 1 / 298.257223563);
        return made;
    }();
    return ellipsoid;
}

double ringArea(const Ring &ring)
{
    geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (const GeoPoint &point : ring)
        geod_polygon_addpoint(&wgs84(), &polygon, point.latitude, point.longitude);
    double area = 0;
    geod_polygon_compute(&wgs84(), &polygon, 0, 1, &area, nullptr);
    return std::abs(area);
}

} // namespace

double geodesicMetres(GeoPoint a, GeoPoint b)
{
    double metres = 0;
    geod_inverse(&wgs84(), a.latitude, a.longitude, b.latitude, b.longitude, &metres, nullptr, nullptr);
    return metres;
}

double geodesicMetres(const std::vector<GeoPoint> &line)
{
    double metres = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        metres += geodesicMetres(line[i - 1], line[i]);
    return metres;
}

double geodesicArea(const Neighborhood &area)
{
    if (area.rings.size() == 1)
        return ringArea(area.rings.front());
    // A ring inside an odd number of others is a hole.
    std::vector<Neighborhood> single;
    for (const Ring &ring : area.rings)
        single.push_back({QString(), {ring}, {}});
    const Neighborhoods rings(std::move(single));
    double sum = 0;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        const auto depth = std::ranges::count_if(std::views::iota(std::size_t(0), rings.size()), [&](std::size_t other) {
            return other != i && rings.contains(other, area.rings[i].front());
        });
        sum += (depth % 2 == 0 ? 1 : -1) * ringArea(area.rings[i]);
    }
    return sum;
}

} // namespace forewatch
