#pragma once

#include "engine/geo/ground_plane.h"
#include "engine/geo/neighborhoods.h"

#include <algorithm>

namespace forewatch {

enum class CellShape { Squares, Hexagons };

/// Equal cells side by side over a city's box: squares with edges to the north and east, or hexagons with a corner to
/// the north. Neighboring cells' centres lie `size` apart. Immutable.
class GroundGrid
{
public:
    /// Throws `Error` for more than four million cells. Precondition: a box that is not empty, `sizeMetres > 0`.
    GroundGrid(const GeoBox &box, CellShape shape, double sizeMetres);

    CellShape shape() const { return m_shape; }
    double sizeMetres() const { return m_size; }
    double squareKilometres() const { return m_size * m_rowHeight / 1e6; }
    const GroundPlane &plane() const { return m_plane; }

    /// Cells in rows from south to north, in a row from west to east; those at the edge may lie outside the box.
    std::size_t size() const { return m_columns * m_rows; }
    std::size_t columns() const { return m_columns; }
    std::size_t rows() const { return m_rows; }

    /// The one cell of a place: the one with the nearest centre. Nothing outside the box.
    std::optional<std::size_t> cellOf(GeoPoint place) const;

    GroundPoint groundCentre(std::size_t cell) const;
    GeoPoint centre(std::size_t cell) const { return m_plane.toGeo(groundCentre(cell)); }

    /// Counterclockwise; four or six corners, the first at the north-east or north.
    Ring outline(std::size_t cell) const;

    /// Calls `visit(first, last)` for each row's run of cells whose centres lie at most `metres` from the cell's
    /// centre, the cell itself included; `last` is included.
    template <class Visit> void forEachRunWithin(std::size_t cell, double metres, const Visit &visit) const;

    /// Whether the cell's centre lies in a neighborhood, for each cell.
    std::vector<bool> inside(const Neighborhoods &neighborhoods) const;

private:
    /// East of the row's first centre.
    double rowStart(std::size_t row) const;

    CellShape m_shape;
    double m_size;
    double m_rowHeight;
    GroundPlane m_plane;
    std::size_t m_columns;
    std::size_t m_rows;
};

template <class Visit> void GroundGrid::forEachRunWithin(std::size_t cell, double metres, const Visit &visit) const
{
    const GroundPoint middle = groundCentre(cell);
    const double reach = metres * (1 + 1e-9);
    const auto own = static_cast<std::ptrdiff_t>(cell / m_columns);
    const auto rows = static_cast<std::ptrdiff_t>(reach / m_rowHeight);
    for (auto row = std::max<std::ptrdiff_t>(own - rows, 0);
         row <= std::min(own + rows, static_cast<std::ptrdiff_t>(m_rows) - 1); ++row) {
        const double north = static_cast<double>(row - own) * m_rowHeight;
        const double half = std::sqrt(std::max(reach * reach - north * north, 0.0));
        const double east = middle.east - rowStart(static_cast<std::size_t>(row));
        const double first = std::max(std::ceil((east - half) / m_size), 0.0);
        const double last = std::min(std::floor((east + half) / m_size), static_cast<double>(m_columns - 1));
        const auto start = static_cast<std::size_t>(row) * m_columns;
        if (first <= last)
            visit(start + static_cast<std::size_t>(first), start + static_cast<std::size_t>(last));
    }
}

} // namespace forewatch
