#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace forewatch {

class Session;

/// Asks for a file to write (`askForFileToWrite`), has it written, and says on the session where it is or why it is not. Nothing
/// is written over the city's sources.
void saveFile(QWidget *parent, Session *session, const QString &title, const QString &name, const QString &filter,
              const std::function<void(const QString &path)> &write);

} // namespace forewatch
