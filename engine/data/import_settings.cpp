#include "engine/data/import_settings.h"

#include "engine/core/error.h"
#include "engine/core/json_fields.h"
#include "engine/core/text.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace forewatch {

namespace {

const std::array<QString, 6> dateOrderKeys = {QString(),
                                              QStringLiteral("mdy"),
                                              QStringLiteral("dmy"),
                                              QStringLiteral("ymd"),
                                              QStringLiteral("epoch"),
                                              QStringLiteral("epoch-ms")};

struct TextField
{
    QString key;
    QString IncidentSettings::*text;
};

const std::array<TextField, 7> textFields = {{
    {QStringLiteral("source"), &IncidentSettings::source},
    {QStringLiteral("layer"), &IncidentSettings::layer},
    {QStringLiteral("crs"), &IncidentSettings::crs},
    {QStringLiteral("time_zone"), &IncidentSettings::timeZone},
    {QStringLiteral("city_time_zone"), &IncidentSettings::cityTimeZone},
    {QStringLiteral("encoding"), &IncidentSettings::encoding},
    {QStringLiteral("delimiter"), &IncidentSettings::delimiter},
}};

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

QJsonObject columnsToJson(const ColumnMapping &columns)
{
    QJsonObject json;
    for (const ColumnRole &role : columnRoles())
        write(json, role.key, columns.*role.column);
    if (!columns.flags.isEmpty())
        json[QStringLiteral("flags")] = QJsonArray::fromStringList(columns.flags);
    return json;
}

ColumnMapping columnsFromJson(const JsonFields &fields)
{
    ColumnMapping columns;
    for (const ColumnRole &role : columnRoles())
        read(fields, role.key, columns.*role.column);
    if (fields.has(QStringLiteral("flags")))
        columns.flags = fields.texts(QStringLiteral("flags"));
    return columns;
}

QJsonObject incidentsToJson(const IncidentSettings &incidents)
{
    QJsonObject json{{QStringLiteral("columns"), columnsToJson(incidents.columns)}};
    for (const TextField &field : textFields)
        write(json, field.key, incidents.*field.text);
    write(json, QStringLiteral("date_order"), dateOrderKey(incidents.dateOrder));
    if (incidents.from)
        json[QStringLiteral("from")] = formatTime(*incidents.from);
    if (incidents.to)
        json[QStringLiteral("to")] = formatTime(*incidents.to);
    if (incidents.swapAxes)
        json[QStringLiteral("swap_axes")] = true;
    return json;
}

IncidentSettings incidentsFromJson(const JsonFields &fields)
{
    IncidentSettings incidents;
    for (const TextField &field : textFields)
        read(fields, field.key, incidents.*field.text);
    if (const QString key = QStringLiteral("date_order"); fields.has(key)) {
        const auto order = dateOrderNamed(fields.text(key));
        if (!order)
            fields.refuse(key, QStringLiteral("mdy, dmy, ymd, epoch or epoch-ms"));
        incidents.dateOrder = *order;
    }
    if (const QString key = QStringLiteral("columns"); fields.has(key))
        incidents.columns = columnsFromJson({fields.object(key), QStringLiteral("crime table's columns")});
    if (fields.has(QStringLiteral("from")))
        incidents.from = fields.time(QStringLiteral("from"));
    if (fields.has(QStringLiteral("to")))
        incidents.to = fields.time(QStringLiteral("to"));
    if (fields.has(QStringLiteral("swap_axes")))
        incidents.swapAxes = fields.truth(QStringLiteral("swap_axes"));
    return incidents;
}

} // namespace

QString dateOrderKey(DateOrder order)
{
    return dateOrderKeys[static_cast<std::size_t>(order)];
}

std::optional<DateOrder> dateOrderNamed(const QString &key)
{
    const auto found = std::ranges::find(dateOrderKeys, key);
    return found == dateOrderKeys.end() ? std::nullopt
                                        : std::optional(static_cast<DateOrder>(found - dateOrderKeys.begin()));
}

