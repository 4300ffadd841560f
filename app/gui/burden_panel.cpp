#include "app/gui/burden_panel.h"

#include "app/gui/ask_file.h"
#include "app/gui/calendar_dates.h"
#include "app/gui/day_fields.h"
#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "engine/core/files.h"
#include "widgets/evaluation/rows_model.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"
#include "widgets/text_label.h"

#include <QComboBox>
#include <QDateEdit>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace forewatch {

namespace {

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1);
}

QString percents(const Estimate &share)
{
    return QStringLiteral("%1 [%2, %3]").arg(percent(share.value), percent(share.interval.low), percent(share.interval.high));
}

RowsModel::Cell optional(const std::optional<double> &value, int decimals)
{
    return {value ? QString::number(*value, 'f', decimals) : QStringLiteral("–"), value.value_or(-1)};
}

} // namespace

BurdenPanel::BurdenPanel(Session *session, Exploration *exploration, AreaSources *sources, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_exploration(exploration)
    , m_sources(sources)
    , m_areas(new AreaChooser(sources))
    , m_top(new QSpinBox)
    , m_kind(new QComboBox)
    , m_hours(new QDoubleSpinBox)
    , m_from(makeDay(tr("First day")))
    , m_to(makeDay(tr("Last day")))
    , m_make(new QPushButton(tr("Add up")))
    , m_save(new QPushButton(tr("Save…")))
    , m_verdict(makeTextLabel("burden verdict"))
    , m_figures(makeTextLabel("burden figures"))
    , m_rows(new RowsModel({tr("Area"), tr("Hours"), tr("Burden, %"), tr("Events"), tr("Events, %"), tr("Difference, points"),
                            tr("Finding"), tr("In its hours"), tr("Residents"), tr("Hours per 1,000"), tr("Events per 1,000")},
                           {tr("Name of the area"), tr("Hours that fell on the area in the whole span"),
                            tr("Of all areas’ hours, with 95 % interval by days drawn anew"), tr("Target events in the area"),
                            tr("Of the target events in all areas, with 95 % interval"),
                            tr("Share of the burden less share of the events, with 95 % interval"),
                            tr("Where the two differ beyond chance; of all findings at most 5 % are expected to be false"),
                            tr("Target events that happened in the area’s hours"), tr("As the polygons say it"),
                            tr("Hours per 1,000 residents"), tr("Target events per 1,000 residents")},
                           this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView)
    , m_details(new QWidget)
    , m_job(&m_pool)
{
    m_top->setRange(1, 50);
    m_top->setValue(5);
    m_top->setPrefix(tr("first "));
    m_top->setSuffix(tr(" areas"));
    m_top->setToolTip(tr("How many areas are in the top ranks"));
    m_top->setAccessibleName(m_top->toolTip());
    m_kind->addItems({tr("while an alert is up"), tr("at all hours")});
    m_kind->setToolTip(tr("Which hours in the top ranks are a burden"));
    m_kind->setAccessibleName(m_kind->toolTip());
    m_hours->setRange(0.5, 23.5);
    m_hours->setSingleStep(0.5);
    m_hours->setDecimals(1);
    m_hours->setValue(4);
    m_hours->setSuffix(tr(" h a day"));
    m_hours->setToolTip(tr("How long alerts may last; the threshold is chosen so that this was kept on the days the model was tuned on"));
    m_hours->setAccessibleName(tr("Hours under alert a day"));
    m_save->setToolTip(tr("Save a row for each area as CSV"));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    top->setSpacing(gridUnit);
    top->addWidget(m_areas);
    top->addWidget(m_top);
    top->addWidget(m_kind);
    top->addWidget(new QLabel(tr("alerts of at most")));
    top->addWidget(m_hours);
    top->addWidget(new QLabel(tr("from")));
    top->addWidget(m_from);
    top->addWidget(new QLabel(tr("to")));
    top->addWidget(m_to);
    top->addWidget(m_make);
    top->addStretch();
    top->addWidget(m_save);
    m_verdict->setContentsMargins(gridUnit, 0, gridUnit, gridUnit / 2);
    m_figures->setPalette(muted(palette()));
    m_figures->setAlignment(Qt::AlignTop);
    m_figures->setContentsMargins(gridUnit, 0, gridUnit, 0);
    auto *figures = new QScrollArea;
    figures->setWidget(m_figures);
    figures->setWidgetResizable(true);
    figures->setFrameShape(QFrame::NoFrame);
    auto *details = new QHBoxLayout(m_details);
    details->setContentsMargins(0, 0, 0, 0);
    details->setSpacing(0);
    details->addWidget(m_table, 3);
    details->addWidget(figures, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_verdict);
    column->addWidget(m_details, 1);
    column->addStretch();

    m_sorted->setSourceModel(m_rows);
    m_sorted->setSortRole(RowsModel::NumberRole);
    m_table->setModel(m_sorted);
    setUpTable(*m_table, tr("Burden by area"));
    m_table->sortByColumn(1, Qt::DescendingOrder);
    m_pool.setMaxThreadCount(1);
    m_session->watch(m_job, tr("Adding up burden"));
    connect(m_make, &QPushButton::clicked, this, &BurdenPanel::make);
    connect(&m_job, &JobBase::started, this, [this] { m_make->setEnabled(false); });
    connect(&m_job, &JobBase::ended, this, [this] { m_make->setEnabled(m_model != nullptr); });
    connect(m_kind, &QComboBox::currentIndexChanged, this, &BurdenPanel::showReport);
    connect(m_areas, &AreaChooser::failed, m_session, &Session::failed);
    for (const auto signal : {&Session::cityChanged, &Session::modelChanged})
        connect(m_session, signal, this, &BurdenPanel::takeModel);
    connect(m_table, &QTableView::clicked, this, &BurdenPanel::takeSelection);
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QString path = askForFileToWrite(this, tr("Save the burden"), QStringLiteral("burden.csv"), csvFiles());
        if (!path.isEmpty())
            save(path);
    });
    takeModel();
}

