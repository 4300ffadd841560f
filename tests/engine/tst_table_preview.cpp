#include "engine/data/source_rows.h"
#include "engine/data/table_preview.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QElapsedTimer>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

TablePreview preview(const ImportSettings &settings, const PreviewSize &size = {})
{
    NoFeedback feedback;
    return previewTable(settings.incidents, readNeighborhoods(settings.neighborhoods), feedback, size);
}

TablePreview previewAlone(const ImportSettings &settings)
{
    NoFeedback feedback;
    return previewTable(settings.incidents, nullptr, feedback);
}

QList<OpenQuestion::About> asked(const TablePreview &preview)
{
    QList<OpenQuestion::About> about;
    for (const OpenQuestion &question : preview.questions)
        about << question.about;
    return about;
}

} // namespace

/// A preview shows what an import would do, before it does anything.
class TestTablePreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreShownWithoutPersons()
    {
        const Folder folder;
        const TablePreview seen = preview(scene(folder, "Date,Type,Gender,lon,lat,Note\n"
                                                        "2014-01-31,SHOOTING,F,0.5,0.5,\"a, b\"\n"
                                                        "2014-02-01,LARCENY,M,,,\n"));
        QCOMPARE(seen.fields.join(QLatin1Char(' ')), QStringLiteral("Date Type lon lat Note"));
        QCOMPARE(seen.leftOutColumns, QStringList(QStringLiteral("Gender")));
        QCOMPARE(seen.rows.size(), std::size_t(2));
        QCOMPARE(seen.rows[0].join(QLatin1Char('|')), QStringLiteral("2014-01-31|SHOOTING|0.5|0.5|a, b"));
    }

    void rowsAreCountedByReason()
    {
        const Folder folder;
        const ImportSettings settings = scene(folder, "Date,Type,lon,lat,Weapon\n"
                                                      "2014-01-31,SHOOTING,0.5,0.5,FIREARM\n"
                                                      "2014-02-02,SHOOTING,0.5,0.5,KNIFE\n"
                                                      "2014-02-01,SHOOTING,0.5,0.5,FIREARM\n"
                                                      "2014-02-01,LARCENY,,,\n"
                                                      "2014-02-01,LARCENY,5,5,\n");
        const TablePreview seen = preview(settings);
        QCOMPARE(seen.lookedAt, 5u);
        QCOMPARE(seen.kept, 3u);
        QVERIFY(seen.isWhole);
        QCOMPARE(seen.rejected[static_cast<std::size_t>(Rejection::NoCoordinates)], 1u);
        QCOMPARE(seen.rejected[static_cast<std::size_t>(Rejection::OutsideNeighborhoods)], 1u);
        QCOMPARE(formatTime(*seen.first), QStringLiteral("2014-01-31 00:00"));
        QCOMPARE(formatTime(*seen.last), QStringLiteral("2014-02-02 00:00"));
        QCOMPARE(seen.types.size(), std::size_t(2));
        QCOMPARE(seen.types[0].name, QStringLiteral("SHOOTING"));
        QCOMPARE(seen.types[0].rows, 3u);
        QVERIFY(seen.types[0].group == Group::Violent && seen.types[1].group == Group::Property);
        QCOMPARE(seen.weapons[0].text, QStringLiteral("FIREARM"));
        QCOMPARE(seen.weapons[0].rows, 2u);

        // Without neighborhoods no row is elsewhere.
        QCOMPARE(previewAlone(settings).kept, 4u);
        // A part of the table only.
        const TablePreview part = preview(settings, {.shownRows = 1, .countedRows = 2});
        QCOMPARE(part.rows.size(), std::size_t(1));
        QCOMPARE(part.lookedAt, 2u);
        QVERIFY(!part.isWhole);
    }

    void whatWasFoundNeedNotBeFoundAgain()
    {
        const Folder folder;
        ImportSettings settings = scene(folder, "CrimeDateTime|Description|Shooting|Longitude|Latitude|Weapon\n"
                                                "2022-07-01 03:30:00|AGG. ASSAULT|Y|-76.61|39.29|FIREARM\n",
                                        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"City"},
"geometry":{"type":"Polygon","coordinates":[[[-76.7,39.2],[-76.5,39.2],[-76.5,39.4],[-76.7,39.4],[-76.7,39.2]]]}}]})");
        const TablePreview seen = preview(settings);
        QVERIFY(seen.questions.empty());
        QCOMPARE(seen.kind, QStringLiteral("Baltimore, NIBRS Group A"));
        const IncidentSettings &found = seen.settings;
        QCOMPARE(found.columns.time, QStringLiteral("CrimeDateTime"));
        QCOMPARE(found.columns.weapon, QStringLiteral("Weapon"));
        QCOMPARE(found.columns.flags, QStringList(QStringLiteral("Shooting")));
        QCOMPARE(found.crs, QStringLiteral("EPSG:4326"));
        QCOMPARE(found.delimiter, QStringLiteral("pipe"));
        QCOMPARE(found.encoding, QStringLiteral("UTF-8"));
        QCOMPARE(found.timeZone, QStringLiteral("UTC"));
        QCOMPARE(found.cityTimeZone, QStringLiteral("America/New_York"));
        QCOMPARE(dateOrderKey(found.dateOrder), QStringLiteral("ymd"));
        QCOMPARE(seen.flags[0].rows, 1u);
        const City guessed = importQuietly(settings);
        settings.incidents = found;
        const City said = importQuietly(settings);
        QCOMPARE(said.incidents->first(), guessed.incidents->first());
        QCOMPARE(said.target->names(), guessed.target->names());
        QCOMPARE(preview(settings).settings, found);
    }

    void questions_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QList<OpenQuestion::About>>("about");
        QTest::addColumn<bool>("counted");
        using enum OpenQuestion::About;
        const auto row = [](const char *name, const char *table, QList<OpenQuestion::About> about, bool counted) {
            QTest::newRow(name) << QByteArray(table) << about << counted;
        };
        row("none", "Date,Type,lon,lat\n2014-01-31,SHOOTING,0.5,0.5\n", {}, true);
        row("date order", "Date,Type,lon,lat\n01/02/2014,SHOOTING,0.5,0.5\n", {DateOrder}, false);
        row("all columns", "A,B\n1,2\n", {TimeColumn, TypeColumn, PlaceColumns}, false);
        row("empty", "Date,Type,lon,lat\n", {Empty}, false);
        row("zone of the city", "Date,Type,lon,lat\n2014-01-31T00:00:00Z,SHOOTING,0.5,0.5\n", {CityTimeZone}, true);
        row("swapped", "Date,Type,lon,lat\n2014-01-31,SHOOTING,0.5,1.5\n", {SwappedAxes}, true);
    }

    void questions()
    {
        QFETCH(QByteArray, table);
        QFETCH(QList<OpenQuestion::About>, about);
        QFETCH(bool, counted);
        const Folder folder;
        const ImportSettings settings = scene(folder, table);
        const TablePreview seen = preview(settings);
        QCOMPARE(asked(seen), about);
        QCOMPARE(seen.lookedAt > 0, counted);
        // An import asks the same.
        const QString message = errorOf([&] { importQuietly(settings); });
        QCOMPARE(message, about.isEmpty() ? QString() : seen.questions.front().text);
    }

    void feetWithoutNeighborhoodsAreAskedAbout()
    {
        const Folder folder;
        const ImportSettings settings = scene(folder, "Date,Type,x,y\n2014-01-31,SHOOTING,1420000,590000\n");
        QCOMPARE(asked(previewAlone(settings)), QList{OpenQuestion::About::Crs});
    }

    void rejectedRowsAreReadAgain()
    {
        const Folder folder;
        const ImportSettings settings = scene(folder, "Date,Type,Age,lon,lat\n"
                                                      "2014-01-31,LARCENY,30,,\n"
                                                      "2014-01-31,SHOOTING,30,0.5,0.5\n"
                                                      "2014-02-01,BURGLARY,30,,\n"
                                                      "2014-02-01,ARSON,30,9,9\n"
                                                      "2014-02-01,FRAUD,30,,\n");
        const City city = importQuietly(settings);
        std::vector<RejectedRow> wanted;
        std::ranges::copy_if(city.report->rejected, std::back_inserter(wanted),
                             [](const RejectedRow &row) { return row.reason == Rejection::NoCoordinates; });
        NoFeedback feedback;
        const SourceRows rows = readRejectedRows(settings.incidents, wanted, feedback);
        QCOMPARE(rows.columns.join(QLatin1Char(' ')), QStringLiteral("Date Type lon lat"));
        QCOMPARE(rows.rows.size(), std::size_t(3));
        QCOMPARE(rows.rows[1].row, 3u);
        QCOMPARE(rows.rows[1].values[1], QStringLiteral("BURGLARY"));
    }

    void theRealTableIsSeenAtOnce()
    {
        SKIP_WITHOUT_REAL_DATA();
        ImportSettings settings;
        settings.incidents.source = baltimoreTable();
        settings.neighborhoods.source = baltimorePolygons("csa_bnia_2016.shp");
        NoFeedback feedback;
        const auto neighborhoods = readNeighborhoods(settings.neighborhoods);
        QElapsedTimer timer;
        timer.start();
        const TablePreview seen = previewTable(settings.incidents, neighborhoods, feedback);
        qInfo("previewed in %lld ms", timer.elapsed());
        QCOMPARE(seen.kind, QStringLiteral("Baltimore, Part 1 (legacy)"));
        QVERIFY(seen.questions.empty());
        QCOMPARE(seen.lookedAt, 20'000u);
        QVERIFY(!seen.isWhole);
        QCOMPARE(seen.districts.size(), std::size_t(9));
        QCOMPARE(seen.weapons[0].text, QStringLiteral("HANDS"));
    }
};

QTEST_GUILESS_MAIN(TestTablePreview)
#include "tst_table_preview.moc"
