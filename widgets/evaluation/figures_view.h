#pragma once

#include "engine/evaluation/evaluation.h"

#include <QImage>
#include <QScrollArea>

#include <memory>

class QLabel;
class QSortFilterProxyModel;
class QTableView;
class QToolButton;

namespace forewatch {

class FiguresModel;

/// The figures of an evaluation: what they rest on, the model beside all baselines, and the publication's own measure with
/// its sheet of 15.
class FiguresView : public QScrollArea
{
    Q_OBJECT

public:
    explicit FiguresView(QWidget *parent = nullptr);

    /// Null shows nothing.
    void setEvaluation(std::shared_ptr<const Evaluation> evaluation);

    /// The maps of `Evaluation::published`'s sheet, in its order.
    void setSheet(std::vector<QImage> pictures);

    QTableView *table() const { return m_table; }

    /// What *Save as CSV…* writes.
    QByteArray toCsv() const;

public Q_SLOTS:
    /// The table as text with tabs, intervals included.
    void copy();

Q_SIGNALS:
    void saveRequested();
    /// A map of the sheet was clicked: index into `Evaluation::examples`.
    void exampleChosen(std::size_t example);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showNotes();
    void showPublished();
    void fitTable();

    std::shared_ptr<const Evaluation> m_evaluation;
    std::vector<QImage> m_pictures;
    FiguresModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QLabel *m_notes;
    QTableView *m_table;
    QLabel *m_legend;
    QToolButton *m_copy;
    QToolButton *m_save;
    QLabel *m_publishedText;
    QWidget *m_sheet;
    std::vector<QLabel *> m_cells;
};

} // namespace forewatch
