#pragma once

#include "engine/evaluation/audit.h"

#include <QScrollArea>

#include <memory>

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTableView;

namespace forewatch {

class Chart;
class ChartView;
class RowsModel;

/// The leakage audit: what it costs and a button that runs it, its progress, then what each row is worth as bars and a table,
/// and in plain words how much of the published kind of number is leak.
class AuditView : public QScrollArea
{
    Q_OBJECT

public:
    explicit AuditView(QWidget *parent = nullptr);

    /// Null for none.
    void setAudit(std::shared_ptr<const Audit> audit);
    /// What running it for `epochs()` costs, in words; empty where there is no city.
    void setCost(const QString &cost, bool unfinished);
    void setRunning(bool running);
    void setProgress(const QString &what, int permille);

    int epochs() const;

    QPushButton *runButton() const { return m_run; }

Q_SIGNALS:
    void runRequested();
    void cancelRequested();
    void epochsChanged();
    /// The bars, in a file of the kind `png`, `svg` or `csv`.
    void saveRequested(const std::shared_ptr<const forewatch::Chart> &chart, const QString &name, const QString &ending);

private:
    void showState();
    void fillTable();

    std::shared_ptr<const Audit> m_audit;
    QString m_cost;
    bool m_unfinished = false;
    bool m_running = false;
    QLabel *m_judgement;
    QSpinBox *m_epochs;
    QPushButton *m_run;
    QPushButton *m_cancel;
    QLabel *m_costText;
    QProgressBar *m_progress;
    QLabel *m_progressText;
    ChartView *m_bars;
    RowsModel *m_rows;
    QTableView *m_table;
    QLabel *m_findings;
    QLabel *m_explanation;
};

} // namespace forewatch
