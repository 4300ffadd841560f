#include "engine/geo/kernel_density.h"

#include <cassert>

namespace forewatch {

namespace {

constexpr double mostCells = 2048;

/// The raster, empty.
DensityField rasterOver(const GeoBox &box, double reach, double finest)
{
    DensityField field;
    field.plane = GroundPlane(box);
    const GroundPoint extent = field.plane.extent();
    field.southWest = {-reach, -reach};
    field.cellMetres = std::max(finest, (std::max(extent.east, extent.north) + 2 * reach) / mostCells);
    field.columns = static_cast<std::size_t>(std::ceil((extent.east + 2 * reach) / field.cellMetres));
    field.rows = static_cast<std::size_t>(std::ceil((extent.north + 2 * reach) / field.cellMetres));
    field.values.assign(field.columns * field.rows, 0);
    return field;
}

/// The place in units of cells from the first cell's centre: to the east, and to the south.
GroundPoint onRaster(const DensityField &field, GeoPoint place)
{
    const GroundPoint point = field.plane.toGround(place);
    return {(point.east - field.southWest.east) / field.cellMetres - 0.5,
            static_cast<double>(field.rows) - (point.north - field.southWest.north) / field.cellMetres - 0.5};
}

/// Calls `visit(column, row, share)` for the cells around a place of the raster.
template <class Visit> void forFourCells(const DensityField &field, GeoPoint place, const Visit &visit)
{
    const auto [east, south] = onRaster(field, place);
    if (!(east >= 0 && south >= 0 && east < static_cast<double>(field.columns) - 1
          && south < static_cast<double>(field.rows) - 1))
        return;
    const auto column = static_cast<std::size_t>(east);
    const auto row = static_cast<std::size_t>(south);
    const double x = east - static_cast<double>(column);
    const double y = south - static_cast<double>(row);
    visit(column, row, (1 - x) * (1 - y));
    visit(column + 1, row, x * (1 - y));
    visit(column, row + 1, (1 - x) * y);
    visit(column + 1, row + 1, x * y);
}

/// Separable: first along the rows, then along the columns.
void smoothGaussian(DensityField &field, double bandwidth, Feedback &feedback)
{
    const double perCell = field.cellMetres / bandwidth;
    const auto reach = static_cast<std::size_t>(std::ceil(4 / perCell));
    std::vector<float> weights;
    double sum = 0;
    for (std::size_t i = 0; i <= 2 * reach; ++i) {
        const double away = (static_cast<double>(i) - static_cast<double>(reach)) * perCell;
        weights.push_back(static_cast<float>(std::exp(-away * away / 2)));
        sum += static_cast<double>(weights.back());
    }
    for (float &weight : weights)
        weight = static_cast<float>(static_cast<double>(weight) / sum);

    const auto spread = [reach](std::size_t at, std::size_t count) {
        return std::pair(at > reach ? at - reach : 0, std::min(at + reach + 1, count));
    };
    std::vector<float> smooth(field.values.size(), 0);
    for (std::size_t row = 0; row < field.rows; ++row) {
        const float *from = &field.values[row * field.columns];
        float *to = &smooth[row * field.columns];
        for (std::size_t column = 0; column < field.columns; ++column) {
            if (from[column] <= 0)
                continue;
            const auto [first, last] = spread(column, field.columns);
            for (std::size_t x = first; x < last; ++x)
                to[x] += from[column] * weights[x + reach - column];
        }
    }
    for (std::size_t row = 0; row < field.rows; ++row) {
        if (row % 32 == 0)
            feedback.checkpoint(static_cast<double>(row) / static_cast<double>(field.rows));
        float *to = &field.values[row * field.columns];
        std::fill(to, to + field.columns, 0.0f);
        const auto [first, last] = spread(row, field.rows);
        for (std::size_t y = first; y < last; ++y) {
            const float weight = weights[y + reach - row];
            const float *from = &smooth[y * field.columns];
            for (std::size_t column = 0; column < field.columns; ++column)
                to[column] += weight * from[column];
        }
    }
}

/// Not separable: each cell that holds something is spread over the disc around it.
void smoothQuartic(DensityField &field, double bandwidth, Feedback &feedback)
{
    struct Weight
    {
        std::ptrdiff_t east;
        std::ptrdiff_t south;
        float weight;
    };
    const double perCell = field.cellMetres / bandwidth;
    const auto reach = static_cast<std::ptrdiff_t>(std::ceil(1 / perCell));
    std::vector<Weight> weights;
    double sum = 0;
    for (auto south = -reach; south <= reach; ++south) {
        for (auto east = -reach; east <= reach; ++east) {
            const double rest = 1 - static_cast<double>(east * east + south * south) * perCell * perCell;
            if (rest > 0) {
                weights.push_back({east, south, static_cast<float>(rest * rest)});
                sum += rest * rest;
            }
        }
    }
    std::vector<float> smooth(field.values.size(), 0);
    const auto columns = static_cast<std::ptrdiff_t>(field.columns);
    const auto rows = static_cast<std::ptrdiff_t>(field.rows);
    for (std::ptrdiff_t row = 0; row < rows; ++row) {
        if (row % 32 == 0)
            feedback.checkpoint(static_cast<double>(row) / static_cast<double>(rows));
        for (std::ptrdiff_t column = 0; column < columns; ++column) {
            const float value = field.values[static_cast<std::size_t>(row * columns + column)];
            if (value <= 0)
                continue;
            const float part = static_cast<float>(static_cast<double>(value) / sum);
            for (const Weight &weight : weights) {
                const auto x = column + weight.east;
                const auto y = row + weight.south;
                if (x >= 0 && y >= 0 && x < columns && y < rows)
                    smooth[static_cast<std::size_t>(y * columns + x)] += part * weight.weight;
            }
        }
    }
    field.values = std::move(smooth);
}

} // namespace

GeoBox DensityField::box() const
{
    GeoBox box;
    box.add(plane.toGeo(southWest));
    box.add(plane.toGeo({southWest.east + static_cast<double>(columns) * cellMetres,
                         southWest.north + static_cast<double>(rows) * cellMetres}));
    return box;
}

GeoPoint DensityField::centre(std::size_t column, std::size_t row) const
{
    return plane.toGeo({southWest.east + (static_cast<double>(column) + 0.5) * cellMetres,
                        southWest.north + (static_cast<double>(rows - row) - 0.5) * cellMetres});
}

double DensityField::at(GeoPoint place) const
{
    double value = 0;
    forFourCells(*this, place, [&](std::size_t column, std::size_t row, double share) {
        value += share * static_cast<double>(at(column, row));
    });
    return value;
}

DensityField kernelDensity(std::span<const GeoPoint> events, const GeoBox &box, Kernel kernel, double bandwidthMetres,
                           Feedback &feedback)
{
    assert(bandwidthMetres > 0);
    const bool gaussian = kernel == Kernel::Gaussian;
    DensityField field = rasterOver(box, bandwidthMetres * (gaussian ? 4 : 1.2), bandwidthMetres / (gaussian ? 6 : 12));
    const double perSquareKilometre = 1e6 / (field.cellMetres * field.cellMetres);
    for (const GeoPoint &event : events)
        forFourCells(field, event, [&](std::size_t column, std::size_t row, double share) {
            field.values[row * field.columns + column] += static_cast<float>(share * perSquareKilometre);
        });
    feedback.checkpoint(0);
    if (gaussian)
        smoothGaussian(field, bandwidthMetres, feedback);
    else
        smoothQuartic(field, bandwidthMetres, feedback);
    return field;
}

double scottBandwidth(std::span<const GeoPoint> events, const GeoBox &box, Kernel kernel)
{
    const GroundPlane plane(box);
    const auto n = static_cast<double>(events.size());
    GroundPoint sum{0, 0};
    GroundPoint squares{0, 0};
    for (const GeoPoint &event : events) {
        const auto [east, north] = plane.toGround(event);
        sum = {sum.east + east, sum.north + north};
        squares = {squares.east + east * east, squares.north + north * north};
    }
    if (events.size() < 2)
        return 500;
    const double variance
        = (squares.east - sum.east * sum.east / n + squares.north - sum.north * sum.north / n) / (2 * (n - 1));
    const double gaussian = std::sqrt(std::max(variance, 0.0)) * std::pow(n, -1.0 / 6);
    return std::clamp(gaussian * (kernel == Kernel::Quartic ? std::sqrt(8.0) : 1.0), 50.0, 10'000.0);
}

} // namespace forewatch
