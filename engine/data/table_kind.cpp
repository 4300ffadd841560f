#include "engine/data/table_kind.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

constexpr std::array knownCities = {
    KnownCity{"Baltimore", {-76.61, 39.29}, "America/New_York"},
    KnownCity{"New York", {-73.95, 40.72}, "America/New_York"},
    KnownCity{"Chicago", {-87.68, 41.84}, "America/Chicago"},
    KnownCity{"Philadelphia", {-75.16, 39.99}, "America/New_York"},
    KnownCity{"St. Louis", {-90.24, 38.64}, "America/Chicago"},
    KnownCity{"Washington", {-77.03, 38.9}, "America/New_York"},
    KnownCity{"Boston", {-71.07, 42.34}, "America/New_York"},
    KnownCity{"Pittsburgh", {-79.99, 40.44}, "America/New_York"},
    KnownCity{"Buffalo", {-78.86, 42.9}, "America/New_York"},
    KnownCity{"Atlanta", {-84.39, 33.75}, "America/New_York"},
    KnownCity{"Charlotte", {-80.84, 35.22}, "America/New_York"},
    KnownCity{"Raleigh", {-78.64, 35.79}, "America/New_York"},
    KnownCity{"Miami", {-80.2, 25.78}, "America/New_York"},
    KnownCity{"Tampa", {-82.46, 27.96}, "America/New_York"},
    KnownCity{"Orlando", {-81.38, 28.52}, "America/New_York"},
    KnownCity{"Cincinnati", {-84.51, 39.12}, "America/New_York"},
    KnownCity{"Cleveland", {-81.69, 41.48}, "America/New_York"},
    KnownCity{"Columbus", {-82.99, 39.97}, "America/New_York"},
    KnownCity{"Detroit", {-83.1, 42.38}, "America/Detroit"},
    KnownCity{"Indianapolis", {-86.15, 39.78}, "America/Indiana/Indianapolis"},
    KnownCity{"Louisville", {-85.73, 38.2}, "America/Kentucky/Louisville"},
    KnownCity{"Milwaukee", {-87.95, 43.05}, "America/Chicago"},
    KnownCity{"Minneapolis", {-93.27, 44.97}, "America/Chicago"},
    KnownCity{"Kansas City", {-94.57, 39.08}, "America/Chicago"},
    KnownCity{"Memphis", {-89.97, 35.11}, "America/Chicago"},
    KnownCity{"Nashville", {-86.78, 36.16}, "America/Chicago"},
    KnownCity{"New Orleans", {-90.05, 29.97}, "America/Chicago"},
    KnownCity{"Dallas", {-96.8, 32.79}, "America/Chicago"},
    KnownCity{"Fort Worth", {-97.33, 32.76}, "America/Chicago"},
    KnownCity{"Houston", {-95.38, 29.76}, "America/Chicago"},
    KnownCity{"Austin", {-97.74, 30.29}, "America/Chicago"},
    KnownCity{"San Antonio", {-98.5, 29.44}, "America/Chicago"},
    KnownCity{"Denver", {-104.96, 39.73}, "America/Denver"},
    KnownCity{"Phoenix", {-112.07, 33.5}, "America/Phoenix"},
    KnownCity{"Tucson", {-110.93, 32.19}, "America/Phoenix"},
    KnownCity{"Las Vegas", {-115.16, 36.18}, "America/Los_Angeles"},
    KnownCity{"Los Angeles", {-118.33, 34.05}, "America/Los_Angeles"},
    KnownCity{"San Diego", {-117.13, 32.79}, "America/Los_Angeles"},
    KnownCity{"San Francisco", {-122.43, 37.76}, "America/Los_Angeles"},
    KnownCity{"San Jose", {-121.87, 37.32}, "America/Los_Angeles"},
    KnownCity{"Sacramento", {-121.48, 38.57}, "America/Los_Angeles"},
    KnownCity{"Portland", {-122.65, 45.53}, "America/Los_Angeles"},
    KnownCity{"Seattle", {-122.33, 47.61}, "America/Los_Angeles"},
    KnownCity{"Toronto", {-79.38, 43.71}, "America/Toronto"},
    KnownCity{"Vancouver", {-123.11, 49.25}, "America/Vancouver"},
    KnownCity{"London", {-0.12, 51.5}, "Europe/London"},
    KnownCity{"Manchester", {-2.24, 53.48}, "Europe/London"},
    KnownCity{"Birmingham", {-1.89, 52.48}, "Europe/London"},
};

TableKind kind(const char *name, const char *city, const QStringList &signature, const char *columns)
{
    TableKind made{QString::fromLatin1(name), QString::fromLatin1(city), signature};
    made.columns = parseColumnMapping(QString::fromLatin1(columns));
    return made;
}

