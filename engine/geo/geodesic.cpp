#include "engine/geo/geodesic.h"

#include <geodesic.h>

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

} // namespace forewatch
