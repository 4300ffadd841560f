#include "engine/analysis/table_writer.h"
#include "engine/data/incident_writer.h"
#include "engine/geo/area_figures.h"
#include "engine/geo/vector_source.h"
#include "tests/support/busy_city.h"
#include "tests/support/scene.h"

#include <QDir>
#include <QTest>

#include <cmath>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono;

namespace {

const QString shooting = QStringLiteral("SHOOTING");
const QString larceny = QStringLiteral("LARCENY");
constexpr GeoPoint west{-76.65, 39.3};
constexpr GeoPoint east{-76.55, 39.3};

std::vector<const Incident *> pointersTo(const City &city)
{
    std::vector<const Incident *> all;
    for (const Incident &incident : city.incidents->all())
        all.push_back(&incident);
    return all;
}

} // namespace

/// What is written of incidents, areas and days, and read again.
class TestTableFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void incidentsAreWrittenAndReadBack_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("CSV") << "incidents.csv";
        QTest::newRow("GeoPackage") << "incidents.gpkg";
    }

    void incidentsAreWrittenAndReadBack()
    {
        QFETCH(QString, file);
        const Folder folder;
        const QByteArray table = "CrimeDate,CrimeTime,Description,Longitude,Latitude\n"
                                 "01/13/2014,10:00:00,\"THEFT, \"\"PETTY\"\"\",0.2,0.3\n"
                                 "01/14/2014,11:30:00,RAPE,0.9,0.9\n"
                                 "01/15/2014,12:00:00,SHOOTING,1.5,0.5\n";
        const City city = importQuietly(scene(folder, table));
        auto rows = pointersTo(city);
        std::ranges::reverse(rows);
        NoFeedback feedback;
        const QString path = folder.path(file);
        folder.write(file, "what was there before");
        writeIncidents(city, rows, path, feedback);
        QCOMPARE(QDir(QFileInfo(path).absolutePath()).entryList({QStringLiteral("*incidents*")}, QDir::Files | QDir::Hidden), QStringList{file});

        const VectorSource source = openVectorSource(path, QStringLiteral("table"));
        OGRLayer &layer = layerOf(source, {}, path);
        QCOMPARE(fieldNames(layer), incidentColumns(city));
        QStringList read;
        std::vector<GeoPoint> points;
        for (const auto &feature : layer) {
            read << QStringLiteral("%1|%2|%3|%4").arg(QString::fromUtf8(feature->GetFieldAsString("type")),
                                                   QString::fromUtf8(feature->GetFieldAsString("neighborhood")),
                                                   QString::fromUtf8(feature->GetFieldAsString("place")),
                                                   QString::fromUtf8(feature->GetFieldAsString("row")));
            const GeoPoint field{feature->GetFieldAsDouble("longitude"), feature->GetFieldAsDouble("latitude")};
            if (const OGRGeometry *geometry = feature->GetGeometryRef())
                QCOMPARE((GeoPoint{geometry->toPoint()->getX(), geometry->toPoint()->getY()}), field);
            points.push_back(field);
        }
        QCOMPARE(read, (QStringList{QStringLiteral("SHOOTING|East|reported|3"), QStringLiteral("RAPE|West|neighborhood centre|2"),
                                    QStringLiteral("THEFT, \"PETTY\"|West|reported|1")}));
        QCOMPARE(points[0], (GeoPoint{1.5, 0.5}));
        QVERIFY(std::abs(points[1].longitude - 0.5) < 1e-6 && std::abs(points[1].latitude - 0.5) < 1e-6);
    }

    void aCancelledGeoPackageLeavesWhatWasThere()
    {
        struct AtOnce final : Feedback
        {
            void progress(double) override {}
            bool cancelled() const override { return true; }
        } feedback;
        const Folder folder;
        const City city = busyCity(3);
        const QString path = folder.write(QStringLiteral("x.gpkg"), "old");
        bool cancelled = false;
        try {
            writeIncidents(city, pointersTo(city), path, feedback);
        } catch (const Cancelled &) {
            cancelled = true;
        }
        QVERIFY(cancelled);
        QCOMPARE(contentOf(path), QByteArray("old"));
        QCOMPARE(QDir(QFileInfo(path).absolutePath()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void areasAreWrittenAndReadBack()
    {
        const Folder folder;
        const City city = busyCity(400);
        AreaSet areas = neighborhoodAreas(city);
        areas.residents = {500., std::nullopt};
        const AreaCounts counts = countByArea(city, areas, comparedSpan({makeTime(2017, 1, 1), days(30)}, city.incidents->coveredDays()));
        const QString package = folder.path(QStringLiteral("areas.gpkg"));
        const QString csv = folder.path(QStringLiteral("areas.csv"));
        writeAreaCounts(counts, areas, {1, 0}, package);
        writeAreaCounts(counts, areas, {1, 0}, csv);
        const VectorSource source = openVectorSource(package, QStringLiteral("areas"));
        const auto back = readNeighborhoods({.source = package, .nameField = QStringLiteral("area")});
        QCOMPARE(back->size(), std::size_t(2));
        QCOMPARE(back->at(0).name, QStringLiteral("East"));
        QVERIFY(std::abs(squareKilometresOf(back->at(1)) / areas.squareKilometres[0] - 1) < 1e-9);
        OGRLayer &layer = layerOf(source, {}, package);
        const std::unique_ptr<OGRFeature> first(layer.GetNextFeature());
        QCOMPARE(qint64(first->GetFieldAsInteger64("incidents")), *counts.areas[1].incidents.now);
        QVERIFY(!first->IsFieldSetAndNotNull(first->GetFieldIndex("residents")));
        const QByteArrayList lines = contentOf(csv).split('\n');
        QCOMPARE(lines.size(), 5);
        QVERIFY(lines[0].startsWith("area,incidents,incidents_before,"));
        QVERIFY(lines[2].startsWith("West," + QByteArray::number(*counts.areas[0].incidents.now) + ','));
        QVERIFY(lines[2].contains(",yes,"));
        QVERIFY(lines[3].startsWith("(in none of the areas),0,0,0,"));
        AreaSet names = areas;
        names.outlines.reset();
        VERIFY_SAYS(errorOf([&] { writeAreaCounts(counts, names, {0}, package); }), "CSV");
    }

    void theDailyTableIsWritten()
    {
        const Folder folder;
        const City city = cityOf({{makeTime(2016, 6, 15, 3), shooting, west}, {makeTime(2016, 6, 15, 22), larceny, east}});
        const DailyTable table = dailyTable(city, neighborhoodAreas(city), makeTime(2016, 6, 15), {makeTime(2016, 6, 1), days(15)});
        const QString path = folder.path(QStringLiteral("daily.csv"));
        writeDailyTable(table, path);
        const QByteArray text = contentOf(path);
        QVERIFY2(text.contains("\nWest,Targets,group,last_7_days,2016-06-09 00:00,2016-06-16 00:00,2015-06-09 00:00,2015-06-16 "
                               "00:00,1,,,,,no_data,1,\n"), text.constData());
        QVERIFY(text.contains("\nTotal,All incidents,all,last_28_days,2016-05-19 00:00,2016-06-16 00:00,2015-05-19 00:00,2015-06-16 "
                              "00:00,,,,,,no_data,,\n"));
    }
};

QTEST_GUILESS_MAIN(TestTableFiles)
#include "tst_table_files.moc"