std::vector<TableKind> makeKinds()
{
    using namespace Qt::StringLiterals;
    const QStringList shot = {u"HOMICIDE"_s, u"SHOOTING"_s};
    std::vector<TableKind> kinds;

    TableKind &nibrs = kinds.emplace_back(kind(
        "Baltimore, NIBRS Group A", "Baltimore", {u"CrimeDateTime"_s, u"Description"_s, u"Shooting"_s},
        "time=CrimeDateTime,type=Description,lon=Longitude,lat=Latitude,pair=GeoLocation,weapon=Weapon,"
        "premise=PremiseType|Premise,inside=Inside_Outside,district=New_District|District|Old_District,"
        "neighborhood=Neighborhood,flag=Shooting"));
    nibrs.timeZone = u"UTC"_s;
    nibrs.target = {u"HOMICIDE"_s, u"flag=Shooting"_s};

    TableKind &service = kinds.emplace_back(kind(
        "Baltimore, Part 1 (feature service)", "Baltimore", {u"CrimeDateTime"_s, u"CrimeCode"_s, u"Description"_s},
        "time=CrimeDateTime,type=Description,lon=Longitude,lat=Latitude,pair=GeoLocation,weapon=Weapon,"
        "premise=PremiseType|Premise,inside=Inside_Outside,district=New_District|District|Old_District,"
        "neighborhood=Neighborhood"));
    service.target = shot;

    TableKind &legacy = kinds.emplace_back(
        kind("Baltimore, Part 1 (legacy)", "Baltimore",
             {u"CrimeDate"_s, u"CrimeTime"_s, u"CrimeCode"_s, u"Description"_s},
             "date=CrimeDate,clock=CrimeTime,type=Description,lon=Longitude,lat=Latitude,pair=Location 1,"
             "weapon=Weapon,premise=Premise,inside=Inside/Outside,district=District,neighborhood=Neighborhood"));
    legacy.target = shot;

    TableKind &chicago = kinds.emplace_back(
        kind("Chicago", "Chicago", {u"Date"_s, u"Primary Type"_s, u"IUCR"_s},
             "time=Date,type=Primary Type,lon=Longitude,lat=Latitude,pair=Location,premise=Location Description,"
             "district=District,flag=Domestic"));
    chicago.target = {u"HOMICIDE"_s};
    chicago.groups = {{u"CRIMINAL TRESPASS"_s, Group::Property}};

    TableKind &philadelphia = kinds.emplace_back(
        kind("Philadelphia", "Philadelphia", {u"dispatch_date_time"_s, u"text_general_code"_s},
             "time=dispatch_date_time,type=text_general_code,lon=lng|point_x,lat=lat|point_y,district=dc_dist"));
    philadelphia.crs = u"EPSG:2272"_s;
    philadelphia.target = {u"Homicide - Criminal*"_s, u"Aggravated Assault Firearm"_s};

    TableKind &stLouis = kinds.emplace_back(
        kind("St. Louis", "St. Louis", {u"DateOccur"_s, u"Description"_s, u"XCoord"_s, u"YCoord"_s},
             "time=DateOccur,type=Description,lon=XCoord,lat=YCoord,district=District,neighborhood=Neighborhood,"
             "count=Count"));
    stLouis.crs = u"ESRI:102696"_s;
    stLouis.target = {u"HOMICIDE*"_s, u"AGG.ASSAULT-FIREARM*"_s};

    TableKind &newYork = kinds.emplace_back(
        kind("New York, shootings", "New York", {u"INCIDENT_KEY"_s, u"OCCUR_DATE"_s, u"STATISTICAL_MURDER_FLAG"_s},
             "date=OCCUR_DATE,clock=OCCUR_TIME,every=SHOOTING,lon=Longitude,lat=Latitude,premise=LOCATION_DESC,"
             "inside=LOC_OF_OCCUR_DESC,district=BORO,flag=STATISTICAL_MURDER_FLAG"));
    newYork.target = {u"SHOOTING"_s};
    return kinds;
}

const std::vector<TableKind> &tableKinds()
{
    static const std::vector<TableKind> kinds = makeKinds();
    return kinds;
}

} // namespace

const KnownCity *cityNear(GeoPoint place)
{
    constexpr double kilometresPerDegree = 111.2;
    const auto kilometres = [&](const KnownCity &city) {
        const double east = (place.longitude - city.centre.longitude) * std::cos(place.latitude * std::numbers::pi / 180);
        return kilometresPerDegree * std::hypot(east, place.latitude - city.centre.latitude);
    };
    const auto nearest = std::ranges::min_element(knownCities, {}, kilometres);
    return kilometres(*nearest) <= 60 ? &*nearest : nullptr;
}

const KnownCity *cityNamed(const QString &name)
{
    const auto found = std::ranges::find_if(knownCities, [&](const KnownCity &city) { return name == QLatin1String(city.name); });
    return found == knownCities.end() ? nullptr : &*found;
}

QString columnKey(const QString &name)
{
    QString key;
    for (const QChar letter : name)
        if (letter.isLetterOrNumber())
            key += letter.toLower();
    return key;
}

const TableKind *kindOf(const QStringList &fields)
{
    QStringList keys;
    for (const QString &field : fields)
        keys << columnKey(field);
    const auto found = std::ranges::find_if(tableKinds(), [&](const TableKind &kind) {
        return std::ranges::all_of(kind.signature, [&](const QString &name) { return keys.contains(columnKey(name)); });
    });
    return found == tableKinds().end() ? nullptr : &*found;
}

} // namespace forewatch
