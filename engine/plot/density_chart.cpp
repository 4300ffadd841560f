#include "engine/plot/density_chart.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

/// The longest round length that is at most `most` metres.
double roundLength(double most)
{
    const double ten = std::pow(10, std::floor(std::log10(most)));
    return most >= 5 * ten ? 5 * ten : most >= 2 * ten ? 2 * ten : ten;
}

} // namespace

DensityChart::DensityChart(ChartContents contents, const City &city, std::shared_ptr<const MapLayer> density)
    : Chart(std::move(contents)), m_painter(city), m_density(std::move(density))
{
}

double DensityChart::legendWidth() const
{
    const QFontMetricsF metrics(font());
    double width = 0;
    for (const LayerSign &sign : m_density->signs(false))
        width = std::max(width, metrics.horizontalAdvance(sign.text));
    return width + 14 + 8 + 12;
}

MapFrame DensityChart::frameIn(const QRectF &map) const
{
    return MapFrame::fit(m_painter.city().neighborhoods->box(), map.size(), 0.01);
}

void DensityChart::paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    const QRectF map = plot.adjusted(0, 0, -legendWidth(), 0);
    if (map.width() < 20)
        return;
    const MapFrame frame = frameIn(map);
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    MapOptions options;
    options.dark = theme.dark;
    options.layers = {m_density};
    painter.save();
    painter.translate(map.topLeft());
    painter.setClipRect(QRectF({0, 0}, map.size()), Qt::IntersectClip);
    m_painter.paintBase(painter, frame, options);
    painter.restore();

    const double metresPerPixel = frame.metresPerPixel();
    const double metres = roundLength(map.width() / 4 * metresPerPixel);
    const double length = metres / metresPerPixel;
    const QPointF corner(map.left() + 10, map.bottom() - 10);
    painter.setPen(QPen(theme.ink, 1.4));
    painter.drawLine(corner, corner + QPointF(length, 0));
    painter.drawLine(corner + QPointF(0, -4), corner);
    painter.drawLine(corner + QPointF(length, -4), corner + QPointF(length, 0));
    painter.drawText(QRectF(corner.x(), corner.y() - line - 4, 200, line), Qt::AlignLeft | Qt::AlignVCenter,
                     metres >= 1000 ? QStringLiteral("%1 km").arg(metres / 1000) : QStringLiteral("%1 m").arg(metres));

    std::vector<LayerSign> signs = m_density->signs(theme.dark);
    std::ranges::reverse(signs);
    double y = map.top();
    for (const LayerSign &sign : signs) {
        const QRectF box(map.right() + 12, y + 2, 14, line - 2);
        painter.fillRect(box, (theme.dark ? MapTheme::dark() : MapTheme::light()).land);
        painter.fillRect(box, sign.color);
        painter.setPen(theme.quiet);
        painter.drawText(QRectF(box.right() + 6, y, plot.right() - box.right() - 6, line + 2), Qt::AlignLeft | Qt::AlignVCenter, sign.text);
        y += line + 2;
    }
}

QString DensityChart::tellInPlot(QPointF point, const QRectF &plot) const
{
    const QRectF map = plot.adjusted(0, 0, -legendWidth(), 0);
    if (!map.contains(point))
        return {};
    const MapFrame frame = frameIn(map);
    const GeoPoint place = frame.toGeo(point - map.topLeft());
    const auto neighborhood = m_painter.city().neighborhoods->locate(place).neighborhood;
    if (!neighborhood)
        return {};
    return m_painter.city().neighborhoods->at(*neighborhood).name + QLatin1Char('\n') + m_density->tellAt(place, frame, {});
}

} // namespace forewatch
