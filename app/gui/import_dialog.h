#pragma once

#include "app/gui/job.h"
#include "engine/data/table_preview.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPushButton;

namespace forewatch {

class ImportForm;
class PreviewView;

/// Asks how a crime table is to be read: what was found out, what the user decides, and at once what an import would
/// make of it. Previews run in the background after each change.
class ImportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `asked` names the crime table; its neighborhoods may be missing.
    explicit ImportDialog(const ImportSettings &asked, QWidget *parent = nullptr);

    const ImportForm *form() const { return m_form; }
    const PreviewView *view() const { return m_view; }
    /// The last preview that came; nothing before the first.
    const std::shared_ptr<const TablePreview> &preview() const { return m_preview; }

Q_SIGNALS:
    void importRequested(const forewatch::ImportSettings &settings);
    /// The last change has been looked at.
    void previewed();

private:
    void look();
    void show(const TablePreview &preview);
    void answer(OpenQuestion::About about, const QString &answer);
    void chooseNeighborhoods();
    void showSources();
    ImportSettings asked() const;

    QThreadPool m_pool;
    QString m_neighborhoods;
    QLabel *m_table;
    QLabel *m_areas;
    ImportForm *m_form;
    PreviewView *m_view;
    QPushButton *m_import;
    QTimer m_delay;
    std::shared_ptr<const TablePreview> m_preview;
    Job<TablePreview> m_job;
};

} // namespace forewatch
