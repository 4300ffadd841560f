#include "engine/project/view_settings.h"

#include "engine/core/json_fields.h"
#include "engine/data/filter_json.h"

namespace forewatch {

namespace {

const QString clearStyle = QStringLiteral("clear");
const QString originalStyle = QStringLiteral("original");

void readTruth(const JsonFields &fields, const QString &key, bool &value)
{
    if (fields.has(key))
        value = fields.truth(key);
}

} // namespace

QJsonObject ViewSettings::toJson() const
{
    // Names every part, so that one that is added cannot be forgotten here.
    [[maybe_unused]] const auto &[what, drawn, outlines, apart, counts, exact, stack] = *this;
    QJsonArray layersJson;
    for (const LayerSpec &layer : stack)
        layersJson << layer.toJson();
    return {{QStringLiteral("filter"), filterToJson(what)},
            {QStringLiteral("style"), drawn == MapStyle::Original ? originalStyle : clearStyle},
            {QStringLiteral("touched_outlines"), outlines},
            {QStringLiteral("types_apart"), apart},
            {QStringLiteral("stack_counts"), counts},
            {QStringLiteral("layers"), layersJson}};
}

ViewSettings ViewSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("project's view"));
    ViewSettings settings;
    if (fields.has(QStringLiteral("filter")))
        settings.filter = filterFromJson(fields.object(QStringLiteral("filter")));
    if (const QString key = QStringLiteral("style"); fields.has(key)) {
        const QString style = fields.text(key);
        if (style != clearStyle && style != originalStyle)
            fields.refuse(key, QStringLiteral("clear or original"));
        settings.style = style == originalStyle ? MapStyle::Original : MapStyle::Clear;
    }
    readTruth(fields, QStringLiteral("touched_outlines"), settings.touchedOutlines);
    readTruth(fields, QStringLiteral("types_apart"), settings.typesApart);
    readTruth(fields, QStringLiteral("stack_counts"), settings.stackCounts);
    if (const QString key = QStringLiteral("layers"); fields.has(key))
        for (const QJsonValue layer : fields.array(key)) {
            if (!layer.isObject())
                fields.refuse(key, QStringLiteral("a list of layers"));
            settings.layers.push_back(LayerSpec::fromJson(layer.toObject()));
        }
    return settings;
}

} // namespace forewatch