BurdenPanel::~BurdenPanel() = default;

QString BurdenPanel::text() const
{
    return m_verdict->text();
}

BurdenKind BurdenPanel::chosenKind() const
{
    return m_kind->currentIndex() == 0 ? BurdenKind::UnderAlert : BurdenKind::TopRanks;
}

void BurdenPanel::takeModel()
{
    const auto &model = m_session->model();
    const bool usable = model && m_session->hasCity() && m_session->modelProblem().isEmpty()
        && model->card.task.question == Question::NextWindow && model->card.split.kind == SplitKind::Chronological;
    m_job.cancel();
    m_report.reset();
    if (usable) {
        proposeUnseenDays(m_from, m_to, m_session->city(), m_session->model()->card);
    }
    m_model = usable ? model : nullptr;
    for (QWidget *control : {static_cast<QWidget *>(m_top), static_cast<QWidget *>(m_kind), static_cast<QWidget *>(m_hours),
                             static_cast<QWidget *>(m_from), static_cast<QWidget *>(m_to), static_cast<QWidget *>(m_make)})
        control->setEnabled(usable);
    showReport();
}

void BurdenPanel::make()
{
    const auto source = m_areas->chosen();
    if (!m_model || !source)
        return;
    const LedgerSettings alerts{.policy = {.threshold = m_model->card.threshold, .release = m_model->card.threshold},
                                .budget = AlertBudget{.hoursPerDay = m_hours->value()},
                                .from = timeOf(m_from->date()),
                                .to = timeOf(m_to->date()) + std::chrono::days(1)};
    const TopRanks top{.areas = static_cast<std::size_t>(m_top->value())};
    m_job.start(
        [folder = m_session->modelFolder(), city = m_session->city(), source = m_sources->all()[*source], alerts, top](Feedback &feedback) {
            StageFeedback placing(feedback, 0, 0.05);
            StageFeedback preparing(feedback, 0.05, 0.1);
            StageFeedback scoring(feedback, 0.1, 1);
            const auto areas = areasOf(source, city, placing);
            const Model own = loadModel(folder, torchBackend(), Session::learningThreads());
            const RankingGround ground = rankingGround(own, city, areas, preparing);
            return Made{areas, std::make_shared<const BurdenReport>(reportBurden(own, ground, {alerts, top}, scoring))};
        },
        [this, index = *source](std::shared_ptr<const Made> made) {
            m_sources->keep(index, made->areas);
            m_set = made->areas;
            m_report = made->report;
            showReport();
        });
}

