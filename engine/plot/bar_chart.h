#pragma once

#include "engine/analysis/share.h"
#include "engine/plot/chart.h"

#include <optional>

namespace forewatch {

/// One bar from zero.
struct Bar
{
    QString label;
    double value;
    QString text;
    /// What the pointer is told.
    QString tell;
    Group group = Group::Other;
    /// A second number marked on the bar by a line across it.
    std::optional<double> mark = {};
};

/// Bars to the right, one below the other, their names before and their numbers behind them. Bars are as high as the
/// area allows; where it is too low for all, the last ones are left out and counted.
class BarChart final : public Chart
{
public:
    BarChart(ChartContents contents, std::vector<Bar> bars) : Chart(std::move(contents)), m_bars(std::move(bars)) {}

protected:
    void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const override;
    QString tellInPlot(QPointF point, const QRectF &plot) const override;

private:
    struct Layout
    {
        double rowHeight;
        std::size_t shown;
        double labels;
        double width;
    };
    Layout layOut(const QRectF &plot) const;

    std::vector<Bar> m_bars;
};

/// A share as a column with its interval.
struct ShareColumn
{
    QString label;
    /// Below the label: what it is a share of.
    QString base;
    Share share;
    Group group = Group::Other;
    QString tell;
};

/// Columns upwards on an axis from 0 to 100 %, each with its share above and a whisker for its interval.
class ShareChart final : public Chart
{
public:
    ShareChart(ChartContents contents, std::vector<ShareColumn> columns)
        : Chart(std::move(contents)), m_columns(std::move(columns))
    {
    }

protected:
    void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const override;
    QString tellInPlot(QPointF point, const QRectF &plot) const override;

private:
    QRectF inner(const QRectF &plot) const;

    std::vector<ShareColumn> m_columns;
};

} // namespace forewatch
