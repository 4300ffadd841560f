#include "engine/project/sources_json.h"

#include "engine/core/json_fields.h"

#include <array>

namespace forewatch {

namespace {

const std::array<QString, 4> dateOrders = {QString(), QStringLiteral("mdy"), QStringLiteral("dmy"), QStringLiteral("ymd")};

void write(QJsonObject &json, const QString &key, const QString &text)
{
    if (!text.isEmpty())
        json[key] = text;
}

void read(const JsonFields &fields, const QString &key, QString &text)
{
    if (fields.has(key))
        text = fields.text(key);
}

/// Calls `visit` with the key and the text of each.
template <class Columns, class Visit>
void forEachColumn(Columns &columns, const Visit &visit)
{
    visit(QStringLiteral("time"), columns.time);
    visit(QStringLiteral("date"), columns.date);
    visit(QStringLiteral("clock"), columns.clock);
    visit(QStringLiteral("type"), columns.type);
    visit(QStringLiteral("lon"), columns.longitude);
    visit(QStringLiteral("lat"), columns.latitude);
}

} // namespace

QJsonObject sourcesToJson(const ImportSettings &settings)
{
    const auto &[incidents, neighborhoods, target] = settings;
    QJsonObject columns;
    forEachColumn(incidents.columns, [&](const QString &key, const QString &text) { write(columns, key, text); });
    QJsonObject table{{QStringLiteral("columns"), columns}};
    write(table, QStringLiteral("source"), incidents.source);
    write(table, QStringLiteral("layer"), incidents.layer);
    write(table, QStringLiteral("crs"), incidents.crs);
    write(table, QStringLiteral("date_order"), dateOrders[static_cast<std::size_t>(incidents.dateOrder)]);
    if (incidents.from)
        table[QStringLiteral("from")] = formatTime(*incidents.from);
    if (incidents.to)
        table[QStringLiteral("to")] = formatTime(*incidents.to);
    QJsonObject areas;
    write(areas, QStringLiteral("source"), neighborhoods.source);
    write(areas, QStringLiteral("name_field"), neighborhoods.nameField);
    write(areas, QStringLiteral("crs"), neighborhoods.crs);
    return {{QStringLiteral("incidents"), table},
            {QStringLiteral("neighborhoods"), areas},
            {QStringLiteral("target"), QJsonArray::fromStringList(target)}};
}

ImportSettings sourcesFromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("project's sources"));
    ImportSettings settings;
    if (fields.has(QStringLiteral("incidents"))) {
        const JsonFields table(fields.object(QStringLiteral("incidents")), QStringLiteral("project's crime table"));
        IncidentSettings &incidents = settings.incidents;
        read(table, QStringLiteral("source"), incidents.source);
        read(table, QStringLiteral("layer"), incidents.layer);
        read(table, QStringLiteral("crs"), incidents.crs);
        if (const QString key = QStringLiteral("date_order"); table.has(key)) {
            const auto found = std::ranges::find(dateOrders, table.text(key));
            if (found == dateOrders.end())
                table.refuse(key, QStringLiteral("mdy, dmy or ymd"));
            incidents.dateOrder = static_cast<DateOrder>(found - dateOrders.begin());
        }
        if (table.has(QStringLiteral("columns"))) {
            const JsonFields columns(table.object(QStringLiteral("columns")), QStringLiteral("crime table's columns"));
            forEachColumn(incidents.columns, [&](const QString &key, QString &text) { read(columns, key, text); });
        }
        if (table.has(QStringLiteral("from")))
            incidents.from = table.time(QStringLiteral("from"));
        if (table.has(QStringLiteral("to")))
            incidents.to = table.time(QStringLiteral("to"));
    }
    if (fields.has(QStringLiteral("neighborhoods"))) {
        const JsonFields areas(fields.object(QStringLiteral("neighborhoods")), QStringLiteral("project's neighborhoods"));
        read(areas, QStringLiteral("source"), settings.neighborhoods.source);
        read(areas, QStringLiteral("name_field"), settings.neighborhoods.nameField);
        read(areas, QStringLiteral("crs"), settings.neighborhoods.crs);
    }
    if (fields.has(QStringLiteral("target")))
        settings.target = fields.texts(QStringLiteral("target"));
    return settings;
}

} // namespace forewatch
