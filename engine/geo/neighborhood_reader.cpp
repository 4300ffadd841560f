#include "engine/core/error.h"
#include "engine/geo/neighborhoods.h"
#include "engine/geo/reprojection.h"
#include "engine/geo/vector_source.h"

#include <cmath>

namespace forewatch {

namespace {

/// The layer's CRS, or the one the user named.
QString crsOf(OGRLayer &layer, const NeighborhoodSettings &settings)
{
    if (!settings.crs.isEmpty())
        return settings.crs;
    const OGRSpatialReference *reference = layer.GetSpatialRef();
    if (!reference)
        throw Error(QStringLiteral("The neighborhoods in %1 name no coordinate system (a shapefile's .prj file is "
                                   "missing). Add it, or name the system, e.g. --neighborhoods-crs EPSG:2248.")
                        .arg(shownSource(settings.source)));
    if (const char *code = reference->GetAuthorityCode(nullptr))
        return QStringLiteral("%1:%2").arg(QString::fromUtf8(reference->GetAuthorityName(nullptr)), QString::fromUtf8(code));
    // A shapefile's WKT has no code; an equivalent system in the EPSG list gives it a name.
    if (OGRSpatialReference *match = reference->FindBestMatch(90, "EPSG", nullptr)) {
        const QString code = QString::fromUtf8(match->GetAuthorityCode(nullptr));
        match->Release();
        if (!code.isEmpty())
            return QStringLiteral("EPSG:") + code;
    }
    char *wkt = nullptr;
    reference->exportToWkt(&wkt);
    const QString text = QString::fromUtf8(wkt);
    CPLFree(wkt);
    return text;
}

/// The field that names the neighborhoods: the one asked for, else the first with a telling name, else the first text.
int nameFieldOf(OGRLayer &layer, const NeighborhoodSettings &settings)
{
    const QStringList fields = fieldNames(layer);
    const auto indexOf = [&](const QString &wanted) {
        for (int i = 0; i < fields.size(); ++i)
            if (fields[i].compare(wanted, Qt::CaseInsensitive) == 0)
                return i;
        return -1;
    };
    if (!settings.nameField.isEmpty()) {
        const int index = indexOf(settings.nameField);
        if (index < 0)
            throw Error(QStringLiteral("The neighborhoods in %1 have no field “%2”; they have: %3.")
                            .arg(shownSource(settings.source), settings.nameField, fields.join(QStringLiteral(", "))));
        return index;
    }
    for (const char *name : {"name", "label", "csa2010", "csa2020", "community", "neighborhood", "nbrdesc", "nhd_name",
                             "dist_name", "pri_neigh", "mapname"}) {
        const int index = indexOf(QString::fromLatin1(name));
        if (index >= 0)
            return index;
    }
    for (int i = 0; i < fields.size(); ++i)
        if (layer.GetLayerDefn()->GetFieldDefn(i)->GetType() == OFTString)
            return i;
    return -1;
}

void addRing(const OGRLinearRing &from, const Reprojection &reprojection, const QString &where, std::vector<Ring> &rings)
{
    Ring ring;
    ring.reserve(static_cast<std::size_t>(from.getNumPoints()));
    for (int i = 0; i < from.getNumPoints(); ++i) {
        const auto point = reprojection.toWgs84(from.getX(i), from.getY(i));
        if (!point)
            throw Error(QStringLiteral("The neighborhoods in %1 have coordinates (%2, %3) that do not fit their "
                                       "coordinate system. Name the right one, e.g. --neighborhoods-crs EPSG:2248.")
                            .arg(where).arg(from.getX(i)).arg(from.getY(i)));
        if (ring.empty() || !(ring.back() == *point))
            ring.push_back(*point);
    }
    if (ring.size() > 1 && ring.front() == ring.back())
        ring.pop_back();
    if (ring.size() >= 3)
        rings.push_back(std::move(ring));
}

std::vector<Ring> ringsOf(const OGRGeometry &geometry, const Reprojection &reprojection, const QString &where)
{
    std::vector<Ring> rings;
    const auto addPolygon = [&](const OGRPolygon &polygon) {
        for (const OGRLinearRing *ring : polygon)
            addRing(*ring, reprojection, where, rings);
    };
    if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon)
        addPolygon(*geometry.toPolygon());
    else if (wkbFlatten(geometry.getGeometryType()) == wkbMultiPolygon)
        for (const OGRPolygon *polygon : *geometry.toMultiPolygon())
            addPolygon(*polygon);
    return rings;
}

std::optional<double> numberOf(const OGRFeature &feature, int field)
{
    if (!feature.IsFieldSetAndNotNull(field))
        return std::nullopt;
    const char *text = feature.GetFieldAsString(field);
    char *end = nullptr;
    const double value = CPLStrtod(text, &end);
    while (*end == ' ')
        ++end;
    return end != text && *end == 0 && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace

std::shared_ptr<const Neighborhoods> readNeighborhoods(const NeighborhoodSettings &settings)
{
    return readAreaNumbers(settings, {}, {}).areas;
}

AreaNumbers readAreaNumbers(const NeighborhoodSettings &settings, const QString &layerName, const QStringList &attributes)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("neighborhoods file"));
    OGRLayer &layer = layerOf(source, layerName, settings.source);
    if (wkbFlatten(layer.GetGeomType()) == wkbNone)
        throw Error(QStringLiteral("%1 holds no polygons. Choose a file of areas, e.g. a shapefile or GeoJSON.")
                        .arg(shownSource(settings.source)));
    const QString crs = crsOf(layer, settings);
    const int nameField = nameFieldOf(layer, settings);
    std::vector<int> numberFields;
    for (const QString &attribute : attributes)
        numberFields.push_back(nameFieldOf(layer, {.source = settings.source, .nameField = attribute}));
    const Reprojection reprojection(crs);

    std::vector<Neighborhood> all;
    AreaNumbers read;
    read.columns.resize(numberFields.size());
    const QuietGdal quiet;
    layer.ResetReading();
    for (const auto &feature : layer) {
        const OGRGeometry *geometry = feature->GetGeometryRef();
        auto rings = geometry ? ringsOf(*geometry, reprojection, settings.source) : std::vector<Ring>();
        if (rings.empty())
            continue;
        const QString name = nameField < 0 ? QString() : QString::fromUtf8(feature->GetFieldAsString(nameField));
        all.push_back({name.isEmpty() ? QStringLiteral("Area %1").arg(all.size() + 1) : name, std::move(rings), {}});
        for (std::size_t i = 0; i < numberFields.size(); ++i)
            read.columns[i].push_back(numberOf(*feature, numberFields[i]));
    }
    requireWholeRead(settings.source);
    if (all.empty())
        throw Error(QStringLiteral("%1 holds no polygons. Choose a file of areas, e.g. a shapefile or GeoJSON.")
                        .arg(shownSource(settings.source)));
    if (all.size() > 65534)
        throw Error(QStringLiteral("%1 holds %2 polygons; at most 65,534 can be used.").arg(shownSource(settings.source)).arg(all.size()));
    read.areas = std::make_shared<const Neighborhoods>(std::move(all), crs.size() > 40 ? crs.section(QLatin1Char('"'), 1, 1) : crs);
    return read;
}

bool holdsPoints(const QString &source)
{
    try {
        const VectorSource opened = openVectorSource(source, QStringLiteral("file"));
        return wkbFlatten(layerOf(opened, {}, source).GetGeomType()) == wkbPoint;
    } catch (const Error &) {
        return false;
    }
}

} // namespace forewatch
