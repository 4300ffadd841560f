#include "widgets/evaluation/score_chart_view.h"

#include "widgets/look.h"

#include <QMouseEvent>
#include <QPainter>

namespace forewatch {

ScoreChartView::ScoreChartView(QWidget *parent) : ChartView(parent)
{
    setCursor(Qt::CrossCursor);
}

void ScoreChartView::setScoreChart(std::shared_ptr<const ScoreChart> chart)
{
    m_score = std::move(chart);
    setChart(m_score);
}

void ScoreChartView::setThreshold(double threshold)
{
    m_threshold = threshold;
    update();
}

QSize ScoreChartView::sizeHint() const
{
    return {52 * gridUnit, 40 * gridUnit};
}

void ScoreChartView::paintEvent(QPaintEvent *event)
{
    ChartView::paintEvent(event);
    if (!m_score)
        return;
    QPainter painter(this);
    m_score->paintThreshold(painter, rect(), isDark(palette()), m_threshold);
}

void ScoreChartView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        drag(event->position());
    else
        ChartView::mousePressEvent(event);
}

void ScoreChartView::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        drag(event->position());
    else
        ChartView::mouseMoveEvent(event);
}

void ScoreChartView::drag(QPointF to)
{
    if (!m_score)
        return;
    if (const auto threshold = m_score->thresholdAt(to, rect()))
        Q_EMIT thresholdDragged(*threshold);
}

} // namespace forewatch
