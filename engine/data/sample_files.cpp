#include "engine/core/files.h"
#include "engine/data/sample_city.h"
#include "engine/data/sample_geography.h"

#include <QDir>
#include <QIODevice>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cmath>

namespace forewatch {

using namespace std::chrono;

namespace {

QJsonArray position(GeoPoint point)
{
    return {point.longitude, point.latitude};
}

/// A GeoJSON polygon without holes.
QJsonArray polygon(const Ring &ring)
{
    QJsonArray line;
    for (const GeoPoint &point : ring)
        line << position(point);
    line << position(ring.front());
    return {line};
}

QJsonObject feature(const Neighborhood &neighborhood)
{
    QJsonArray polygons;
    for (const Ring &ring : neighborhood.rings)
        polygons << polygon(ring);
    return {{QStringLiteral("type"), QStringLiteral("Feature")},
            {QStringLiteral("properties"), QJsonObject{{QStringLiteral("name"), neighborhood.name}}},
            {QStringLiteral("geometry"),
             QJsonObject{{QStringLiteral("type"), QStringLiteral("MultiPolygon")},
                         {QStringLiteral("coordinates"), polygons}}}};
}

QByteArray geoJson(const Neighborhoods &neighborhoods)
{
    QJsonArray features;
    for (const Neighborhood &neighborhood : neighborhoods)
        features << feature(neighborhood);
    const QJsonObject collection{{QStringLiteral("type"), QStringLiteral("FeatureCollection")},
                                 {QStringLiteral("features"), features}};
    return QJsonDocument(collection).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray twoDigits(long long number)
{
    return QByteArray::number(number).rightJustified(2, '0');
}

/// `MM/DD/YYYY,HH:MM:SS`.
QByteArray dateAndClock(Time time)
{
    const year_month_day date(floor<days>(time));
    const hh_mm_ss clock(time - midnightOf(time));
    return twoDigits(unsigned(date.month())) + '/' + twoDigits(unsigned(date.day())) + '/'
        + QByteArray::number(int(date.year())) + ',' + twoDigits(clock.hours().count()) + ':'
        + twoDigits(clock.minutes().count()) + ':' + twoDigits(clock.seconds().count());
}

/// Such as `1200 E CAPSTAN ST`: streets run from west to east, and their blocks are counted from downtown.
QByteArray blockName(GeoPoint place)
{
    static constexpr std::array streets{
        "ANCHOR", "BINNACLE", "CAPSTAN",  "DOLPHIN", "EBB",   "FATHOM", "GALLEY",   "HALYARD", "ISLAND",  "JETTY",
        "KEEL",   "LANTERN",  "MIZZEN",   "NORTHER", "OAR",   "PILOT",  "QUAY",     "RUDDER",  "SEXTANT", "TILLER",
        "UNION",  "VOYAGER",  "WINDWARD", "YARDARM", "ALDER", "BIRCH",  "CHESTNUT", "DOGWOOD", "ELM",     "FERN"};
    static constexpr std::array suffixes{"ST", "AV", "RD", "LA", "CT", "TER", "WAY", "PL"};
    const CityPoint p = toCityPoint(place);
    const auto street = static_cast<std::size_t>(std::floor((p.y + 12) / 0.1));
    const double fromDowntown = p.x - sampleDowntown.x;
    const int number = 100 * static_cast<int>(std::abs(fromDowntown) / 0.14);
    return QByteArray::number(number) + (fromDowntown < 0 ? " W " : " E ") + streets[street % streets.size()] + ' '
        + suffixes[street / streets.size() % suffixes.size()];
}

/// Empty for what the table does not say.
QByteArray word(const QStringList &words, std::uint16_t index)
{
    return index == Incident::nothing ? QByteArray() : words[index].toLatin1();
}

QByteArray settingLetter(Setting setting)
{
    return setting == Setting::Unknown ? QByteArray() : setting == Setting::Inside ? QByteArray("I") : QByteArray("O");
}

QByteArray rowOf(const Incident &incident, const City &city)
{
    const IncidentNames &names = city.incidents->names();
    const QByteArray longitude = QByteArray::number(incident.place.longitude, 'f', 5);
    const QByteArray latitude = QByteArray::number(incident.place.latitude, 'f', 5);
    return dateAndClock(incident.time) + ",," + blockName(incident.place) + ',' + word(names.types, incident.type) + ','
        + settingLetter(incident.setting) + ',' + word(names.weapons, incident.weapon) + ",,"
        + word(names.districts, incident.district) + ',' + city.neighborhoods->at(incident.neighborhood).name.toUtf8() + ','
        + longitude + ',' + latitude + ",\"(" + latitude + ", " + longitude + ")\"," + word(names.premises, incident.premise)
        + ",1\n";
}

} // namespace

void writeSampleCity(const SampleCity &sample, const QString &folder)
{
    const QDir directory(folder);
    const City &city = sample.city;
    writeWholeFile(directory.filePath(QStringLiteral("neighborhoods.geojson")), geoJson(*city.neighborhoods));
    writeWholeFile(directory.filePath(QStringLiteral("incidents.csv")), [&](QIODevice &file) {
        file.write("CrimeDate,CrimeTime,CrimeCode,Location,Description,Inside/Outside,Weapon,Post,District,"
                   "Neighborhood,Longitude,Latitude,Location 1,Premise,Total Incidents\n");
        for (const Incident &incident : city.incidents->all())
            file.write(rowOf(incident, city));
    });
}

} // namespace forewatch
