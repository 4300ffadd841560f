#include "engine/warning/cell_areas.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>

namespace forewatch {

namespace {

/// How much of a cell lies in which area, by area.
using Weights = std::map<std::uint32_t, double>;

std::vector<Weights> byOutlines(const City &city, const PlaceGrid &grid, const AreaSet &areas)
{
    constexpr int points = 5;
    const auto none = static_cast<std::uint32_t>(areas.size());
    const GroundGrid &ground = grid.ground();
    std::vector<Weights> weights(grid.size());
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        const GroundPoint middle = ground.groundCentre(grid.groundCell(cell));
        const double step = grid.cellMetres() / points;
        for (int row = 0; row < points; ++row)
            for (int column = 0; column < points; ++column) {
                const GeoPoint place = ground.plane().toGeo({middle.east + (column - points / 2) * step,
                                                             middle.north + (row - points / 2) * step});
                const auto area = areas.outlines->locate(place).neighborhood;
                if (area)
                    ++weights[cell][static_cast<std::uint32_t>(*area)];
                else if (!areas.isNeighborhoods && city.neighborhoods->locate(place).neighborhood)
                    ++weights[cell][none];
            }
    }
    return weights;
}

std::vector<Weights> byIncidents(const City &city, const PlaceGrid &grid, const AreaSet &areas)
{
    std::vector<Weights> weights(grid.size());
    for (const Incident &incident : city.incidents->all()) {
        const std::size_t area = areas.areaOf(incident);
        const std::uint32_t cell = grid.cellOf(incident.place);
        if (area < areas.size() && cell != PlaceGrid::none)
            ++weights[cell][static_cast<std::uint32_t>(area)];
    }
    std::vector<std::size_t> known;
    std::vector<GroundPoint> centres(grid.size());
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        centres[cell] = grid.ground().groundCentre(grid.groundCell(cell));
        if (!weights[cell].empty())
            known.push_back(cell);
    }
    const std::vector<Weights> seen = weights;
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        if (!seen[cell].empty())
            continue;
        double nearest = std::numeric_limits<double>::infinity();
        for (const std::size_t other : known) {
            const double distance = std::hypot(centres[cell].east - centres[other].east, centres[cell].north - centres[other].north);
            if (distance < nearest) {
                nearest = distance;
                weights[cell] = seen[other];
            }
        }
    }
    return weights;
}

} // namespace

CellAreas::CellAreas(const City &city, const PlaceGrid &grid, const AreaSet &areas) : m_squareKilometres(areas.size(), 0.0)
{
    const auto none = static_cast<std::uint32_t>(areas.size());
    const std::vector<Weights> weights = areas.outlines ? byOutlines(city, grid, areas) : byIncidents(city, grid, areas);
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        double sum = 0;
        for (const auto &[area, weight] : weights[cell])
            sum += weight;
        if (!(sum > 0)) {
            m_parts.push_back({static_cast<std::uint32_t>(cell), none, 1});
            continue;
        }
        for (const auto &[area, weight] : weights[cell]) {
            if (!(weight > 0))
                continue;
            m_parts.push_back({static_cast<std::uint32_t>(cell), area, static_cast<float>(weight / sum)});
            if (area < none)
                m_squareKilometres[area] += weight / sum * grid.ground().squareKilometres();
        }
    }
}

std::vector<double> CellAreas::sums(std::span<const float> byCell) const
{
    std::vector<double> sums(size() + 1, 0.0);
    for (const Part &part : m_parts) {
        assert(part.cell < byCell.size());
        sums[part.area] += static_cast<double>(byCell[part.cell]) * static_cast<double>(part.share);
    }
    return sums;
}

} // namespace forewatch
