#include "app/gui/audit_runner.h"

#include "app/gui/city_key.h"
#include "app/gui/session.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QStandardPaths>

namespace forewatch {

namespace {

const auto fileName = QStringLiteral("audit.json");

} // namespace

AuditRunner::AuditRunner(Session *session, QObject *parent) : QObject(parent), m_session(session), m_job(&m_pool)
{
    m_pool.setMaxThreadCount(1);
    m_session->watch(m_job, tr("Auditing"));
    connect(m_session, &Session::cityChanged, this, [this] {
        m_job.cancel();
        load();
    });
    connect(&m_job, &JobBase::progressed, this, [this](int permille) { m_permille = permille; });
    connect(&m_job, &JobBase::ended, this, &AuditRunner::changed);
}

const NetworkBackend &AuditRunner::backend() const
{
    return m_backend ? *m_backend : torchBackend();
}

QString AuditRunner::folder(int epochs) const
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return QDir(data).filePath(QStringLiteral("audits/%1-%2-epochs")
                                   .arg(cityKey(m_session->city())).arg(epochs));
}

bool AuditRunner::isUnfinished(int epochs) const
{
    return m_session->hasCity() && QDir(folder(epochs)).exists() && !QFile::exists(QDir(folder(epochs)).filePath(fileName));
}

void AuditRunner::load()
{
    m_audit.reset();
    // The one that took the most epochs.
    const QFileInfo own(folder(1));
    const QString city = own.fileName().section(QLatin1Char('-'), 0, 0);
    int most = 0;
    for (const QString &name : QDir(own.path()).entryList({city + QStringLiteral("-*")}, QDir::Dirs)) {
        QFile file(QDir(QDir(own.path()).filePath(name)).filePath(fileName));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        try {
            const Audit audit = Audit::fromJson(QJsonDocument::fromJson(file.readAll()).object());
            if (audit.epochs > most) {
                most = audit.epochs;
                m_audit = std::make_shared<const Audit>(audit);
            }
        } catch (const Error &) {
            // One that cannot be read is as none: it can be run again.
        }
    }
    Q_EMIT changed();
}

void AuditRunner::start(int epochs)
{
    AuditSettings settings;
    settings.epochs = epochs;
    settings.threads = Session::learningThreads();
    settings.folder = folder(epochs);
    m_left.restart();
    m_permille = 0;
    const auto observe = [this](const AuditProgress &progress) {
        AuditProgress told = progress;
        told.made = nullptr;
        QMetaObject::invokeMethod(this, [this, told] { tell(told); }, Qt::QueuedConnection);
    };
    m_job.start(
        [this, city = m_session->city(), settings, observe](Feedback &feedback) {
            QDir().mkpath(settings.folder);
            return runAudit(city, settings, backend(), feedback, observe);
        },
        [this](std::shared_ptr<const Audit> audit) {
            m_audit = std::move(audit);
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void AuditRunner::tell(const AuditProgress &progress)
{
    if (!m_job.isRunning())
        return;
    QString text = tr("Row %1 of %2: %3").arg(progress.row + 1).arg(progress.rows).arg(progress.name);
    if (progress.training && progress.training->epochs > 0)
        text += tr(", epoch %1 of %2").arg(std::max(1, progress.training->epoch)).arg(progress.training->epochs);
    Q_EMIT progressed(text + m_left.text(m_permille), m_permille);
}

} // namespace forewatch
