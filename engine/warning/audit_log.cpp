#include "engine/warning/audit_log.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace forewatch {

namespace {

constexpr qint64 hexLength = 64;
/// Far beyond any line that is written; a file without line ends is no log.
constexpr qint64 longestLine = 1 << 20;
const QByteArray hashKey = QByteArrayLiteral(",\"hash\":\"");
const QByteArray lineEnd = QByteArrayLiteral("\"}");

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray beforeFirst()
{
    return QByteArray(hexLength, '0');
}

/// A line without its line end.
QByteArray sealed(const AuditLine &line, const QByteArray &before)
{
    const QByteArray body = QJsonDocument(QJsonObject{{QStringLiteral("before"), QString::fromLatin1(before)},
                                                      {QStringLiteral("content"), line.content},
                                                      {QStringLiteral("kind"), line.kind},
                                                      {QStringLiteral("n"), line.number},
                                                      {QStringLiteral("utc"), line.utc}})
                                .toJson(QJsonDocument::Compact);
    return body.chopped(1) + hashKey + sha256(body) + lineEnd;
}

/// Follows a chain line by line.
struct Chain
{
    qint64 lines = 0;
    QByteArray last = beforeFirst();

    /// What is wrong with the next line; empty when it belongs there.
    QString add(const QByteArray &line, AuditLine &read)
    {
        const qsizetype tail = hashKey.size() + hexLength + lineEnd.size();
        const qsizetype cut = line.size() - tail;
        if (cut <= 0 || line.mid(cut, hashKey.size()) != hashKey || !line.endsWith(lineEnd))
            return QStringLiteral("it is no line of an audit log");
        const QByteArray body = line.left(cut) + '}';
        const QByteArray hash = line.mid(cut + hashKey.size(), hexLength);
        if (sha256(body) != hash)
            return QStringLiteral("it was changed after it was written: its hash is not that of its content");
        const QJsonObject json = QJsonDocument::fromJson(body).object();
        if (json[QLatin1String("n")].toInteger(-1) != lines)
            return QStringLiteral("it is number %1 where number %2 belongs: lines were taken out, put in or moved")
                .arg(json[QLatin1String("n")].toInteger(-1)).arg(lines);
        if (json[QLatin1String("before")].toString().toLatin1() != last)
            return lines == 0 ? QStringLiteral("it says that another line came before it")
                              : QStringLiteral("it does not follow the line before it: one of the two was put in or written anew");
        read = {lines, json[QLatin1String("utc")].toString(), json[QLatin1String("kind")].toString(),
                json[QLatin1String("content")].toObject()};
        ++lines;
        last = hash;
        return {};
    }
};

/// What a power loss can leave where a line was being written: space that was never filled.
bool isHole(const QByteArray &line)
{
    return line.contains('\0');
}

void syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
}

} // namespace

LogCheck verifyLog(const QString &path, const QString &expected, Feedback &feedback,
                   const std::function<void(const AuditLine &)> &each)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        throw Error(QStringLiteral("The log %1 cannot be read. Check the path.").arg(path));
    LogCheck check;
    Chain chain;
    const qint64 size = std::max<qint64>(1, file.size());
    while (!file.atEnd()) {
        if (chain.lines % 256 == 0)
            feedback.checkpoint(std::min(1.0, static_cast<double>(file.pos()) / static_cast<double>(size)));
        QByteArray line = file.readLine(longestLine);
        const bool isLast = file.atEnd();
        if (isLast && (!line.endsWith('\n') || isHole(line))) {
            check.tornBytes = line.size();
            break;
        }
        line.chop(1);
        AuditLine read;
        check.fault = chain.add(line, read);
        if (!check.fault.isEmpty()) {
            check.faultLine = chain.lines + 1;
            break;
        }
        if (chain.lines == 1)
            check.firstUtc = read.utc;
        check.lastUtc = read.utc;
        if (!expected.isEmpty() && expected.compare(QString::fromLatin1(chain.last), Qt::CaseInsensitive) == 0)
            check.expectedLine = chain.lines;
        if (each)
            each(read);
    }
    check.lines = chain.lines;
    check.lastHash = QString::fromLatin1(chain.last);
    if (check.isWhole() && chain.lines == 0 && check.tornBytes == 0)
        check.fault = QStringLiteral("it is empty");
    return check;
}

QJsonObject LogCheck::toJson() const
{
    QJsonObject json{{QStringLiteral("whole"), isWhole()}, {QStringLiteral("lines"), lines},
                     {QStringLiteral("last_hash"), lastHash}, {QStringLiteral("first"), firstUtc},
                     {QStringLiteral("last"), lastUtc}, {QStringLiteral("torn_bytes"), tornBytes}};
    if (!isWhole()) {
        json[QStringLiteral("fault")] = fault;
        json[QStringLiteral("fault_line")] = faultLine;
    }
    if (expectedLine > 0)
        json[QStringLiteral("expected_line")] = expectedLine;
    return json;
}

