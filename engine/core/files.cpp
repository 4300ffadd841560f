#include "engine/core/files.h"

#include "engine/core/error.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace forewatch {

namespace {

/// Fails where a device takes a part of what is written and then no more: Qt tells that only in the number of bytes.
class StrictSaveFile final : public QSaveFile
{
public:
    using QSaveFile::QSaveFile;

protected:
    qint64 writeData(const char *data, qint64 size) override
    {
        qint64 written = 0;
        while (written < size) {
            const qint64 part = QSaveFile::writeData(data + written, size - written);
            if (part <= 0)
                return -1;
            written += part;
        }
        return written;
    }
};

} // namespace

QString sha256OfFile(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        throw Error(QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    return QString::fromLatin1(hash.result().toHex());
}

void makeFolder(const QString &path)
{
    if (!QDir().mkpath(path))
        throw Error(QStringLiteral("The folder %1 cannot be made. Check that its place exists and may be written to.")
                        .arg(path));
}

void writeWholeFile(const QString &path, const std::function<void(QIODevice &)> &write)
{
    makeFolder(QFileInfo(path).absolutePath());
    if (const QFileInfo there(path); there.exists() && !there.isFile())
        throw Error(QStringLiteral("%1 is no file that can be written. Choose another place.").arg(path));
    StrictSaveFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        write(file);
        if (file.commit())
            return;
    }
    throw Error(QStringLiteral("%1 cannot be written: %2. Choose another place or free some space.")
                    .arg(path, file.errorString()));
}

void writeWholeFile(const QString &path, const QByteArray &content)
{
    writeWholeFile(path, [&](QIODevice &device) { device.write(content); });
}

void writeJson(const QString &path, const QJsonObject &object)
{
    writeWholeFile(path, QJsonDocument(object).toJson());
}

QJsonObject readJson(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    QJsonParseError fault;
    const auto document = QJsonDocument::fromJson(file.readAll(), &fault);
    if (!document.isObject())
        throw Error(QStringLiteral("%1 is not a JSON object: %2 at byte %3.")
                        .arg(path, fault.errorString()).arg(fault.offset));
    return document.object();
}

} // namespace forewatch
