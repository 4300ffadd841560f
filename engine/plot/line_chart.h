#pragma once

#include "engine/plot/chart.h"
#include "engine/scores/metrics.h"

#include <QPointF>

#include <optional>

namespace forewatch {

/// A line of a line chart.
struct LineSeries
{
    enum class Look {
        /// The one the chart is about.
        Main,
        /// A thin grey one to compare with.
        Quiet,
        /// The same, dashed.
        Dashed,
    };

    QString name;
    Look look = Look::Main;
    std::vector<QPointF> points = {};
    /// What the pointer is told of each point, or empty.
    QStringList tells = {};
    /// Indices of points that are drawn hollow: not whole, like a month that the table covers in part.
    std::vector<std::size_t> hollow = {};
    /// Points are drawn as dots too where there is room.
    bool dots = false;
    /// Of each point, from low to high in y, as an upright bar; or empty.
    std::vector<Interval> ranges = {};
    /// The color of this group instead of the look's own.
    std::optional<Group> color = {};
};

/// A mark of an axis, at a value.
struct AxisMark
{
    double at;
    QString label;
};

struct LineAxes
{
    double xFrom = 0;
    double xTo = 1;
    double yFrom = 0;
    double yTo = 1;
    /// Marks that do not fit are left out.
    std::vector<AxisMark> x;
    std::vector<AxisMark> y;
    QString xTitle = {};
    QString yTitle = {};
};

/// Lines over a horizontal axis, the vertical one from zero unless the axes say otherwise.
class LineChart : public Chart
{
public:
    LineChart(ChartContents contents, LineAxes axes, std::vector<LineSeries> series)
        : Chart(std::move(contents)), m_axes(std::move(axes)), m_series(std::move(series))
    {
    }

protected:
    void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const override;
    /// Of the point of the first series that has words, nearest in x.
    QString tellInPlot(QPointF point, const QRectF &plot) const override;

    /// The rectangle of the axes.
    QRectF inner(const QRectF &plot) const;
    QPointF toPixel(QPointF value, const QRectF &area) const;
    const LineAxes &axes() const { return m_axes; }

private:
    void paintAxes(QPainter &painter, const QRectF &plot, const QRectF &area, const ChartTheme &theme) const;
    /// Top left corners of the series' names, beside the title of the vertical axis where they fit there, else below it.
    std::vector<QPointF> legendPlaces(const QRectF &plot) const;
    void paintLegend(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const;

    LineAxes m_axes;
    std::vector<LineSeries> m_series;
};

} // namespace forewatch
