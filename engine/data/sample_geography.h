#pragma once

#include "engine/core/random.h"
#include "engine/geo/neighborhoods.h"

#include <memory>

namespace forewatch {

/// A place in the sample city in kilometers east (x) and north (y) of its middle.
struct CityPoint
{
    double x;
    double y;
};

double distance(CityPoint a, CityPoint b);

/// The sample city lies in the open Atlantic around 40° N 40° W, on a plane that touches the globe there.
GeoPoint toDegrees(CityPoint point);
CityPoint toCityPoint(GeoPoint point);

/// Where the sample city began: beside the head of its harbor.
constexpr CityPoint sampleDowntown{-0.6, 0.4};

/// Draws the land around a harbor and a river, and divides it into 60 neighborhoods, in alphabetical order, with
/// invented names. Neighbors share the very same border points; coordinates are whole multiples of 1e-7 degree.
std::shared_ptr<const Neighborhoods> makeSampleNeighborhoods(Random &random);

} // namespace forewatch
