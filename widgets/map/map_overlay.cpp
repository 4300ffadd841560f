#include "widgets/map/map_overlay.h"

#include "widgets/look.h"

#include <QCoreApplication>
#include <QFont>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

constexpr double ringRadius = 9;
/// Where thousands are selected.
constexpr double smallRingRadius = 3.5;
constexpr double pinHeight = 18;
constexpr double pinRadius = 6;

/// 1, 2 or 5 times a power of ten: the longest that is no longer than `metres`.
double niceDistance(double metres)
{
    const double power = std::pow(10, std::floor(std::log10(metres)));
    for (const double factor : {5.0, 2.0})
        if (factor * power <= metres)
            return factor * power;
    return power;
}

QString distanceText(double metres)
{
    return metres >= 1000 ? QStringLiteral("%1 km").arg(metres / 1000) : QStringLiteral("%1 m").arg(metres);
}

QImage ringStamp(const QPalette &palette, double radius, double pixelRatio)
{
    const double edge = 2 * (radius + 2);
    QImage stamp((QSizeF(edge, edge) * pixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    stamp.setDevicePixelRatio(pixelRatio);
    stamp.fill(Qt::transparent);
    QPainter painter(&stamp);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const QPointF centre(edge / 2, edge / 2);
    painter.setPen(QPen(themeOf(palette).halo, radius < ringRadius ? 3 : 4));
    painter.drawEllipse(centre, radius, radius);
    painter.setPen(QPen(palette.color(QPalette::Highlight), radius < ringRadius ? 1.5 : 2));
    painter.drawEllipse(centre, radius, radius);
    return stamp;
}

} // namespace

SelectedPlaces::SelectedPlaces(const MapPainter &painter, const Snapshot &snapshot, const MapOptions &options,
                               const Selection &selection)
{
    if (selection.rows.empty())
        return;
    std::vector<bool> isSelected(selection.rows.back() + 1);
    for (const std::uint32_t row : selection.rows)
        isSelected[row] = true;
    for (const Incident &incident : snapshot.incidents)
        if (incident.row < isSelected.size() && isSelected[incident.row])
            m_places.push_back(painter.shownPlace(incident, options));
    const auto order = [](GeoPoint p) { return std::pair(p.latitude, p.longitude); };
    std::ranges::sort(m_places, {}, order);
    m_places.erase(std::unique(m_places.begin(), m_places.end()), m_places.end());
}

void SelectedPlaces::paint(QPainter &painter, const MapFrame &frame, const QPalette &palette) const
{
    constexpr std::size_t few = 2000;
    constexpr double cell = 12;
    const double radius = m_places.size() > few ? smallRingRadius : ringRadius;
    const QImage stamp = ringStamp(palette, radius, painter.device()->devicePixelRatioF());
    const double reach = radius + 2;
    const int columns = static_cast<int>(frame.size().width() / cell) + 3;
    const int rows = static_cast<int>(frame.size().height() / cell) + 3;
    std::vector<bool> isTaken(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    for (const GeoPoint &place : m_places) {
        const QPointF pixel = frame.toPixel(place);
        if (pixel.x() < -reach || pixel.y() < -reach || pixel.x() > frame.size().width() + reach
            || pixel.y() > frame.size().height() + reach)
            continue;
        if (m_places.size() > few) {
            const auto at = static_cast<std::size_t>((static_cast<int>(pixel.y() / cell) + 1) * columns
                                                     + static_cast<int>(pixel.x() / cell) + 1);
            if (isTaken[at])
                continue;
            isTaken[at] = true;
        }
        painter.drawImage(pixel - QPointF(reach, reach), stamp);
    }
}

void paintSelectedNeighborhoods(QPainter &painter, const MapPainter &map, const MapFrame &frame,
                                const Selection &selection, const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const std::size_t neighborhood : selection.neighborhoods) {
        if (neighborhood >= map.city().neighborhoods->size())
            continue;
        const QPainterPath path = map.outline(neighborhood, frame, MapStyle::Clear, QRectF({0, 0}, frame.size()).adjusted(-8, -8, 8, 8));
        painter.setPen(QPen(themeOf(palette).halo, 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(path);
        painter.setPen(QPen(palette.color(QPalette::Highlight), 2.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(path);
    }
    painter.restore();
}

bool isShown(const MapNote &note, const Window &window)
{
    return !note.time || window.contains(*note.time);
}

void paintNotes(QPainter &painter, const std::vector<MapNote> &notes, const Window &window, const MapFrame &frame,
                const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const MapNote &note : notes) {
        if (!isShown(note, window))
            continue;
        const QPointF foot = frame.toPixel(note.place);
        const QPointF head = foot - QPointF(0, pinHeight - pinRadius);
        QPainterPath pin(foot);
        pin.lineTo(head + QPointF(-pinRadius * 0.8, pinRadius * 0.55));
        pin.arcTo(QRectF(head, head).adjusted(-pinRadius, -pinRadius, pinRadius, pinRadius), 214, -248);
        pin.closeSubpath();
        painter.setPen(QPen(palette.color(QPalette::WindowText), 1.2));
        painter.setBrush(palette.color(QPalette::Base));
        painter.drawPath(pin);
        painter.setPen(QPen(mutedText(palette), 1));
        for (const double y : {-1.5, 1.5})
            painter.drawLine(head + QPointF(-3, y), head + QPointF(3, y));
    }
    painter.restore();
}

std::optional<std::size_t> noteAt(QPointF pixel, const std::vector<MapNote> &notes, const Window &window,
                                  const MapFrame &frame)
{
    for (std::size_t i = notes.size(); i-- > 0;) {
        const QPointF foot = frame.toPixel(notes[i].place);
        const QRectF pin(foot.x() - pinRadius - 1, foot.y() - pinHeight - 1, 2 * pinRadius + 2, pinHeight + 3);
        if (isShown(notes[i], window) && pin.contains(pixel))
            return i;
    }
    return std::nullopt;
}

void paintFurniture(QPainter &painter, const MapFrame &frame, const QColor &ink, const QFont &font)
{
    const double metres = niceDistance(frame.metresPerPixel() * 160);
    const double length = metres / frame.metresPerPixel();
    const double width = frame.size().width();
    const QPointF end(width - 2 * gridUnit, frame.size().height() - 2 * gridUnit);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(scaled(font, 0.9));
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::FlatCap));
    painter.drawPolyline(QPolygonF({end - QPointF(length, 5), end - QPointF(length, 0), end, end - QPointF(0, 5)}));
    painter.drawText(QRectF(end.x() - length, end.y() - 24, length, 18), Qt::AlignCenter, distanceText(metres));

    const QPointF north(width - 3 * gridUnit, 5 * gridUnit);
    painter.setBrush(ink);
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(
        QPolygonF({north + QPointF(0, -14), north + QPointF(5, 0), north + QPointF(0, -3), north + QPointF(-5, 0)}));
    painter.setPen(ink);
    painter.drawText(QRectF(north.x() - 10, north.y() + 1, 20, 16), Qt::AlignCenter,
                     QCoreApplication::translate("MapView", "N"));
    painter.restore();
}

} // namespace forewatch
