#include "engine/map/map_painter.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <set>

namespace forewatch {

namespace {

/// Height of the published pictures in pixels; their points are our pixels at this height.
constexpr double publishedHeight = 217;

double originalScale(const MapFrame &frame)
{
    return frame.size().height() / publishedHeight;
}

/// Width of every line in the published pictures, measured on them: a border that nothing crosses carries 0.153 of a
/// pixel's ink at alpha 0.5, and a dot is 7.35 pixels wide.
constexpr double originalLine = 0.3;

QPen originalPen(const QColor &color, const MapFrame &frame)
{
    return QPen(color, originalLine * originalScale(frame), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
}

bool isOnPaper(QPointF pixel, QSizeF size, double reach)
{
    return pixel.x() > -reach && pixel.y() > -reach && pixel.x() < size.width() + reach
        && pixel.y() < size.height() + reach;
}

const MapTheme &themeOf(const MapOptions &options)
{
    return options.dark ? MapTheme::dark() : MapTheme::light();
}

/// Radius of a group's sign in the clear style, in pixels.
double signRadius(Group group)
{
    constexpr std::array<double, 4> radii = {2.6, 3.4, 4.2, 6.2};
    return radii[static_cast<std::size_t>(group)];
}

QPainterPath signPath(QPointF centre, Group group, double radius)
{
    QPainterPath path;
    switch (group) {
    case Group::Target:
        path.addPolygon(QPolygonF({centre + QPointF(0, -radius), centre + QPointF(radius, 0),
                                   centre + QPointF(0, radius), centre + QPointF(-radius, 0)}));
        path.closeSubpath();
        break;
    case Group::Violent:
        path.addPolygon(QPolygonF({centre + QPointF(0, -radius), centre + QPointF(radius, radius * 0.8),
                                   centre + QPointF(-radius, radius * 0.8)}));
        path.closeSubpath();
        break;
    case Group::Property:
        path.addRect(QRectF(centre, centre).adjusted(-radius, -radius, radius, radius));
        break;
    case Group::Other:
        path.addEllipse(centre, radius, radius);
    }
    return path;
}

/// A group's sign drawn once, to be stamped many times on a raster device.
QImage signStamp(Group group, const MapTheme &theme, double pixelRatio)
{
    const int edge = static_cast<int>(std::ceil((signRadius(group) + 4) * 2));
    QImage stamp(QSize(edge, edge) * pixelRatio, QImage::Format_ARGB32_Premultiplied);
    stamp.setDevicePixelRatio(pixelRatio);
    stamp.fill(Qt::transparent);
    QPainter painter(&stamp);
    painter.setRenderHint(QPainter::Antialiasing);
    MapPainter::paintSign(painter, QPointF(edge, edge) / 2, group, theme);
    return stamp;
}

} // namespace

const MapTheme &MapTheme::light()
{
    static const MapTheme theme = {QColor(0xEE, 0xF0, 0xF2), QColor(0xFB, 0xFB, 0xFA), QColor(0xB9, 0xBE, 0xC4),
                                   QColor(0x2A, 0x2E, 0x33), QColor(0xC6, 0x28, 0x28), QColor(0xFF, 0xFF, 0xFF),
                                   {QColor(0x7A, 0x80, 0x87), QColor(0x00, 0x72, 0xB2), QColor(0xE6, 0x9F, 0x00),
                                    QColor(0xD5, 0x5E, 0x00)}};
    return theme;
}

const MapTheme &MapTheme::dark()
{
    static const MapTheme theme = {QColor(0x1B, 0x1E, 0x22), QColor(0x26, 0x2A, 0x2F), QColor(0x4E, 0x56, 0x5F),
                                   QColor(0xE4, 0xE7, 0xEA), QColor(0xEF, 0x53, 0x50), QColor(0x14, 0x16, 0x19),
                                   {QColor(0x9A, 0xA2, 0xAA), QColor(0x56, 0xB4, 0xE9), QColor(0xE6, 0x9F, 0x00),
                                    QColor(0xFF, 0x7A, 0x1A)}};
    return theme;
}

MapPainter::MapPainter(const City &city)
    : m_city(city), m_legend(city.incidents->types(), *city.target, city.groups), m_discretion(city)
{
}

QPainterPath MapPainter::outline(std::size_t neighborhood, const MapFrame &frame) const
{
    // Vertices that would fall onto the pixel of the one before are left out: they cost time and show nothing.
    constexpr double least = 0.15;
    QPainterPath path;
    for (const Ring &ring : m_city.neighborhoods->at(neighborhood).rings) {
        QPolygonF polygon;
        polygon.reserve(static_cast<qsizetype>(ring.size()));
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

void MapPainter::paintBase(QPainter &painter, const MapFrame &frame, const MapOptions &options) const
{
    const GeoBox visible = frame.visibleBox();
    const auto isVisible = [&](const GeoBox &box) {
        return box.west <= visible.east && visible.west <= box.east && box.south <= visible.north
            && visible.south <= box.north;
    };
    std::vector<QPainterPath> outlines;
    for (std::size_t i = 0; i < m_city.neighborhoods->size(); ++i)
        if (isVisible(m_city.neighborhoods->at(i).box))
            outlines.push_back(outline(i, frame));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool original = options.style == MapStyle::Original;
    const QPen pen = original ? originalPen(QColor(0, 0, 0, 128), frame)
                              : QPen(themeOf(options).outline, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (!original)
        painter.fillRect(QRectF({0, 0}, frame.size()), themeOf(options).ground);
    if (!options.layers.empty()) {
        if (!original) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(themeOf(options).land);
            for (const QPainterPath &path : outlines)
                painter.drawPath(path);
        }
        for (const auto &layer : options.layers) {
            painter.save();
            layer->paintGround(painter, frame, {{}, options.dark});
            painter.restore();
        }
    }
    painter.setPen(pen);
    painter.setBrush(original || !options.layers.empty() ? QBrush(Qt::NoBrush) : QBrush(themeOf(options).land));
    for (const QPainterPath &path : outlines)
        painter.drawPath(path);
    painter.restore();
}

void MapPainter::paintMarks(QPainter &painter, const MapFrame &frame, const Window &window,
                            const MapOptions &options) const
{
    for (const auto &layer : options.layers) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        layer->paintMarks(painter, frame, {window, options.dark});
        painter.restore();
    }
}

void MapPainter::paintSnapshot(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                               const MapOptions &options) const
{
    paintMarks(painter, frame, snapshot.window, options);
    paintIncidents(painter, frame, snapshot, options);
    if (options.touchedOutlines)
        for (const std::size_t neighborhood : outlined(snapshot, options))
            paintTouched(painter, frame, neighborhood, options);
}

void MapPainter::paintTouched(QPainter &painter, const MapFrame &frame, std::size_t neighborhood,
                              const MapOptions &options) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if (options.style == MapStyle::Original)
        painter.setPen(originalPen(Qt::red, frame));
    else
        painter.setPen(QPen(themeOf(options).touched, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(outline(neighborhood, frame));
    painter.restore();
}

void MapPainter::paintIncidents(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                                const MapOptions &options) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (options.style == MapStyle::Original)
        paintOriginalDots(painter, frame, snapshot, options);
    else
        paintClearSigns(painter, frame, snapshot, options);
    painter.restore();
}

void MapPainter::paintOriginalDots(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                                   const MapOptions &options) const
{
    // matplotlib's size 50 is an area in square points; fill and edge are both drawn at alpha 0.7 and overlap.
    const double scale = originalScale(frame);
    const double radius = std::sqrt(50.0) / 2 * scale;
    for (const Incident &incident : snapshot.incidents) {
        const QPointF pixel = frame.toPixel(shownPlace(incident, options));
        if (!isOnPaper(pixel, frame.size(), radius + scale))
            continue;
        QColor color = m_legend.at(incident.type).original;
        color.setAlphaF(0.7f);
        painter.setPen(originalPen(color, frame));
        painter.setBrush(color);
        painter.drawEllipse(pixel, radius, radius);
    }
}

void MapPainter::paintClearSigns(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                                 const MapOptions &options) const
{
    const MapTheme &theme = themeOf(options);
    const bool raster = painter.paintEngine() && painter.paintEngine()->type() == QPaintEngine::Raster;
    const double pixelRatio = painter.device()->devicePixelRatioF();
    for (const Group group : {Group::Other, Group::Property, Group::Violent, Group::Target}) {
        const QImage stamp = raster ? signStamp(group, theme, pixelRatio) : QImage();
        const QPointF corner(stamp.width() / pixelRatio / 2, stamp.height() / pixelRatio / 2);
        for (const Incident &incident : snapshot.incidents) {
            if (groupOf(incident) != group)
                continue;
            const QPointF pixel = frame.toPixel(shownPlace(incident, options));
            if (!isOnPaper(pixel, frame.size(), 12))
                continue;
            if (raster)
                painter.drawImage(pixel - corner, stamp);
            else
                paintSign(painter, pixel, group, theme);
        }
    }
}

void MapPainter::paintSign(QPainter &painter, QPointF centre, Group group, const MapTheme &theme)
{
    const double radius = signRadius(group);
    const QPainterPath path = signPath(centre, group, radius);
    painter.save();
    if (group == Group::Target) {
        QColor glow = theme.of(group);
        glow.setAlphaF(0.35f);
        painter.setPen(QPen(glow, 6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(path);
    }
    painter.setPen(QPen(theme.halo, group == Group::Target ? 2 : 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(theme.of(group));
    painter.drawPath(path);
    painter.restore();
}

std::vector<std::size_t> MapPainter::outlined(const Snapshot &snapshot, const MapOptions &options) const
{
    std::multiset<std::size_t> indices;
    for (const Incident &incident : snapshot.incidents)
        if (incident.neighborhood != Incident::nowhere)
            indices.insert(incident.neighborhood);
    std::vector<std::size_t> list(indices.begin(), indices.end());
    if (options.style == MapStyle::Clear)
        list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

const Incident *MapPainter::incidentAt(QPointF pixel, double radius, const MapFrame &frame, const Snapshot &snapshot,
                                       const MapOptions &options) const
{
    const Incident *nearest = nullptr;
    double least = radius * radius;
    for (const Incident &incident : snapshot.incidents) {
        const QPointF away = frame.toPixel(shownPlace(incident, options)) - pixel;
        const double distance = QPointF::dotProduct(away, away);
        const bool louder = nearest && distance == least && groupOf(incident) > groupOf(*nearest);
        if (distance < least || louder) {
            least = distance;
            nearest = &incident;
        }
    }
    return nearest;
}

} // namespace forewatch
