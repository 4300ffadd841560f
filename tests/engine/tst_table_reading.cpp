#include "engine/core/wall_clock.h"
#include "engine/data/table_time.h"
#include "tests/support/scene.h"

#include <QStringEncoder>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;
using std::chrono::hours;

namespace {

/// A square around Baltimore.
QByteArray baltimoreSquare()
{
    return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"City"},
"geometry":{"type":"Polygon","coordinates":[[[-76.72,39.19],[-76.52,39.19],[-76.52,39.38],[-76.72,39.38],[-76.72,39.19]]]}}]})";
}

/// Settings for one row with a time, in Baltimore.
ImportSettings timed(const Folder &folder, const QByteArray &time)
{
    return scene(folder, "Date,Type,lon,lat\n" + time + ",SHOOTING,-76.61,39.29\n", baltimoreSquare());
}

std::uint32_t noted(const City &city, Note note)
{
    return city.report->notes[static_cast<std::size_t>(note)];
}

} // namespace

/// What a table does not say itself is found out, asked for, or told: never silently wrong.
class TestTableReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timesOfOtherZones_data()
    {
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("read");

        QTest::newRow("Z in winter") << QByteArray("2022-01-01T03:15:00Z") << "" << "2021-12-31 22:15";
        QTest::newRow("+00 in summer") << QByteArray("2022-07-01 03:15:00+00") << "" << "2022-06-30 23:15";
        QTest::newRow("+0000") << QByteArray("2022/07/01 03:15:00+0000") << "" << "2022-06-30 23:15";
        QTest::newRow("-07:00") << QByteArray("2022-07-01 03:15-07:00") << "" << "2022-07-01 06:15";
        QTest::newRow("seconds") << QByteArray("1641006900") << "" << "2021-12-31 22:15";
        QTest::newRow("milliseconds") << QByteArray("1641006900000") << "" << "2021-12-31 22:15";
        QTest::newRow("milliseconds with decimals") << QByteArray("1641006900000.0") << "" << "2021-12-31 22:15";
        QTest::newRow("no zone, said to be UTC") << QByteArray("2022-01-01 03:15:00") << "UTC" << "2021-12-31 22:15";
        QTest::newRow("no zone, said to be of Chicago") << QByteArray("2022-01-01 03:15:00") << "America/Chicago" << "2022-01-01 04:15";
        QTest::newRow("no zone, the city's") << QByteArray("2022-01-01 03:15:00") << "America/New_York" << "2022-01-01 03:15";
        QTest::newRow("a zone that is wrong") << QByteArray("2022-01-01T03:15:00Z") << "local" << "2022-01-01 03:15";
        QTest::newRow("a zone named beats the table's") << QByteArray("2022-01-01T03:15:00Z") << "America/Chicago" << "2021-12-31 22:15";
    }

    void timesOfOtherZones()
    {
        QFETCH(QByteArray, time);
        QFETCH(QString, zone);
        QFETCH(QString, read);
        const Folder folder;
        ImportSettings settings = timed(folder, time);
        settings.incidents.timeZone = zone;
        const City city = importQuietly(settings);
        QCOMPARE(formatTime(city.incidents->first()), read);
        QCOMPARE(city.report->cityTimeZone, QStringLiteral("America/New_York"));
    }

    void theCitysZoneIsAskedForWhereItIsNeeded()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, "Date,Type,lon,lat\n2014-01-31 12:00:00+00,SHOOTING,0.5,0.5\n");
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "--city-time-zone");
        settings.incidents.cityTimeZone = QStringLiteral("Europe/London");
        QCOMPARE(formatTime(importQuietly(settings).incidents->first()), QStringLiteral("2014-01-31 12:00"));
        settings.incidents.cityTimeZone = QStringLiteral("Europe/Atlantis");
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "Europe/Atlantis");
    }

    void hoursThatTheClockSkipsOrShowsTwiceAreNoted()
    {
        // In 2014 the clock went forward on 9 March and back on 2 November, at 2 o'clock.
        const Folder folder;
        ImportSettings settings = scene(folder,
                                        "Date,Type,lon,lat\n"
                                        "2014-03-09 01:59:59,SHOOTING,-76.61,39.29\n"
                                        "2014-03-09 02:00,SHOOTING,-76.61,39.29\n"
                                        "2014-03-09 02:30,SHOOTING,-76.61,39.29\n"
                                        "2014-03-09 03:00,SHOOTING,-76.61,39.29\n"
                                        "2014-11-02 01:00,SHOOTING,-76.61,39.29\n"
                                        "2014-11-02 02:00,SHOOTING,-76.61,39.29\n",
                                        baltimoreSquare());
        const City city = importQuietly(settings);
        QCOMPARE(noted(city, Note::MissingHour), 2u);
        QCOMPARE(noted(city, Note::DoubledHour), 1u);
        settings.incidents.cityTimeZone = QStringLiteral("America/Phoenix");
        const City desert = importQuietly(settings);
        QCOMPARE(noted(desert, Note::MissingHour) + noted(desert, Note::DoubledHour), 0u);
    }

    void wallClocksGoThereAndBack()
    {
        const WallClock clock(QStringLiteral("America/New_York"));
        const auto utc = [](int year, int month, int day, int hour, int minute = 0) {
            return std::chrono::sys_seconds(makeTime(year, month, day, hour, minute).time_since_epoch());
        };
        QCOMPARE(clock.fromUtc(utc(2014, 3, 9, 6, 59)), makeTime(2014, 3, 9, 1, 59));
        QCOMPARE(clock.fromUtc(utc(2014, 3, 9, 7)), makeTime(2014, 3, 9, 3));
        QCOMPARE(clock.fromUtc(utc(2014, 11, 2, 5, 59)), makeTime(2014, 11, 2, 1, 59));
        QCOMPARE(clock.fromUtc(utc(2014, 11, 2, 6)), makeTime(2014, 11, 2, 1));
        QCOMPARE(clock.toUtc(makeTime(2014, 11, 2, 1)), utc(2014, 11, 2, 5));
        QCOMPARE(clock.toUtc(makeTime(2014, 3, 9, 2, 30)), utc(2014, 3, 9, 7, 30));
        for (auto moment = utc(2014, 1, 1, 0); moment < utc(2015, 1, 1, 0); moment += hours(1)) {
            const auto back = clock.toUtc(clock.fromUtc(moment));
            QVERIFY(back == moment || (back == moment - hours(1) && moment == utc(2014, 11, 2, 6)));
        }
    }

    void datesAsTheyAreWritten_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("order");
        QTest::addColumn<QString>("read");
        QTest::newRow("day first of two digits") << QByteArray("31/01/14 14:05") << "dmy" << "2014-01-31 14:05";
        QTest::newRow("month first of two digits") << QByteArray("1/31/99") << "mdy" << "1999-01-31 00:00";
        QTest::newRow("three digits") << QByteArray("1/31/014") << "mdy" << "";
        QTest::newRow("compact") << QByteArray("20140131") << "ymd" << "2014-01-31 00:00";
        QTest::newRow("a zone that is none") << QByteArray("2014-01-31 14:05 EST") << "ymd" << "";
        QTest::newRow("microseconds and Z") << QByteArray("2014-01-31T14:05:00.123456Z") << "ymd" << "2014-01-31 14:05";
        QTest::newRow("words") << QByteArray("yesterday") << "ymd" << "";
        QTest::newRow("before 1970") << QByteArray("-86400") << "epoch" << "1969-12-31 00:00";
        QTest::newRow("milliseconds before 1970") << QByteArray("-1") << "epoch-ms" << "1969-12-31 23:59:59";
        QTest::newRow("a date is no count") << QByteArray("2014-01-31") << "epoch" << "";
    }

    void datesAsTheyAreWritten()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, order);
        QFETCH(QString, read);
        const auto time = readTableTime(text.toStdString(), dateOrderNamed(order).value());
        QCOMPARE(time ? formatTime(time->time) : QString(), read);
    }

    void twoDigitYearsAreNoted()
    {
        const Folder folder;
        const City city = importQuietly(timed(folder, "01/31/14 14:05"));
        QCOMPARE(formatTime(city.incidents->first()), QStringLiteral("2014-01-31 14:05"));
        QCOMPARE(noted(city, Note::TwoDigitYears), 1u);
    }

    void delimiters_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("delimiter");
        QTest::newRow("semicolon") << QByteArray("Date;Type;lon;lat\n2014-01-31;LARCENY, AUTO;0.5;0.5\n") << "t.csv" << "semicolon";
        QTest::newRow("tab") << QByteArray("Date\tType\tlon\tlat\n2014-01-31\tLARCENY, AUTO\t0.5\t0.5\n") << "t.tsv" << "tab";
        QTest::newRow("tab in a .csv") << QByteArray("Date\tType\tlon\tlat\n2014-01-31\tLARCENY, AUTO\t0.5\t0.5\n") << "t.csv" << "tab";
        QTest::newRow("pipe") << QByteArray("Date|Type|lon|lat\n2014-01-31|LARCENY, AUTO|0.5|0.5\n") << "t.txt" << "pipe";
        QTest::newRow("pipe and quotes") << QByteArray("Date|Type|lon|lat\r\n2014-01-31|\"LARCENY, AUTO\"|0.5|0.5\r\n") << "t.csv" << "pipe";
        QTest::newRow("semicolon and decimal commas")
            << QByteArray("Date;Type;lon;lat\n2014-01-31;LARCENY, AUTO;0,5;0,5\n") << "t.csv" << "semicolon";
    }

    void delimiters()
    {
        QFETCH(QByteArray, table);
        QFETCH(QString, file);
        QFETCH(QString, delimiter);
        const Folder folder;
        ImportSettings settings = scene(folder, {});
        settings.incidents.source = folder.write(file, table);
        settings.target = {QStringLiteral("LARC*")};
        const City city = importQuietly(settings);
        QCOMPARE(city.report->delimiter, delimiter);
        QCOMPARE(city.incidents->types(), QStringList(QStringLiteral("LARCENY, AUTO")));
        QCOMPARE(city.incidents->all()[0].place, (GeoPoint{0.5, 0.5}));
        settings.incidents.delimiter = delimiter;
        QCOMPARE(importQuietly(settings).report->kept, 1u);
    }

    void aDelimiterMayBeSaid()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, "Date|Type|lon|lat,and,more,words,here\n2014-01-31|SHOOTING|0.5|0.5\n");
        settings.incidents.delimiter = QStringLiteral("pipe");
        settings.incidents.columns.latitude = QStringLiteral("lat,and,more,words,here");
        QCOMPARE(importQuietly(settings).report->kept, 1u);
        settings.incidents.delimiter = QStringLiteral("dash");
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "comma, semicolon, tab or pipe");
    }

    void encodings_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<QString>("found");
        QTest::newRow("UTF-8") << QByteArray("VOL À MAIN ARMÉE") << "" << "UTF-8";
        QTest::newRow("Windows, found") << QByteArray("VOL \xc0 MAIN ARM\xc9\x45") << "" << "CP1252";
        QTest::newRow("Latin 1, said") << QByteArray("VOL \xc0 MAIN ARM\xc9\x45") << "ISO-8859-1" << "ISO-8859-1";
    }

    void encodings()
    {
        QFETCH(QByteArray, type);
        QFETCH(QString, encoding);
        QFETCH(QString, found);
        const Folder folder;
        ImportSettings settings = scene(folder, "Date,Type,lon,lat\n2014-01-31," + type + ",0.5,0.5\n");
        settings.incidents.encoding = encoding;
        settings.target = {QStringLiteral("VOL*")};
        const City city = importQuietly(settings);
        QCOMPARE(city.incidents->types(), QStringList(QString::fromUtf8("VOL À MAIN ARMÉE")));
        QCOMPARE(city.report->encoding, found);
        settings.incidents.encoding = QStringLiteral("EBCDIC-HUMAN");
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "EBCDIC-HUMAN");
    }

    void wideTextFromASpreadsheet()
    {
        const Folder folder;
        const QString text = QString::fromUtf8("Date\tType\tlon\tlat\n2014-01-31\tVOL ARMÉ\t0.5\t0.5\n");
        QStringEncoder encode(QStringEncoder::Utf16LE, QStringEncoder::Flag::WriteBom);
        ImportSettings settings = scene(folder, {});
        settings.incidents.source = folder.write(QStringLiteral("wide.csv"), encode(text));
        settings.target = {QStringLiteral("VOL*")};
        QCOMPARE(importQuietly(settings).incidents->types(), QStringList(QString::fromUtf8("VOL ARMÉ")));
    }

    void systemsOfCoordinatesAreFound_data()
    {
        QTest::addColumn<QByteArray>("x");
        QTest::addColumn<QByteArray>("y");
        QTest::addColumn<QString>("crs");
        // One place near Baltimore's harbor in each.
        QTest::newRow("degrees") << QByteArray("-76.61") << QByteArray("39.29") << "EPSG:4326";
        QTest::newRow("feet of Maryland") << QByteArray("1420000") << QByteArray("590000") << "EPSG:2248";
        QTest::newRow("UTM") << QByteArray("361154") << QByteArray("4350194") << "EPSG:32618";
        QTest::newRow("web map") << QByteArray("-8528186") << QByteArray("4763297") << "EPSG:3857";
    }

    void systemsOfCoordinatesAreFound()
    {
        QFETCH(QByteArray, x);
        QFETCH(QByteArray, y);
        QFETCH(QString, crs);
        const Folder folder;
        const City city = importQuietly(scene(folder, "Date,Type,x,y\n2014-01-31,SHOOTING," + x + ',' + y + '\n', baltimoreSquare()));
        const GeoPoint place = city.incidents->all()[0].place;
        QVERIFY2(std::abs(place.longitude + 76.61) < 0.01 && std::abs(place.latitude - 39.29) < 0.005,
                 qPrintable(QStringLiteral("%1 %2").arg(place.longitude, 0, 'f', 5).arg(place.latitude, 0, 'f', 5)));
        QCOMPARE(city.report->crsGuessed, crs != QLatin1String("EPSG:4326"));
        if (crs != QLatin1String("EPSG:2248"))
            QCOMPARE(city.report->crs, crs);
    }

    void swappedAxesAreMendedWhenTheUserAgrees()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, "Date,Type,lon,lat\n2014-01-31,SHOOTING,39.29,-76.61\n", baltimoreSquare());
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "--swap-axes");
        settings.incidents.swapAxes = true;
        const City city = importQuietly(settings);
        QCOMPARE(city.incidents->all()[0].place, (GeoPoint{-76.61, 39.29}));
        QVERIFY(city.report->axesSwapped);
    }

    void swappedFeetAreFoundToo()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, "Date,Type,x,y\n2014-01-31,SHOOTING,4350194,361154\n", baltimoreSquare());
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "--swap-axes");
        settings.incidents.swapAxes = true;
        QCOMPARE(importQuietly(settings).report->crs, QStringLiteral("EPSG:32618"));
    }

    void aWrongDatabaseDoesNotShowItsPassword()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, {});
        settings.incidents.source = QStringLiteral("PG:host=127.0.0.1 port=1 user=me password='SEC RET' dbname=crime");
        settings.incidents.layer = QStringLiteral("incidents");
        const QString message = errorOf([&] { importQuietly(settings); });
        VERIFY_SAYS(message, "server");
        QVERIFY2(!message.contains(QLatin1String("RET")), qPrintable(message));
    }

    void aFeatureServiceThatIsNotThere()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, {});
        settings.incidents.source = QStringLiteral("http://127.0.0.1:1/arcgis/rest/services/Crime/FeatureServer/0");
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "FeatureServer/0");
    }
};

QTEST_GUILESS_MAIN(TestTableReading)
#include "tst_table_reading.moc"
