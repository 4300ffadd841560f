#pragma once

#include <QString>

class QWidget;

namespace forewatch {

/// Asks for a file to open or to write, beginning in the folder that was used last; empty when the user cancels. A `name` with a
/// folder begins there.
QString askForFile(QWidget *parent, const QString &title, const QString &filter);
QString askForFileToWrite(QWidget *parent, const QString &title, const QString &name, const QString &filter);

/// The folder in which they begin.
QString rememberedFolder();
void rememberFolder(const QString &path);

/// As a dialog's filter.
QString polygonFiles();
QString csvFiles();
QString csvOrGeoPackageFiles();

} // namespace forewatch
