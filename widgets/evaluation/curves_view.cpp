#include "widgets/evaluation/curves_view.h"

#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/score_chart_view.h"
#include "widgets/evaluation/threshold_bar.h"
#include "widgets/evaluation/threshold_choice.h"
#include "widgets/look.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace forewatch {

namespace {

constexpr int widthForTwo = 100 * gridUnit;

} // namespace

CurvesView::CurvesView(ThresholdChoice *choice, QWidget *parent)
    : QWidget(parent), m_choice(choice), m_beside(new QComboBox), m_plots(new QWidget), m_grid(new QGridLayout(m_plots))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(gridUnit);
    for (const ForecastChart kind : forecastCharts) {
        auto *view = new ScoreChartView;
        view->setMinimumHeight(38 * gridUnit);
        view->setEmptyText(tr("Train or open a model to see its curves."));
        m_views[kind] = view;
        connect(view, &ScoreChartView::thresholdDragged, m_choice, &ThresholdChoice::setThreshold);
        connect(view, &ChartView::saveRequested, this,
                [this, view, kind](const QString &ending) { Q_EMIT saveRequested(view->chart(), forecastChartKey(kind), ending); });
    }
    m_beside->setAccessibleName(tr("Baseline drawn beside the model"));
    auto *beside = new QHBoxLayout;
    beside->setContentsMargins(gridUnit, 0, gridUnit, 0);
    beside->addWidget(new QLabel(tr("Grey line:")));
    beside->addWidget(m_beside);
    beside->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_plots);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit);
    column->addWidget(new ThresholdBar(choice));
    column->addLayout(beside);
    column->addWidget(scroll, 1);

    connect(m_choice, &ThresholdChoice::evaluationChanged, this, [this] {
        showBaselines();
        makeCharts();
    });
    connect(m_choice, &ThresholdChoice::changed, this, [this] {
        for (const auto &[kind, view] : m_views)
            view->setThreshold(m_choice->threshold());
    });
    connect(m_beside, &QComboBox::currentIndexChanged, this, &CurvesView::makeCharts);
    showBaselines();
    arrange();
}

void CurvesView::showBaselines()
{
    const QSignalBlocker quiet(m_beside);
    const QString before = m_beside->count() > 0 ? m_beside->currentData().toString() : QStringLiteral("hour_of_day");
    m_beside->clear();
    m_beside->addItem(tr("none"));
    if (m_choice->evaluation())
        for (const EvaluatedForecast &baseline : m_choice->evaluation()->baselines)
            if (!baseline.forecast.probabilities.empty())
                m_beside->addItem(forecastName(baseline.key), baseline.key);
    const int again = m_beside->findData(before.isEmpty() ? QStringLiteral("hour_of_day") : before);
    m_beside->setCurrentIndex(std::max(again, 0));
    m_beside->setEnabled(m_choice->evaluation() != nullptr);
}

void CurvesView::makeCharts()
{
    m_stale = true;
    if (!isVisible())
        return;
    m_stale = false;
    const auto &evaluation = m_choice->evaluation();
    const bool has = evaluation && !evaluation->model.forecast.probabilities.empty();
    for (const auto &[kind, view] : m_views) {
        view->setScoreChart(has ? makeForecastChart(*evaluation, kind, m_beside->currentData().toString()) : nullptr);
        view->setThreshold(m_choice->threshold());
    }
}

void CurvesView::arrange()
{
    const int columns = width() >= widthForTwo ? 2 : 1;
    if (columns == m_columns)
        return;
    m_columns = columns;
    int index = 0;
    for (const ForecastChart kind : forecastCharts) {
        m_grid->addWidget(m_views[kind], index / columns, index % columns);
        ++index;
    }
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, columns == 2 ? 1 : 0);
}

void CurvesView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void CurvesView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        makeCharts();
}

} // namespace forewatch
