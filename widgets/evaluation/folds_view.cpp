#include "widgets/evaluation/folds_view.h"

#include "engine/core/error.h"
#include "engine/plot/skill_chart.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/interval_delegate.h"
#include "widgets/evaluation/rows_model.h"
#include "widgets/look.h"
#include "widgets/plots/chart_view.h"
#include "widgets/tables/table_look.h"
#include "widgets/text_label.h"
#include "widgets/training/folds_form.h"
#include "widgets/training/sentence.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

/// Nats are small: one digit more than other figures have.
QString natsText(double value)
{
    return QString::number(std::abs(value) < 5e-5 ? 0. : value, 'f', 4).replace(QLatin1Char('-'), QChar(0x2212));
}

RowsModel::Cell cellOf(double value, const Interval &interval)
{
    return {.text = valueText(value, false), .number = value, .interval = interval, .intervalText = intervalText(interval, false)};
}

std::vector<RowsModel::Cell> rowOf(const PooledForecast &forecast, bool isModel)
{
    const Metrics &metrics = forecast.metrics;
    const auto figure = [&](const char *key, double value) {
        return cellOf(value, metrics.intervals.value(QLatin1String(key), {value, value}));
    };
    const Estimate &nats = forecast.nats;
    RowsModel::Cell ahead{.text = QStringLiteral("–")};
    if (!isModel)
        ahead = {.text = natsText(nats.value), .number = nats.value, .interval = nats.interval,
                 .intervalText = QStringLiteral("%1 – %2").arg(natsText(nats.interval.low), natsText(nats.interval.high))};
    std::vector<RowsModel::Cell> row{{.text = forecastName(forecast.key)}, ahead, figure("auc", metrics.auc),
                                     figure("brier_skill", metrics.brierSkill), figure("log_loss", metrics.logLoss)};
    for (RowsModel::Cell &cell : row)
        cell.bold = isModel;
    return row;
}

QString taskText(const Task &task)
{
    if (task.question == Question::SameWindow)
        return FoldsView::tr("same window");
    return task.reporting == Reporting::AsReported
        ? FoldsView::tr("Lead %1, rows as reported").arg(durationText(task.lead))
        : FoldsView::tr("Lead %1, delay %2").arg(durationText(task.lead), durationText(task.delay));
}

} // namespace

FoldsView::FoldsView(QWidget *parent)
    : QScrollArea(parent)
    , m_words(makeTextLabel("folds words"))
    , m_form(new FoldsForm)
    , m_note(makeTextLabel("folds note"))
    , m_progress(new QProgressBar)
    , m_progressText(makeTextLabel("folds progress"))
    , m_results(new QWidget)
    , m_task(makeChoice({}, tr("Lead and delay")))
    , m_verdict(makeTextLabel("folds verdict"))
    , m_facts(makeTextLabel("folds facts"))
    , m_rows(new RowsModel({tr("Forecast"), tr("Model ahead"), tr("AUC"), tr("Brier skill"), tr("Log loss")},
                           {tr("The model and its honest opponents, all on the same windows"),
                            tr("How much more probable the model made what came than the row did, in nats a window, with a paired 95 % "
                               "interval over the same days; an interval that reaches 0 shows no difference"),
                            tr("Chance that a window with a target has the higher probability; a coin has 0.5"),
                            tr("Share of the base rate's error that is avoided; 0 is no better than the base rate"),
                            tr("Mean surprise in nats; less is better")},
                           this))
    , m_table(new QTableView)
    , m_legend(makeTextLabel("folds legend"))
    , m_save(new QToolButton)
    , m_plot(makeChoice({}, tr("Which chart")))
    , m_chart(new ChartView)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_words->setText(tr("One test period is too short to prove a small gain. Folds train the model at the left anew for each part of a "
                        "longer span, on what lay before it alone, and judge all parts together, beside the baselines. With several "
                        "leads or delays they show how fast skill is lost."));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(gridUnit);
    m_progress->setAccessibleName(tr("Progress"));
    m_table->setModel(m_rows);
    setUpTable(*m_table, tr("Forecasts over all folds"));
    m_table->setItemDelegate(new IntervalDelegate(m_table));
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() * 9 / 5 + gridUnit);
    m_legend->setText(tr("Below each number its 95 % interval, by resampling days. Model ahead: nats a window."));
    m_save->setText(tr("Save as CSV…"));
    m_save->setToolTip(tr("A row for each lead, delay and forecast"));
    m_save->setAutoRaise(true);
    m_chart->setMinimumHeight(46 * gridUnit);

    auto *below = new QHBoxLayout;
    below->addWidget(m_legend, 1);
    below->addWidget(m_save, 0, Qt::AlignTop);
    auto *results = new QVBoxLayout(m_results);
    results->setContentsMargins(0, gridUnit, 0, 0);
    results->setSpacing(gridUnit);
    results->addWidget(m_task, 0, Qt::AlignLeft);
    results->addWidget(m_verdict);
    results->addWidget(m_facts);
    results->addWidget(m_table);
    results->addLayout(below);
    results->addWidget(m_plot, 0, Qt::AlignLeft);
    results->addWidget(m_chart);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(gridUnit);
    column->addWidget(m_words);
    column->addWidget(m_form);
    column->addLayout(makeButtons());
    column->addWidget(m_note);
    column->addWidget(m_progress);
    column->addWidget(m_progressText);
    column->addWidget(m_results);
    column->addStretch();
    setWidget(content);
    connect(m_form, &FoldsForm::changed, this, &FoldsView::showState);
    connect(m_save, &QToolButton::clicked, this, &FoldsView::saveTableRequested);
    connect(m_task, &QComboBox::activated, this, &FoldsView::showTask);
    connect(m_plot, &QComboBox::activated, this, &FoldsView::showChart);
    connect(m_chart, &ChartView::saveRequested, this,
            [this](const QString &ending) { Q_EMIT saveRequested(m_chart->chart(), QStringLiteral("skill"), ending); });
    for (QComboBox *box : {m_task, m_plot}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setMinimumContentsLength(12);
    }
    for (QWidget *control : content->findChildren<QWidget *>())
        if (qobject_cast<QComboBox *>(control) || qobject_cast<QSpinBox *>(control)) {
            control->setFocusPolicy(Qt::StrongFocus);
            control->installEventFilter(this);
        }
    showLook();
    setEvaluations(nullptr);
    showState();
}

