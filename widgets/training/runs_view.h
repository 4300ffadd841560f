#pragma once

#include "engine/learning/runs.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;
class QTableWidget;

namespace forewatch {

class RunsTableModel;

/// A table of runs, newest first; below it the notes of the run that is chosen, or the settings in which several chosen
/// ones differ. Tells of wishes by signals.
class RunsView : public QWidget
{
    Q_OBJECT

public:
    explicit RunsView(QWidget *parent = nullptr);

    /// Runs that were chosen stay so.
    void setRuns(const std::vector<Run> &runs);

    /// Nothing can be resumed meanwhile, and the run in `folder` is left as it is.
    void setTraining(bool training, const QString &folder);

    /// In the order of the table.
    std::vector<Run> chosen() const;
    void choose(const QStringList &folders);

    /// Writes what was noted and has not been told of yet.
    void finishNotes();

Q_SIGNALS:
    void curvesRequested();
    void openRequested(const QString &folder);
    void resumeRequested(const forewatch::Run &run);
    void renameRequested(const forewatch::Run &run);
    void deleteRequested(const std::vector<forewatch::Run> &runs);
    void exportRequested(const std::vector<forewatch::Run> &runs);
    void notesChanged(const QString &folder, const QString &notes);

private:
    QWidget *makeButtons();
    QWidget *makeDetails();
    void showChosen();
    void showButtons(const std::vector<Run> &runs);
    void showDifferences(const std::vector<Run> &runs);

    RunsTableModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    QLabel *m_empty;
    QStackedWidget *m_pages;
    QPushButton *m_open;
    QPushButton *m_curves;
    QPushButton *m_resume;
    QPushButton *m_rename;
    QPushButton *m_delete;
    QPushButton *m_export;
    QLabel *m_headline;
    QPlainTextEdit *m_notes;
    QTableWidget *m_differences;
    /// The run whose notes are shown.
    QString m_notesFolder;
    bool m_training = false;
    QString m_trainingFolder;
};

} // namespace forewatch
