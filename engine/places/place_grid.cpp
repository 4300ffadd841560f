#include "engine/places/place_grid.h"

#include "engine/core/error.h"

#include <limits>

namespace forewatch {

namespace {

/// As many cells away may a place be from the cell that it counts for.
constexpr double reachInCells = 2;

const GeoBox &boxOf(const Neighborhoods &neighborhoods)
{
    if (neighborhoods.box().isEmpty())
        throw Error(QStringLiteral("There are no neighborhoods, so there is no city to divide into cells. Choose a file with "
                                   "polygons."));
    return neighborhoods.box();
}

double squaredDistance(GroundPoint a, GroundPoint b)
{
    return (a.east - b.east) * (a.east - b.east) + (a.north - b.north) * (a.north - b.north);
}

} // namespace

PlaceGrid::PlaceGrid(const Neighborhoods &neighborhoods, double cellMetres)
    : m_grid(boxOf(neighborhoods), CellShape::Squares, cellMetres)
    , m_nearest(m_grid.size(), none)
{
    for (std::size_t ground = 0; ground < m_grid.size(); ++ground) {
        const auto neighborhood = neighborhoods.locate(m_grid.centre(ground)).neighborhood;
        if (!neighborhood)
            continue;
        m_nearest[ground] = static_cast<std::uint32_t>(m_cells.size());
        m_cells.push_back(ground);
        m_neighborhood.push_back(static_cast<std::uint16_t>(*neighborhood));
    }
    if (m_cells.empty())
        throw Error(QStringLiteral("Cells of %1 m are too large for this city: none has its centre in a neighborhood. Choose "
                                   "smaller ones.")
                        .arg(cellMetres));

    const std::vector<std::uint32_t> inside = m_nearest;
    for (std::size_t ground = 0; ground < m_grid.size(); ++ground) {
        if (inside[ground] != none)
            continue;
        const GroundPoint middle = m_grid.groundCentre(ground);
        double least = std::numeric_limits<double>::infinity();
        m_grid.forEachRunWithin(ground, reachInCells * cellMetres, [&](std::size_t first, std::size_t last) {
            for (std::size_t other = first; other <= last; ++other) {
                const double distance = squaredDistance(middle, m_grid.groundCentre(other));
                if (inside[other] != none && distance < least) {
                    least = distance;
                    m_nearest[ground] = inside[other];
                }
            }
        });
    }
}

std::uint32_t PlaceGrid::cellOf(GeoPoint place) const
{
    const auto ground = m_grid.cellOf(place);
    return ground ? m_nearest[*ground] : none;
}

} // namespace forewatch
