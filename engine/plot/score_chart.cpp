#include "engine/plot/score_chart.h"

#include <QLineF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

QColor faint(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace

void ScoreChart::paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    const QRectF area = inner(plot);
    const auto boxOf = [&](const ScoreBox &box) {
        return QRectF(toPixel({box.from, box.high}, area), toPixel({box.to, box.low}, area)).intersected(area);
    };
    for (const ScoreBox &range : m_parts.ranges)
        painter.fillRect(boxOf(range), faint(theme.fill, 0.3));
    for (const ScoreBox &column : m_parts.columns)
        painter.fillRect(boxOf(column).adjusted(0.5, 0, -0.5, 0), faint(theme.fill, 0.6));
    LineChart::paintPlot(painter, plot, theme);
}

void ScoreChart::paintThreshold(QPainter &painter, const QRectF &area, bool dark, double threshold) const
{
    const ChartTheme &theme = ChartTheme::of(dark);
    const QRectF inside = inner(plotIn(area));
    if (inside.width() < 20 || inside.height() < 20)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.ink, 1.5));
    if (m_parts.points.empty()) {
        // A threshold beyond the axis stands at its end.
        const double x = std::floor(toPixel({std::min(threshold, axes().xTo), 0}, inside).x()) + 0.5;
        painter.drawLine(QPointF(x, inside.top()), QPointF(x, inside.bottom()));
        painter.setBrush(theme.ink);
        painter.drawPolygon(QPolygonF{QPointF(x - 5, inside.top() - 1), QPointF(x + 5, inside.top() - 1), QPointF(x, inside.top() + 6)});
    } else {
        // The last place whose threshold is not below: what is an alert then is what is an alert there.
        const auto after = std::ranges::find_if(m_parts.points, [&](const ThresholdPoint &p) { return p.threshold < threshold; });
        const QPointF at = toPixel((after == m_parts.points.begin() ? after : after - 1)->at, inside);
        painter.setPen(QPen(faint(theme.ink, 0.35), 1, Qt::DashLine));
        painter.drawLine(QPointF(inside.left(), at.y()), at);
        painter.drawLine(QPointF(at.x(), inside.bottom()), at);
        painter.setPen(QPen(theme.ground, 1.5));
        painter.setBrush(theme.ink);
        painter.drawEllipse(at, 5.5, 5.5);
    }
    painter.restore();
}

std::optional<double> ScoreChart::thresholdAt(QPointF point, const QRectF &area) const
{
    const QRectF inside = inner(plotIn(area));
    if (inside.width() < 20 || inside.height() < 20)
        return std::nullopt;
    if (m_parts.points.empty())
        return std::clamp(axes().xFrom + (point.x() - inside.left()) / inside.width() * (axes().xTo - axes().xFrom), 0., 1.);
    return std::ranges::min_element(m_parts.points, {}, [&](const ThresholdPoint &p) {
        return QLineF(toPixel(p.at, inside), point).length();
    })->threshold;
}

} // namespace forewatch
