#pragma once

#include "engine/analysis/area_set.h"
#include "engine/places/place_grid.h"

#include <span>

namespace forewatch {

/// How the cells of a city's grid are divided over a set of areas, so that what is to be expected in a cell adds up by area.
/// Immutable; several threads may ask.
///
/// A cell belongs to areas with outlines in the shares of five by five points in it that they hold; points in no neighborhood of the
/// city do not count. To areas that are known by name alone it belongs in the shares of the table's incidents in it, and where it has
/// none as the nearest cell that has some.
class CellAreas
{
public:
    /// `areas` was made for the city.
    CellAreas(const City &city, const PlaceGrid &grid, const AreaSet &areas);

    /// Number of areas.
    std::size_t size() const { return m_squareKilometres.size(); }

    /// Sum of the cells' values in each area, and last of all in none of them. Precondition: a value for each cell of the grid.
    std::vector<double> sums(std::span<const float> byCell) const;

    /// Ground of the city's cells in each area.
    const std::vector<double> &squareKilometres() const { return m_squareKilometres; }

private:
    struct Part
    {
        std::uint32_t cell;
        /// The number of areas for none.
        std::uint32_t area;
        float share;
    };

    std::vector<Part> m_parts;
    std::vector<double> m_squareKilometres;
};

} // namespace forewatch
