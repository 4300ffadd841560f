#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

/// A square of 0.2 degrees around a place.
QByteArray squareAround(double longitude, double latitude)
{
    const auto corner = [&](double east, double north) {
        return QStringLiteral("[%1,%2]").arg(longitude + east, 0, 'f', 3).arg(latitude + north, 0, 'f', 3);
    };
    return QStringLiteral(R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"City"},
"geometry":{"type":"Polygon","coordinates":[[%1,%2,%3,%4,%1]]}}]})")
        .arg(corner(-0.1, -0.1), corner(0.1, -0.1), corner(0.1, 0.1), corner(-0.1, 0.1)).toUtf8();
}

const QByteArray legacyHeader = "CrimeDate,CrimeTime,CrimeCode,Location,Description,Inside/Outside,Weapon,Post,District,"
                                "Neighborhood,Longitude,Latitude,Location 1,Premise,vri_name1,Total Incidents\n";
const QByteArray serviceHeader = "RowID,CCNumber,CrimeDateTime,CrimeCode,Location,Description,Inside_Outside,Weapon,Post,"
                                 "Gender,Age,Race,Ethnicity,Old_District,New_District,Neighborhood,Latitude,Longitude,"
                                 "GeoLocation,PremiseType,Total_Incidents";
const QByteArray stLouisHeader = "Complaint,CodedMonth,DateOccur,FlagCrime,FlagUnfounded,FlagAdministrative,Count,"
                                 "FlagCleanup,Crime,District,Description,ILEADSAddress,ILEADSStreet,Neighborhood,"
                                 "LocationName,LocationComment,CADAddress,CADStreet,XCoord,YCoord\n";
const QByteArray newYorkHeader = "INCIDENT_KEY,OCCUR_DATE,OCCUR_TIME,BORO,LOC_OF_OCCUR_DESC,PRECINCT,JURISDICTION_CODE,"
                                 "LOC_CLASSFCTN_DESC,LOCATION_DESC,STATISTICAL_MURDER_FLAG,PERP_AGE_GROUP,PERP_SEX,PERP_RACE,"
                                 "VIC_AGE_GROUP,VIC_SEX,VIC_RACE,X_COORD_CD,Y_COORD_CD,Latitude,Longitude,Lon_Lat\n";
const QByteArray chicagoHeader = "ID,Case Number,Date,Block,IUCR,Primary Type,Description,Location Description,Arrest,"
                                 "Domestic,Beat,District,Ward,Community Area,FBI Code,X Coordinate,Y Coordinate,Year,"
                                 "Updated On,Latitude,Longitude,Location\n";
const QByteArray philadelphiaHeader = "objectid,dc_dist,psa,dispatch_date_time,dispatch_date,dispatch_time,hour,dc_key,"
                                      "location_block,ucr_general,text_general_code,point_x,point_y,lat,lng\n";

/// One incident's columns in words, for a comparison at one glance.
QString told(const City &city, std::size_t index)
{
    const Incident &incident = city.incidents->all()[index];
    const IncidentNames &names = city.incidents->names();
    const auto word = [](const QStringList &words, std::uint16_t at) {
        return at == Incident::nothing ? QStringLiteral("–") : words[at];
    };
    const QString setting = incident.setting == Setting::Inside ? QStringLiteral("inside")
        : incident.setting == Setting::Outside                  ? QStringLiteral("outside")
                                                                : QStringLiteral("–");
    return QStringList{formatTime(incident.time), names.types[incident.type], word(names.weapons, incident.weapon),
                       word(names.premises, incident.premise), word(names.districts, incident.district), setting,
                       QString::number(incident.flags)}
        .join(QStringLiteral("; "));
}

} // namespace

