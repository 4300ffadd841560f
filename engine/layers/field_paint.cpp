#include "engine/layers/field_paint.h"

#include "engine/layers/color_ramp.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace forewatch {

QColor densityColor(double share, bool dark)
{
    const double clamped = std::clamp(share, 0.0, 1.0);
    QColor color = rampColor(ColorRamp::Purple, clamped, dark);
    color.setAlphaF(static_cast<float>(0.9 * std::min(1.0, 2.5 * clamped)));
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
