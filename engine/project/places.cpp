#include "engine/project/places.h"

#include "engine/core/json_fields.h"

#include <cmath>

namespace forewatch {

namespace {

void writePoint(QJsonObject &json, GeoPoint point)
{
    json[QStringLiteral("longitude")] = point.longitude;
    json[QStringLiteral("latitude")] = point.latitude;
}

GeoPoint readPoint(const JsonFields &fields)
{
    return {fields.number(QStringLiteral("longitude")), fields.number(QStringLiteral("latitude"))};
}

} // namespace

QJsonObject MapPlace::toJson() const
{
    QJsonObject json{{QStringLiteral("metres_per_pixel"), metresPerPixel}};
    writePoint(json, centre);
    return json;
}

MapPlace MapPlace::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("map's place"));
    const double metresPerPixel = fields.number(QStringLiteral("metres_per_pixel"));
    if (!(metresPerPixel > 0) || !std::isfinite(metresPerPixel))
        fields.refuse(QStringLiteral("metres_per_pixel"), QStringLiteral("a number above 0"));
    return {readPoint(fields), metresPerPixel};
}

QJsonObject MapNote::toJson() const
{
    QJsonObject json{{QStringLiteral("text"), text}};
    writePoint(json, place);
    if (time)
        json[QStringLiteral("time")] = formatTime(*time);
    return json;
}

MapNote MapNote::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("note"));
    MapNote note{readPoint(fields), fields.text(QStringLiteral("text"))};
    if (fields.has(QStringLiteral("time")))
        note.time = fields.time(QStringLiteral("time"));
    return note;
}

QJsonObject Bookmark::toJson() const
{
    return {{QStringLiteral("name"), name},
            {QStringLiteral("map"), place.toJson()},
            {QStringLiteral("start"), formatTime(window.start)},
            {QStringLiteral("length_seconds"), static_cast<qint64>(window.length.count())}};
}

Bookmark Bookmark::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("bookmark"));
    return {fields.text(QStringLiteral("name")), MapPlace::fromJson(fields.object(QStringLiteral("map"))),
            {fields.time(QStringLiteral("start")), fields.duration(QStringLiteral("length_seconds"))}};
}

} // namespace forewatch