/// Published tables are known by their headers, and read whole.
class TestKnownTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tables_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<GeoPoint>("place");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QStringList>("rows");
        QTest::addColumn<QStringList>("target");
        const GeoPoint baltimore{-76.61, 39.29};

        QTest::newRow("Baltimore, legacy")
            << legacyHeader
                + "01/31/2014,14:05:00,1F,1 MAIN ST,HOMICIDE,O,FIREARM,421,EASTERN,Oliver,-76.61,39.29,\"(39.29, -76.61)\",STREET,,1\n"
                  "01/31/2014,14:06:00,3A,1 MAIN ST,SHOOTING,Inside,,421,,Oliver,-76.61,39.29,\"(39.29, -76.61)\",,,1\n"
            << baltimore << "Baltimore, Part 1 (legacy)"
            << QStringList{QStringLiteral("2014-01-31 14:05; HOMICIDE; FIREARM; STREET; EASTERN; outside; 0"),
                           QStringLiteral("2014-01-31 14:06; SHOOTING; –; –; –; inside; 0")}
            << QStringList{QStringLiteral("HOMICIDE"), QStringLiteral("SHOOTING")};
        QTest::newRow("Baltimore, legacy without its coordinates but in a pair, with R's names")
            << QByteArray("CrimeDate,CrimeTime,CrimeCode,Location,Description,Inside.Outside,Weapon,Post,District,Neighborhood,"
                          "Location.1,Premise,Total.Incidents\n"
                          "01/31/2014,14:05:00,1F,1 MAIN ST,HOMICIDE,Outside,KNIFE,421,EASTERN,Oliver,\"(39.2900000000, "
                          "-76.6100000000)\",STREET,1\n")
            << baltimore << "Baltimore, Part 1 (legacy)"
            << QStringList{QStringLiteral("2014-01-31 14:05; HOMICIDE; KNIFE; STREET; EASTERN; outside; 0")}
            << QStringList{QStringLiteral("HOMICIDE"), QStringLiteral("SHOOTING")};
        QTest::newRow("Baltimore, feature service")
            << serviceHeader
                + "\n1,22A,2022/01/01 05:30:00+00,3A,1 MAIN ST,SHOOTING,O,FIREARM,421,M,30,B,U,EASTERN,CENTRAL,Oliver,39.29,-76.61,"
                  "\"(39.29,-76.61)\",STREET,1\n"
            << baltimore << "Baltimore, Part 1 (feature service)"
            << QStringList{QStringLiteral("2022-01-01 00:30; SHOOTING; FIREARM; STREET; CENTRAL; outside; 0")}
            << QStringList{QStringLiteral("HOMICIDE"), QStringLiteral("SHOOTING")};
        QTest::newRow("Baltimore, NIBRS with times in UTC and a flag")
            << serviceHeader
                + ",Shooting\n1,22A,2022-07-01 03:30:00,4E,1 MAIN ST,AGG. ASSAULT,O,FIREARM,421,M,30,B,U,EASTERN,CENTRAL,Oliver,"
                  "39.29,-76.61,\"(39.29,-76.61)\",STREET,1,Y\n"
                  "2,22B,2022-07-02 03:30:00,4E,1 MAIN ST,HOMICIDE,I,,421,M,30,B,U,EASTERN,CENTRAL,Oliver,39.29,-76.61,,,1,N\n"
            << baltimore << "Baltimore, NIBRS Group A"
            << QStringList{QStringLiteral("2022-06-30 23:30; AGG. ASSAULT; FIREARM; STREET; CENTRAL; outside; 1"),
                           QStringLiteral("2022-07-01 23:30; HOMICIDE; –; –; CENTRAL; inside; 0")}
            << QStringList{QStringLiteral("HOMICIDE"), QStringLiteral("FLAG=SHOOTING")};
        QTest::newRow("Chicago")
            << chicagoHeader
                + "1,A1,01/31/2014 02:05:00 PM,0 MAIN ST,0110,HOMICIDE,FIRST DEGREE MURDER,STREET,false,true,111,001,42,32,01A,1,1,"
                  "2014,02/10/2018 03:50:01 PM,41.84,-87.68,\"(41.84, -87.68)\"\n"
            << GeoPoint{-87.68, 41.84} << "Chicago"
            << QStringList{QStringLiteral("2014-01-31 14:05; HOMICIDE; –; STREET; 001; –; 1")} << QStringList{QStringLiteral("HOMICIDE")};
        QTest::newRow("Philadelphia, with a zone and degrees in two columns each")
            << philadelphiaHeader
                + "1,22,2,2022-09-12 04:30:00+00,2022-09-12,00:30:00,0,202222,1 BLOCK,400,Aggravated Assault Firearm,-75.16,39.99,39.99,"
                  "-75.16\n"
            << GeoPoint{-75.16, 39.99} << "Philadelphia"
            << QStringList{QStringLiteral("2022-09-12 00:30; Aggravated Assault Firearm; –; –; 22; –; 0")}
            << QStringList{QStringLiteral("HOMICIDE - CRIMINAL*"), QStringLiteral("AGGRAVATED ASSAULT FIREARM")};
        QTest::newRow("St. Louis, in feet, with a withdrawn report and an unknown place")
            << stLouisHeader
                + "14-1,2014-01,01/31/2014 14:05,Y,,,1,,10000,4,HOMICIDE,1,MAIN,35,,,1,MAIN,905907,1018376.6\n"
                  "14-2,2014-01,01/31/2014 14:06,Y,,,-1,,41011,4,AGG.ASSAULT-FIREARM/CITIZEN ADULT 1ST DEGREE,1,MAIN,35,,,1,MAIN,905907,"
                  "1018376.6\n"
                  "14-3,2014-01,01/31/2014 14:07,Y,,,1,,41011,4,AGG.ASSAULT-FIREARM/CITIZEN ADULT 1ST DEGREE,1,MAIN,35,,,1,MAIN,0,0\n"
            << GeoPoint{-90.24, 38.64} << "St. Louis" << QStringList{QStringLiteral("2014-01-31 14:05; HOMICIDE; –; –; 4; –; 0")}
            << QStringList{QStringLiteral("HOMICIDE*"), QStringLiteral("AGG.ASSAULT-FIREARM*")};
        QTest::newRow("New York, where every row is a shooting")
            << newYorkHeader
                + "1,01/31/2014,14:05:00,BRONX,OUTSIDE,44,0,STREET,BAR,true,25-44,M,B,25-44,M,B,1,1,40.72,-73.95,POINT (-73.95 40.72)\n"
                  "2,01/31/2014,14:06:00,QUEENS,,44,0,,,false,,,,25-44,M,B,1,1,40.72,-73.95,POINT (-73.95 40.72)\n"
            << GeoPoint{-73.95, 40.72} << "New York, shootings"
            << QStringList{QStringLiteral("2014-01-31 14:05; SHOOTING; –; BAR; BRONX; outside; 1"),
                           QStringLiteral("2014-01-31 14:06; SHOOTING; –; –; QUEENS; –; 0")}
            << QStringList{QStringLiteral("SHOOTING")};
    }

    void tables()
    {
        QFETCH(QByteArray, table);
        QFETCH(GeoPoint, place);
        QFETCH(QString, kind);
        QFETCH(QStringList, rows);
        QFETCH(QStringList, target);
        const Folder folder;
        const City city = importQuietly(scene(folder, table, squareAround(place.longitude, place.latitude)));
        QCOMPARE(city.report->kind, kind);
        QStringList read;
        for (std::size_t i = 0; i < city.incidents->size(); ++i)
            read << told(city, i);
        QCOMPARE(read, rows);
        QCOMPARE(city.target->names(), target);
        for (const Incident &incident : city.incidents->all())
            QVERIFY(std::abs(incident.place.longitude - place.longitude) < 0.1);
    }

    void withdrawnReportsAreLeftOutForAReasonOfTheirOwn()
    {
        const Folder folder;
        const City city = importQuietly(scene(folder,
                                              stLouisHeader
                                                  + "14-1,2014-01,01/31/2014 14:05,Y,,,1,,1,4,HOMICIDE,1,MAIN,35,,,1,MAIN,905907,1018376.6\n"
                                                    "14-2,2014-01,01/31/2014 14:06,Y,,,-1,,1,4,HOMICIDE,1,MAIN,35,,,1,MAIN,905907,1018376.6\n",
                                              squareAround(-90.24, 38.64)));
        QCOMPARE(city.report->rejectedFor(Rejection::Withdrawn), 1u);
        QCOMPARE(rejectionKey(Rejection::Withdrawn), QStringLiteral("withdrawn"));
        QCOMPARE(city.report->crs, QStringLiteral("ESRI:102696"));
        QVERIFY(city.report->crsGuessed);
    }

    void personsAreLeftOutOfEachTable()
    {
        const Folder folder;
        const City city = importQuietly(scene(folder,
                                              newYorkHeader
                                                  + "1,01/31/2014,14:05:00,BRONX,,44,0,,,true,25-44,M,B,25-44,M,B,1,1,40.72,-73.95,\n",
                                              squareAround(-73.95, 40.72)));
        QCOMPARE(city.report->leftOutColumns.join(QLatin1Char(' ')),
                 QStringLiteral("PERP_AGE_GROUP PERP_SEX PERP_RACE VIC_AGE_GROUP VIC_SEX VIC_RACE"));
    }

    void theUsersWordGoesFirst()
    {
        const Folder folder;
        ImportSettings settings = scene(folder,
                                        legacyHeader
                                            + "01/31/2014,14:05:00,1F,1 MAIN ST,HOMICIDE,O,FIREARM,421,EASTERN,Oliver,-76.61,39.29,,STREET,,1\n",
                                        squareAround(-76.61, 39.29));
        settings.incidents.columns =
            parseColumnMapping(QStringLiteral("weapon=-,district=Post,premise=Neighborhood,flag=Total Incidents"));
        QCOMPARE(told(importQuietly(settings), 0), QStringLiteral("2014-01-31 14:05; HOMICIDE; –; Oliver; 421; outside; 1"));
        settings.target = {QStringLiteral("weapon=FIREARM")};
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "weapons are: none");
    }

    void typesAreCountedByYear()
    {
        const Folder folder;
        const City city = importQuietly(scene(folder, "Date,Type,lon,lat\n"
                                                      "2014-01-31,SHOOTING,0.5,0.5\n"
                                                      "2014-02-28,SHOOTING,0.5,0.5\n"
                                                      "2015-01-31,SHOOTING,0.5,0.5\n"
                                                      "2015-01-31,LARCENY,0.5,0.5\n"));
        const auto &years = city.report->typesByYear;
        QCOMPARE(years[QStringLiteral("SHOOTING")], (QMap<int, std::uint32_t>{{2014, 2}, {2015, 1}}));
        QCOMPARE(years[QStringLiteral("LARCENY")], (QMap<int, std::uint32_t>{{2015, 1}}));
        QCOMPARE(city.report->toJson()[QStringLiteral("types_by_year")][QStringLiteral("SHOOTING")][QStringLiteral("2014")].toInt(), 2);
    }

    void namesCutOffAreNoted()
    {
        const Folder folder;
        const QByteArray row = "2014-01-31,SHOOTING,0.5,0.5,";
        const auto cut = [&](const QByteArray &first, const QByteArray &second) {
            const City city = importQuietly(
                scene(folder, "Date,Type,lon,lat,Neighborhood\n" + row + first + '\n' + row + second + '\n'));
            return city.report->notes[static_cast<std::size_t>(Note::CutNames)];
        };
        QCOMPARE(cut("Patterson Park Neighborho", "Oliver"), 1u);
        QCOMPARE(cut("Patterson Park Neighborho", "Patterson Park Neighborhood"), 0u);
    }

    void groupsComeFromAFile()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, "Date,Type,lon,lat\n2014-01-31,SHOOTING,0.5,0.5\n");
        settings.groups = readGroups(folder.write(QStringLiteral("groups.json"), R"({"Fraud": "property", "STALKING": "violent"})"));
        QCOMPARE(importQuietly(settings).groups,
                 (TypeGroups{{QStringLiteral("FRAUD"), Group::Property}, {QStringLiteral("STALKING"), Group::Violent}}));
        writeGroups(folder.path(QStringLiteral("again.json")), settings.groups);
        QCOMPARE(readGroups(folder.path(QStringLiteral("again.json"))), settings.groups);
        const QString wrong = folder.write(QStringLiteral("wrong.json"), R"({"Fraud": "target"})");
        VERIFY_SAYS(errorOf([&] { readGroups(wrong); }), "Fraud");
    }

    void whatIsSetIsStoredAndReadAgain()
    {
        ImportSettings settings;
        QVERIFY(sourcesFromJson(sourcesToJson(settings)).incidents == settings.incidents);
        settings.incidents.source = QStringLiteral("crime.csv");
        settings.incidents.layer = QStringLiteral("crime");
        for (const ColumnRole &role : columnRoles())
            settings.incidents.columns.*role.column = role.title;
        settings.incidents.columns.flags = {QStringLiteral("Shooting"), QStringLiteral("Domestic")};
        settings.incidents.crs = QStringLiteral("EPSG:2248");
        settings.incidents.dateOrder = DateOrder::EpochMilliseconds;
        settings.incidents.from = makeTime(2014, 1, 1);
        settings.incidents.to = makeTime(2015, 1, 1, 12);
        settings.incidents.timeZone = QStringLiteral("UTC");
        settings.incidents.cityTimeZone = QStringLiteral("America/New_York");
        settings.incidents.encoding = QStringLiteral("CP1252");
        settings.incidents.delimiter = QStringLiteral("tab");
        settings.incidents.swapAxes = true;
        settings.neighborhoods = {QStringLiteral("areas.shp"), QStringLiteral("LABEL"), QStringLiteral("EPSG:2248")};
        settings.target = {QStringLiteral("HOMICIDE"), QStringLiteral("FLAG=SHOOTING")};
        settings.groups = {{QStringLiteral("FRAUD"), Group::Property}};
        const ImportSettings again = sourcesFromJson(sourcesToJson(settings));
        QVERIFY(again.incidents == settings.incidents);
        QVERIFY(again.neighborhoods == settings.neighborhoods);
        QCOMPARE(again.target, settings.target);
        QCOMPARE(again.groups, settings.groups);
    }
};

Q_DECLARE_METATYPE(forewatch::GeoPoint)

QTEST_GUILESS_MAIN(TestKnownTables)
#include "tst_known_tables.moc"
