#include "app/gui/ask_file.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace forewatch {

namespace {

QString rememberedFolder()
{
    return QSettings().value(QStringLiteral("folder"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
        .toString();
}

QString remember(const QString &path)
{
    if (!path.isEmpty())
        QSettings().setValue(QStringLiteral("folder"), QFileInfo(path).absolutePath());
    return path;
}

} // namespace

QString askForFile(QWidget *parent, const QString &title, const QString &filter)
{
    return remember(QFileDialog::getOpenFileName(parent, title, rememberedFolder(), filter));
}

QString askForFileToWrite(QWidget *parent, const QString &title, const QString &name, const QString &filter)
{
    QFileDialog dialog(parent, title, rememberedFolder(), filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QFileInfo(name).suffix());
    dialog.selectFile(name);
    // The kind that is chosen gives the suffix.
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString &chosen) {
        const QString suffix = chosen.section(QStringLiteral("*."), 1).section(QLatin1Char(')'), 0, 0);
        dialog.setDefaultSuffix(suffix);
        if (const QFileInfo current(dialog.selectedFiles().value(0)); !current.completeBaseName().isEmpty())
            dialog.selectFile(current.completeBaseName() + QLatin1Char('.') + suffix);
    });
    return remember(dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().constFirst() : QString());
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
