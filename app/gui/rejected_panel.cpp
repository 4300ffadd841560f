#include "app/gui/rejected_panel.h"

#include "app/gui/session.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

namespace forewatch {

RejectedPanel::RejectedPanel(Session *session, QWidget *parent)
    : LazyPanel(parent)
    , m_session(session)
    , m_model(new RejectedRowsModel(this))
    , m_table(new QTableView)
    , m_reason(new QComboBox)
    , m_text(new QLabel(tr("Open a crime table to see which of its rows were left out.")))
    , m_reading(&m_pool)
{
    m_reason->setToolTip(tr("Why rows were left out"));
    m_reason->setAccessibleName(m_reason->toolTip());
    m_reason->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_reason->hide();
    m_text->setMinimumWidth(1);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    top->setSpacing(gridUnit);
    top->addWidget(m_reason);
    top->addWidget(m_text, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    m_table->setModel(m_model);
    setUpTable(*m_table, tr("Rejected rows"));
    m_session->watch(m_reading, tr("Reading rejected rows"));
    connect(m_session, &Session::cityChanged, this, &RejectedPanel::takeCity);
    connect(m_reason, &QComboBox::currentIndexChanged, this, &RejectedPanel::invalidate);
}

RejectedPanel::~RejectedPanel() = default;

void RejectedPanel::takeCity()
{
    m_model->setRows(nullptr);
    const ImportReport &report = *m_session->city().report;
    {
        const QSignalBlocker quiet(m_reason);
        m_reason->clear();
        m_reason->addItem(tr("All %1").arg(grouped(static_cast<qint64>(report.rejected.size()))), -1);
        for (std::size_t i = 0; i < rejectionCount; ++i)
            if (const auto count = report.rejectedFor(static_cast<Rejection>(i)))
                m_reason->addItem(tr("%1 that %2").arg(grouped(count), rejectionText(static_cast<Rejection>(i))), static_cast<int>(i));
    }
    m_reason->setVisible(!report.rejected.empty());
    m_text->setText(report.rejected.empty() ? tr("Every row was kept.") : QString());
    invalidate();
}

void RejectedPanel::showReason(Rejection reason)
{
    m_reason->setCurrentIndex(std::max(0, m_reason->findData(static_cast<int>(reason))));
}

void RejectedPanel::refresh()
{
    if (!m_session->hasCity() || m_session->sources().incidents.source.isEmpty())
        return;
    const int reason = m_reason->currentData().toInt();
    std::vector<RejectedRow> wanted;
    for (const RejectedRow &row : m_session->city().report->rejected)
        if (reason < 0 || row.reason == static_cast<Rejection>(reason))
            wanted.push_back(row);
    if (wanted.empty()) {
        m_reading.cancel();
        return m_model->setRows(nullptr);
    }
    m_text->setText(tr("Reading …"));
    m_reading.start([settings = m_session->sources().incidents, wanted](Feedback &feedback) {
        return readRejectedRows(settings, wanted, feedback);
    },
                    [this](std::shared_ptr<const SourceRows> rows) {
                        m_model->setRows(rows);
                        m_text->setText(tr("As they stand in the crime table; columns about persons are left out."));
                        for (int section = 0; section < m_model->columnCount(); ++section)
                            m_table->setColumnWidth(section, (section == RejectedRowsModel::RowColumn ? 9
                                                                  : section == RejectedRowsModel::ReasonColumn ? 30 : 14) * gridUnit);
                    });
}

} // namespace forewatch
