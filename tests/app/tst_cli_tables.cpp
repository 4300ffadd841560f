#include "tests/support/cli_runner.h"
#include "tests/support/scene.h"

#include <QJsonArray>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

QJsonValue at(const QJsonObject &object, std::initializer_list<const char *> path)
{
    QJsonValue value = object;
    for (const char *key : path)
        value = value.toObject()[QLatin1String(key)];
    return value;
}

} // namespace

/// The commands that write tables: areas, daily, incidents.
class TestCliTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const ImportSettings settings = scene(m_folder, busyTable(60), twoSquares().replace(R"("name":"West")", R"("name":"West","people":500)"));
        m_sources = {QStringLiteral("--incidents"), settings.incidents.source, QStringLiteral("--neighborhoods"),
                     settings.neighborhoods.source};
    }

    void areasOfASpan()
    {
        const QString out = m_folder.path(QStringLiteral("areas.csv"));
        const Ended ended = run("--json areas --from 2014-02-01 --to 2014-02-08 --population people --out " + out.toUtf8());
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(at(ended.json(), {"total", "incidents"}).toInt(), 7 * 12 + 3);
        QCOMPARE(at(ended.json(), {"total", "target_events"}).toInt(), 3);
        QCOMPARE(at(ended.json(), {"year_before_known"}).toBool(), false);
        const QJsonObject west = ended.json()[QStringLiteral("areas")].toArray()[0].toObject();
        QCOMPARE(west[QStringLiteral("few_residents")].toString(), QStringLiteral("yes"));
        QCOMPARE(west[QStringLiteral("incidents_per_1000")].toDouble(), 2 * west[QStringLiteral("incidents")].toDouble());
        QCOMPARE(contentOf(out).count('\n'), 4);
    }

    void areasOfAnyPolygonsAsAGeoPackage()
    {
        const QString out = m_folder.path(QStringLiteral("posts.gpkg"));
        const QString posts = m_folder.write(QStringLiteral("posts.geojson"), twoSquares().replace("East", "Post 2"));
        const Ended ended = run("areas --polygons " + posts.toUtf8() + " --out " + out.toUtf8());
        QVERIFY2(ended.status == 0, ended.err.constData());
        QVERIFY2(ended.out.contains("Post 2"), ended.out.constData());
        QCOMPARE(readNeighborhoods({.source = out, .nameField = QStringLiteral("area")})->at(1).name, QStringLiteral("Post 2"));
    }

    void theDailyTable()
    {
        const QString out = m_folder.path(QStringLiteral("daily.csv"));
        const Ended ended = run("--json daily --by neighborhood --day 2014-02-20 --out " + out.toUtf8());
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("day")].toString(), QStringLiteral("2014-02-20"));
        QVERIFY(contentOf(out).contains("\nTotal,All incidents,all,last_7_days,2014-02-14 00:00,2014-02-21 00:00,2013-02-14 00:00,"
                                        "2013-02-21 00:00,88,,,,,no_data,,\n"));
        QCOMPARE(run("daily --by neighborhood --day 2015-02-20").status, 3);
    }

    void withoutDistrictsItSaysWhatToDo()
    {
        const Ended ended = run("daily");
        QCOMPARE(ended.status, 3);
        VERIFY_SAYS(QString::fromUtf8(ended.err), "--by FILE");
    }

    void filteredIncidents()
    {
        const QString out = m_folder.path(QStringLiteral("incidents.csv"));
        Ended ended = run("--json incidents --from 2014-01-01 --to 2014-01-03 --only-type larceny --only-neighborhood West --out " + out.toUtf8());
        QVERIFY2(ended.status == 0, ended.err.constData());
        const int count = ended.json()[QStringLiteral("incidents")].toInt();
        QVERIFY(count > 0 && count < 24);
        QCOMPARE(contentOf(out).count('\n'), count + 1);
        ended = run("--json incidents --only-targets --out " + out.toUtf8());
        QCOMPARE(ended.json()[QStringLiteral("incidents")].toInt(), 30);
        QCOMPARE(run("incidents --only-type arson --out " + out.toUtf8()).status, 3);
        QCOMPARE(run("incidents").status, 2);
        const QByteArray before = contentOf(m_sources[1]);
        QCOMPARE(run("incidents --out " + m_sources[1].toUtf8()).status, 3);
        QCOMPARE(contentOf(m_sources[1]), before);
    }

    void everyCommandHasHelp()
    {
        for (const char *command : {"areas", "daily", "incidents"})
            QVERIFY(run(QByteArray(command) + " --help").out.contains("--out"));
    }

private:
    /// Paths of the scene hold no blanks.
    Ended run(const QByteArray &line) const { return test::run(words(QString::fromUtf8(line)) + m_sources); }

    Folder m_folder;
    QStringList m_sources;
};

QTEST_GUILESS_MAIN(TestCliTables)
#include "tst_cli_tables.moc"
