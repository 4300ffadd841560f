#include "engine/geo/geopackage.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/geo/vector_source.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <filesystem>
#include <mutex>

namespace forewatch {

namespace {

[[noreturn]] void refuse(const QString &path, const QString &reason)
{
    throw Error(QStringLiteral("%1 cannot be written: %2. Choose another place or free some space.").arg(path, reason));
}

/// A file that is gone when its writing did not come to its end.
struct PartFile
{
    QString path;

    ~PartFile()
    {
        for (const char *suffix : {"", "-journal", "-wal", "-shm"})
            QFile::remove(path + QLatin1String(suffix));
    }
};

} // namespace

void writeGeoPackage(const QString &path, const QString &table, const QString &description, OGRwkbGeometryType geometry,
                     const std::vector<GeoPackageField> &fields, const std::function<void(OGRLayer &)> &fill)
{
    static std::once_flag registered;
    std::call_once(registered, [] { GDALAllRegister(); });
    const QFileInfo wanted(path);
    makeFolder(wanted.absolutePath());
    if (wanted.exists() && !wanted.isFile())
        refuse(path, QStringLiteral("it is no file"));
    const PartFile part{QStringLiteral("%1/.%2-%3.gpkg").arg(wanted.absolutePath(), wanted.completeBaseName(),
                                                           QUuid::createUuid().toString(QUuid::Id128))};
    {
        const QuietGdal quiet;
        GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        if (!driver)
            refuse(path, QStringLiteral("GDAL has no GeoPackage here"));
        GDALDatasetUniquePtr file(driver->Create(part.path.toUtf8().constData(), 0, 0, 0, GDT_Unknown, nullptr));
        if (!file)
            refuse(path, lastGdalMessage());
        OGRSpatialReference wgs84;
        wgs84.importFromEPSG(4326);
        wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        OGRLayer *layer = file->CreateLayer(table.toUtf8().constData(), &wgs84, geometry, nullptr);
        if (!layer)
            refuse(path, lastGdalMessage());
        layer->SetMetadataItem("DESCRIPTION", description.toUtf8().constData());
        for (const GeoPackageField &field : fields) {
            OGRFieldDefn column(field.name, field.type);
            if (layer->CreateField(&column) != OGRERR_NONE)
                refuse(path, lastGdalMessage());
        }
        if (file->StartTransaction() != OGRERR_NONE)
            refuse(path, lastGdalMessage());
        fill(*layer);
        if (file->CommitTransaction() != OGRERR_NONE)
            refuse(path, lastGdalMessage());
        CPLErrorReset();
        file.reset();
        if (CPLGetLastErrorType() >= CE_Failure)
            refuse(path, lastGdalMessage());
    }
    std::error_code fault;
    std::filesystem::rename(part.path.toStdU16String(), path.toStdU16String(), fault);
    if (fault)
        refuse(path, QString::fromStdString(fault.message()));
}

void addFeature(OGRLayer &layer, OGRFeature &feature)
{
    if (layer.CreateFeature(&feature) != OGRERR_NONE)
        throw Error(QStringLiteral("The file cannot be written to its end: %1. Choose another place or free some space.")
                        .arg(lastGdalMessage()));
}

} // namespace forewatch
