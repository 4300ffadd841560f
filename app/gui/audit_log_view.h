#pragma once

#include "app/gui/audit_trail.h"
#include "app/gui/job.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace forewatch {

/// Where the audit log lies, whether it is written, and what checking it found. The check runs on a thread of its own.
class AuditLogView : public QWidget
{
    Q_OBJECT

public:
    explicit AuditLogView(std::shared_ptr<AuditTrail> trail, QWidget *parent = nullptr);
    ~AuditLogView() override;

    QString text() const;
    /// Owned by who shows them.
    QPushButton *verifyButton() const { return m_verify; }
    QPushButton *folderButton() const { return m_folder; }

    void verify();
    /// Tells anew whether the log is written.
    void showTrail();

private:
    std::shared_ptr<AuditTrail> m_trail;
    QLabel *m_text;
    QPushButton *m_verify;
    QPushButton *m_folder;
    /// Of the last check; empty before one.
    QString m_found;
    // Declared before the job, so that it outlives it.
    QThreadPool m_pool;
    Job<LogCheck> m_verifying;
};

} // namespace forewatch
