#pragma once

#include "engine/plot/line_chart.h"

#include <optional>

namespace forewatch {

/// A threshold's place on a curve.
struct ThresholdPoint
{
    double threshold;
    QPointF at;
};

/// A quantity or a range as an upright box: from `from` to `to` in x, from `low` to `high` in y.
struct ScoreBox
{
    double from;
    double to;
    double low;
    double high;
};

/// Lines about a probability forecast, on which a threshold has a place: a vertical line where x is the probability, else a
/// point of the curve.
class ScoreChart final : public LineChart
{
public:
    /// What lies below the lines, and where thresholds are. Without `points` x is the probability.
    struct Parts
    {
        /// Filled columns.
        std::vector<ScoreBox> columns = {};
        /// Faint ranges.
        std::vector<ScoreBox> ranges = {};
        /// Along the curve, thresholds falling.
        std::vector<ThresholdPoint> points = {};
    };

    ScoreChart(ChartContents contents, LineAxes axes, std::vector<LineSeries> series, Parts parts)
        : LineChart(std::move(contents), std::move(axes), std::move(series)), m_parts(std::move(parts))
    {
    }

    /// Marks the threshold; the area is the one that was painted on.
    void paintThreshold(QPainter &painter, const QRectF &area, bool dark, double threshold) const;

    /// The threshold that is meant by a point: of the nearest place on the curve, or the probability there. Nothing without
    /// room to draw.
    std::optional<double> thresholdAt(QPointF point, const QRectF &area) const;

protected:
    void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const override;

private:
    Parts m_parts;
};

} // namespace forewatch
