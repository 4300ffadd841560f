#include "engine/plot/matrix_chart.h"

#include "engine/core/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

QString sumText(double sum)
{
    return grouped(std::llround(sum));
}

double widest(const QStringList &texts, const QFontMetricsF &metrics)
{
    double width = 0;
    for (const QString &text : texts)
        width = std::max(width, metrics.horizontalAdvance(text));
    return std::ceil(width);
}

/// The room of the sums' bars beside rows and below columns.
constexpr double sumBar = 40;

} // namespace

QRectF MatrixChart::inner(const QRectF &plot) const
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    double right = 2;
    if (!m_matrix.rowSums.empty()) {
        QStringList sums;
        for (const double sum : m_matrix.rowSums)
            sums << sumText(sum);
        right = widest(sums, metrics) + sumBar + 12;
    }
    const double top = line + 6 + (m_matrix.columnTitle.isEmpty() ? 0 : line);
    const double below = line + 8 + (m_matrix.columnSums.empty() ? 0 : sumBar + 6);
    return plot.adjusted(std::min(widest(m_matrix.rowLabels, metrics) + 10, plot.width() * 0.4), top, -right, -below);
}

void MatrixChart::paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    const QRectF area = inner(plot);
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const auto rows = static_cast<double>(m_matrix.rowLabels.size());
    const auto columns = static_cast<double>(m_matrix.columnLabels.size());
    const double width = area.width() / columns;
    const double height = area.height() / rows;
    if (area.width() < 20 || area.height() < 2 * rows)
        return;

    painter.setPen(theme.quiet);
    painter.drawText(QRectF(area.left(), plot.top(), area.width(), line), Qt::AlignLeft | Qt::AlignVCenter, m_matrix.columnTitle);
    // Every so many columns have their label, as many as fit.
    const double needed = widest(m_matrix.columnLabels, metrics) + 6;
    const auto every = static_cast<qsizetype>(std::max(1.0, std::ceil(needed / width)));
    for (qsizetype i = 0; i < m_matrix.columnLabels.size(); i += every)
        painter.drawText(QRectF(area.left() + static_cast<double>(i) * width - (needed - width) / 2, area.top() - line - 4, needed, line),
                         Qt::AlignCenter, m_matrix.columnLabels[i]);
    // All cells have their text, smaller where it must be, or none has.
    double widestText = 1;
    for (const auto &row : m_matrix.cells)
        for (const MatrixCell &cell : row)
            widestText = std::max(widestText, metrics.horizontalAdvance(cell.text));
    const double factor = std::min(1.0, (width - 4) / widestText);
    const bool texts = factor >= 0.7 && line * factor <= height;
    for (std::size_t row = 0; row < m_matrix.cells.size(); ++row) {
        const double top = area.top() + static_cast<double>(row) * height;
        if (height >= line * 0.8) {
            painter.setPen(theme.ink);
            painter.drawText(QRectF(plot.left(), top, area.left() - plot.left() - 8, height), Qt::AlignRight | Qt::AlignVCenter,
                             m_matrix.rowLabels[static_cast<qsizetype>(row)]);
        }
        for (std::size_t column = 0; column < m_matrix.cells[row].size(); ++column) {
            const MatrixCell &cell = m_matrix.cells[row][column];
            const QRectF box(area.left() + static_cast<double>(column) * width, top, width, height);
            const QRectF body = box.adjusted(0.5, 0.5, -0.5, -0.5);
            const QColor color = theme.shade(cell.shade);
            painter.fillRect(body, color);
            if (cell.marked) {
                painter.setPen(QPen(theme.ink, 1.6, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(body.adjusted(1, 1, -1, -1));
            }
            if (!texts || cell.text.isEmpty())
                continue;
            painter.setFont(font(factor));
            const bool two = !cell.second.isEmpty() && 2 * line + 4 <= height
                && metrics.horizontalAdvance(cell.second) + 6 <= width;
            painter.setPen(theme.inkOn(color));
            painter.drawText(two ? QRectF(box.left(), box.center().y() - line, width, line) : box, Qt::AlignCenter, cell.text);
            if (two)
                painter.drawText(QRectF(box.left(), box.center().y(), width, line), Qt::AlignCenter, cell.second);
            painter.setFont(font());
        }
    }
    paintSums(painter, plot, area, theme);
    paintLegend(painter, QRectF(area.left(), plot.bottom() - line, area.width(), line), theme);
}

void MatrixChart::paintSums(QPainter &painter, const QRectF &plot, const QRectF &area, const ChartTheme &theme) const
{
    const QFontMetricsF metrics(font());
    if (!m_matrix.rowSums.empty()) {
        const double height = area.height() / static_cast<double>(m_matrix.rowSums.size());
        const double highest = std::max(1.0, *std::ranges::max_element(m_matrix.rowSums));
        for (std::size_t i = 0; i < m_matrix.rowSums.size(); ++i) {
            const QRectF row(area.right() + 6, area.top() + static_cast<double>(i) * height, plot.right() - area.right() - 6, height);
            painter.fillRect(QRectF(row.left(), row.top() + height * 0.25, sumBar * m_matrix.rowSums[i] / highest, height * 0.5), theme.fill);
            if (height < metrics.height() * 0.8)
                continue;
            painter.setPen(theme.quiet);
            painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, sumText(m_matrix.rowSums[i]));
        }
    }
    if (!m_matrix.columnSums.empty()) {
        const double width = area.width() / static_cast<double>(m_matrix.columnSums.size());
        const double highest = std::max(1.0, *std::ranges::max_element(m_matrix.columnSums));
        for (std::size_t i = 0; i < m_matrix.columnSums.size(); ++i)
            painter.fillRect(QRectF(area.left() + (static_cast<double>(i) + 0.15) * width, area.bottom() + 4, width * 0.7,
                                    sumBar * m_matrix.columnSums[i] / highest), theme.fill);
    }
}

void MatrixChart::paintLegend(QPainter &painter, const QRectF &row, const ChartTheme &theme) const
{
    const QFontMetricsF metrics(font());
    double x = row.left();
    painter.setPen(theme.quiet);
    const auto write = [&](const QString &text) {
        const double width = std::ceil(metrics.horizontalAdvance(text)) + 2;
        painter.drawText(QRectF(x, row.top(), width, row.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += width + 6;
    };
    write(m_matrix.least);
    constexpr int steps = 9;
    for (int i = 0; i < steps; ++i, x += 14)
        painter.fillRect(QRectF(x, row.top() + 2, 14, row.height() - 4), theme.shade(static_cast<double>(i) / (steps - 1)));
    x += 6;
    write(m_matrix.most);
}

QString MatrixChart::tellInPlot(QPointF point, const QRectF &plot) const
{
    const QRectF area = inner(plot);
    if (!area.contains(point) || m_matrix.cells.empty())
        return {};
    const auto index = [](double share, std::size_t count) {
        return std::min(static_cast<std::size_t>(share * static_cast<double>(count)), count - 1);
    };
    const auto &row = m_matrix.cells[index((point.y() - area.top()) / area.height(), m_matrix.cells.size())];
    return row[index((point.x() - area.left()) / area.width(), row.size())].tell;
}

} // namespace forewatch
