#include "engine/plot/bar_chart.h"

#include "engine/core/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

double crisp(double coordinate)
{
    return std::floor(coordinate) + 0.5;
}

} // namespace

BarChart::Layout BarChart::layOut(const QRectF &plot) const
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    double labels = 0;
    double texts = 0;
    for (const Bar &bar : m_bars) {
        labels = std::max(labels, metrics.horizontalAdvance(bar.label));
        texts = std::max(texts, metrics.horizontalAdvance(bar.text));
    }
    labels = std::min(std::ceil(labels) + 10, plot.width() * 0.4);
    const auto count = static_cast<double>(std::max<std::size_t>(m_bars.size(), 1));
    const double rowHeight = std::clamp(plot.height() / count, line + 1, 2.2 * line);
    std::size_t shown = std::min(m_bars.size(), static_cast<std::size_t>(plot.height() / rowHeight));
    if (shown < m_bars.size() && shown > 0)
        --shown; // room for the line that says how many are left out
    return {rowHeight, shown, labels, std::max(10.0, plot.width() - labels - std::ceil(texts) - 10)};
}

void BarChart::paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    const auto [rowHeight, shown, labels, width] = layOut(plot);
    const QFontMetricsF metrics(font());
    double highest = 0;
    for (const Bar &bar : m_bars)
        highest = std::max(highest, bar.value);
    for (std::size_t i = 0; i < shown; ++i) {
        const Bar &bar = m_bars[i];
        const QRectF row(plot.left(), plot.top() + static_cast<double>(i) * rowHeight, plot.width(), rowHeight);
        const QRectF body(row.left() + labels, row.top() + rowHeight * 0.16,
                          highest > 0 ? width * bar.value / highest : 0, rowHeight * 0.68);
        painter.setPen(theme.ink);
        painter.drawText(QRectF(row.left(), row.top(), labels - 8, rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(bar.label, Qt::ElideRight, labels - 8));
        painter.fillRect(body, theme.of(bar.group));
        if (bar.mark && highest > 0) {
            const double x = crisp(body.left() + width * *bar.mark / highest);
            painter.setPen(QPen(theme.ink, 1.4));
            painter.drawLine(QPointF(x, body.top() - 2), QPointF(x, body.bottom() + 2));
        }
        painter.setPen(theme.quiet);
        painter.drawText(QRectF(body.right() + 6, row.top(), plot.right() - body.right() - 6, rowHeight),
                         Qt::AlignLeft | Qt::AlignVCenter, bar.text);
    }
    if (shown < m_bars.size()) {
        painter.setPen(theme.quiet);
        painter.drawText(QRectF(plot.left() + labels, plot.top() + static_cast<double>(shown) * rowHeight, width, rowHeight),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         QStringLiteral("… and %1 more").arg(grouped(static_cast<qint64>(m_bars.size() - shown))));
    }
}

QString BarChart::tellInPlot(QPointF point, const QRectF &plot) const
{
    const auto [rowHeight, shown, labels, width] = layOut(plot);
    const double row = std::floor((point.y() - plot.top()) / rowHeight);
    if (row < 0 || row >= static_cast<double>(shown) || point.x() < plot.left() || point.x() > plot.right())
        return {};
    return m_bars[static_cast<std::size_t>(row)].tell;
}

QRectF ShareChart::inner(const QRectF &plot) const
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    return plot.adjusted(std::ceil(metrics.horizontalAdvance(QStringLiteral("100 %"))) + 8, line * 1.2, 0, -2 * line - 6);
}

void ShareChart::paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    const QRectF area = inner(plot);
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const auto yOf = [&](double share) { return area.bottom() - share * area.height(); };
    const int steps = area.height() > 10 * line ? 5 : 2;
    for (int i = 0; i <= steps; ++i) {
        const double y = crisp(yOf(static_cast<double>(i) / steps));
        painter.setPen(QPen(i == 0 ? theme.quiet : theme.grid, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(theme.quiet);
        painter.drawText(QRectF(plot.left(), y - line / 2, area.left() - plot.left() - 6, line),
                         Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("%1 %").arg(100 * i / steps));
    }
    const double slot = area.width() / static_cast<double>(std::max<std::size_t>(m_columns.size(), 1));
    const double width = std::min(slot * 0.7, 22 * line);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const ShareColumn &column = m_columns[i];
        const double middle = area.left() + (static_cast<double>(i) + 0.5) * slot;
        const double top = yOf(column.share.value());
        painter.fillRect(QRectF(middle - width / 2, top, width, area.bottom() - top), theme.of(column.group));
        const auto [low, high] = wilsonInterval(column.share);
        if (column.share.whole > 0) {
            const double x = crisp(middle);
            painter.setPen(QPen(theme.ink, 1.4));
            painter.drawLine(QPointF(x, yOf(low)), QPointF(x, yOf(high)));
            for (const double end : {low, high})
                painter.drawLine(QPointF(x - 5, yOf(end)), QPointF(x + 5, yOf(end)));
        }
        painter.setPen(theme.ink);
        const QString text = column.share.whole == 0 ? QStringLiteral("not known")
                                                     : QString::number(100 * column.share.value(), 'f', 1) + QStringLiteral(" %");
        painter.drawText(QRectF(middle - slot / 2, yOf(column.share.whole == 0 ? 0 : high) - line * 1.15, slot, line), Qt::AlignCenter, text);
        painter.drawText(QRectF(middle - slot / 2, area.bottom() + 4, slot, line), Qt::AlignCenter,
                         metrics.elidedText(column.label, Qt::ElideRight, slot - 8));
        painter.setPen(theme.quiet);
        painter.drawText(QRectF(middle - slot / 2, area.bottom() + 4 + line, slot, line), Qt::AlignCenter,
                         metrics.elidedText(column.base, Qt::ElideRight, slot - 8));
    }
}

QString ShareChart::tellInPlot(QPointF point, const QRectF &plot) const
{
    const QRectF area = inner(plot);
    if (m_columns.empty() || point.x() < area.left() || point.x() >= area.right() || point.y() < plot.top() || point.y() > plot.bottom())
        return {};
    const double slot = area.width() / static_cast<double>(m_columns.size());
    return m_columns[std::min(static_cast<std::size_t>((point.x() - area.left()) / slot), m_columns.size() - 1)].tell;
}

} // namespace forewatch
