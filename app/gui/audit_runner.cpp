#include "app/gui/audit_runner.h"

#include "app/gui/session.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QStandardPaths>

namespace forewatch {

namespace {

const auto fileName = QStringLiteral("audit.json");

QString timeLeft(double seconds)
{
    if (seconds < 90)
        return AuditRunner::tr("about a minute left");
    if (seconds < 90 * 60)
        return AuditRunner::tr("about %1 minutes left").arg(qRound(seconds / 60));
    return AuditRunner::tr("about %1 hours left").arg(seconds / 3600, 0, 'f', 1);
}

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
    const City &city = m_session->city();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const SourceFile &source : city.report->sources)
        hash.addData(source.sha256.isEmpty() ? source.path.toUtf8() : source.sha256.toUtf8());
    hash.addData(city.target->spoken().toUtf8());
    hash.addData(QByteArray::number(static_cast<qulonglong>(city.incidents->size())));
    hash.addData(formatTime(city.incidents->first()).toUtf8() + formatTime(city.incidents->last()).toUtf8());
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return QDir(data).filePath(QStringLiteral("audits/%1-%2-epochs")
                                   .arg(QString::fromLatin1(hash.result().toHex().left(12))).arg(epochs));
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
    m_since.invalidate();
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
    if (!m_since.isValid()) {
        m_since.start();
        m_firstPermille = m_permille;
    }
    QString text = tr("Row %1 of %2: %3").arg(progress.row + 1).arg(progress.rows).arg(progress.name);
    if (progress.training && progress.training->epochs > 0)
        text += tr(", epoch %1 of %2").arg(std::max(1, progress.training->epoch)).arg(progress.training->epochs);
    // Told once a minute's work can be extrapolated from.
    const double seconds = static_cast<double>(m_since.elapsed()) / 1000;
    if (const int done = m_permille - m_firstPermille; done >= 10 && seconds > 20)
        text += QStringLiteral("; ") + timeLeft(seconds / done * (1000 - m_permille));
    Q_EMIT progressed(text, m_permille);
}

} // namespace forewatch
