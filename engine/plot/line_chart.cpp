#include "engine/plot/line_chart.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

double crisp(double coordinate)
{
    return std::floor(coordinate) + 0.5;
}

QPen penOf(const LineSeries &series, const ChartTheme &theme)
{
    const LineSeries::Look look = series.look;
    const QColor color = series.color ? theme.of(*series.color) : look == LineSeries::Look::Main ? theme.accent : theme.quiet;
    QPen pen(color, look == LineSeries::Look::Main ? 2 : 1.2,
             Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (look == LineSeries::Look::Dashed) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({5, 3});
    }
    return pen;
}

} // namespace

QRectF LineChart::inner(const QRectF &plot) const
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    double left = 0;
    for (const AxisMark &mark : m_axes.y)
        left = std::max(left, metrics.horizontalAdvance(mark.label));
    const double right = m_axes.x.empty() ? 4 : metrics.horizontalAdvance(m_axes.x.back().label) / 2 + 2;
    const auto legend = legendPlaces(plot);
    const double below = legend.empty() ? 0 : legend.back().y() - plot.top();
    return plot.adjusted(std::ceil(left) + 10, below + line + 8, -right, -line - 6 - (m_axes.xTitle.isEmpty() ? 0 : line + 2));
}

QPointF LineChart::toPixel(QPointF value, const QRectF &area) const
{
    return {area.left() + (value.x() - m_axes.xFrom) / (m_axes.xTo - m_axes.xFrom) * area.width(),
            area.bottom() - (value.y() - m_axes.yFrom) / (m_axes.yTo - m_axes.yFrom) * area.height()};
}

void LineChart::paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    const QRectF area = inner(plot);
    if (area.width() < 20 || area.height() < 20)
        return;
    paintAxes(painter, plot, area, theme);
    paintLegend(painter, plot, theme);
    // The first series lies on top.
    for (auto series = m_series.rbegin(); series != m_series.rend(); ++series) {
        QPolygonF line;
        for (const QPointF &point : series->points)
            line.append(toPixel(point, area));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(penOf(*series, theme));
        painter.drawPolyline(line);
        painter.setPen(QPen(penOf(*series, theme).color(), 1.2));
        for (std::size_t i = 0; i < std::min(series->ranges.size(), series->points.size()); ++i) {
            const double x = series->points[i].x();
            painter.drawLine(toPixel({x, series->ranges[i].low}, area), toPixel({x, series->ranges[i].high}, area));
        }
        const bool roomForDots = area.width() / static_cast<double>(std::max<qsizetype>(line.size(), 1)) >= 9;
        for (qsizetype i = 0; i < line.size(); ++i) {
            const bool hollow = std::ranges::find(series->hollow, static_cast<std::size_t>(i)) != series->hollow.end();
            if (!hollow && line.size() > 1 && !(series->dots && roomForDots))
                continue;
            painter.setPen(QPen(penOf(*series, theme).color(), 1.4));
            painter.setBrush(hollow ? theme.ground : penOf(*series, theme).color());
            painter.drawEllipse(line[i], hollow ? 3.5 : 2.5, hollow ? 3.5 : 2.5);
        }
    }
}

void LineChart::paintAxes(QPainter &painter, const QRectF &plot, const QRectF &area, const ChartTheme &theme) const
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    double lastTop = plot.bottom() + line;
    for (const AxisMark &mark : m_axes.y) {
        const double y = crisp(toPixel({m_axes.xFrom, mark.at}, area).y());
        if (y + line > lastTop)
            continue;
        lastTop = y;
        painter.setPen(QPen(mark.at == 0 ? theme.quiet : theme.grid, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(theme.quiet);
        painter.drawText(QRectF(plot.left(), y - line / 2, area.left() - plot.left() - 6, line),
                         Qt::AlignRight | Qt::AlignVCenter, mark.label);
    }
    double free = plot.left() - 1;
    for (const AxisMark &mark : m_axes.x) {
        const double x = toPixel({mark.at, m_axes.yFrom}, area).x();
        // Round marks may lie beyond the end of an axis that is not round.
        if (x > area.right() + 1)
            continue;
        const double width = std::ceil(metrics.horizontalAdvance(mark.label)) + 2;
        if (x - width / 2 < free)
            continue;
        free = x + width / 2 + 6;
        painter.setPen(QPen(theme.quiet, 1));
        painter.drawLine(QPointF(crisp(x), area.bottom()), QPointF(crisp(x), area.bottom() + 4));
        painter.drawText(QRectF(x - width / 2, area.bottom() + 5, width, line), Qt::AlignCenter, mark.label);
    }
    painter.setPen(theme.quiet);
    if (!m_axes.xTitle.isEmpty())
        painter.drawText(QRectF(area.left(), plot.bottom() - line, area.width(), line), Qt::AlignRight | Qt::AlignVCenter, m_axes.xTitle);
    painter.drawText(QRectF(plot.left(), plot.top(), plot.width() / 2, line), Qt::AlignLeft | Qt::AlignVCenter, m_axes.yTitle);
}

std::vector<QPointF> LineChart::legendPlaces(const QRectF &plot) const
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const auto widthOf = [&](const LineSeries &series) { return 30 + std::ceil(metrics.horizontalAdvance(series.name)) + 2; };
    double width = -14;
    for (const LineSeries &series : m_series)
        width += widthOf(series) + 14;
    const double afterTitle = plot.left() + metrics.horizontalAdvance(m_axes.yTitle) + 16;
    const bool inOneLine = afterTitle + width <= plot.right();
    QPointF place(inOneLine ? plot.right() - width : plot.left(), plot.top() + (inOneLine || m_axes.yTitle.isEmpty() ? 0 : line));
    std::vector<QPointF> places;
    for (const LineSeries &series : m_series) {
        if (!inOneLine && place.x() > plot.left() && place.x() + widthOf(series) > plot.right())
            place = {plot.left(), place.y() + line};
        places.push_back(place);
        place.rx() += widthOf(series) + 14;
    }
    return places;
}

void LineChart::paintLegend(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    const double line = std::ceil(QFontMetricsF(font()).height());
    const auto places = legendPlaces(plot);
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const QPointF at = places[i];
        painter.setPen(penOf(m_series[i], theme));
        painter.drawLine(QPointF(at.x(), crisp(at.y() + line / 2)), QPointF(at.x() + 24, crisp(at.y() + line / 2)));
        painter.setPen(theme.quiet);
        painter.drawText(QRectF(at.x() + 30, at.y(), plot.right() + 2 - at.x() - 30, line), Qt::AlignLeft | Qt::AlignVCenter, m_series[i].name);
    }
}

QString LineChart::tellInPlot(QPointF point, const QRectF &plot) const
{
    const QRectF area = inner(plot);
    if (point.x() < area.left() - 8 || point.x() > area.right() + 8 || point.y() < plot.top() || point.y() > plot.bottom())
        return {};
    for (const LineSeries &series : m_series) {
        if (series.tells.isEmpty() || series.points.empty())
            continue;
        const auto nearest = std::ranges::min_element(series.points, {}, [&](const QPointF &value) {
            return std::abs(toPixel(value, area).x() - point.x());
        });
        return series.tells[nearest - series.points.begin()];
    }
    return {};
}

} // namespace forewatch
