#pragma once

#include "engine/data/import_report.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace forewatch {

/// How a table was read, to be looked at: what was kept, what was not and why, from which files.
class ImportReportView : public QWidget
{
    Q_OBJECT

public:
    explicit ImportReportView(QWidget *parent = nullptr);

    /// Null shows the empty state.
    void setReport(std::shared_ptr<const ImportReport> report);

Q_SIGNALS:
    void saveRejectedRequested();
    /// A reason was clicked: its rows are to be shown.
    void rowsRequested(forewatch::Rejection reason);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showHeadline();
    QTreeWidgetItem *addSection(const QString &title, const QString &value = {});
    QTreeWidgetItem *addCount(QTreeWidgetItem *section, const QString &text, qint64 count);
    void addLine(QTreeWidgetItem *section, const QString &text, const QString &tip = {});
    void addRejections(const ImportReport &report);
    void addNotes(const ImportReport &report);
    void addContent(const ImportReport &report);
    void addOrigin(const ImportReport &report);

    std::shared_ptr<const ImportReport> m_report;
    QLabel *m_headline;
    QTreeWidget *m_tree;
    QPushButton *m_save;
};

} // namespace forewatch
