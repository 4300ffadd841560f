#include "app/gui/ledger_panel.h"

#include "app/gui/ask_file.h"
#include "app/gui/calendar_dates.h"
#include "app/gui/day_fields.h"
#include "app/gui/session.h"
#include "engine/core/files.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/rows_model.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"
#include "widgets/text_label.h"

#include <QComboBox>
#include <QDateEdit>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace forewatch {

namespace {

double sortable(Time time)
{
    return static_cast<double>(time.time_since_epoch().count());
}

} // namespace

LedgerPanel::LedgerPanel(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_rows(new RowsModel({tr("Raised"), tr("Span"), tr("Hours"), tr("Peak risk"), tr("Outcome"), tr("Targets"), tr("First after")},
                           {tr("When the forecast was made that began the alert"), tr("All the time that the alert spoke of"),
                            tr("Length of the span"), tr("Highest risk of a span while the alert lasted"),
                            tr("Whether a target event fell in the span"), tr("Target events in the span"),
                            tr("From the alert to the first target event in its span")},
                           this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView)
    , m_rule(new QComboBox)
    , m_hours(new QDoubleSpinBox)
    , m_from(makeDay(tr("First day of the ledger")))
    , m_to(makeDay(tr("Last day of the ledger")))
    , m_make(new QPushButton(tr("Make ledger")))
    , m_save(new QPushButton(tr("Save…")))
    , m_verdict(makeTextLabel("ledger verdict"))
    , m_figures(makeTextLabel("ledger figures"))
    , m_job(&m_pool)
{
    m_rule->addItems({tr("Alerts of at most"), tr("Alerts as on the timeline")});
    m_rule->setToolTip(tr("Within a budget that was kept on the days the model was tuned on, or by the threshold that is set on the "
                          "timeline"));
    m_rule->setAccessibleName(tr("Which alerts"));
    connect(m_rule, &QComboBox::currentIndexChanged, this, [this](int index) { m_hours->setVisible(index == 0); });
    m_hours->setRange(0.5, 23.5);
    m_hours->setSingleStep(0.5);
    m_hours->setDecimals(1);
    m_hours->setValue(4);
    m_hours->setSuffix(tr(" h a day"));
    m_hours->setToolTip(tr("How long alerts may last. The threshold is chosen so that this was kept on the days the model was tuned on; "
                           "later days may bring more or fewer alerts."));
    m_hours->setAccessibleName(tr("Hours under alert a day"));
    m_save->setToolTip(tr("Save the alerts as CSV, and the target events, caught or missed, beside them"));

    auto *top = new QHBoxLayout;
    top->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    top->setSpacing(gridUnit);
    top->addWidget(m_rule);
    top->addWidget(m_hours);
    top->addWidget(new QLabel(tr("from")));
    top->addWidget(m_from);
    top->addWidget(new QLabel(tr("to")));
    top->addWidget(m_to);
    top->addWidget(m_make);
    top->addStretch();
    top->addWidget(m_save);
    m_figures->setPalette(muted(palette()));
    auto *figures = new QScrollArea;
    figures->setWidget(m_figures);
    figures->setWidgetResizable(true);
    figures->setFrameShape(QFrame::NoFrame);
    m_figures->setAlignment(Qt::AlignTop);
    m_figures->setContentsMargins(gridUnit, 0, gridUnit, 0);
    m_verdict->setContentsMargins(gridUnit, 0, gridUnit, gridUnit / 2);
    m_details = new QWidget;
    auto *details = new QHBoxLayout(m_details);
    details->setContentsMargins(0, 0, 0, 0);
    details->setSpacing(0);
    details->addWidget(m_table, 3);
    details->addWidget(figures, 2);
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
    setUpTable(*m_table, tr("Ledger of alerts"));
    m_table->sortByColumn(0, Qt::AscendingOrder);

    m_pool.setMaxThreadCount(1);
    m_session->watch(m_job, tr("Scoring for the ledger"));
    connect(m_make, &QPushButton::clicked, this, &LedgerPanel::make);
    connect(&m_job, &JobBase::started, this, [this] { m_make->setEnabled(false); });
    connect(&m_job, &JobBase::ended, this, [this] { m_make->setEnabled(true); });
    for (const auto signal : {&Session::cityChanged, &Session::modelChanged})
        connect(m_session, signal, this, &LedgerPanel::takeModel);
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        const auto row = static_cast<std::size_t>(m_sorted->mapToSource(index).row());
        if (m_report && row < m_report->ledger.alerts.size())
            Q_EMIT spanRequested(m_report->ledger.alerts[row].alert.peakSpan);
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QString path = askForFileToWrite(this, tr("Save the ledger"), QStringLiteral("ledger.csv"), csvFiles());
        if (!path.isEmpty())
            save(path);
    });
    takeModel();
}