QLayout *FoldsView::makeButtons()
{
    m_run = new QPushButton;
    m_run->setObjectName(QStringLiteral("run folds"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancel folds"));
    connect(m_run, &QPushButton::clicked, this, &FoldsView::runRequested);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        setProgress(tr("Stopping …"), m_progress->value());
        m_stopping = true;
        showState();
        Q_EMIT cancelRequested();
    });
    auto *row = new QHBoxLayout;
    row->addWidget(m_run);
    row->addWidget(m_cancel);
    row->addStretch();
    return row;
}

void FoldsView::setModel(const QString &words)
{
    m_model = words;
    showState();
}

void FoldsView::setObstacle(const QString &obstacle)
{
    m_obstacle = obstacle;
    showState();
}

void FoldsView::setUnfinished(bool unfinished)
{
    m_unfinished = unfinished;
    showState();
}

QString FoldsView::problem() const
{
    return m_obstacle.isEmpty() ? m_form->problem() : m_obstacle;
}

void FoldsView::setRunning(bool running)
{
    if (running && !m_running)
        setProgress(tr("Starting …"), 0);
    m_running = running;
    m_stopping = false;
    showState();
}

void FoldsView::setProgress(const QString &what, int permille)
{
    // What was still on its way when the user cancelled is told no more.
    if (m_stopping)
        return;
    m_progressText->setText(what);
    m_progress->setValue(permille);
}

void FoldsView::showState()
{
    const QString wrong = problem();
    QString note = wrong;
    if (wrong.isEmpty()) {
        const auto folds = static_cast<int>(rollingFolds(m_form->folds()).size());
        const auto tasks = static_cast<int>(m_form->leads().size() * m_form->delays().size());
        note = tasks == 1 ? tr("%1: %2.").arg(m_model, counted(folds, tr("training"), tr("trainings")))
                          : tr("%1: %2 for each of %3 combinations of lead and delay, %4 in all.")
                                .arg(m_model, counted(folds, tr("training"), tr("trainings"))).arg(tasks).arg(tasks * folds);
        note += QLatin1Char(' ')
            + tr("Each takes about as long as one at the left, and its baselines are fitted after it. It runs in the background; what is "
                 "finished is kept, and one that was cancelled goes on where it was.");
    }
    m_note->setText(note);
    m_note->setVisible(!m_running);
    m_form->setEnabled(!m_running);
    m_run->setText(m_unfinished ? tr("Go on") : tr("Run"));
    m_run->setVisible(!m_running);
    m_run->setEnabled(wrong.isEmpty());
    m_cancel->setVisible(m_running);
    m_cancel->setEnabled(!m_stopping);
    m_progress->setVisible(m_running);
    m_progressText->setVisible(m_running);
}

