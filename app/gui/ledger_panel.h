#pragma once

#include "app/gui/job.h"
#include "engine/warning/ledger_report.h"

#include <QWidget>

class QComboBox;
class QDateEdit;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace forewatch {

class RowsModel;
class Session;

/// The drawer of *Watch*: what came of the alerts of a span under a budget of hours that was kept on the validation part, beside
/// alerts at the same hours every day. It is made by a copy of the model on a thread of its own, so that days can be scored
/// meanwhile. A double click takes map and timeline to an alert's peak.
class LedgerPanel : public QWidget
{
    Q_OBJECT

public:
    /// Must outlive it.
    explicit LedgerPanel(Session *session, QWidget *parent = nullptr);
    ~LedgerPanel() override;

    QTableView *table() const { return m_table; }
    QPushButton *makeButton() const { return m_make; }
    QDoubleSpinBox *hours() const { return m_hours; }
    /// A budget of hours, or the policy of the session.
    QComboBox *rule() const { return m_rule; }
    QDateEdit *from() const { return m_from; }
    QDateEdit *to() const { return m_to; }
    /// The verdict, or what to do next.
    QString text() const;
    /// Null before one was made for this city and model.
    const std::shared_ptr<const LedgerReport> &report() const { return m_report; }

    void make();
    /// Writes the alerts as CSV, and the target events to `…-targets.csv` beside it.
    void save(const QString &path);

Q_SIGNALS:
    void spanRequested(const forewatch::Window &span);

private:
    void takeModel();
    void showReport();

    Session *m_session;
    RowsModel *m_rows;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    QComboBox *m_rule;
    QDoubleSpinBox *m_hours;
    QDateEdit *m_from;
    QDateEdit *m_to;
    QPushButton *m_make;
    QPushButton *m_save;
    QLabel *m_verdict;
    QLabel *m_figures;
    /// Table and figures; seen once there is a ledger.
    QWidget *m_details;
    std::shared_ptr<const Model> m_model;
    std::shared_ptr<const LedgerReport> m_report;
    // Declared before the job, so that it outlives it.
    QThreadPool m_pool;
    Job<LedgerReport> m_job;
};

} // namespace forewatch
