#pragma once

#include "app/gui/job.h"
#include "app/gui/remaining_time.h"
#include "engine/evaluation/audit.h"

#include <memory>

namespace forewatch {

class Session;

/// Runs the leakage audit of the session's city in the background, and keeps what came of it in the user's data folder, so
/// that an audit that was cancelled goes on where it was and a finished one is there again. On the GUI thread.
class AuditRunner : public QObject
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit AuditRunner(Session *session, QObject *parent = nullptr);

    /// Where the audits of the open city lie, for `epochs` times through the examples. Precondition: there is a city.
    QString folder(int epochs) const;

    bool isRunning() const { return m_job.isRunning(); }
    /// Begins, or goes on with what a cancelled one left. Precondition: there is a city.
    void start(int epochs);
    void cancel() { m_job.cancel(); }

    /// Null before one has ended on this city.
    const std::shared_ptr<const Audit> &audit() const { return m_audit; }

    /// Whether one was begun for so many epochs and not ended.
    bool isUnfinished(int epochs) const;

    /// What computes; torch unless a test has its own.
    void setBackend(const NetworkBackend *backend) { m_backend = backend; }

Q_SIGNALS:
    /// Another audit, or none; or one was started or has ended.
    void changed();
    /// What is being done, in words, with the time that is left where it is known.
    void progressed(const QString &what, int permille);

private:
    void load();
    void tell(const AuditProgress &progress);
    const NetworkBackend &backend() const;

    Session *m_session;
    const NetworkBackend *m_backend = nullptr;
    std::shared_ptr<const Audit> m_audit;
    int m_permille = 0;
    RemainingTime m_left;
    // Declared before the job, so that it outlives it.
    QThreadPool m_pool;
    Job<Audit> m_job;
};

} // namespace forewatch
