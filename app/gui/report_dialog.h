#pragma once

#include "app/gui/job.h"
#include "engine/report/risk_report_pdf.h"

#include <QDialog>

class QComboBox;
class QDateEdit;
class QLabel;
class QPushButton;
class QSpinBox;

namespace forewatch {

class Session;

/// Asks of what and on which paper a report is to be, and writes it as PDF in the background by a copy of the model. Stays open
/// until it is closed; the work goes on below in the window meanwhile.
class ReportDialog : public QDialog
{
    Q_OBJECT

public:
    /// Must outlive it. `shown` is what the map shows: its day is proposed.
    ReportDialog(Session *session, const std::optional<Window> &shown, QWidget *parent = nullptr);
    ~ReportDialog() override;

    enum Extent { Day, Shift, Span };

    QComboBox *extent() const { return m_extent; }
    QDateEdit *from() const { return m_from; }
    QDateEdit *to() const { return m_to; }
    QComboBox *form() const { return m_form; }
    QComboBox *paper() const { return m_paper; }
    QPushButton *saveButton() const { return m_save; }
    /// What the report will be of.
    Window span() const;

    /// Makes the report and writes it; `said` or `failed` of the session tells of it.
    void write(const QString &path);

Q_SIGNALS:
    void written(const QString &path);

private:
    void showFields();
    void takeModel();
    QString fileName() const;

    Session *m_session;
    QComboBox *m_form;
    QComboBox *m_extent;
    QDateEdit *m_from;
    QDateEdit *m_to;
    QLabel *m_toText;
    QSpinBox *m_fromHour;
    QSpinBox *m_toHour;
    QWidget *m_hours;
    QComboBox *m_areas;
    QComboBox *m_paper;
    QLabel *m_note;
    QPushButton *m_save;
    // Declared before the job, so that it outlives it.
    QThreadPool m_pool;
    Job<QString> m_job;
};

} // namespace forewatch
