#pragma once

#include <QString>

class QWidget;

namespace forewatch {

/// Asks for a file to open or to write, beginning in the folder that was used last; empty when the user cancels.
QString askForFile(QWidget *parent, const QString &title, const QString &filter);
QString askForFileToWrite(QWidget *parent, const QString &title, const QString &name, const QString &filter);

/// As a dialog's filter.
QString polygonFiles();
QString csvFiles();
QString csvOrGeoPackageFiles();

} // namespace forewatch
