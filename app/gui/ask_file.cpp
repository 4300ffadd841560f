#include "app/gui/ask_file.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace forewatch {

QString rememberedFolder()
{
    return QSettings().value(QStringLiteral("folder"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
        .toString();
}

void rememberFolder(const QString &path)
{
    if (!path.isEmpty())
        QSettings().setValue(QStringLiteral("folder"), QFileInfo(path).absolutePath());
}

QString askForFile(QWidget *parent, const QString &title, const QString &filter)
{
    const QString path = QFileDialog::getOpenFileName(parent, title, rememberedFolder(), filter);
    rememberFolder(path);
    return path;
}

QString askForFileToWrite(QWidget *parent, const QString &title, const QString &name, const QString &filter)
{
    QFileDialog dialog(parent, title, QFileInfo(name).isAbsolute() ? QFileInfo(name).path() : rememberedFolder(), filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QFileInfo(name).suffix());
    dialog.selectFile(QFileInfo(name).fileName());
    // The kind that is chosen gives the suffix.
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString &chosen) {
        const QString suffix = chosen.section(QStringLiteral("*."), 1).section(QLatin1Char(')'), 0, 0);
        dialog.setDefaultSuffix(suffix);
        if (const QFileInfo current(dialog.selectedFiles().value(0)); !current.completeBaseName().isEmpty())
            dialog.selectFile(current.completeBaseName() + QLatin1Char('.') + suffix);
    });
    if (dialog.exec() != QDialog::Accepted)
        return {};
    rememberFolder(dialog.selectedFiles().constFirst());
    return dialog.selectedFiles().constFirst();
}

QString polygonFiles()
{
    return QCoreApplication::translate("forewatch", "Polygons (*.shp *.geojson *.json *.gpkg *.kml);;All files (*)");
}

QString csvFiles()
{
    return QCoreApplication::translate("forewatch", "CSV tables (*.csv)");
}

QString csvOrGeoPackageFiles()
{
    return QCoreApplication::translate("forewatch", "CSV tables (*.csv);;GeoPackages (*.gpkg)");
}

} // namespace forewatch
