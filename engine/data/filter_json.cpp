#include "engine/data/filter_json.h"

#include "engine/core/json_fields.h"

#include <algorithm>
#include <array>

namespace forewatch {

namespace {

const std::array<QString, 7> dayNames = {QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
                                         QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat"),
                                         QStringLiteral("sun")};
const std::array<QString, 3> settingNames = {QStringLiteral("unknown"), QStringLiteral("inside"),
                                             QStringLiteral("outside")};

constexpr int minutesOfDay = 24 * 60;

void writeNames(QJsonObject &json, const QString &key, const QSet<QString> &names)
{
    if (names.isEmpty())
        return;
    QStringList sorted(names.begin(), names.end());
    sorted.sort();
    json[key] = QJsonArray::fromStringList(sorted);
}

QSet<QString> readNames(const JsonFields &fields, const QString &key)
{
    QSet<QString> names;
    if (fields.has(key))
        for (const QString &name : fields.texts(key))
            names.insert(name.toUpper());
    return names;
}

QJsonArray namesOfGroups(const std::set<Group> &groups)
{
    QJsonArray keys;
    for (const Group group : groups)
        keys << groupKey(group);
    return keys;
}

std::set<Group> readGroupNames(const JsonFields &fields, const QString &key)
{
    std::set<Group> groups;
    for (const QString &name : fields.texts(key)) {
        const auto group = groupOfKey(name);
        if (!group)
            fields.refuse(key, QStringLiteral("a list of target, violent, property, other"));
        groups.insert(*group);
    }
    return groups;
}

QJsonArray ringToJson(const Ring &ring)
{
    QJsonArray points;
    for (const GeoPoint &point : ring)
        points << QJsonArray{point.longitude, point.latitude};
    return points;
}

Ring readRing(const JsonFields &fields, const QString &key)
{
    Ring ring;
    for (const QJsonValue value : fields.array(key)) {
        const QJsonArray point = value.toArray();
        if (point.size() != 2 || !point[0].isDouble() || !point[1].isDouble())
            fields.refuse(key, QStringLiteral("a list of places, each [longitude, latitude]"));
        ring.push_back({point[0].toDouble(), point[1].toDouble()});
    }
    if (ring.size() < 3)
        fields.refuse(key, QStringLiteral("a list of at least three places"));
    return ring;
}

QJsonArray daysToJson(std::uint8_t weekdays)
{
    QJsonArray days;
    for (std::size_t day = 0; day < dayNames.size(); ++day)
        if (weekdays >> day & 1)
            days << dayNames[day];
    return days;
}

std::uint8_t readDays(const JsonFields &fields, const QString &key)
{
    unsigned weekdays = 0;
    for (const QString &name : fields.texts(key)) {
        const auto found = std::ranges::find(dayNames, name);
        if (found == dayNames.end())
            fields.refuse(key, QStringLiteral("a list of mon, tue, wed, thu, fri, sat, sun"));
        weekdays |= 1u << (found - dayNames.begin());
    }
    return static_cast<std::uint8_t>(weekdays);
}

Setting readSetting(const JsonFields &fields, const QString &key)
{
    const auto found = std::ranges::find(settingNames, fields.text(key));
    if (found == settingNames.end())
        fields.refuse(key, QStringLiteral("inside, outside or unknown"));
    return static_cast<Setting>(found - settingNames.begin());
}

Circle readCircle(const JsonFields &fields)
{
    const Circle circle{{fields.number(QStringLiteral("longitude")), fields.number(QStringLiteral("latitude"))},
                        fields.number(QStringLiteral("metres"))};
    if (!(circle.metres >= 0))
        fields.refuse(QStringLiteral("metres"), QStringLiteral("a distance"));
    return circle;
}

} // namespace

QJsonObject filterToJson(const Filter &filter)
{
    // Names every part, so that one that is added cannot be forgotten here.
    const auto &[hiddenTypes, groups, neighborhoods, districts, weapons, premises, area, circle, hours, weekdays, setting,
                 from, to] = filter;
    QJsonObject json;
    writeNames(json, QStringLiteral("hidden_types"), hiddenTypes);
    if (!groups.empty())
        json[QStringLiteral("groups")] = namesOfGroups(groups);
    writeNames(json, QStringLiteral("neighborhoods"), neighborhoods);
    writeNames(json, QStringLiteral("districts"), districts);
    writeNames(json, QStringLiteral("weapons"), weapons);
    writeNames(json, QStringLiteral("premises"), premises);
    if (area)
        json[QStringLiteral("area")] = ringToJson(*area);
    if (circle)
        json[QStringLiteral("circle")] = QJsonObject{{QStringLiteral("longitude"), circle->centre.longitude},
                                                     {QStringLiteral("latitude"), circle->centre.latitude},
                                                     {QStringLiteral("metres"), circle->metres}};
    if (hours)
        json[QStringLiteral("minutes_of_day")] = QJsonArray{hours->from, hours->to};
    if (weekdays != Filter::allWeekdays)
        json[QStringLiteral("weekdays")] = daysToJson(weekdays);
    if (setting)
        json[QStringLiteral("setting")] = settingNames[static_cast<std::size_t>(*setting)];
    if (from)
        json[QStringLiteral("from")] = formatTime(*from);
    if (to)
        json[QStringLiteral("to")] = formatTime(*to);
    return json;
}

Filter filterFromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("filter"));
    Filter filter;
    filter.hiddenTypes = readNames(fields, QStringLiteral("hidden_types"));
    if (fields.has(QStringLiteral("groups")))
        filter.groups = readGroupNames(fields, QStringLiteral("groups"));
    filter.neighborhoods = readNames(fields, QStringLiteral("neighborhoods"));
    filter.districts = readNames(fields, QStringLiteral("districts"));
    filter.weapons = readNames(fields, QStringLiteral("weapons"));
    filter.premises = readNames(fields, QStringLiteral("premises"));
    if (fields.has(QStringLiteral("area")))
        filter.area = readRing(fields, QStringLiteral("area"));
    if (fields.has(QStringLiteral("circle")))
        filter.circle = readCircle(JsonFields(fields.object(QStringLiteral("circle")), QStringLiteral("filter's circle")));
    if (const QString key = QStringLiteral("minutes_of_day"); fields.has(key)) {
        const QJsonArray span = fields.array(key);
        const auto minute = [&](qsizetype i) { return span.at(i).toInt(-1); };
        if (span.size() != 2 || minute(0) < 0 || minute(1) < 0 || minute(0) > minutesOfDay || minute(1) > minutesOfDay)
            fields.refuse(key, QStringLiteral("two numbers of minutes after midnight"));
        filter.hours = Filter::Hours{minute(0), minute(1)};
    }
    if (fields.has(QStringLiteral("weekdays")))
        filter.weekdays = readDays(fields, QStringLiteral("weekdays"));
    if (fields.has(QStringLiteral("setting")))
        filter.setting = readSetting(fields, QStringLiteral("setting"));
    if (fields.has(QStringLiteral("from")))
        filter.from = fields.time(QStringLiteral("from"));
    if (fields.has(QStringLiteral("to")))
        filter.to = fields.time(QStringLiteral("to"));
    return filter;
}

} // namespace forewatch