AuditLog::AuditLog(const QString &path, Feedback &feedback) : m_path(path), m_last(beforeFirst())
{
    makeFolder(QFileInfo(path).absolutePath());
    open();
    try {
        takeOver(feedback);
    } catch (...) {
        ::close(m_file);
        throw;
    }
}

AuditLog::~AuditLog()
{
    ::close(m_file);
}

void AuditLog::open()
{
    m_file = ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (m_file < 0)
        throw Error(QStringLiteral("The log %1 cannot be written: %2. Choose another place.").arg(m_path, QString::fromLocal8Bit(std::strerror(errno))));
    if (::flock(m_file, LOCK_EX | LOCK_NB) == 0)
        return;
    const bool isTaken = errno == EWOULDBLOCK;
    ::close(m_file);
    throw Error(isTaken ? QStringLiteral("The log %1 is being written by another program. End that one, or name another log.").arg(m_path)
                        : QStringLiteral("The log %1 cannot be locked, so two programs could write it at once. Choose a place on another disk.").arg(m_path));
}

void AuditLog::takeOver(Feedback &feedback)
{
    if (QFileInfo(m_path).size() > 0) {
        const LogCheck check = verifyLog(m_path, {}, feedback);
        if (!check.isWhole())
            throw Error(QStringLiteral("The log %1 is damaged at line %2: %3. Keep it as it is, and name another log.")
                            .arg(m_path, grouped(check.faultLine), check.fault));
        m_lines = check.lines;
        m_last = check.lastHash.toLatin1();
        m_size = QFileInfo(m_path).size() - check.tornBytes;
        if (check.tornBytes > 0)
            keepAside();
    }
    if (m_lines == 0)
        append(QStringLiteral("genesis"), {{QStringLiteral("program"), QStringLiteral("Forewatch " FOREWATCH_VERSION)},
                                           {QStringLiteral("format"), 1}});
    // Also one that was moved aside just before the power went.
    const QString aside = QStringLiteral("%1.torn-%2").arg(m_path).arg(m_lines);
    const QString first = QStringLiteral("%1.torn-0").arg(m_path);
    for (const QString &kept : {aside, m_lines == 1 ? first : QString()}) {
        if (kept.isEmpty() || !QFileInfo::exists(kept))
            continue;
        m_tornAside = kept;
        append(QStringLiteral("torn"), {{QStringLiteral("kept"), QFileInfo(kept).fileName()},
                                        {QStringLiteral("bytes"), QFileInfo(kept).size()},
                                        {QStringLiteral("sha256"), sha256OfFile(kept)}});
    }
    syncFolder(m_path);
}

void AuditLog::keepAside()
{
    QFile log(m_path);
    if (!log.open(QIODevice::ReadOnly) || !log.seek(m_size))
        fail(log.errorString());
    QByteArray torn = log.readAll();
    const QString aside = QStringLiteral("%1.torn-%2").arg(m_path).arg(m_lines);
    QFile before(aside);
    if (before.open(QIODevice::ReadOnly))
        if (const QByteArray kept = before.readAll(); kept != torn)
            torn = kept + '\n' + torn;
    before.close();
    writeWholeFile(aside, torn);
    syncFolder(aside);
    if (::ftruncate(m_file, static_cast<off_t>(m_size)) != 0 || ::fsync(m_file) != 0)
        fail(QString::fromLocal8Bit(std::strerror(errno)));
}

void AuditLog::append(const QString &kind, const QJsonObject &content)
{
    struct stat ours{};
    struct stat there{};
    if (::fstat(m_file, &ours) != 0 || ::stat(QFile::encodeName(m_path).constData(), &there) != 0 || ours.st_ino != there.st_ino
        || ours.st_dev != there.st_dev)
        fail(QStringLiteral("it was moved or removed"));
    if (ours.st_size != m_size)
        fail(QStringLiteral("another program changed it"));
    const AuditLine line{m_lines, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs), kind, content};
    const QByteArray bytes = sealed(line, m_last) + '\n';
    const auto written = ::write(m_file, bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (written != bytes.size() || ::fdatasync(m_file) != 0) {
        const QString why = written >= 0 && written < bytes.size() ? QStringLiteral("the disk is full")
                                                                   : QString::fromLocal8Bit(std::strerror(errno));
        if (::ftruncate(m_file, static_cast<off_t>(m_size)) != 0)
            fail(why + QStringLiteral(", and a part of a line is left in it"));
        fail(why);
    }
    m_size += bytes.size();
    ++m_lines;
    m_last = bytes.mid(bytes.size() - 1 - lineEnd.size() - hexLength, hexLength);
}

void AuditLog::fail(const QString &what) const
{
    throw Error(QStringLiteral("The log %1 cannot be continued: %2. Nothing is logged until this is mended.").arg(m_path, what));
}

} // namespace forewatch
