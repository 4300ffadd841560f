#pragma once

#include "engine/plot/chart.h"

namespace forewatch {

/// A cell of a shaded table.
struct MatrixCell
{
    /// 0 to 1: how deep its color is.
    double shade = 0;
    /// Written into it where it fits; the second line where there is room for two.
    QString text = {};
    QString second = {};
    QString tell = {};
    /// Framed, to stand out.
    bool marked = false;
};

/// A table drawn as shaded cells in a single hue.
struct Matrix
{
    QStringList rowLabels;
    QStringList columnLabels;
    /// Row by row.
    std::vector<std::vector<MatrixCell>> cells;
    /// Bars beside the rows and below the columns, with their numbers; none when empty.
    std::vector<double> rowSums = {};
    std::vector<double> columnSums = {};
    /// Words of the legend's ends: least and most.
    QString least;
    QString most;
    QString columnTitle = {};
};

class MatrixChart final : public Chart
{
public:
    MatrixChart(ChartContents contents, Matrix matrix) : Chart(std::move(contents)), m_matrix(std::move(matrix)) {}

protected:
    void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const override;
    QString tellInPlot(QPointF point, const QRectF &plot) const override;

private:
    /// The cells' rectangle, all of them together.
    QRectF inner(const QRectF &plot) const;
    void paintLegend(QPainter &painter, const QRectF &row, const ChartTheme &theme) const;
    void paintSums(QPainter &painter, const QRectF &plot, const QRectF &area, const ChartTheme &theme) const;

    Matrix m_matrix;
};

} // namespace forewatch
