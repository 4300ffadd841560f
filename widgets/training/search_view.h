#pragma once

#include "engine/learning/search.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTableWidget;
class QToolButton;

namespace forewatch {

class TabularLabel;

/// Which settings of the network a search varies, within which budget; the runs that ended so far, the lowest validation
/// loss first. Tells of wishes by signals.
class SearchView : public QWidget
{
    Q_OBJECT

public:
    explicit SearchView(QWidget *parent = nullptr);

    /// The network whose settings are varied: what can be is offered.
    void setNetwork(const NetworkSpec &network);

    /// Something else that keeps a search from being started, for the user; empty: nothing.
    void setObstacle(const QString &obstacle);

    /// Precondition: `problem()` is empty.
    SearchSettings settings() const;

    /// Why no search can be started as it stands, for the user; empty when one can.
    QString problem() const;

    void setRunning(bool running);
    void showProgress(const TrainingProgress &progress);
    void setResults(const std::vector<SearchedRun> &runs);

Q_SIGNALS:
    void startRequested();
    void cancelRequested();
    void openRequested(const QString &folder);

private:
    QWidget *makeSettings();
    QWidget *makeBudget();
    QLayout *makeButtons();
    void addRow(const QString &path, const QString &values);
    void showState();
    QString textOf(int row) const;

    NetworkSpec m_network;
    QString m_obstacle;
    bool m_running = false;
    std::vector<SearchedRun> m_results;
    QTableWidget *m_varied;
    QToolButton *m_add;
    QToolButton *m_remove;
    QComboBox *m_order;
    QSpinBox *m_runs;
    QDoubleSpinBox *m_minutes;
    QSpinBox *m_seed;
    QLabel *m_problem;
    QPushButton *m_start;
    QPushButton *m_cancel;
    TabularLabel *m_progress;
    QTableWidget *m_table;
    QPushButton *m_open;
};

/// The settings of a network that can be varied, as their paths in its JSON, in alphabetical order.
QStringList variablePaths(const NetworkSpec &network);

} // namespace forewatch