void BurdenPanel::showReport()
{
    m_save->setEnabled(m_report != nullptr);
    m_details->setVisible(m_report != nullptr);
    QFont verdictFont = font();
    verdictFont.setBold(m_report != nullptr);
    m_verdict->setFont(verdictFont);
    if (!m_report) {
        m_rows->setRows({});
        m_verdict->setText(m_model ? tr("Alerts are the whole city’s; the ranking says on which areas they fall. Burden adds up these hours and "
                                        "holds them against the target events that happened there. It is made in the background.")
                                   : tr("Burden needs a model that looks ahead and was tuned on later days than it learnt from. "
                                        "Open or train one (next window, chronological)."));
        return;
    }
    const Burden &burden = m_report->of(chosenKind());
    const QStringList sentences = m_report->sentences(chosenKind(), *m_set);
    m_verdict->setText(sentences.first());
    m_figures->setText(sentences.mid(1).join(QStringLiteral("\n\n")));
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (const AreaBurden &one : burden.areas) {
        const bool few = one.residents && *one.residents < fewResidents;
        rows.push_back({{m_set->names[static_cast<qsizetype>(one.area)]},
                        {QString::number(one.hours.value, 'f', 0), one.hours.value,
                         tr("95 %: %1 to %2").arg(one.hours.interval.low, 0, 'f', 0).arg(one.hours.interval.high, 0, 'f', 0)},
                        {percents(one.burdenShare), one.burdenShare.value},
                        {QString::number(one.events), double(one.events)},
                        {percents(one.eventShare), one.eventShare.value},
                        {percents(one.difference), one.difference.value, tr("p = %1").arg(one.p, 0, 'g', 2)},
                        {one.finding > 0 ? tr("▲ more burden") : one.finding < 0 ? tr("▽ less burden") : QStringLiteral("–"), double(one.finding)},
                        {QString::number(one.eventsInside), double(one.eventsInside)},
                        {one.residents ? grouped(std::llround(*one.residents)) + (few ? tr(" (few)") : QString()) : QStringLiteral("–"),
                         one.residents.value_or(-1)},
                        optional(one.hoursPerThousand, 1),
                        optional(one.eventsPerThousand, 2)});
    }
    m_rows->setRows(std::move(rows));
    m_table->resizeColumnsToContents();
}

void BurdenPanel::takeSelection()
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid() || !m_report)
        return;
    const auto area = static_cast<std::size_t>(m_sorted->mapToSource(index).row());
    if (m_set->isNeighborhoods)
        m_exploration->select({.rows = {}, .neighborhoods = {area}});
    else if (m_set->outlines)
        Q_EMIT zoomRequested(m_set->outlines->at(area).box);
}

void BurdenPanel::save(const QString &path)
{
    if (!m_report)
        return;
    try {
        requireNoSource(m_session->city(), path);
        writeWholeFile(path, m_report->of(chosenKind()).toCsv(*m_set));
        Q_EMIT m_session->exported(path);
        Q_EMIT m_session->said(tr("The burden by area is in %1.").arg(path));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

} // namespace forewatch
