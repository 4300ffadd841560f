// The header of QCustomPlot is written with Qt's keywords.
#undef QT_NO_KEYWORDS

#include "widgets/plots/curves_plot.h"

#include "widgets/look.h"
#include "widgets/plots/smoothing.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QLabel>
#include <QStackedLayout>

#include <algorithm>

namespace forewatch {

namespace {

constexpr double percent = 100;

enum Row { legendRow, lossRow, accuracyRow };

/// Of the runs beside the training (Okabe and Ito, 2008), without the vermillion of targets.
constexpr std::array<QRgb, 5> otherColors = {0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7, 0xff56b4e9};

QColor otherColor(std::size_t run, const QPalette &palette)
{
    const QColor color = QColor::fromRgb(otherColors[run % otherColors.size()]);
    return isDark(palette) ? color.lighter(125) : color;
}

/// Room above and below the lines that have data.
void fitHeight(QCPAxis *axis, const std::vector<const QCPGraph *> &lines)
{
    std::optional<QCPRange> all;
    for (const QCPGraph *line : lines) {
        bool found = false;
        const QCPRange range = line->getValueRange(found);
        if (found)
            all = all ? all->expanded(range) : range;
    }
    if (!all)
        return;
    const double room = std::max(0.08 * all->size(), 0.01 * std::abs(all->center()));
    axis->setRange(all->lower - room, all->upper + room);
}

std::map<int, EpochScores> numbered(const std::vector<EpochScores> &curves)
{
    std::map<int, EpochScores> epochs;
    for (const EpochScores &scores : curves)
        epochs.emplace(static_cast<int>(epochs.size()) + 1, scores);
    return epochs;
}

QColor faint(QColor color)
{
    color.setAlphaF(0.3F);
    return color;
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
    m_accuracy.x->setLabel(tr("Epoch"));
    m_loss.x->setTickLabels(false);
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
    Chart chart{rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft), nullptr, {}, nullptr};
    chart.y->setLabel(label);
    chart.y->ticker()->setTickCount(4);
    auto wholeEpochs = QSharedPointer<QCPAxisTickerFixed>::create();
    wholeEpochs->setTickStep(1);
    wholeEpochs->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    chart.x->setTicker(wholeEpochs);
    chart.x->setSubTicks(false);
    chart.running = m_plot->addGraph(chart.x, chart.y);
    chart.own = makeLines(chart.x, chart.y);
    chart.own.training->setName(tr("Training"));
    chart.own.validation->setName(tr("Validation"));
    chart.best = makeUpright(chart);
    return chart;
}

CurvesPlot::Lines CurvesPlot::makeLines(QCPAxis *x, QCPAxis *y)
{
    return {m_plot->addGraph(x, y), m_plot->addGraph(x, y), m_plot->addGraph(x, y), m_plot->addGraph(x, y)};
}

QCPItemStraightLine *CurvesPlot::makeUpright(const Chart &chart)
{
    auto *line = new QCPItemStraightLine(m_plot);
    line->setClipAxisRect(chart.y->axisRect());
    for (QCPItemPosition *point : {line->point1, line->point2}) {
        point->setTypeX(QCPItemPosition::ptPlotCoords);
        point->setTypeY(QCPItemPosition::ptAxisRectRatio);
        point->setAxes(chart.x, chart.y);
        point->setAxisRect(chart.y->axisRect());
    }
    return line;
}

void CurvesPlot::addCoinLine()
{
    QCPAxis *x = m_accuracy.x;
    QCPAxis *y = m_accuracy.y;
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
    text->setObjectName(QStringLiteral("coin"));
    text->setClipAxisRect(y->axisRect());
    text->setText(tr("coin"));
    text->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    text->position->setCoords(1, percent / 2);
}

void CurvesPlot::addLegend()
{
    m_legend = new QCPLegend;
    // The empty element keeps the legend's entries together at the left.
    auto *row = new QCPLayoutGrid;
    m_plot->plotLayout()->addElement(legendRow, 0, row);
    row->addElement(0, 0, m_legend);
    row->addElement(0, 1, new QCPLayoutElement(m_plot));
    row->setColumnStretchFactor(0, 0.001);
    m_plot->plotLayout()->setRowStretchFactor(legendRow, 0.001);
    m_legend->setLayer(QStringLiteral("legend"));
    m_legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    m_legend->setWrap(2);
    m_legend->setBorderPen(Qt::NoPen);
    m_legend->setBrush(Qt::NoBrush);
    m_plot->legend = m_legend;
    fillLegend();
}

void CurvesPlot::fillLegend()
{
    m_legend->clearItems();
    m_loss.own.training->addToLegend(m_legend);
    m_loss.own.validation->addToLegend(m_legend);
    for (const Other &other : m_others)
        other.loss.validation->addToLegend(m_legend);
}

void CurvesPlot::paintLines(const Lines &lines, const QColor &training, const QColor &validation) const
{
    lines.rawTraining->setPen(QPen(faint(training), 1));
    lines.rawValidation->setPen(QPen(faint(validation), 1, Qt::DashLine));
    lines.training->setPen(QPen(training, 1.6));
    lines.validation->setPen(QPen(validation, 1.8, Qt::DashLine));
    const auto dots = [](const QColor &color) { return QCPScatterStyle(QCPScatterStyle::ssDisc, color, 4); };
    lines.training->setScatterStyle(dots(training));
    lines.validation->setScatterStyle(dots(validation));
}

void CurvesPlot::applyPalette()
{
    const QColor ink = palette().color(QPalette::WindowText);
    const QColor quiet = mutedText(palette());
    const QColor line = hairline(palette());
    m_plot->setBackground(palette().color(QPalette::Window));
    for (QCPAxisRect *rect : m_plot->axisRects()) {
        for (QCPAxis *axis : {rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft)}) {
            axis->setBasePen(line);
            axis->setTickPen(line);
            axis->setSubTickPen(line);
            axis->grid()->setPen(QPen(line, 0.5));
            axis->setTickLabelColor(quiet);
            axis->setLabelColor(quiet);
            axis->setTickLabelFont(scaled(font(), 0.85));
            axis->setLabelFont(scaled(font(), 0.85));
        }
    }
    for (const Chart &chart : {m_loss, m_accuracy}) {
        chart.running->setPen(QPen(quietFill(palette()), 1));
        paintLines(chart.own, quiet, ink);
        chart.best->setPen(QPen(quietFill(palette()), 1));
    }
    for (std::size_t i = 0; i < m_others.size(); ++i) {
        const QColor color = otherColor(i, palette());
        paintLines(m_others[i].loss, color, color);
        paintLines(m_others[i].accuracy, color, color);
    }
    for (QCPItemStraightLine *phase : m_phaseLines)
        phase->setPen(QPen(quiet, 1, Qt::DotLine));
    for (int i = 0; i < m_plot->itemCount(); ++i) {
        if (auto *text = qobject_cast<QCPItemText *>(m_plot->item(i))) {
            text->setColor(quiet);
            text->setFont(scaled(font(), 0.85));
        } else if (auto *coin = qobject_cast<QCPItemStraightLine *>(m_plot->item(i));
                   coin->objectName() == QLatin1String("coin")) {
            coin->setPen(QPen(quiet, 1, Qt::DotLine));
        }
    }
    m_empty->setPalette(muted(palette()));
    m_legend->setTextColor(quiet);
    m_legend->setFont(scaled(font(), 0.85));
    // The last row may have a place that is empty.
    for (int i = 0; i < m_legend->itemCount(); ++i) {
        if (auto *entry = m_legend->item(i)) {
            entry->setTextColor(quiet);
            entry->setFont(scaled(font(), 0.85));
        }
    }
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
    m_epochs.insert_or_assign(epoch, scores);
    showEpochs();
}