std::span<const ColumnRole> columnRoles()
{
    static const std::array<ColumnRole, 15> roles = {{
        {QStringLiteral("time"), QStringLiteral("Date and time"), &ColumnMapping::time},
        {QStringLiteral("date"), QStringLiteral("Date"), &ColumnMapping::date},
        {QStringLiteral("clock"), QStringLiteral("Time of day"), &ColumnMapping::clock},
        {QStringLiteral("type"), QStringLiteral("Incident type"), &ColumnMapping::type},
        {QStringLiteral("every"), QStringLiteral("Type of every row"), &ColumnMapping::everyType},
        {QStringLiteral("lon"), QStringLiteral("Longitude or x"), &ColumnMapping::longitude},
        {QStringLiteral("lat"), QStringLiteral("Latitude or y"), &ColumnMapping::latitude},
        {QStringLiteral("pair"), QStringLiteral("Latitude and longitude"), &ColumnMapping::pair},
        {QStringLiteral("weapon"), QStringLiteral("Weapon"), &ColumnMapping::weapon},
        {QStringLiteral("premise"), QStringLiteral("Premise"), &ColumnMapping::premise},
        {QStringLiteral("inside"), QStringLiteral("Inside or outside"), &ColumnMapping::inside},
        {QStringLiteral("district"), QStringLiteral("District"), &ColumnMapping::district},
        {QStringLiteral("neighborhood"), QStringLiteral("Neighborhood"), &ColumnMapping::neighborhood},
        {QStringLiteral("reported"), QStringLiteral("Reported at"), &ColumnMapping::reported},
        {QStringLiteral("count"), QStringLiteral("Number of incidents"), &ColumnMapping::count},
    }};
    return roles;
}

ColumnMapping parseColumnMapping(const QString &text)
{
    ColumnMapping mapping;
    for (const QString &part : splitQuoted(text, QLatin1Char(','))) {
        QString key = part.section(QLatin1Char('='), 0, 0).trimmed().toLower();
        const QString name = unquoted(part.section(QLatin1Char('='), 1));
        if (key == QLatin1String("x") || key == QLatin1String("y"))
            key = key == QLatin1String("x") ? QStringLiteral("lon") : QStringLiteral("lat");
        const auto roles = columnRoles();
        const auto role = std::ranges::find(roles, key, &ColumnRole::key);
        const bool isFlag = key == QLatin1String("flag");
        if ((role == roles.end() && !isFlag) || name.isEmpty()) {
            QStringList keys;
            for (const ColumnRole &known : roles)
                keys << known.key;
            throw Error(QStringLiteral("“%1” names no column. Write K=NAME with K one of %2 or flag (x and y for lon and "
                                       "lat), e.g. time=CrimeDateTime,type=Description.")
                            .arg(part, keys.join(QStringLiteral(", "))));
        }
        if (isFlag)
            mapping.flags << name;
        else
            mapping.*role->column = name;
    }
    return mapping;
}

QJsonObject sourcesToJson(const ImportSettings &settings)
{
    QJsonObject areas;
    write(areas, QStringLiteral("source"), settings.neighborhoods.source);
    write(areas, QStringLiteral("name_field"), settings.neighborhoods.nameField);
    write(areas, QStringLiteral("crs"), settings.neighborhoods.crs);
    QJsonObject json{{QStringLiteral("incidents"), incidentsToJson(settings.incidents)},
                     {QStringLiteral("neighborhoods"), areas}};
    if (!settings.target.isEmpty())
        json[QStringLiteral("target")] = QJsonArray::fromStringList(settings.target);
    if (!settings.groups.isEmpty())
        json[QStringLiteral("groups")] = groupsToJson(settings.groups);
    return json;
}

ImportSettings sourcesFromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("project's sources"));
    ImportSettings settings;
    if (const QString key = QStringLiteral("incidents"); fields.has(key))
        settings.incidents = incidentsFromJson({fields.object(key), QStringLiteral("project's crime table")});
    if (const QString key = QStringLiteral("neighborhoods"); fields.has(key)) {
        const JsonFields areas(fields.object(key), QStringLiteral("project's neighborhoods"));
        read(areas, QStringLiteral("source"), settings.neighborhoods.source);
        read(areas, QStringLiteral("name_field"), settings.neighborhoods.nameField);
        read(areas, QStringLiteral("crs"), settings.neighborhoods.crs);
    }
    if (fields.has(QStringLiteral("target")))
        settings.target = fields.texts(QStringLiteral("target"));
    if (fields.has(QStringLiteral("groups")))
        settings.groups = groupsFromJson(fields.object(QStringLiteral("groups")));
    return settings;
}

} // namespace forewatch
