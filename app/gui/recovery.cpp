#include "app/gui/recovery.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/json_fields.h"

#include <QDir>
#include <QStandardPaths>
#include <QUuid>

namespace forewatch {

namespace {

const QString copyEnding = QStringLiteral(".json");
const QString lockEnding = QStringLiteral(".lock");

/// A lock that is stale when its process is gone, and never by age.
std::unique_ptr<QLockFile> lockAt(const QString &path)
{
    auto lock = std::make_unique<QLockFile>(path);
    lock->setStaleLockTime(0);
    return lock->tryLock(0) ? std::move(lock) : nullptr;
}

Recovery::Leftover read(const QString &file)
{
    const JsonFields fields(readJson(file), QStringLiteral("safety copy"));
    return {.project = Project::fromJson(fields.object(QStringLiteral("project")), {}),
            .path = fields.text(QStringLiteral("path")),
            .written = QDateTime::fromString(fields.text(QStringLiteral("written")), Qt::ISODate),
            .file = file,
            .lock = nullptr};
}

} // namespace

Recovery::Recovery(QString folder)
    : m_folder(std::move(folder))
    , m_id(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

Recovery::~Recovery()
{
    clear();
}

QString Recovery::defaultFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath(QStringLiteral("recovery"));
}

QString Recovery::fileOf(const QString &ending) const
{
    return QDir(m_folder).filePath(m_id + ending);
}

void Recovery::write(const Project &project, const QString &path)
{
    // The lock first: a copy without one is taken for a leftover.
    if (!m_lock) {
        makeFolder(m_folder);
        m_lock = lockAt(fileOf(lockEnding));
        if (!m_lock)
            throw Error(QStringLiteral("Unsaved work cannot be kept in %1. Check that the folder may be written to.").arg(m_folder));
    }
    writeJson(fileOf(copyEnding), {{QStringLiteral("path"), path},
                                   {QStringLiteral("written"), QDateTime::currentDateTime().toString(Qt::ISODate)},
                                   {QStringLiteral("project"), project.toJson({})}});
}

void Recovery::clear()
{
    if (!m_lock)
        return;
    QFile::remove(fileOf(copyEnding));
    m_lock.reset();
}

void Recovery::Leftover::remove() const
{
    QFile::remove(file);
}

std::optional<Recovery::Leftover> Recovery::leftover() const
{
    const QDir folder(m_folder);
    for (const QFileInfo &copy : folder.entryInfoList({QLatin1Char('*') + copyEnding}, QDir::Files, QDir::Time)) {
        auto lock = lockAt(folder.filePath(copy.completeBaseName() + lockEnding));
        if (!lock)
            continue;
        try {
            Leftover found = read(copy.filePath());
            found.lock = std::move(lock);
            return found;
        } catch (const Error &) {
            continue;
        }
    }
    return std::nullopt;
}

} // namespace forewatch
