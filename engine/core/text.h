#pragma once

#include <QString>

namespace forewatch {

/// A whole number as people read it, in English: `12,345`.
QString grouped(qint64 number);

/// A field of a CSV table, in quotes where it holds a comma, a quote or a line break (RFC 4180).
QString csvField(const QString &text);

} // namespace forewatch
