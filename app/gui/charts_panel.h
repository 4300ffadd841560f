#pragma once

#include "app/gui/job.h"
#include "engine/plot/city_charts.h"

#include <QThreadPool>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QSpinBox;
class QToolButton;

namespace forewatch {

class ChartView;
class Exploration;
class Session;

/// The drawer's charts: a list of them at the left, the chosen one at the right with its options above. Follows the
/// filter, and the window and the selected neighborhoods where the user wants it; counts in the background, and only
/// while it is seen.
class ChartsPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive it.
    ChartsPanel(Session *session, Exploration *exploration, QWidget *parent = nullptr);

    void choose(ChartKind kind);
    ChartView *view() const { return m_view; }
    bool isCounting() const { return m_job.isRunning(); }

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeOptions();
    ChartKind kind() const;
    ChartSettings wantedSettings() const;
    void showOptions();
    /// Counts again soon, or when the panel is seen next.
    void outdate();
    void count();
    void save(const QString &ending);
    void showRunning(bool running);

    Session *m_session;
    Exploration *m_exploration;
    QListWidget *m_kinds;
    QComboBox *m_scope;
    QCheckBox *m_selected;
    QComboBox *m_what;
    QComboBox *m_unit;
    QWidget *m_knox;
    QLineEdit *m_distances;
    QLineEdit *m_days;
    QSpinBox *m_runs;
    QSpinBox *m_bandwidth;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    ChartView *m_view;
    /// What was chosen to be counted, by kind of chart.
    std::array<Counted, chartKinds.size()> m_counted;
    bool m_outdated = true;
    QTimer m_soon;
    QTimer m_showProgress;
    // Declared before the job, so that it outlives it.
    QThreadPool m_pool;
    Job<std::shared_ptr<const Chart>> m_job;
};

} // namespace forewatch
