#pragma once

#include "engine/plot/score_chart.h"
#include "widgets/plots/chart_view.h"

#include <optional>

namespace forewatch {

/// A plot about a forecast with a threshold that can be dragged.
class ScoreChartView : public ChartView
{
    Q_OBJECT

public:
    explicit ScoreChartView(QWidget *parent = nullptr);

    void setScoreChart(std::shared_ptr<const ScoreChart> chart);
    /// Does not emit.
    void setThreshold(double threshold);

    QSize sizeHint() const override;

Q_SIGNALS:
    void thresholdDragged(double threshold);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void drag(QPointF to);

    std::shared_ptr<const ScoreChart> m_score;
    double m_threshold = 0.5;
};

} // namespace forewatch
