#include "widgets/map/map_drawing.h"

#include "engine/geo/geodesic.h"
#include "widgets/look.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>

#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

/// Nearer than this, in pixels, two presses are at one place.
constexpr double samePress = 8;
/// A smaller rectangle or circle was not meant.
constexpr double leastSize = 4;

QPolygonF pixelsOf(const std::vector<GeoPoint> &points, const MapFrame &frame)
{
    QPolygonF pixels;
    for (const GeoPoint &point : points)
        pixels << frame.toPixel(point);
    return pixels;
}

double pixelsOf(const Circle &circle, const MapFrame &frame)
{
    constexpr double metresPerDegree = 6'371'008.8 * std::numbers::pi / 180;
    return circle.metres / metresPerDegree * frame.pixelsPerDegree();
}

void usePens(QPainter &painter, const QPalette &palette)
{
    const QColor ink = palette.color(QPalette::Highlight);
    QColor fill = ink;
    fill.setAlphaF(0.12f);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, 1.6));
    painter.setBrush(fill);
}

} // namespace

QString lengthText(double metres)
{
    if (metres < 1000)
        return QCoreApplication::translate("MapDrawing", "%1 m").arg(metres, 0, 'f', 0);
    return QCoreApplication::translate("MapDrawing", "%1 km").arg(metres / 1000, 0, 'f', metres < 10'000 ? 2 : 1);
}

Filter DrawnArea::filter() const
{
    Filter filter;
    filter.area = ring;
    filter.circle = circle;
    return filter;
}

void MapDrawing::setTool(MapTool tool)
{
    m_tool = tool;
    clear();
}

void MapDrawing::clear()
{
    m_points.clear();
    m_pointer.reset();
}

std::optional<DrawnArea> MapDrawing::press(GeoPoint place, const MapFrame &frame)
{
    switch (m_tool) {
    case MapTool::Rectangle:
    case MapTool::Radius:
        m_points = {place};
        m_pointer = place;
        break;
    case MapTool::Measure:
        if (!m_points.empty() && !m_pointer)
            m_points.clear(); // the line before was ended
        m_points.push_back(place);
        m_pointer = place;
        break;
    case MapTool::Polygon:
        if (m_points.size() >= 3 && QLineF(frame.toPixel(m_points.front()), frame.toPixel(place)).length() < samePress)
            return finish();
        m_points.push_back(place);
        m_pointer = place;
        break;
    default:
        break;
    }
    return std::nullopt;
}

void MapDrawing::move(GeoPoint place)
{
    if (m_pointer)
        m_pointer = place;
}

std::optional<DrawnArea> MapDrawing::release(GeoPoint place, const MapFrame &frame)
{
    if ((m_tool != MapTool::Rectangle && m_tool != MapTool::Radius) || m_points.empty())
        return std::nullopt;
    move(place);
    DrawnArea area;
    if (m_tool == MapTool::Rectangle)
        area.ring = rectangle();
    else
        area.circle = Circle{m_points.front(), metresBetween(m_points.front(), place)};
    const QPointF size = frame.toPixel(place) - frame.toPixel(m_points.front());
    const bool meant = m_tool == MapTool::Rectangle ? std::min(std::abs(size.x()), std::abs(size.y())) >= leastSize
                                                    : size.manhattanLength() >= leastSize;
    clear();
    return meant ? std::optional(area) : std::nullopt;
}

std::optional<DrawnArea> MapDrawing::finish()
{
    m_pointer.reset();
    if (m_tool != MapTool::Polygon)
        return std::nullopt;
    // A point that was set twice counts once.
    if (m_points.size() >= 2 && m_points.back() == m_points[m_points.size() - 2])
        m_points.pop_back();
    std::optional<DrawnArea> area;
    if (m_points.size() >= 3)
        area = DrawnArea{m_points, {}};
    clear();
    return area;
}

void MapDrawing::back()
{
    if (m_points.size() > 1)
        m_points.pop_back();
    else
        clear();
}

std::vector<GeoPoint> MapDrawing::withPointer() const
{
    std::vector<GeoPoint> points = m_points;
    if (m_pointer)
        points.push_back(*m_pointer);
    return points;
}

Ring MapDrawing::rectangle() const
{
    const GeoPoint a = m_points.front();
    const GeoPoint b = m_pointer.value_or(a);
    return {a, {b.longitude, a.latitude}, b, {a.longitude, b.latitude}};
}

double MapDrawing::metres() const
{
    return m_tool == MapTool::Measure ? geodesicMetres(withPointer()) : 0;
}

QString MapDrawing::text() const
{
    if (m_points.empty())
        return {};
    if (m_tool == MapTool::Measure)
        return lengthText(metres());
    if (m_tool == MapTool::Radius && m_pointer)
        return QCoreApplication::translate("MapDrawing", "radius %1")
            .arg(lengthText(metresBetween(m_points.front(), *m_pointer)));
    return {};
}

void MapDrawing::paintArea(QPainter &painter, const DrawnArea &area, const MapFrame &frame, const QPalette &palette)
{
    painter.save();
    usePens(painter, palette);
    if (area.circle) {
        const double radius = pixelsOf(*area.circle, frame);
        painter.drawEllipse(frame.toPixel(area.circle->centre), radius, radius);
    } else if (area.ring) {
        painter.drawPolygon(pixelsOf(*area.ring, frame));
    }
    painter.restore();
}

void MapDrawing::paint(QPainter &painter, const MapFrame &frame, const QPalette &palette, const QFont &font) const
{
    if (m_points.empty())
        return;
    painter.save();
    usePens(painter, palette);
    const QPolygonF line = pixelsOf(withPointer(), frame);
    QPointF label = line.back();
    if (m_tool == MapTool::Rectangle) {
        painter.drawPolygon(pixelsOf(rectangle(), frame));
    } else if (m_tool == MapTool::Radius) {
        const Circle circle{m_points.front(), metresBetween(m_points.front(), m_pointer.value_or(m_points.front()))};
        const double radius = pixelsOf(circle, frame);
        painter.drawEllipse(line.front(), radius, radius);
        painter.drawLine(line.front(), line.back());
    } else {
        if (m_tool == MapTool::Polygon && line.size() > 2)
            painter.drawPolygon(line);
        else
            painter.drawPolyline(line);
        painter.setBrush(palette.color(QPalette::Base));
        for (const QPointF &point : pixelsOf(m_points, frame))
            painter.drawEllipse(point, 3, 3);
    }
    if (const QString words = text(); !words.isEmpty()) {
        painter.setFont(font);
        const QFontMetricsF metrics(font);
        QRectF box(0, 0, metrics.horizontalAdvance(words) + 2 * gridUnit, metrics.height() + 4);
        box.moveTo(label + QPointF(12, -box.height() - 4));
        box.moveRight(std::min(box.right(), frame.size().width() - 4));
        box.moveTop(std::max(box.top(), 4.0));
        painter.setPen(hairline(palette));
        painter.setBrush(palette.color(QPalette::Base));
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(palette.color(QPalette::Text));
        painter.drawText(box, Qt::AlignCenter, words);
    }
    painter.restore();
}

} // namespace forewatch
