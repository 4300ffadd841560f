#include "engine/map/map_signs.h"

#include <QFont>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace forewatch {

namespace {

/// Radius of a group's sign, in pixels.
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

QFont numberFont()
{
    QFont font;
    font.setPixelSize(11);
    font.setWeight(QFont::DemiBold);
    return font;
}

QRectF numberBox(int number)
{
    const QFontMetricsF metrics(numberFont());
    return {0, 0, std::ceil(metrics.horizontalAdvance(QString::number(number))) + 6, 13};
}

void drawNumber(QPainter &painter, const QRectF &box, int number, const MapTheme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor paper = theme.land;
    paper.setAlphaF(0.88f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(paper);
    painter.drawRoundedRect(box, 4, 4);
    painter.setFont(numberFont());
    painter.setPen(theme.text);
    painter.drawText(box, Qt::AlignCenter, QString::number(number));
    painter.restore();
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

QColor MapTheme::apart(Group group, int shade) const
{
    constexpr std::array<QRgb, 9> muted = {0xff332288, 0xff44aa99, 0xffcc6677, 0xff117733, 0xff88ccee,
                                           0xffaa4499, 0xff999933, 0xff882255, 0xffddcc77};
    constexpr std::array<QRgb, 9> bright = {0xff77aadd, 0xffbbcc33, 0xffffaabb, 0xff44bb99, 0xffeedd88,
                                            0xff99ddff, 0xffaaaa00, 0xffcf9be8, 0xffdddddd};
    constexpr std::array<QRgb, 3> loud = {0xffd55e00, 0xffb0003a, 0xff7a3b00};
    constexpr std::array<QRgb, 3> loudOnDark = {0xffff7a1a, 0xffff4f7b, 0xffffc24d};
    const bool isDark = this == &dark();
    const auto number = static_cast<std::size_t>(shade);
    if (group == Group::Target)
        return QColor::fromRgb((isDark ? loudOnDark : loud)[number % loud.size()]);
    return QColor::fromRgb((isDark ? bright : muted)[number % muted.size()]);
}

void paintMapSign(QPainter &painter, QPointF centre, Group group, const QColor &color, const MapTheme &theme)
{
    const QPainterPath path = signPath(centre, group, signRadius(group));
    painter.save();
    if (group == Group::Target) {
        QColor glow = color;
        glow.setAlphaF(0.35f);
        painter.setPen(QPen(glow, 6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(path);
    }
    painter.setPen(QPen(theme.halo, group == Group::Target ? 2 : 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(color);
    painter.drawPath(path);
    painter.restore();
}

SignStamps::SignStamps(const MapTheme &theme, bool raster, double pixelRatio)
    : m_theme(theme), m_raster(raster), m_pixelRatio(pixelRatio)
{
}

QImage SignStamps::blank(QSizeF size) const
{
    QImage stamp((size * m_pixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    stamp.setDevicePixelRatio(m_pixelRatio);
    stamp.fill(Qt::transparent);
    return stamp;
}

void SignStamps::paint(QPainter &painter, QPointF centre, Group group, const QColor &color)
{
    if (!m_raster) {
        paintMapSign(painter, centre, group, color, m_theme);
        return;
    }
    QImage &stamp = m_signs[{static_cast<int>(group), color.rgba()}];
    if (stamp.isNull()) {
        const double reach = group == Group::Target ? 4 : 1;
        const int edge = static_cast<int>(std::ceil((signRadius(group) + reach) * 2));
        stamp = blank(QSizeF(edge, edge));
        QPainter onStamp(&stamp);
        onStamp.setRenderHint(QPainter::Antialiasing);
        paintMapSign(onStamp, QPointF(edge, edge) / 2, group, color, m_theme);
    }
    painter.drawImage(centre - QPointF(stamp.width(), stamp.height()) / m_pixelRatio / 2, stamp);
}

void SignStamps::paintNumber(QPainter &painter, QPointF centre, Group group, int number)
{
    const QPointF corner = centre + QPointF(signRadius(group) + 1, -signRadius(group) - 7);
    if (!m_raster) {
        drawNumber(painter, numberBox(number).translated(corner), number, m_theme);
        return;
    }
    QImage &stamp = m_numbers[number];
    if (stamp.isNull()) {
        stamp = blank(numberBox(number).size());
        QPainter onStamp(&stamp);
        drawNumber(onStamp, numberBox(number), number, m_theme);
    }
    painter.drawImage(corner, stamp);
}

} // namespace forewatch
