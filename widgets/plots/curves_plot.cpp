// The header of QCustomPlot is written with Qt's keywords.
#undef QT_NO_KEYWORDS

#include "widgets/plots/curves_plot.h"

#include "widgets/look.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QLabel>
#include <QStackedLayout>

#include <algorithm>

namespace forewatch {

namespace {

constexpr double percent = 100;

enum Row { legendRow, lossRow, accuracyRow };

/// Room above and below the curves.
void fitHeight(QCPAxis *axis)
{
    axis->rescale(true);
    axis->scaleRange(1.15);
}

} // namespace

CurvesPlot::CurvesPlot(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedLayout(this))
    , m_empty(new QLabel(tr("The curves of a training grow here.")))
    , m_plot(new QCustomPlot)
{
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_plot);
    m_plot->setAccessibleName(tr("Loss and accuracy over the epochs"));
    m_plot->setAutoAddPlottableToLegend(false);
    m_plot->plotLayout()->clear();
    m_loss = makeChart(lossRow, tr("Loss"));
    m_accuracy = makeChart(accuracyRow, tr("Accuracy, %"));
    m_accuracy.training->keyAxis()->setLabel(tr("Epoch"));
    m_loss.training->keyAxis()->setTickLabels(false);
    auto *group = new QCPMarginGroup(m_plot);
    for (QCPAxisRect *rect : m_plot->axisRects())
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, group);
    addCoinLine();
    addLegend();
    applyPalette();
    clear();
}

CurvesPlot::Chart CurvesPlot::makeChart(int row, const QString &label)
{
    auto *rect = new QCPAxisRect(m_plot);
    m_plot->plotLayout()->addElement(row, 0, rect);
    rect->setMinimumMargins(QMargins(0, gridUnit / 2, gridUnit, 0));
    QCPAxis *x = rect->axis(QCPAxis::atBottom);
    QCPAxis *y = rect->axis(QCPAxis::atLeft);
    y->setLabel(label);
    y->ticker()->setTickCount(4);
    auto wholeEpochs = QSharedPointer<QCPAxisTickerFixed>::create();
    wholeEpochs->setTickStep(1);
    wholeEpochs->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    x->setTicker(wholeEpochs);
    x->setSubTicks(false);

    Chart chart{m_plot->addGraph(x, y), m_plot->addGraph(x, y), m_plot->addGraph(x, y),
                new QCPItemStraightLine(m_plot)};
    chart.training->setName(tr("Training"));
    chart.validation->setName(tr("Validation"));
    for (QCPItemPosition *point : {chart.best->point1, chart.best->point2}) {
        point->setTypeX(QCPItemPosition::ptPlotCoords);
        point->setTypeY(QCPItemPosition::ptAxisRectRatio);
        point->setAxes(x, y);
        point->setAxisRect(rect);
    }
    chart.best->setClipAxisRect(rect);
    return chart;
}

void CurvesPlot::addCoinLine()
{
    QCPAxis *x = m_accuracy.training->keyAxis();
    QCPAxis *y = m_accuracy.training->valueAxis();
    auto *line = new QCPItemStraightLine(m_plot);
    auto *text = new QCPItemText(m_plot);
    line->setObjectName(QStringLiteral("coin"));
    line->setClipAxisRect(y->axisRect());
    for (QCPItemPosition *point : {line->point1, line->point2, text->position}) {
        point->setTypeX(QCPItemPosition::ptAxisRectRatio);
        point->setTypeY(QCPItemPosition::ptPlotCoords);
        point->setAxes(x, y);
        point->setAxisRect(y->axisRect());
    }
    line->point1->setCoords(0, percent / 2);
    line->point2->setCoords(1, percent / 2);
    text->setClipAxisRect(y->axisRect());
    text->setText(tr("coin"));
    text->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    text->position->setCoords(1, percent / 2);
}

void CurvesPlot::addLegend()
{
    auto *legend = new QCPLegend;
    // The empty element keeps the legend's entries together at the left.
    auto *row = new QCPLayoutGrid;
    m_plot->plotLayout()->addElement(legendRow, 0, row);
    row->addElement(0, 0, legend);
    row->addElement(0, 1, new QCPLayoutElement(m_plot));
    row->setColumnStretchFactor(0, 0.001);
    m_plot->plotLayout()->setRowStretchFactor(legendRow, 0.001);
    legend->setLayer(QStringLiteral("legend"));
    legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    m_plot->legend = legend;
    m_loss.training->addToLegend(legend);
    m_loss.validation->addToLegend(legend);
}

