#include "app/gui/audit_trail.h"

#include "engine/core/error.h"
#include "engine/core/files.h"

#include <QDir>
#include <QStandardPaths>

namespace forewatch {

std::shared_ptr<AuditTrail> AuditTrail::shared()
{
    static std::weak_ptr<AuditTrail> known;
    auto trail = known.lock();
    if (!trail) {
        trail = std::make_shared<AuditTrail>();
        known = trail;
    }
    return trail;
}

QString AuditTrail::path()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath(QStringLiteral("audit.jsonl"));
}

bool AuditTrail::begin()
{
    if (m_log)
        return true;
    try {
        NoFeedback feedback;
        makeFolder(QFileInfo(path()).absolutePath());
        m_log = std::make_unique<AuditLog>(path(), feedback);
        m_problem.clear();
    } catch (const Error &error) {
        m_problem = error.message();
        Q_EMIT failed(m_problem);
    }
    return isOpen();
}

void AuditTrail::enter(const QString &kind, const QJsonObject &content)
{
    if (!m_log)
        return;
    try {
        m_log->append(kind, content);
    } catch (const Error &error) {
        m_log.reset();
        m_problem = error.message();
        Q_EMIT failed(m_problem);
    }
}

} // namespace forewatch