void CurvesPlot::setCurves(const std::vector<EpochScores> &curves)
{
    for (const Chart &chart : {m_loss, m_accuracy})
        chart.running->data()->clear();
    m_epochs = numbered(curves);
    showEpochs();
}

void CurvesPlot::setOthers(const std::vector<NamedCurves> &others)
{
    for (const Other &other : m_others) {
        removeLines(other.loss);
        removeLines(other.accuracy);
    }
    m_others.clear();
    for (const NamedCurves &run : others) {
        const Other other{run, makeLines(m_loss.x, m_loss.y), makeLines(m_accuracy.x, m_accuracy.y)};
        other.loss.validation->setName(fontMetrics().elidedText(run.name, Qt::ElideMiddle, 24 * gridUnit));
        m_others.push_back(other);
    }
    fillLegend();
    applyPalette();
    showEpochs();
}

void CurvesPlot::removeLines(const Lines &lines)
{
    for (QCPGraph *graph : {lines.rawTraining, lines.rawValidation, lines.training, lines.validation})
        m_plot->removeGraph(graph);
}

void CurvesPlot::setPhases(const std::vector<Phase> &phases)
{
    for (QCPItemStraightLine *line : m_phaseLines)
        m_plot->removeItem(line);
    for (QCPItemText *name : m_phaseNames)
        m_plot->removeItem(name);
    m_phaseLines.clear();
    m_phaseNames.clear();
    int end = 0;
    for (std::size_t i = 0; i + 1 < phases.size(); ++i) {
        end += phases[i].epochs;
        for (const Chart &chart : {m_loss, m_accuracy}) {
            m_phaseLines.push_back(makeUpright(chart));
            m_phaseLines.back()->point1->setCoords(end, 0);
            m_phaseLines.back()->point2->setCoords(end, 1);
        }
        auto *name = new QCPItemText(m_plot);
        name->setClipAxisRect(m_loss.y->axisRect());
        name->position->setAxes(m_loss.x, m_loss.y);
        name->position->setAxisRect(m_loss.y->axisRect());
        name->position->setTypeX(QCPItemPosition::ptPlotCoords);
        name->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        name->position->setCoords(end, 0);
        name->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        name->setPadding(QMargins(gridUnit / 2, 0, gridUnit / 2, 0));
        name->setText(phases[i + 1].augmented ? tr("augmented") : tr("batches of %1").arg(phases[i + 1].batch));
        m_phaseNames.push_back(name);
    }
    applyPalette();
    refresh();
}

