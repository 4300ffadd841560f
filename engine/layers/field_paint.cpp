#include "engine/layers/field_paint.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace forewatch {

QColor densityColor(double share, bool dark)
{
    struct Stop
    {
        double red;
        double green;
        double blue;
        double alpha;
    };
    using Stops = std::array<Stop, 5>;
    static constexpr Stops light = {{{218, 206, 236, 0}, {190, 170, 220, .55}, {150, 118, 190, .75}, {106, 70, 158, .85}, {62, 24, 116, .92}}};
    static constexpr Stops night = {{{70, 52, 110, 0}, {92, 70, 140, .6}, {128, 102, 186, .75}, {170, 146, 226, .85}, {222, 208, 255, .92}}};
    const Stops &stops = dark ? night : light;
    const double at = std::clamp(share, 0.0, 1.0) * (stops.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(at), stops.size() - 2);
    const double part = at - static_cast<double>(below);
    const auto mix = [part](double a, double b) { return a + part * (b - a); };
    const Stop &a = stops[below];
    const Stop &b = stops[below + 1];
    QColor color(static_cast<int>(mix(a.red, b.red)), static_cast<int>(mix(a.green, b.green)), static_cast<int>(mix(a.blue, b.blue)));
    color.setAlphaF(static_cast<float>(mix(a.alpha, b.alpha)));
    return color;
}

std::vector<double> roundLevels(double most)
{
    assert(most > 0);
    const double ten = std::pow(10, std::floor(std::log10(most / 5)));
    double step = 10 * ten;
    for (const double round : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (most / (round * ten) < 6) {
            step = round * ten;
            break;
        }
    std::vector<double> levels;
    for (int i = 1; i <= 5 && step * i <= most; ++i)
        levels.push_back(step * i);
    return levels;
}

QPainterPath landPath(const Neighborhoods &neighborhoods, const MapFrame &frame)
{
    // Vertices that would fall onto the pixel of the one before are left out.
    constexpr double least = 0.3;
    QPainterPath path;
    for (const Neighborhood &neighborhood : neighborhoods) {
        for (const Ring &ring : neighborhood.rings) {
            QPolygonF polygon;
            for (const GeoPoint &point : ring) {
                const QPointF pixel = frame.toPixel(point);
                if (polygon.isEmpty() || (pixel - polygon.back()).manhattanLength() > least)
                    polygon << pixel;
            }
            path.addPolygon(polygon);
            path.closeSubpath();
        }
    }
    return path;
}

QRectF rectangleOf(const GeoBox &box, const MapFrame &frame)
{
    return {frame.toPixel({box.west, box.north}), frame.toPixel({box.east, box.south})};
}

} // namespace forewatch
