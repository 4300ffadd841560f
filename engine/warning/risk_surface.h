#pragma once

#include "engine/data/city.h"
#include "engine/map/map_layer.h"
#include "engine/places/place_grid.h"

#include <memory>
#include <vector>

namespace forewatch {

/// Target events that are to be expected in a span, by cell.
struct RiskSurface
{
    std::shared_ptr<const PlaceGrid> grid;
    Window asked{};
    /// One for each cell.
    std::vector<float> expected;
    /// Target events per km² that get the strongest color; the same for surfaces that are to be compared. Above 0.
    double most = 1;
    /// 0 to 1.
    double opacity = 1;

    /// Of the cell.
    double perSquareKilometre(std::size_t cell) const;
    double highestPerSquareKilometre() const;
};

/// The surface as a layer of the map, in the single hue of densities; cut off at the city's border.
std::shared_ptr<const MapLayer> makeRiskLayer(RiskSurface surface, const City &city);

} // namespace forewatch