void FoldsView::setEvaluations(std::shared_ptr<const Evaluations> evaluations)
{
    m_evaluations = evaluations && !evaluations->empty() ? std::move(evaluations) : nullptr;
    showResults();
}

void FoldsView::showResults()
{
    m_results->setVisible(m_evaluations != nullptr);
    const int shown = m_task->currentIndex();
    m_task->clear();
    m_plot->clear();
    if (!m_evaluations) {
        m_rows->setRows({});
        m_chart->setChart(nullptr);
        return;
    }
    for (const RollingEvaluation &evaluation : *m_evaluations)
        m_task->addItem(taskText(evaluation.task));
    m_task->setCurrentIndex(std::clamp(shown, 0, m_task->count() - 1));
    m_task->setVisible(m_task->count() > 1);
    for (const SkillFigure figure : {SkillFigure::NatsAhead, SkillFigure::BrierSkill})
        for (const SkillPlot &plot : skillPlots(*m_evaluations, figure))
            m_plot->addItem(plot.chart->contents().title + QStringLiteral(" · ") + plot.chart->contents().subtitle.section(QStringLiteral("; "), 1),
                            QVariant::fromValue(plot.chart));
    m_plot->setVisible(m_plot->count() > 1);
    m_chart->setVisible(m_plot->count() > 0);
    showTask();
    showChart();
}

void FoldsView::showTask()
{
    const RollingEvaluation &evaluation = (*m_evaluations)[static_cast<std::size_t>(std::max(0, m_task->currentIndex()))];
    m_verdict->setText(evaluation.verdict);
    const SplitSettings &last = evaluation.folds.back();
    QString facts = tr("%1: %2, %3 to %4; %5 windows, %6 with a target.")
                         .arg(taskText(evaluation.task), counted(static_cast<qint64>(evaluation.folds.size()), tr("fold"), tr("folds")),
                              dateText(evaluation.folds.front().validationTo), dateText(last.to),
                              grouped(static_cast<qint64>(evaluation.windows)), probabilityText(evaluation.baseRate));
    if (!evaluation.leftOut.empty())
        facts += QLatin1Char('\n') + inWords(evaluation.leftOut);
    m_facts->setText(facts);
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (const PooledForecast &forecast : evaluation.forecasts)
        rows.push_back(rowOf(forecast, rows.empty()));
    m_rows->setRows(std::move(rows));
    m_table->resizeColumnsToContents();
    QFont bold = m_table->font();
    bold.setBold(true);
    int names = 0;
    for (int row = 0; row < m_rows->rowCount(); ++row)
        names = std::max(names, QFontMetrics(bold).horizontalAdvance(m_rows->index(row, 0).data().toString()));
    m_table->setColumnWidth(0, names + 2 * gridUnit);
    const QFontMetrics interval(scaled(bold, 0.8));
    for (int column = 1; column < m_rows->columnCount(); ++column) {
        const QString widest = column == 1 ? QStringLiteral("−0.0000 – −0.0000") : QStringLiteral("−0.000 – −0.000");
        m_table->setColumnWidth(column, std::max(m_table->columnWidth(column), interval.horizontalAdvance(widest) + gridUnit + 2));
    }
    showAllRows(*m_table);
}

void FoldsView::showChart()
{
    m_chart->setChart(m_plot->count() > 0 ? m_plot->currentData().value<std::shared_ptr<const Chart>>() : nullptr);
}

QString FoldsView::verdict() const
{
    return m_evaluations ? m_verdict->text() : QString();
}

void FoldsView::showLook()
{
    m_verdict->setFont(scaled(font(), 1.25));
    for (QLabel *label : {m_words, m_facts, m_legend})
        label->setPalette(muted(palette()));
    for (QLabel *label : {m_facts, m_legend})
        label->setFont(scaled(font(), 0.85));
}

bool FoldsView::eventFilter(QObject *watched, QEvent *event)
{
    // A wheel that scrolls the page changes no choice under it.
    const auto *control = qobject_cast<QWidget *>(watched);
    if (event->type() == QEvent::Wheel && control && !control->hasFocus()) {
        event->ignore();
        return true;
    }
    return QScrollArea::eventFilter(watched, event);
}

void FoldsView::changeEvent(QEvent *event)
{
    // Muted texts have a color of their own, which a new palette does not reach.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        showLook();
    QScrollArea::changeEvent(event);
}

} // namespace forewatch
