#pragma once

#include "engine/geo/coordinates.h"

#include <vector>

namespace forewatch {

/// Metres of the shortest way on the WGS84 ellipsoid (Karney, "Algorithms for geodesics", Journal of Geodesy 87, 2013,
/// as PROJ has it).
double geodesicMetres(GeoPoint a, GeoPoint b);

/// The same along a line, point by point.
double geodesicMetres(const std::vector<GeoPoint> &line);

} // namespace forewatch
