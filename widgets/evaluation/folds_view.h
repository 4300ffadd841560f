#pragma once

#include "engine/evaluation/rolling.h"

#include <QScrollArea>

#include <memory>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;
class QToolButton;

namespace forewatch {

class Chart;
class ChartView;
class FoldsForm;
class RowsModel;

/// A model tested anew on folds: which folds and tasks, what that costs and a button that begins it, its progress; then the
/// verdict of each task, the table of forecasts of all folds together, and skill by delay or lead where several were compared.
class FoldsView : public QScrollArea
{
    Q_OBJECT

public:
    using Evaluations = std::vector<RollingEvaluation>;

    explicit FoldsView(QWidget *parent = nullptr);

    FoldsForm *form() const { return m_form; }

    /// What is trained for each fold, in words: `risk field, 10 epochs`.
    void setModel(const QString &words);
    /// Something beside the form that keeps it from being started, for the user; empty: nothing.
    void setObstacle(const QString &obstacle);
    /// Whether some of it has been done before, and would go on.
    void setUnfinished(bool unfinished);

    /// Why it cannot be started as it stands, for the user; empty when it can.
    QString problem() const;

    void setRunning(bool running);
    void setProgress(const QString &what, int permille);
    /// Those that are done so far; null or empty for none.
    void setEvaluations(std::shared_ptr<const Evaluations> evaluations);
    const std::shared_ptr<const Evaluations> &evaluations() const { return m_evaluations; }

    /// The verdict that stands there; empty without one.
    QString verdict() const;
    QTableView *table() const { return m_table; }
    ChartView *chart() const { return m_chart; }

Q_SIGNALS:
    void runRequested();
    void cancelRequested();
    void saveTableRequested();
    /// The chart, in a file of the kind `png`, `svg` or `csv`.
    void saveRequested(const std::shared_ptr<const forewatch::Chart> &chart, const QString &name, const QString &ending);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLayout *makeButtons();
    void showState();
    void showResults();
    void showTask();
    void showChart();
    void showLook();

    std::shared_ptr<const Evaluations> m_evaluations;
    QString m_model;
    QString m_obstacle;
    bool m_unfinished = false;
    bool m_running = false;
    bool m_stopping = false;
    QLabel *m_words;
    FoldsForm *m_form;
    QPushButton *m_run;
    QPushButton *m_cancel;
    QLabel *m_note;
    QProgressBar *m_progress;
    QLabel *m_progressText;
    QWidget *m_results;
    QComboBox *m_task;
    QLabel *m_verdict;
    QLabel *m_facts;
    RowsModel *m_rows;
    QTableView *m_table;
    QLabel *m_legend;
    QToolButton *m_save;
    QComboBox *m_plot;
    ChartView *m_chart;
};

} // namespace forewatch
