#include "widgets/evaluation/audit_view.h"

#include "engine/plot/bar_chart.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/rows_model.h"
#include "widgets/look.h"
#include "widgets/plots/chart_view.h"
#include "widgets/tables/table_look.h"
#include "widgets/text_label.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

namespace forewatch {

namespace {

QString withInterval(const Estimate &figure, bool percent)
{
    return QStringLiteral("%1 (%2)").arg(valueText(figure.value, percent), intervalText(figure.interval, percent));
}

std::shared_ptr<const Chart> barsOf(const Audit &audit)
{
    ChartContents contents{
        .title = AuditView::tr("Right where as many windows have a target as have none"),
        .subtitle = AuditView::tr("%1; %2 epochs for each network; 95 % intervals").arg(audit.target).arg(audit.epochs),
        .note = AuditView::tr("The mark is a coin's 50 %. Blue: a trained network. Grey: an answer without one."),
        .columns = {QStringLiteral("answers"), QStringLiteral("right"), QStringLiteral("low"), QStringLiteral("high"),
                    QStringLiteral("windows")},
        .rows = {},
        .json = audit.toJson()};
    std::vector<Bar> bars;
    for (const AuditRow &row : audit.rows) {
        const auto &[value, interval] = row.balancedAccuracy;
        bars.push_back({.label = row.name,
                        .value = value,
                        .text = withInterval(row.balancedAccuracy, true),
                        .tell = AuditView::tr("%1: %2 on %3 windows").arg(row.name, withInterval(row.balancedAccuracy, true),
                                                                         grouped(static_cast<qint64>(row.windows))),
                        .group = row.epochs > 0 ? Group::Property : Group::Other,
                        .mark = 0.5});
        contents.rows.push_back({row.name, QString::number(value, 'f', 4), QString::number(interval.low, 'f', 4),
                                 QString::number(interval.high, 'f', 4), QString::number(row.windows)});
    }
    return std::make_shared<const BarChart>(std::move(contents), std::move(bars));
}

} // namespace

AuditView::AuditView(QWidget *parent)
    : QScrollArea(parent)
    , m_judgement(makeTextLabel("audit judgement"))
    , m_epochs(new QSpinBox)
    , m_run(new QPushButton)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_costText(makeTextLabel("audit cost"))
    , m_progress(new QProgressBar)
    , m_progressText(makeTextLabel("audit progress"))
    , m_bars(new ChartView)
    , m_rows(new RowsModel({tr("Answers"), tr("Right of balanced"), tr("AUC"), tr("Skill over hours"), tr("Right of all"), tr("Always no"),
                            tr("Windows")},
                           {tr("Which question is answered, and how"),
                            tr("The published kind of number: share told right where as many windows have a target as have none, with its "
                               "95 % interval"),
                            tr("Chance that a window with a target has the higher score, with its 95 % interval"),
                            tr("Brier skill over the hour of day, both calibrated on the same windows, at the true base rate"),
                            tr("Share told right of all windows, as they come"), tr("What always saying no gets right of them"),
                            tr("Test windows")},
                           this))
    , m_table(new QTableView)
    , m_findings(makeTextLabel("audit findings"))
    , m_explanation(makeTextLabel("audit explanation"))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_epochs->setRange(1, 200);
    m_epochs->setValue(AuditSettings().epochs);
    m_epochs->setSuffix(tr(" epochs a row"));
    m_epochs->setKeyboardTracking(false);
    m_epochs->setAccessibleName(tr("Epochs for each trained row"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(gridUnit);
    m_bars->setMinimumHeight(46 * gridUnit);
    m_table->setModel(m_rows);
    setUpTable(*m_table, tr("Rows of the audit"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_run);
    row->addWidget(m_cancel);
    row->addWidget(m_epochs);
    row->addStretch();
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(gridUnit);
    column->addWidget(m_judgement);
    column->addLayout(row);
    column->addWidget(m_costText);
    column->addWidget(m_progress);
    column->addWidget(m_progressText);
    column->addWidget(m_bars);
    column->addWidget(m_findings);
    column->addWidget(m_table);
    column->addWidget(m_explanation);
    column->addStretch();
    setWidget(content);
    connect(m_run, &QPushButton::clicked, this, &AuditView::runRequested);
    connect(m_cancel, &QPushButton::clicked, this, &AuditView::cancelRequested);
    connect(m_epochs, &QSpinBox::valueChanged, this, &AuditView::epochsChanged);
    connect(m_bars, &ChartView::saveRequested, this,
            [this](const QString &ending) { Q_EMIT saveRequested(m_bars->chart(), QStringLiteral("audit"), ending); });
    setAudit(nullptr);
}

int AuditView::epochs() const
{
    return m_epochs->value();
}

void AuditView::setAudit(std::shared_ptr<const Audit> audit)
{
    m_audit = std::move(audit);
    fillTable();
    showState();
}

void AuditView::setCost(const QString &cost, bool unfinished)
{
    m_cost = cost;
    m_unfinished = unfinished;
    showState();
}

void AuditView::setRunning(bool running)
{
    if (running && !m_running)
        setProgress(tr("Starting …"), 0);
    m_running = running;
    showState();
}

void AuditView::setProgress(const QString &what, int permille)
{
    m_progressText->setText(what);
    m_progress->setValue(permille);
}

void AuditView::showState()
{
    const bool hasCity = !m_cost.isEmpty();
    m_judgement->setText(
        m_audit ? m_audit->explanation.value(0)
                : tr("The published accuracy comes from classifying windows whose own targets are drawn on the map. The audit trains the "
                     "network on five questions, from the published one to one that looks ahead, beside counting dots and knowing the "
                     "hour, and says how much of the number is leak."));
    m_run->setText(m_unfinished ? tr("Resume the audit") : m_audit && m_audit->epochs == epochs() ? tr("Score it again") : tr("Run the audit"));
    m_run->setVisible(!m_running);
    m_run->setEnabled(hasCity);
    m_cancel->setVisible(m_running);
    m_epochs->setEnabled(!m_running && hasCity);
    m_costText->setVisible(!m_running);
    m_costText->setText(hasCity ? m_cost : tr("Open a city to audit what its pictures give away."));
    m_progress->setVisible(m_running);
    m_progressText->setVisible(m_running);
}

void AuditView::fillTable()
{
    for (QWidget *part : {static_cast<QWidget *>(m_bars), static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_findings),
                          static_cast<QWidget *>(m_explanation)})
        part->setVisible(m_audit != nullptr);
    if (!m_audit)
        return;
    m_bars->setChart(barsOf(*m_audit));
    std::vector<std::vector<RowsModel::Cell>> rows;
    for (const AuditRow &row : m_audit->rows)
        rows.push_back({{.text = row.name, .tip = row.folder},
                        {.text = withInterval(row.balancedAccuracy, true), .number = row.balancedAccuracy.value},
                        {.text = withInterval(row.auc, false), .number = row.auc.value},
                        {.text = withInterval(row.skillOverHours, false), .number = row.skillOverHours.value},
                        {.text = probabilityText(row.accuracy), .number = row.accuracy},
                        {.text = probabilityText(row.alwaysNo), .number = row.alwaysNo},
                        {.text = grouped(static_cast<qint64>(row.windows)), .number = static_cast<double>(row.windows)}});
    m_rows->setRows(std::move(rows));
    m_table->resizeColumnsToContents();
    showAllRows(*m_table);
    QStringList findings;
    for (const AuditFinding &finding : m_audit->findings)
        findings << QStringLiteral("%1  %2").arg(finding.raised ? QStringLiteral("▲") : QStringLiteral("○"), finding.text);
    m_findings->setText(findings.join(QStringLiteral("\n\n")));
    m_explanation->setText(m_audit->explanation.mid(1).join(QStringLiteral("\n\n")));
}

} // namespace forewatch
