#pragma once

#include <QString>

#include <functional>
#include <vector>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace forewatch {

/// A column of a GeoPackage's table.
struct GeoPackageField
{
    const char *name;
    OGRFieldType type;
};

/// Writes a GeoPackage of one table in WGS84, whole or not at all: GDAL fills a file beside it that takes the name when
/// it is complete. `description` is kept in the file's own metadata. `fill` makes features of the layer with
/// `addFeature`. GDAL's headers stay inside the engine's .cpp files: include this only there. Throws `Error`, and what
/// `fill` throws.
void writeGeoPackage(const QString &path, const QString &table, const QString &description, OGRwkbGeometryType geometry,
                     const std::vector<GeoPackageField> &fields, const std::function<void(OGRLayer &)> &fill);

/// Throws `Error` when the layer refuses the feature, as on a full disk.
void addFeature(OGRLayer &layer, OGRFeature &feature);

} // namespace forewatch
