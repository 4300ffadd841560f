#include "engine/geo/area_figures.h"

#include "engine/core/error.h"
#include "engine/geo/vector_source.h"

#include <QRegularExpression>

namespace forewatch {

namespace {

bool holdsPolygon(const OGRFeature &feature)
{
    const OGRGeometry *geometry = feature.GetGeometryRef();
    return geometry && OGR_GT_IsSubClassOf(wkbFlatten(geometry->getGeometryType()), wkbSurface) != 0
        ? !geometry->IsEmpty()
        : geometry && wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon && !geometry->IsEmpty();
}

} // namespace

QStringList numberFields(const NeighborhoodSettings &settings)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("neighborhoods file"));
    const OGRFeatureDefn &fields = *layerOf(source, {}, settings.source).GetLayerDefn();
    QStringList names;
    for (int i = 0; i < fields.GetFieldCount(); ++i) {
        const OGRFieldType type = fields.GetFieldDefn(i)->GetType();
        if (type == OFTInteger || type == OFTInteger64 || type == OFTReal)
            names << QString::fromUtf8(fields.GetFieldDefn(i)->GetNameRef());
    }
    return names;
}

QString residentsFieldAmong(const QStringList &fields)
{
    static const QRegularExpression words(QStringLiteral("^(t?pop(ulation)?|total_?pop(ulation)?|residents|p001001)[_ ]?\\d*$"),
                                          QRegularExpression::CaseInsensitiveOption);
    for (const QString &field : fields)
        if (words.match(field).hasMatch())
            return field;
    return {};
}

std::vector<std::optional<double>> readAreaFigures(const NeighborhoodSettings &settings, const QString &field,
                                                   const Neighborhoods &areas)
{
    const QStringList fields = numberFields(settings);
    const auto known = std::ranges::find_if(fields, [&](const QString &name) { return name.compare(field, Qt::CaseInsensitive) == 0; });
    if (known == fields.end())
        throw Error(QStringLiteral("The polygons in %1 have no number field “%2”; they have: %3.")
                        .arg(shownSource(settings.source), field,
                             fields.isEmpty() ? QStringLiteral("none") : fields.join(QStringLiteral(", "))));
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("neighborhoods file"));
    OGRLayer &layer = layerOf(source, {}, settings.source);
    const int index = layer.GetLayerDefn()->GetFieldIndex(known->toUtf8().constData());
    std::vector<std::optional<double>> figures;
    const QuietGdal quiet;
    layer.ResetReading();
    for (const auto &feature : layer)
        if (holdsPolygon(*feature))
            figures.push_back(feature->IsFieldSetAndNotNull(index) ? std::optional(feature->GetFieldAsDouble(index)) : std::nullopt);
    requireWholeRead(settings.source);
    if (figures.size() != areas.size())
        throw Error(QStringLiteral("%1 has %2 polygons with figures but %3 areas: some of its polygons have no extent. Mend "
                                   "the file.")
                        .arg(shownSource(settings.source)).arg(figures.size()).arg(areas.size()));
    return figures;
}

} // namespace forewatch
