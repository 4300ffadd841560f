#pragma once

#include "engine/warning/audit_log.h"

#include <QObject>

#include <memory>

namespace forewatch {

/// The audit log that all windows of the program write: in the user's data folder, begun by the first watch. Before that, and where
/// it cannot be written, entries are not kept; the second is told. Lives on the GUI thread.
class AuditTrail : public QObject
{
    Q_OBJECT

public:
    /// The one of this program, shared by its windows.
    static std::shared_ptr<AuditTrail> shared();

    /// `audit.jsonl` in the user's data folder.
    static QString path();

    /// Opens the log and continues it. False where that cannot be, with `problem`.
    bool begin();
    bool isOpen() const { return m_log != nullptr; }

    /// Appends a line; a failure closes the log and is told.
    void enter(const QString &kind, const QJsonObject &content);

    /// Why nothing is kept; empty while all is well.
    const QString &problem() const { return m_problem; }
    QString lastHash() const { return m_log ? QString::fromLatin1(m_log->lastHash()) : QString(); }

Q_SIGNALS:
    void failed(const QString &message);

private:
    std::unique_ptr<AuditLog> m_log;
    QString m_problem;
};

} // namespace forewatch