void CurvesPlot::setBalanced(bool balanced)
{
    m_balanced = balanced;
    for (int i = 0; i < m_plot->itemCount(); ++i)
        if (m_plot->item(i)->objectName() == QLatin1String("coin"))
            m_plot->item(i)->setVisible(balanced);
    refresh();
}

void CurvesPlot::setSmoothing(double share)
{
    Q_ASSERT(share >= 0 && share < 1);
    m_smoothing = share;
    showEpochs();
}

void CurvesPlot::fillLines(const Lines &lines, const QList<double> &epochs, const std::vector<double> &training,
                           const std::vector<double> &validation) const
{
    const auto list = [](const std::vector<double> &values) { return QList<double>(values.begin(), values.end()); };
    lines.training->setData(epochs, list(smoothed(training, m_smoothing)), true);
    lines.validation->setData(epochs, list(smoothed(validation, m_smoothing)), true);
    lines.rawTraining->setData(epochs, list(training), true);
    lines.rawValidation->setData(epochs, list(validation), true);
    lines.rawTraining->setVisible(m_smoothing > 0);
    lines.rawValidation->setVisible(m_smoothing > 0);
}

void CurvesPlot::fill(const Lines &loss, const Lines &accuracy, const std::map<int, EpochScores> &epochs) const
{
    QList<double> numbers;
    std::array<std::vector<double>, 4> scores;
    for (const auto &[epoch, of] : epochs) {
        numbers << epoch;
        scores[0].push_back(of.trainingLoss);
        scores[1].push_back(of.validationLoss);
        scores[2].push_back(of.trainingAccuracy * percent);
        scores[3].push_back(of.validationAccuracy * percent);
    }
    fillLines(loss, numbers, scores[0], scores[1]);
    fillLines(accuracy, numbers, scores[2], scores[3]);
}

void CurvesPlot::showEpochs()
{
    fill(m_loss.own, m_accuracy.own, m_epochs);
    for (const Other &other : m_others)
        fill(other.loss, other.accuracy, numbered(other.run.curves));
    refresh();
}

std::optional<int> CurvesPlot::bestEpoch() const
{
    const auto best = std::ranges::min_element(m_epochs, {}, [](const auto &epoch) { return epoch.second.validationLoss; });
    return best == m_epochs.end() ? std::nullopt : std::optional(best->first);
}

void CurvesPlot::refresh()
{
    const bool empty = m_epochs.empty() && m_others.empty() && m_loss.running->data()->isEmpty();
    m_pages->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_plot);
    const auto best = bestEpoch();
    double right = m_loss.running->data()->isEmpty() ? 1 : (m_loss.running->data()->constEnd() - 1)->key;
    if (!m_epochs.empty())
        right = std::max<double>(right, m_epochs.rbegin()->first);
    for (const Other &other : m_others)
        right = std::max(right, static_cast<double>(other.run.curves.size()));
    for (const Chart &chart : {m_loss, m_accuracy}) {
        chart.best->setVisible(best.has_value());
        chart.best->point1->setCoords(best.value_or(0), 0);
        chart.best->point2->setCoords(best.value_or(0), 1);
        chart.x->setRange(0, std::max(1.0, right) * 1.02);
        // The means of an epoch's first batches leap about: they do not count once an epoch has ended.
        std::vector<const QCPGraph *> lines;
        if (m_epochs.empty() && m_others.empty())
            lines.push_back(chart.running);
        for (const QCPGraph *line : chart.y->graphs())
            if (line != chart.running)
                lines.push_back(line);
        fitHeight(chart.y, lines);
    }
    for (QCPItemText *name : m_phaseNames) {
        const bool rightHalf = name->position->key() > right / 2;
        name->setPositionAlignment((rightHalf ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        name->setText(name->text().remove(QStringLiteral(" →")) + (rightHalf ? QStringLiteral(" →") : QString()));
    }
    if (m_balanced)
        m_accuracy.y->setRange(m_accuracy.y->range().expanded(QCPRange(percent / 2 - 4, percent / 2 + 8)));
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
