#pragma once

#include <QString>

namespace forewatch {

/// A whole number as people read it, in English: `12,345`.
QString grouped(qint64 number);

} // namespace forewatch
