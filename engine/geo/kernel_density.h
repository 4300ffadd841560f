#pragma once

#include "engine/core/feedback.h"
#include "engine/geo/ground_plane.h"

#include <span>
#include <vector>

namespace forewatch {

enum class Kernel {
    /// The bandwidth is the standard deviation; cut off at four of them.
    Gaussian,
    /// The bandwidth is the radius; also called biweight.
    Quartic,
};

/// Events per square kilometre on a fine square raster over a city's box and as far around it as the kernel reaches.
struct DensityField
{
    GroundPlane plane;
    /// Of the raster's corner.
    GroundPoint southWest{0, 0};
    double cellMetres = 1;
    std::size_t columns = 0;
    std::size_t rows = 0;
    /// Rows from north to south, each from west to east; values belong to the cells' centres.
    std::vector<float> values;

    bool isEmpty() const { return values.empty(); }

    /// The raster's edges.
    GeoBox box() const;
    float at(std::size_t column, std::size_t row) const { return values[row * columns + column]; }
    GeoPoint centre(std::size_t column, std::size_t row) const;

    /// Between the cells' centres linear; 0 outside.
    double at(GeoPoint place) const;
};

/// Kernel density (Rosenblatt, 1956; Silverman, 1986) of places over `box`. The raster's cells are a sixth (quartic: a
/// twelfth) of the bandwidth wide, but at most 2048 in a row; events are shared among the four cells around them
/// (linear binning: Wand, 1994). Nothing is corrected at the edge of the city, where density therefore runs out to the
/// land beyond. Throws `Cancelled`. Precondition: `bandwidthMetres > 0`.
DensityField kernelDensity(std::span<const GeoPoint> events, const GeoBox &box, Kernel kernel, double bandwidthMetres,
                           Feedback &feedback);

/// Scott's rule for two dimensions (Scott, 1992; Silverman's is the same there): σ · n^(−1/6), σ² being the mean of the
/// variances to the east and to the north; √8 times that for the quartic kernel, which then has the same variance. Made
/// for one round hill: a city with several centres deserves half of it or less. 50 m to 10 km; 500 m where there are
/// fewer than two places.
double scottBandwidth(std::span<const GeoPoint> events, const GeoBox &box, Kernel kernel);

} // namespace forewatch
