#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QIODevice;
class QJsonObject;

namespace forewatch {

/// SHA-256 of a file's bytes, in hexadecimal. Throws `Error` when it cannot be read.
QString sha256OfFile(const QString &path);

/// Writes a file whole or not at all: `write` fills a temporary file that takes the name when it is complete, so a
/// crash or a cancel leaves what was there before. Folders on the way are made. Throws `Error`.
void writeWholeFile(const QString &path, const std::function<void(QIODevice &)> &write);
void writeWholeFile(const QString &path, const QByteArray &content);
void writeJson(const QString &path, const QJsonObject &object);

/// Throws `Error` when the file is missing or no JSON object.
QJsonObject readJson(const QString &path);

/// Makes the folder and those above it. Throws `Error`.
void makeFolder(const QString &path);

} // namespace forewatch
