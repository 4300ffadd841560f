#include "engine/layers/field_paint.h"

#include "engine/layers/color_ramp.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace forewatch {

namespace {

/// Twice the area in square degrees, positive for a ring that turns counterclockwise.
double windingOf(const Ring &ring)
{
    double area = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const GeoPoint &a = ring[i];
        const GeoPoint &b = ring[(i + 1) % ring.size()];
        area += (a.longitude - ring[0].longitude) * (b.latitude - ring[0].latitude)
            - (b.longitude - ring[0].longitude) * (a.latitude - ring[0].latitude);
    }
    return area;
}

bool surrounds(const Ring &ring, GeoPoint point)
{
    bool inside = false;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const GeoPoint &a = ring[i];
        const GeoPoint &b = ring[(i + 1) % ring.size()];
        if ((a.latitude > point.latitude) != (b.latitude > point.latitude)
            && point.longitude
                < a.longitude + (point.latitude - a.latitude) / (b.latitude - a.latitude) * (b.longitude - a.longitude))
            inside = !inside;
    }
    return inside;
}

} // namespace

QColor densityColor(double share, bool dark)
{
    const double clamped = std::clamp(share, 0.0, 1.0);
    QColor color = rampColor(ColorRamp::Purple, 0.15 + 0.85 * clamped, dark);
    color.setAlphaF(static_cast<float>(0.9 * std::min(1.0, 3 * clamped)));
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

Land::Land(const Neighborhoods &neighborhoods)
{
    for (const Neighborhood &neighborhood : neighborhoods) {
        for (const Ring &ring : neighborhood.rings) {
            // Rings of one neighborhood do not cross, so one point tells how deep a ring lies in the others.
            const auto around = std::ranges::count_if(neighborhood.rings, [&](const Ring &other) {
                return &other != &ring && surrounds(other, ring.front());
            });
            m_rings.push_back(ring);
            if ((windingOf(ring) > 0) != (around % 2 == 0))
                std::ranges::reverse(m_rings.back());
        }
    }
}

QPainterPath Land::path(const MapFrame &frame) const
{
    // Vertices that would fall onto the pixel of the one before are left out.
    constexpr double least = 0.3;
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    for (const Ring &ring : m_rings) {
        QPolygonF polygon;
        for (const GeoPoint &point : ring) {
            const QPointF pixel = frame.toPixel(point);
            if (polygon.isEmpty() || (pixel - polygon.back()).manhattanLength() > least)
                polygon << pixel;
        }
        path.addPolygon(polygon);
        path.closeSubpath();
    }
    return path;
}

QRectF rectangleOf(const GeoBox &box, const MapFrame &frame)
{
    return {frame.toPixel({box.west, box.north}), frame.toPixel({box.east, box.south})};
}

} // namespace forewatch
