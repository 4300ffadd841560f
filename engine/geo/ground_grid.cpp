#include "engine/geo/ground_grid.h"

#include "engine/core/error.h"

#include <cassert>

namespace forewatch {

GroundGrid::GroundGrid(const GeoBox &box, CellShape shape, double sizeMetres)
    : m_shape(shape)
    , m_size(sizeMetres)
    , m_rowHeight(shape == CellShape::Hexagons ? sizeMetres * std::sqrt(3.0) / 2 : sizeMetres)
    , m_plane(box)
{
    assert(!box.isEmpty() && sizeMetres > 0);
    constexpr double most = 4e6;
    const double columns = std::floor(m_plane.extent().east / m_size) + (shape == CellShape::Hexagons ? 3 : 1);
    const double rows = std::floor(m_plane.extent().north / m_rowHeight) + (shape == CellShape::Hexagons ? 2 : 1);
    if (columns * rows > most)
        throw Error(QStringLiteral("Cells of %1 m are too small for this city: it would take more than four million of "
                                   "them. Choose at least %2 m.")
                        .arg(m_size)
                        .arg(std::ceil(m_size * std::sqrt(columns * rows / most) * 1.01)));
    m_columns = static_cast<std::size_t>(columns);
    m_rows = static_cast<std::size_t>(rows);
}

double GroundGrid::rowStart(std::size_t row) const
{
    if (m_shape == CellShape::Squares)
        return m_size / 2;
    return row % 2 == 0 ? 0 : -m_size / 2;
}

GroundPoint GroundGrid::groundCentre(std::size_t cell) const
{
    const std::size_t row = cell / m_columns;
    const double north = m_shape == CellShape::Squares ? m_rowHeight / 2 : 0;
    return {rowStart(row) + static_cast<double>(cell % m_columns) * m_size,
            north + static_cast<double>(row) * m_rowHeight};
}

std::optional<std::size_t> GroundGrid::cellOf(GeoPoint place) const
{
    const GroundPoint point = m_plane.toGround(place);
    const GroundPoint extent = m_plane.extent();
    if (!(point.east >= 0 && point.north >= 0 && point.east <= extent.east && point.north <= extent.north))
        return std::nullopt;
    const auto below = static_cast<std::size_t>(point.north / m_rowHeight);
    if (m_shape == CellShape::Squares)
        return below * m_columns + static_cast<std::size_t>(point.east / m_size);
    // The nearest centre is in the row below or in the one above.
    std::size_t nearest = 0;
    double least = std::numeric_limits<double>::infinity();
    for (const std::size_t row : {below, below + 1}) {
        const double column = std::round((point.east - rowStart(row)) / m_size);
        const double east = point.east - rowStart(row) - column * m_size;
        const double north = point.north - static_cast<double>(row) * m_rowHeight;
        if (east * east + north * north < least) {
            least = east * east + north * north;
            nearest = row * m_columns + static_cast<std::size_t>(column);
        }
    }
    return nearest;
}

Ring GroundGrid::outline(std::size_t cell) const
{
    const auto [east, north] = groundCentre(cell);
    const double half = m_size / 2;
    std::vector<GroundPoint> corners;
    if (m_shape == CellShape::Squares) {
        corners = {{half, half}, {-half, half}, {-half, -half}, {half, -half}};
    } else {
        const double tip = m_size / std::sqrt(3.0);
        corners = {{0, tip}, {-half, tip / 2}, {-half, -tip / 2}, {0, -tip}, {half, -tip / 2}, {half, tip / 2}};
    }
    Ring ring;
    for (const GroundPoint &corner : corners)
        ring.push_back(m_plane.toGeo({east + corner.east, north + corner.north}));
    return ring;
}

std::vector<bool> GroundGrid::inside(const Neighborhoods &neighborhoods) const
{
    std::vector<bool> result(size());
    for (std::size_t cell = 0; cell < size(); ++cell)
        result[cell] = neighborhoods.locate(centre(cell)).neighborhood.has_value();
    return result;
}

} // namespace forewatch