void CurvesPlot::applyPalette()
{
    const QColor ink = palette().color(QPalette::WindowText);
    const QColor muted = mutedText(palette());
    const QColor faint = hairline(palette());
    m_plot->setBackground(palette().color(QPalette::Window));
    for (QCPAxisRect *rect : m_plot->axisRects()) {
        for (QCPAxis *axis : {rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft)}) {
            axis->setBasePen(faint);
            axis->setTickPen(faint);
            axis->setSubTickPen(faint);
            axis->grid()->setPen(QPen(faint, 0.5));
            axis->setTickLabelColor(muted);
            axis->setLabelColor(muted);
            axis->setTickLabelFont(scaled(font(), 0.85));
            axis->setLabelFont(scaled(font(), 0.85));
        }
    }
    for (const Chart &chart : {m_loss, m_accuracy}) {
        chart.running->setPen(QPen(quietFill(palette()), 1));
        chart.training->setPen(QPen(muted, 1.6));
        chart.validation->setPen(QPen(ink, 1.8, Qt::DashLine));
        const auto dots = [](const QColor &color) { return QCPScatterStyle(QCPScatterStyle::ssDisc, color, 4); };
        chart.training->setScatterStyle(dots(muted));
        chart.validation->setScatterStyle(dots(ink));
        chart.best->setPen(QPen(quietFill(palette()), 1));
    }
    for (int i = 0; i < m_plot->itemCount(); ++i) {
        if (auto *text = qobject_cast<QCPItemText *>(m_plot->item(i))) {
            text->setColor(muted);
            text->setFont(scaled(font(), 0.85));
        } else if (auto *line = qobject_cast<QCPItemStraightLine *>(m_plot->item(i));
                   line->objectName() == QLatin1String("coin")) {
            line->setPen(QPen(muted, 1, Qt::DotLine));
        }
    }
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, muted);
    m_empty->setPalette(quiet);
    m_plot->legend->setTextColor(muted);
    m_plot->legend->setFont(scaled(font(), 0.85));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvesPlot::clear()
{
    setCurves({});
}

void CurvesPlot::addRunning(double epoch, double loss, double accuracy)
{
    m_loss.running->addData(epoch, loss);
    m_accuracy.running->addData(epoch, accuracy * percent);
    refresh();
}

void CurvesPlot::addEpoch(int epoch, const EpochScores &scores)
{
    Q_ASSERT(epoch == static_cast<int>(m_epochs.size()) + 1);
    m_epochs.push_back(scores);
    showEpoch(epoch, scores);
    refresh();
}

void CurvesPlot::setCurves(std::vector<EpochScores> curves)
{
    for (const Chart &chart : {m_loss, m_accuracy}) {
        for (QCPGraph *graph : {chart.running, chart.training, chart.validation})
            graph->data()->clear();
    }
    m_epochs = std::move(curves);
    for (std::size_t i = 0; i < m_epochs.size(); ++i)
        showEpoch(static_cast<int>(i) + 1, m_epochs[i]);
    refresh();
}

void CurvesPlot::showEpoch(int epoch, const EpochScores &scores)
{
    m_loss.training->addData(epoch, scores.trainingLoss);
    m_loss.validation->addData(epoch, scores.validationLoss);
    m_accuracy.training->addData(epoch, scores.trainingAccuracy * percent);
    m_accuracy.validation->addData(epoch, scores.validationAccuracy * percent);
}

std::optional<int> CurvesPlot::bestEpoch() const
{
    const auto best = std::ranges::min_element(m_epochs, {}, &EpochScores::validationLoss);
    return best == m_epochs.end() ? std::nullopt : std::optional(static_cast<int>(best - m_epochs.begin()) + 1);
}

void CurvesPlot::refresh()
{
    const bool empty = m_epochs.empty() && m_loss.running->data()->isEmpty();
    m_pages->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_plot);
    const auto best = bestEpoch();
    const double last = m_loss.running->data()->isEmpty() ? 0 : (m_loss.running->data()->constEnd() - 1)->key;
    const double right = std::max({1.0, last, static_cast<double>(m_epochs.size())});
    for (const Chart &chart : {m_loss, m_accuracy}) {
        chart.best->setVisible(best.has_value());
        chart.best->point1->setCoords(best.value_or(0), 0);
        chart.best->point2->setCoords(best.value_or(0), 1);
        chart.training->keyAxis()->setRange(0, right * 1.02);
        fitHeight(chart.training->valueAxis());
    }
    m_accuracy.training->valueAxis()->setRange(
        m_accuracy.training->valueAxis()->range().expanded(QCPRange(percent / 2 - 4, percent / 2 + 8)));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QSize CurvesPlot::sizeHint() const
{
    return {50 * gridUnit, 45 * gridUnit};
}

void CurvesPlot::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyPalette();
    QWidget::changeEvent(event);
}

} // namespace forewatch
