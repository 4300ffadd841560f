#pragma once

#include "engine/geo/ground_grid.h"
#include "engine/geo/neighborhoods.h"

#include <memory>

namespace forewatch {

/// The square cells of a city that places are told apart by: those of a `GroundGrid` whose centres lie in a neighborhood,
/// numbered from the south-west in the grid's order. Immutable, shared.
class PlaceGrid
{
public:
    /// Stands for no cell.
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    /// Throws `Error` as `GroundGrid` does, and when no centre lies in a neighborhood.
    explicit PlaceGrid(const Neighborhoods &neighborhoods, double cellMetres = 125);

    double cellMetres() const { return m_grid.sizeMetres(); }
    std::size_t size() const { return m_cells.size(); }
    const GroundGrid &ground() const { return m_grid; }

    /// Index in `ground()`.
    std::size_t groundCell(std::size_t cell) const { return m_cells[cell]; }
    GeoPoint centre(std::size_t cell) const { return m_grid.centre(m_cells[cell]); }
    /// Index into the city's neighborhoods.
    std::uint16_t neighborhoodOf(std::size_t cell) const { return m_neighborhood[cell]; }

    /// The cell of a place in the city; the nearest one for a place whose cell's centre lies just outside (at most two cells
    /// away), so that no incident of the city is lost; `none` elsewhere.
    std::uint32_t cellOf(GeoPoint place) const;

private:
    GroundGrid m_grid;
    std::vector<std::size_t> m_cells;
    std::vector<std::uint16_t> m_neighborhood;
    /// By the ground's index.
    std::vector<std::uint32_t> m_nearest;
};

} // namespace forewatch
