#pragma once

#include <QString>
#include <QStringList>

namespace forewatch {

/// A whole number as people read it, in English: `12,345`.
QString grouped(qint64 number);

/// A field of a CSV table, in quotes where it holds a comma, a quote or a line break (RFC 4180).
QString csvField(const QString &text);

/// Parts of a text between separators, trimmed, empty ones left out. A separator in double quotes separates nothing; the
/// quotes stay.
QStringList splitQuoted(const QString &text, QChar separator);

/// The text without blanks and double quotes around it; a doubled quote inside them is one.
QString unquoted(const QString &text);

} // namespace forewatch