LedgerPanel::~LedgerPanel() = default;

QString LedgerPanel::text() const
{
    return m_verdict->text();
}

void LedgerPanel::takeModel()
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
    for (QWidget *control : {static_cast<QWidget *>(m_rule), static_cast<QWidget *>(m_hours), static_cast<QWidget *>(m_from), static_cast<QWidget *>(m_to),
                             static_cast<QWidget *>(m_make)})
        control->setEnabled(usable);
    showReport();
}

void LedgerPanel::make()
{
    if (!m_model)
        return;
    LedgerSettings settings{.policy = defaultPolicy(m_model->card),
                            .budget = std::nullopt,
                            .from = timeOf(m_from->date()),
                            .to = timeOf(m_to->date()) + std::chrono::days(1)};
    if (m_rule->currentIndex() == 0) {
        settings.budget = AlertBudget{.hoursPerDay = m_hours->value()};
    } else {
        settings.policy = m_session->policy();
        settings.byHand = m_session->isPolicyByHand();
    }
    m_job.start([folder = m_session->modelFolder(), city = m_session->city(), settings](Feedback &feedback) {
                    const Model own = loadModel(folder, torchBackend(), Session::learningThreads());
                    return reportLedger(own, city, settings, feedback);
                },
                [this](std::shared_ptr<const LedgerReport> report) {
                    m_report = std::move(report);
                    showReport();
                });
}

void LedgerPanel::showReport()
{
    m_save->setEnabled(m_report != nullptr);
    m_details->setVisible(m_report != nullptr);
    QFont verdictFont = font();
    verdictFont.setBold(m_report != nullptr);
    m_verdict->setFont(verdictFont);
    if (!m_report) {
        m_rows->setRows({});
        m_verdict->setText(m_model ? tr("The ledger tells what came of each alert of a span: whether it was right, and how early it came. "
                                        "It is made in the background.")
                                   : tr("A ledger needs a model that looks ahead and was tuned on later days than it learnt from. "
                                        "Open or train one (next window, chronological)."));
        return;
    }
    const QStringList sentences = m_report->sentences();
    m_verdict->setText(sentences.first());
    m_figures->setText(sentences.mid(1).join(QStringLiteral("\n\n")));
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (const LedgerAlert &entry : m_report->ledger.alerts) {
        const Alert &alert = entry.alert;
        const double hours = static_cast<double>(alert.span.length.count()) / 3600;
        const double minutes = static_cast<double>(entry.lead.count()) / 60;
        rows.push_back({
            {formatTime(alert.raised), sortable(alert.raised)},
            {formatWindow(alert.span), sortable(alert.span.start)},
            {QString::number(hours, 'f', 1), hours},
            {probabilityText(alert.peak), alert.peak, formatWindow(alert.peakSpan)},
            {!entry.hit ? tr("not known yet") : *entry.hit ? tr("◆ hit") : tr("△ false"), entry.hit ? double(*entry.hit) : .5},
            {QString::number(entry.targets), static_cast<double>(entry.targets)},
            {entry.firstTarget ? tr("%1 min").arg(minutes, 0, 'f', 0) : QStringLiteral("–"), entry.firstTarget ? minutes : -1},
        });
    }
    m_rows->setRows(std::move(rows));
    m_table->resizeColumnsToContents();
}

void LedgerPanel::save(const QString &path)
{
    if (!m_report)
        return;
    const QFileInfo info(path);
    const QString targets = info.path() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral("-targets.csv");
    try {
        for (const QString &file : {path, targets})
            requireNoSource(m_session->city(), file);
        writeWholeFile(path, m_report->ledger.alertsCsv());
        writeWholeFile(targets, m_report->ledger.targetsCsv(*m_session->city().neighborhoods));
        for (const QString &file : {path, targets})
            Q_EMIT m_session->exported(file);
        Q_EMIT m_session->said(tr("The alerts are in %1, the target events in %2.").arg(path, targets));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

} // namespace forewatch
