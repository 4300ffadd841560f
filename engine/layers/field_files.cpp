#include "engine/layers/field_files.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/geo/vector_source.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <filesystem>
#include <functional>

namespace forewatch {

namespace {

[[noreturn]] void refuse(const QString &path, const QString &reason)
{
    throw Error(QStringLiteral("%1 cannot be written: %2. Choose another place or free some space.").arg(path, reason));
}

/// GDAL writes `path` by `write`, in a folder beside it first, whence it is moved when it is complete.
void writeByGdal(const QString &path, const std::function<void(const QByteArray &)> &write)
{
    const QFileInfo file(path);
    makeFolder(file.absolutePath());
    if (file.exists() && !file.isFile())
        throw Error(QStringLiteral("%1 is no file that can be written. Choose another place.").arg(path));
    const QTemporaryDir beside(file.absolutePath() + QStringLiteral("/.forewatch-XXXXXX"));
    if (!beside.isValid())
        refuse(path, beside.errorString());
    GDALAllRegister();
    const QuietGdal quiet;
    const QString complete = beside.filePath(file.fileName());
    write(complete.toUtf8());
    if (CPLGetLastErrorType() >= CE_Failure)
        refuse(path, lastGdalMessage());
    std::error_code fault;
    std::filesystem::rename(QFile::encodeName(complete).toStdString(), QFile::encodeName(path).toStdString(), fault);
    if (fault)
        refuse(path, QString::fromLocal8Bit(fault.message().c_str()));
}

OGRSpatialReference wgs84()
{
    OGRSpatialReference crs;
    crs.SetFromUserInput("EPSG:4326");
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return crs;
}

/// How a file name says what it is.
struct Format
{
    const char *driver;
    CPLStringList layerOptions;
    bool isTable;
};

Format formatOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    Format format{"CSV", {}, true};
    if (suffix == QLatin1String("gpkg"))
        format = {"GPKG", {}, false};
    else if (suffix == QLatin1String("geojson") || suffix == QLatin1String("json"))
        format = {"GeoJSON", {}, false};
    if (format.isTable) {
        format.layerOptions.SetNameValue("GEOMETRY", "AS_WKT");
        format.layerOptions.SetNameValue("STRING_QUOTING", "IF_NEEDED");
    } else if (qstrcmp(format.driver, "GeoJSON") == 0) {
        format.layerOptions.SetNameValue("RFC7946", "YES");
    }
    return format;
}

void setPolygon(OGRFeature &feature, const Ring &ring)
{
    OGRLinearRing line;
    for (const GeoPoint &corner : ring)
        line.addPoint(corner.longitude, corner.latitude);
    line.closeRings();
    OGRPolygon polygon;
    polygon.addRing(&line);
    feature.SetGeometry(&polygon);
}

} // namespace

void writeDensity(const CityDensity &density, const Neighborhoods &neighborhoods, const QString &path,
                  Feedback &feedback)
{
    const DensityField &field = density.field;
    writeByGdal(path, [&](const QByteArray &name) {
        CPLStringList options;
        options.SetNameValue("COMPRESS", "DEFLATE");
        options.SetNameValue("PREDICTOR", "3");
        const int width = static_cast<int>(field.columns);
        const GDALDatasetUniquePtr file(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
            name.constData(), width, static_cast<int>(field.rows), 1, GDT_Float32, options.List()));
        if (!file)
            refuse(path, lastGdalMessage());
        const GeoBox box = field.box();
        double transform[6]
            = {box.west, box.width() / width, 0, box.north, 0, -box.height() / static_cast<double>(field.rows)};
        const OGRSpatialReference crs = wgs84();
        file->SetGeoTransform(transform);
        file->SetSpatialRef(&crs);
        GDALRasterBand &band = *file->GetRasterBand(1);
        constexpr float nothing = -1;
        band.SetNoDataValue(static_cast<double>(nothing));
        band.SetUnitType(density.unit().toUtf8().constData());
        band.SetDescription("density of events");
        file->SetMetadataItem("EVENTS", QByteArray::number(static_cast<qulonglong>(density.events)).constData());
        file->SetMetadataItem("BANDWIDTH_METRES", QByteArray::number(density.bandwidthMetres).constData());
        std::vector<float> line(field.columns);
        for (std::size_t row = 0; row < field.rows; ++row) {
            feedback.checkpoint(static_cast<double>(row) / static_cast<double>(field.rows));
            for (std::size_t column = 0; column < field.columns; ++column)
                line[column]
                    = neighborhoods.locate(field.centre(column, row)).neighborhood ? field.at(column, row) : nothing;
            if (band.RasterIO(GF_Write, 0, static_cast<int>(row), width, 1, line.data(), width, 1, GDT_Float32, 0, 0,
                              nullptr)
                != CE_None)
                refuse(path, lastGdalMessage());
        }
        file->FlushCache();
    });
}

void writeCells(const CityGrid &grid, const QString &path, Feedback &feedback)
{
    writeByGdal(path, [&](const QByteArray &name) {
        Format format = formatOf(path);
        const GDALDatasetUniquePtr file(GetGDALDriverManager()
                                            ->GetDriverByName(format.driver)
                                            ->Create(name.constData(), 0, 0, 0, GDT_Unknown, nullptr));
        OGRSpatialReference crs = wgs84();
        OGRLayer *layer = file ? file->CreateLayer("cells", &crs, wkbPolygon, format.layerOptions.List()) : nullptr;
        if (!layer)
            refuse(path, lastGdalMessage());
        const auto addField = [layer](const char *field, OGRFieldType type) {
            OGRFieldDefn definition(field, type);
            if (layer->CreateField(&definition) != OGRERR_NONE)
                throw Error(lastGdalMessage());
        };
        addField("cell", OFTInteger64);
        addField("events", OFTInteger);
        addField("km2", OFTReal);
        const bool spots = !grid.spots.empty();
        if (spots) {
            addField("gi_star", OFTReal);
            addField("p", OFTReal);
            addField("level", OFTInteger);
        }
        if (format.isTable) {
            addField("longitude", OFTReal);
            addField("latitude", OFTReal);
        }
        file->StartTransaction();
        for (std::size_t cell = 0; cell < grid.grid.size(); ++cell) {
            if (cell % 1024 == 0)
                feedback.checkpoint(static_cast<double>(cell) / static_cast<double>(grid.grid.size()));
            if (!grid.members[cell])
                continue;
            const std::unique_ptr<OGRFeature, OGRFeatureUniquePtrDeleter> feature(
                OGRFeature::CreateFeature(layer->GetLayerDefn()));
            feature->SetField("cell", static_cast<GIntBig>(cell));
            feature->SetField("events", grid.counts[cell]);
            feature->SetField("km2", grid.grid.squareKilometres());
            if (spots) {
                feature->SetField("gi_star", grid.spots[cell].z);
                feature->SetField("p", grid.spots[cell].p);
                feature->SetField("level", grid.spots[cell].level);
            }
            if (format.isTable) {
                feature->SetField("longitude", grid.grid.centre(cell).longitude);
                feature->SetField("latitude", grid.grid.centre(cell).latitude);
            }
            setPolygon(*feature, grid.grid.outline(cell));
            if (layer->CreateFeature(feature.get()) != OGRERR_NONE)
                refuse(path, lastGdalMessage());
        }
        file->CommitTransaction();
    });
}

} // namespace forewatch
