#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

const QByteArray header = "CrimeDate,CrimeTime,Description,Longitude,Latitude\n";

/// A row of the scene's table that is kept.
const QByteArray good = "01/31/2014,12:00:00,SHOOTING,0.5,0.5\n";

QString rejectedAs(const ImportReport &report)
{
    QStringList rows;
    for (const RejectedRow &rejected : report.rejected)
        rows << QStringLiteral("%1 %2").arg(rejected.row).arg(rejectionKey(rejected.reason));
    return rows.join(QStringLiteral(", "));
}

} // namespace

/// Every row is kept or rejected for a reason, and what cannot be used at all is refused with what, where and what to do.
class TestImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneOddRow_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QString>("rejected");

        QTest::newRow("good") << QByteArray("02/01/2014,12:00:00,LARCENY,0.5,0.5\n") << "";
        QTest::newRow("no date") << QByteArray(",12:00:00,LARCENY,0.5,0.5\n") << "2 no_time";
        QTest::newRow("no clock") << QByteArray("02/01/2014,,LARCENY,0.5,0.5\n") << "2 no_time";
        QTest::newRow("13th month") << QByteArray("13/13/2014,12:00:00,LARCENY,0.5,0.5\n") << "2 bad_time";
        QTest::newRow("30 February") << QByteArray("02/30/2014,12:00:00,LARCENY,0.5,0.5\n") << "2 bad_time";
        QTest::newRow("25 o'clock") << QByteArray("02/01/2014,25:00:00,LARCENY,0.5,0.5\n") << "2 bad_time";
        QTest::newRow("no type") << QByteArray("02/01/2014,12:00:00,,0.5,0.5\n") << "2 no_type";
        QTest::newRow("no longitude") << QByteArray("02/01/2014,12:00:00,LARCENY,,0.5\n") << "2 no_coordinates";
        QTest::newRow("zero") << QByteArray("02/01/2014,12:00:00,LARCENY,0,0.0\n") << "2 no_coordinates";
        QTest::newRow("words") << QByteArray("02/01/2014,12:00:00,LARCENY,here,0.5\n") << "2 bad_coordinates";
        QTest::newRow("off the earth") << QByteArray("02/01/2014,12:00:00,LARCENY,999,0.5\n") << "2 bad_coordinates";
        QTest::newRow("elsewhere") << QByteArray("02/01/2014,12:00:00,LARCENY,5,0.5\n") << "2 outside_neighborhoods";
        QTest::newRow("too few fields") << QByteArray("02/01/2014,12:00:00\n") << "2 no_type";
        QTest::newRow("no line end") << QByteArray("02/01/2014,12:00:00,LARCENY,0.5,0.5") << "";
    }

    void oneOddRow()
    {
        QFETCH(QByteArray, row);
        QFETCH(QString, rejected);
        const City city = importQuietly(scene(Folder(), header + good + row));
        QCOMPARE(rejectedAs(*city.report), rejected);
        QCOMPARE(city.report->rows, 2u);
        QCOMPARE(city.report->kept, rejected.isEmpty() ? 2u : 1u);
    }

    void rowsAreSortedByTimeAndKeepTheirNumber()
    {
        const City city = importQuietly(scene(Folder(), header + "02/01/2014,12:00:00,B,0.5,0.5\n01/31/2014,12:00:00,SHOOTING,1.5,0.5\n"));
        QCOMPARE(city.incidents->all()[0].row, 2u);
        QCOMPARE(city.incidents->all()[1].row, 1u);
        QCOMPARE(city.neighborhoods->at(city.incidents->all()[0].neighborhood).name, QStringLiteral("East"));
        QCOMPARE(city.incidents->types(), QStringList({QStringLiteral("B"), QStringLiteral("SHOOTING")}));
    }

    void twentyFourHoursIsTheNextDay()
    {
        const City city = importQuietly(scene(Folder(), header + "01/31/2014,24:00:00,SHOOTING,0.5,0.5\n"));
        QCOMPARE(formatTime(city.incidents->first()), QStringLiteral("2014-02-01 00:00"));
        QCOMPARE(city.report->notes[static_cast<std::size_t>(Note::MidnightOfNextDay)], 1u);
    }

    void timesAsTablesPrintThem_data()
    {
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<QString>("read");

        QTest::newRow("ISO") << QByteArray("2014-01-31 14:05:00") << "2014-01-31 14:05";
        QTest::newRow("ISO with T and fraction") << QByteArray("2014-01-31T14:05:00.000") << "2014-01-31 14:05";
        QTest::newRow("slashes, year first") << QByteArray("2014/01/31 14:05") << "2014-01-31 14:05";
        QTest::newRow("month first, afternoon") << QByteArray("01/31/2014 02:05:00 PM") << "2014-01-31 14:05";
        QTest::newRow("month first, midnight") << QByteArray("01/31/2014 12:05:00 AM") << "2014-01-31 00:05";
        QTest::newRow("day first") << QByteArray("31/01/2014 14:05") << "2014-01-31 14:05";
        QTest::newRow("day first, dots") << QByteArray("31.01.2014 14:05") << "2014-01-31 14:05";
        QTest::newRow("date alone") << QByteArray("2014-01-31") << "2014-01-31 00:00";
    }

    void timesAsTablesPrintThem()
    {
        QFETCH(QByteArray, time);
        QFETCH(QString, read);
        const City city = importQuietly(scene(Folder(), "Date,Type,lon,lat\n" + time + ",SHOOTING,0.5,0.5\n"));
        QCOMPARE(formatTime(city.incidents->first()), read);
    }

    void aDateColumnWithATimeOfItsOwnIsNotAddedTwice()
    {
        const City city = importQuietly(scene(Folder(), header + "01/31/2014 14:30:00,14:30:00,SHOOTING,0.5,0.5\n"));
        QCOMPARE(formatTime(city.incidents->first()), QStringLiteral("2014-01-31 14:30"));
    }

    void aQuoteThatNothingClosesIsFound()
    {
        const Folder folder;
        QByteArray rows = header;
        for (int i = 0; i < 2000; ++i)
            rows += i == 500 ? QByteArray("01/31/2014,12:00:00,\"SHOOTING,0.5,0.5\n") : good;
        const QString message = errorOf([&] { importQuietly(scene(folder, rows)); });
        VERIFY_SAYS(message, "row 501");
        VERIFY_SAYS(message, "quotation mark");
    }

    void aFileCutShortIsNotTakenForAWholeOne()
    {
        SKIP_WITHOUT_REAL_DATA();
        const Folder folder;
        const ImportSettings settings = scene(folder, header + good);
        for (const char *suffix : {"shp", "shx", "dbf", "prj"})
            QVERIFY(QFile::copy(realData(QStringLiteral("baltimore/polygons/csa_bnia_2016.") + QLatin1String(suffix)),
                                folder.path(QStringLiteral("cut.") + QLatin1String(suffix))));
        QFile cut(folder.path(QStringLiteral("cut.shp")));
        cut.setPermissions(cut.permissions() | QFile::WriteOwner);
        QVERIFY(cut.resize(400'000));
        ImportSettings damaged = settings;
        damaged.neighborhoods.source = cut.fileName();
        VERIFY_SAYS(errorOf([&] { importQuietly(damaged); }), "cut.shp");
    }

    void columnsAboutPersonsAreKnownInAnySpelling_data()
    {
        QTest::addColumn<QByteArray>("column");
        for (const char *column : {"VictimAge", "VIC_SEX", "SuspectRace", "OffenderDOB", "Vict Descent", "Gender", "First Name"})
            QTest::newRow(column) << QByteArray(column);
    }

    void columnsAboutPersonsAreKnownInAnySpelling()
    {
        QFETCH(QByteArray, column);
        const Folder folder;
        ImportSettings settings = scene(folder, "Date,Type,lon,lat," + column + "\n2014-01-31,SHOOTING,0.5,0.5,B\n");
        QCOMPARE(importQuietly(settings).report->leftOutColumns, QStringList(QString::fromLatin1(column)));
        settings.incidents.columns.type = QString::fromLatin1(column);
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "about persons");
    }

    void columnsAboutPlacesAndTimesAreRead_data()
    {
        QTest::addColumn<QByteArray>("column");
        for (const char *column : {"Premise", "Weapon", "Neighborhood", "Package", "Page", "District", "Village"})
            QTest::newRow(column) << QByteArray(column);
    }

    void columnsAboutPlacesAndTimesAreRead()
    {
        QFETCH(QByteArray, column);
        const City city = importQuietly(scene(Folder(), "Date,Type,lon,lat," + column + "\n2014-01-31,SHOOTING,0.5,0.5,B\n"));
        QVERIFY(city.report->leftOutColumns.isEmpty());
    }

    void passwordsAreNeitherShownNorStored()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, header + good);
        settings.incidents.source = QStringLiteral("PG:host=127.0.0.1 port=1 user=me password=SECRET dbname=crime");
        const QString message = errorOf([&] { importQuietly(settings); });
        QVERIFY(!message.isEmpty() && !message.contains(QLatin1String("SECRET")));
    }

    void aNamedTargetMustOccur()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, header + good);
        settings.target = {QStringLiteral("SHOOTING"), QStringLiteral("HOMICIDE")};
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "HOMICIDE");
        settings.target = {QStringLiteral("shooting"), QStringLiteral("Shooting")};
        QCOMPARE(importQuietly(settings).target->names(), QStringList(QStringLiteral("SHOOTING")));
    }

    void aSourceIsNeverOverwritten()
    {
        const Folder folder;
        const ImportSettings settings = scene(folder, header + good);
        const City city = importQuietly(settings);
        NoFeedback feedback;
        VERIFY_SAYS(errorOf([&] { writeRejectedRows(settings.incidents, *city.report, settings.incidents.source, feedback); }),
                    "the crime table itself");
        QCOMPARE(importQuietly(settings).report->kept, 1u);
    }

    void aPeriodKeepsTheTypesOfTheWholeTable()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, header + good + "02/01/2014,12:00:00,LARCENY,0.5,0.5\n");
        settings.incidents.from = makeTime(2014, 2, 1);
        const City city = importQuietly(settings);
        QCOMPARE(rejectedAs(*city.report), QStringLiteral("1 outside_period"));
        QCOMPARE(city.incidents->types(), QStringList({QStringLiteral("LARCENY"), QStringLiteral("SHOOTING")}));
        QCOMPARE(city.target->eventsIn(city.incidents->all()), std::size_t(0));
    }

    void columnsAboutPersonsAreNotRead()
    {
        const City city = importQuietly(scene(Folder(), "CrimeDateTime,Description,Gender,Age,Race,Premise,Longitude,Latitude\n"
                                                        "2014-01-31 12:00:00,SHOOTING,F,30,X,STREET,0.5,0.5\n"));
        QCOMPARE(city.report->leftOutColumns,
                 QStringList({QStringLiteral("Gender"), QStringLiteral("Age"), QStringLiteral("Race")}));
        QCOMPARE(city.report->kept, 1u);
    }

    void namedColumnsAndFeet()
    {
        // Two places of EPSG:2248 in Baltimore, read through PROJ by the names the user gave.
        const Folder folder;
        ImportSettings settings = scene(folder, "when,what,east,north\n2014-01-31 12:00,SHOOTING,1420000,590000\n",
                                        QByteArray(R"({"type":"FeatureCollection","features":[{"type":"Feature",
"properties":{"name":"City"},"geometry":{"type":"Polygon","coordinates":[[[-76.7,39.2],[-76.5,39.2],[-76.5,39.4],[-76.7,39.4],[-76.7,39.2]]]}}]})"));
        settings.incidents.columns = parseColumnMapping(QStringLiteral("time=when,type=what,x=east,y=north"));
        settings.incidents.crs = QStringLiteral("EPSG:2248");
        const City city = importQuietly(settings);
        const GeoPoint place = city.incidents->all()[0].place;
        QVERIFY2(std::abs(place.longitude + 76.6196) < 0.001 && std::abs(place.latitude - 39.2859) < 0.001,
                 qPrintable(QStringLiteral("%1 %2").arg(place.longitude, 0, 'f', 5).arg(place.latitude, 0, 'f', 5)));
    }

    void unusableInput_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QStringList>("says");
        const auto says = [](std::initializer_list<const char *> words) {
            QStringList list;
            for (const char *word : words)
                list << QString::fromUtf8(word);
            return list;
        };

        QTest::newRow("empty file") << QByteArray("") << says({"table.csv"});
        QTest::newRow("header alone") << header << says({"empty", "table.csv"});
        QTest::newRow("no type column") << QByteArray("CrimeDate,CrimeTime,Longitude,Latitude\n01/31/2014,12:00,1,1\n")
                                        << says({"incident type", "CrimeDate, CrimeTime", "--columns type="});
        QTest::newRow("no coordinates column") << QByteArray("Date,Type\n2014-01-31,SHOOTING\n")
                                               << says({"longitude and latitude", "--columns lon="});
        QTest::newRow("no time column") << QByteArray("Type,lon,lat\nSHOOTING,0.5,0.5\n") << says({"the time", "--columns time="});
        QTest::newRow("swapped") << header + "01/31/2014,12:00:00,SHOOTING,0.5,1.5\n01/31/2014,12:00:00,LARCENY,0.5,1.7\n"
                                 << says({"swapped", "lon=NAME,lat=NAME"});
        QTest::newRow("all zero") << header + "01/31/2014,12:00:00,SHOOTING,0,0\n" << says({"zero", "1 of 1 rows"});
        QTest::newRow("another city") << header + "01/31/2014,12:00:00,SHOOTING,10,50\n" << says({"none of the neighborhoods", "10.00", "--crs"});
        QTest::newRow("ambiguous dates") << header + "01/02/2014,12:00:00,SHOOTING,0.5,0.5\n" << says({"--date-order", "01/02/2014"});
        QTest::newRow("contradictory dates")
            << header + "01/31/2014,12:00:00,SHOOTING,0.5,0.5\n31/01/2014,12:00:00,SHOOTING,0.5,0.5\n"
            << says({"--date-order", "month first"});
        QTest::newRow("UTC") << QByteArray("Date,Type,lon,lat\n2014-01-31 12:00:00+00,SHOOTING,0.5,0.5\n")
                             << says({"time zone", "--city-time-zone", "2014-01-31 12:00:00+00"});
        QTest::newRow("no target") << header + "01/31/2014,12:00:00,LARCENY,0.5,0.5\n"
                                   << says({"HOMICIDE or SHOOTING", "LARCENY", "--target"});
    }

    void unusableInput()
    {
        QFETCH(QByteArray, table);
        QFETCH(QStringList, says);
        const Folder folder;
        const QString message = errorOf([&] { importQuietly(scene(folder, table)); });
        for (const QString &word : says)
            QVERIFY2(message.contains(word), qPrintable(QStringLiteral("“%1” in: %2").arg(word, message)));
    }

    void unusablePolygons()
    {
        const Folder folder;
        const ImportSettings good_ = scene(folder, header + good);

        ImportSettings missing = good_;
        missing.neighborhoods.source = folder.path(QStringLiteral("nowhere.shp"));
        VERIFY_SAYS(errorOf([&] { importQuietly(missing); }), "nowhere.shp");

        ImportSettings lonely = good_;
        lonely.neighborhoods.source = folder.write(QStringLiteral("lonely.shp"), "no shapefile");
        VERIFY_SAYS(errorOf([&] { importQuietly(lonely); }), ".dbf");

        ImportSettings points = good_;
        points.neighborhoods.source = folder.write(
            QStringLiteral("points.geojson"),
            R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[0,0]}}]})");
        VERIFY_SAYS(errorOf([&] { importQuietly(points); }), "no polygons");

        ImportSettings noise = good_;
        noise.neighborhoods.source = folder.write(QStringLiteral("noise.geojson"), "{ not json");
        VERIFY_SAYS(errorOf([&] { importQuietly(noise); }), "noise.geojson");

        ImportSettings field = good_;
        field.neighborhoods.nameField = QStringLiteral("nom");
        VERIFY_SAYS(errorOf([&] { importQuietly(field); }), "they have: name");

        ImportSettings system = good_;
        system.neighborhoods.crs = QStringLiteral("EPSG:999999");
        VERIFY_SAYS(errorOf([&] { importQuietly(system); }), "EPSG:999999");

        ImportSettings feet = good_;
        feet.neighborhoods.crs = QStringLiteral("EPSG:2248");
        VERIFY_SAYS(errorOf([&] { importQuietly(feet); }), "none of the neighborhoods");
    }

    void polygonsWithoutASystem()
    {
        // A CSV with WKT has no place for a CRS, as a shapefile without its .prj.
        const Folder folder;
        ImportSettings settings = scene(folder, header + good);
        settings.neighborhoods.source = folder.write(QStringLiteral("areas.csv"),
                                                     "WKT,name\n\"POLYGON((0 0,1 0,1 1,0 1,0 0))\",West\n");
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "--neighborhoods-crs");
        settings.neighborhoods.crs = QStringLiteral("EPSG:4326");
        QCOMPARE(importQuietly(settings).report->kept, 1u);
    }

    void rejectedRowsAreWrittenWithNumberAndReason()
    {
        const Folder folder;
        const ImportSettings settings =
            scene(folder, "CrimeDate,CrimeTime,Description,Gender,Longitude,Latitude\n" + QByteArray("01/31/2014,12:00:00,SHOOTING,M,0.5,0.5\n")
                              + "01/31/2014,12:00:00,\"LARCENY, OTHER\",F,,\n");
        const City city = importQuietly(settings);
        NoFeedback feedback;
        writeRejectedRows(settings.incidents, *city.report, folder.path(QStringLiteral("rejected.csv")), feedback);
        QFile file(folder.path(QStringLiteral("rejected.csv")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("row,reason,CrimeDate,CrimeTime,Description,Longitude,Latitude\n"
                                            "2,no_coordinates,01/31/2014,12:00:00,\"LARCENY, OTHER\",,\n"));
    }

    void cancelStopsReading()
    {
        class Impatient final : public Feedback
        {
        public:
            void progress(double) override {}
            bool cancelled() const override { return true; }
        } impatient;
        const Folder folder;
        QByteArray rows = header;
        for (int i = 0; i < 5000; ++i)
            rows += good;
        const ImportSettings settings = scene(folder, rows);
        QVERIFY_EXCEPTION_THROWN(importCity(settings, impatient), Cancelled);
    }

    void unknownColumnKeyIsRefused()
    {
        VERIFY_SAYS(errorOf([] { parseColumnMapping(QStringLiteral("colour=Red")); }), "colour=Red");
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
