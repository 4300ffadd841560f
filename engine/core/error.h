#pragma once

#include <QString>

#include <stdexcept>

namespace forewatch {

/// The engine's one exception type: what is wrong, where, and what to do, as plain text for the user.
/// Errors of GDAL, PROJ and libtorch are translated into it where those libraries are called.
class Error : public std::runtime_error
{
public:
    explicit Error(const QString &message) : std::runtime_error(message.toStdString()) {}

    QString message() const { return QString::fromUtf8(what()); }
};

} // namespace forewatch
