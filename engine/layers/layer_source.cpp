#include "engine/layers/layer_source.h"

#include "engine/geo/vector_source.h"

#include <algorithm>

namespace forewatch {

namespace {

/// Rows that tell what a column holds.
constexpr int lookedAt = 50;

bool isNumberType(OGRFieldType type)
{
    return type == OFTInteger || type == OFTInteger64 || type == OFTReal;
}

} // namespace

QStringList LayerSource::names() const
{
    QStringList all;
    for (const SourceColumn &column : columns)
        all << column.name;
    return all;
}

LayerSource lookAtSource(const QString &source, const QString &layerName)
{
    const VectorSource opened = openVectorSource(source, QStringLiteral("file"));
    OGRLayer &layer = layerOf(opened, layerName, shownSource(source));
    LayerSource found;
    for (OGRLayer *one : opened->GetLayers())
        found.layers << QString::fromUtf8(one->GetName());
    const auto geometry = wkbFlatten(layer.GetGeomType());
    found.hasPolygons = geometry == wkbPolygon || geometry == wkbMultiPolygon;
    for (const QString &name : fieldNames(layer))
        found.columns.push_back({name, false, isAboutPersons(name)});

    std::vector<int> numbers(found.columns.size());
    std::vector<int> texts(found.columns.size());
    const QuietGdal quiet;
    layer.ResetReading();
    for (int row = 0; row < lookedAt; ++row) {
        const OGRFeatureUniquePtr feature(layer.GetNextFeature());
        if (!feature)
            break;
        if (geometry == wkbUnknown && feature->GetGeometryRef()) {
            const auto own = wkbFlatten(feature->GetGeometryRef()->getGeometryType());
            found.hasPolygons = own == wkbPolygon || own == wkbMultiPolygon;
        }
        for (std::size_t i = 0; i < found.columns.size(); ++i) {
            const int field = static_cast<int>(i);
            if (found.columns[i].aboutPersons || !feature->IsFieldSetAndNotNull(field))
                continue;
            const QString text = QString::fromUtf8(feature->GetFieldAsString(field)).trimmed();
            bool isNumber = false;
            text.toDouble(&isNumber);
            if (!text.isEmpty())
                ++(isNumber ? numbers : texts)[i];
        }
    }
    for (std::size_t i = 0; i < found.columns.size(); ++i) {
        const OGRFieldType type = layer.GetLayerDefn()->GetFieldDefn(static_cast<int>(i))->GetType();
        found.columns[i].isNumber = isNumberType(type) || (type == OFTString && numbers[i] > 0 && texts[i] == 0);
    }
    return found;
}

} // namespace forewatch
