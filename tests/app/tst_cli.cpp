#include "tests/support/cli_runner.h"
#include "tests/support/scene.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace forewatch;
using namespace forewatch::test;

/// The command line keeps its contract: results on standard output, all else on standard error, telling exit statuses.
class TestCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const ImportSettings settings = scene(m_folder, busyTable(60));
        m_sources = {QStringLiteral("--incidents"), settings.incidents.source, QStringLiteral("--neighborhoods"),
                     settings.neighborhoods.source};
    }

    void version()
    {
        const Ended ended = run({QStringLiteral("--version")});
        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out, QByteArray("forewatch-cli " FOREWATCH_VERSION "\n"));
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command : {"import", "snapshots", "train", "evaluate", "timeline", "chart", "density", "hotspots", "sample", "demo"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }

    void everyCommandHasHelp()
    {
        QFETCH(QString, command);
        const Ended ended = run({command, QStringLiteral("--help")});
        QCOMPARE(ended.status, 0);
        QVERIFY(ended.out.contains("--"));
    }

    void wrongUsageIsTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no command") << QStringList();
        QTest::newRow("unknown command") << QStringList{QStringLiteral("explode")};
        QTest::newRow("no sources") << QStringList{QStringLiteral("import")};
        QTest::newRow("unknown option") << QStringList{QStringLiteral("import"), QStringLiteral("--bogus")};
        QTest::newRow("no time") << QStringList{QStringLiteral("import"), QStringLiteral("--from"), QStringLiteral("soon")};
        QTest::newRow("no length on the ground") << QStringList{QStringLiteral("density"), QStringLiteral("--bandwidth"), QStringLiteral("250")};
        QTest::newRow("cells too small") << QStringList{QStringLiteral("hotspots"), QStringLiteral("--size"), QStringLiteral("5m")};
        QTest::newRow("no length") << QStringList{QStringLiteral("snapshots"), QStringLiteral("--length"), QStringLiteral("2")};
    }

    void wrongUsageIsTwo()
    {
        QFETCH(QStringList, arguments);
        const Ended ended = run(arguments);
        QCOMPARE(ended.status, 2);
        QVERIFY(ended.out.isEmpty());
        QVERIFY(!ended.err.isEmpty());
    }

    void unusableInputIsThree()
    {
        const Ended ended = run({QStringLiteral("import"), QStringLiteral("--incidents"), m_folder.path(QStringLiteral("gone.csv")),
                                 m_sources[2], m_sources[3]});
        QCOMPARE(ended.status, 3);
        QVERIFY(ended.out.isEmpty());
        QVERIFY2(ended.err.contains("gone.csv"), ended.err.constData());
        QCOMPARE(ended.err.count('\n'), 1);
    }

    void importReportsAsJson()
    {
        const QString report = m_folder.path(QStringLiteral("report.json"));
        const QString rejected = m_folder.path(QStringLiteral("rejected.csv"));
        const Ended ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("import")} + m_sources
                                + QStringList{QStringLiteral("--report"), report, QStringLiteral("--rejected"), rejected});
        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.err.isEmpty(), ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("rows")].toInt(), 60 * 12 + 30);
        QCOMPARE(ended.json()[QStringLiteral("types")].toObject()[QStringLiteral("SHOOTING")].toInt(), 30);
        QCOMPARE(QJsonDocument::fromJson(contentOf(report)).object(), ended.json());
        QCOMPARE(contentOf(rejected), QByteArray("row,reason,CrimeDate,CrimeTime,Description,Longitude,Latitude\n"));
    }

    void snapshotsWithAManifest()
    {
        const QString out = m_folder.path(QStringLiteral("pictures"));
        const Ended ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("snapshots")} + m_sources
                                + QStringList{QStringLiteral("--from"), QStringLiteral("2014-01-01"), QStringLiteral("--to"),
                                              QStringLiteral("2014-01-02"), QStringLiteral("--style"), QStringLiteral("clear"),
                                              QStringLiteral("--size"), QStringLiteral("120x80"), QStringLiteral("--out"), out});
        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.json()[QStringLiteral("pictures")].toInt(), 12);
        const QByteArray manifest = contentOf(out + QStringLiteral("/manifest.csv"));
        QCOMPARE(manifest.count('\n'), 13);
        QVERIFY(manifest.endsWith("20140101T2200.png,2014-01-01 22:00,2014-01-02 00:00,2,1\n"));
        QCOMPARE(QImage(out + QStringLiteral("/20140101T2200.png")).size(), QSize(120, 80));
    }

    void densityAsARaster()
    {
        const QString out = m_folder.path(QStringLiteral("density.tif"));
        const Ended ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("density")} + m_sources
                                + QStringList{QStringLiteral("--what"), QStringLiteral("all"), QStringLiteral("--bandwidth"),
                                              QStringLiteral("5km"), QStringLiteral("--out"), out});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("events")].toInt(), 60 * 12 + 30);
        QCOMPARE(ended.json()[QStringLiteral("bandwidth_m")].toDouble(), 5000.0);
        QVERIFY(ended.json()[QStringLiteral("highest")].toDouble() > 0);
        QVERIFY(contentOf(out).startsWith("II*") || contentOf(out).startsWith("II+"));
    }

    void hotSpotsAsATable()
    {
        // 30 shootings at one place.
        const QString out = m_folder.path(QStringLiteral("cells.csv"));
        const Ended ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("hotspots")} + m_sources
                                + QStringList{QStringLiteral("--size"), QStringLiteral("5km"), QStringLiteral("--shape"),
                                              QStringLiteral("squares"), QStringLiteral("--out"), out});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("events")].toInt(), 30);
        QCOMPARE(ended.json()[QStringLiteral("hot_99")].toInt(), 9);
        const QList<QByteArray> lines = contentOf(out).trimmed().split('\n');
        QCOMPARE(lines.front(), QByteArray("WKT,cell,events,km2,gi_star,p,level,longitude,latitude"));
        QCOMPARE(lines.size() - 1, qsizetype(ended.json()[QStringLiteral("cells")].toInt()));
        QCOMPARE(std::ranges::count_if(lines, [](const QByteArray &line) { return line.contains(",30,25,"); }), 1);
    }

    void aSourceIsNotWrittenOver()
    {
        const QByteArray before = contentOf(m_sources[1]);
        for (const char *command : {"density", "hotspots"}) {
            const Ended ended = run(QStringList{QString::fromLatin1(command)} + m_sources + QStringList{QStringLiteral("--out"), m_sources[1]});
            QCOMPARE(ended.status, 3);
            QVERIFY2(ended.err.contains("is what the city was read from"), ended.err.constData());
        }
        QCOMPARE(contentOf(m_sources[1]), before);
    }

    void trainEvaluateAndScoreADay()
    {
        const QString model = m_folder.path(QStringLiteral("model"));
        Ended ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("train")} + m_sources
                          + QStringList{QStringLiteral("--epochs"), QStringLiteral("1"), QStringLiteral("--train-to"),
                                        QStringLiteral("2014-02-01"), QStringLiteral("--validation-to"),
                                        QStringLiteral("2014-02-12"), QStringLiteral("--out"), model});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("epochs")].toInt(), 1);
        for (const char *file : {"weights.safetensors", "checkpoint.safetensors", "card.json"})
            QVERIFY2(QFile::exists(model + QLatin1Char('/') + QLatin1String(file)), file);

        const QString predictions = m_folder.path(QStringLiteral("predictions.csv"));
        ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("evaluate")} + m_sources
                    + QStringList{QStringLiteral("--model"), model, QStringLiteral("--evaluate-from"), QStringLiteral("2014-02-20"),
                                  QStringLiteral("--evaluate-to"), QStringLiteral("2014-02-22"), QStringLiteral("--predictions"),
                                  predictions});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("windows")].toInt(), 24);
        QVERIFY(ended.json()[QStringLiteral("baselines")].toObject().contains(QStringLiteral("hour_of_day")));
        QVERIFY(!ended.json()[QStringLiteral("verdict")].toString().isEmpty());
        QCOMPARE(contentOf(predictions).count('\n'), 25);

        const QString csv = m_folder.path(QStringLiteral("timeline.csv"));
        const QString picture = m_folder.path(QStringLiteral("timeline.png"));
        ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("timeline")} + m_sources
                    + QStringList{QStringLiteral("--model"), model, QStringLiteral("--day"), QStringLiteral("2014-02-20"),
                                  QStringLiteral("--out"), csv, QStringLiteral("--picture"), picture});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QCOMPARE(ended.json()[QStringLiteral("windows")].toInt(), 132);
        const QByteArray lines = contentOf(csv);
        QVERIFY(lines.startsWith("start,end,probability,outcome,alert\n2014-02-20 00:00,2014-02-20 02:00,"));
        QVERIFY(lines.contains("\n2014-02-20 21:50,2014-02-20 23:50,"));
        QVERIFY(!QImage(picture).isNull());
    }

    void aModelOfAnotherLegendIsRefused()
    {
        const QString model = m_folder.path(QStringLiteral("model"));
        QVERIFY(QFile::exists(model));
        const QString other = m_folder.write(QStringLiteral("other.csv"), busyTable(60).replace("LARCENY", "ARSON"));
        const Ended ended = run({QStringLiteral("evaluate"), QStringLiteral("--incidents"), other, m_sources[2], m_sources[3],
                                 QStringLiteral("--model"), model});
        QCOMPARE(ended.status, 3);
        QVERIFY2(ended.err.contains("legend"), ended.err.constData());
        const Ended target = run(QStringList{QStringLiteral("evaluate")} + m_sources
                                 + QStringList{QStringLiteral("--model"), model, QStringLiteral("--target"), QStringLiteral("LARCENY")});
        QCOMPARE(target.status, 3);
        QVERIFY2(target.err.contains("target"), target.err.constData());
    }

    void damagedModelsAreRefused_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("weights cut short") << "weights.safetensors";
        QTest::newRow("card cut short") << "card.json";
    }

    void damagedModelsAreRefused()
    {
        QFETCH(QString, file);
        const QString damaged = m_folder.path(QStringLiteral("damaged-") + file);
        QVERIFY(QDir().mkpath(damaged));
        for (const char *name : {"weights.safetensors", "card.json"})
            QVERIFY(QFile::copy(m_folder.path(QStringLiteral("model/")) + QLatin1String(name), damaged + QLatin1Char('/') + QLatin1String(name)));
        QFile victim(damaged + QLatin1Char('/') + file);
        QVERIFY(victim.resize(victim.size() / 2));
        const Ended ended = run(QStringList{QStringLiteral("evaluate")} + m_sources + QStringList{QStringLiteral("--model"), damaged});
        QCOMPARE(ended.status, 3);
        QVERIFY2(ended.err.contains(file.toUtf8()), ended.err.constData());
    }

    void interruptEndsCleanly()
    {
        const QString model = m_folder.path(QStringLiteral("interrupted"));
        QProcess process;
        process.start(QStringLiteral(FOREWATCH_BIN "/forewatch-cli"),
                      QStringList{QStringLiteral("train")} + m_sources
                          + QStringList{QStringLiteral("--epochs"), QStringLiteral("1000"), QStringLiteral("--train-to"),
                                        QStringLiteral("2014-02-01"), QStringLiteral("--validation-to"),
                                        QStringLiteral("2014-02-12"), QStringLiteral("--out"), model});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(model + QStringLiteral("/card.json")), 120'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitCode(), 4);
        for (const QString &file : QDir(model).entryList(QDir::Files))
            QVERIFY2(file.endsWith(QLatin1String(".json")) || file.endsWith(QLatin1String(".safetensors")), qPrintable(file));
    }

    void chartsAreDrawnAndPrinted()
    {
        for (const char *name : {"types", "hours", "months", "concentration", "near-repeat", "heat-map"}) {
            for (const char *ending : {"png", "svg", "csv"}) {
                const QString out = m_folder.path(QStringLiteral("%1.%2").arg(QLatin1String(name), QLatin1String(ending)));
                const Ended ended = run(QStringList{QStringLiteral("--json"), QStringLiteral("chart"), QString::fromLatin1(name),
                                                    QStringLiteral("--size"), QStringLiteral("640x400"), QStringLiteral("--out"), out} + m_sources);
                QVERIFY2(ended.status == 0, ended.err.constData());
                QCOMPARE(ended.json()[QStringLiteral("chart")].toString(), QString::fromLatin1(name));
                QVERIFY(QFileInfo(out).size() > 50);
            }
        }
        QCOMPARE(run(QStringList{QStringLiteral("--json"), QStringLiteral("chart"), QStringLiteral("types")} + m_sources)
                     .json()[QStringLiteral("target_events")].toInt(), 30);
    }

    void wrongChartsAreWrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no chart") << QStringList{QStringLiteral("pie")};
        QTest::newRow("no ending") << QStringList{QStringLiteral("types"), QStringLiteral("--out"), QStringLiteral("chart.gif")};
        QTest::newRow("falling bands") << QStringList{QStringLiteral("near-repeat"), QStringLiteral("--distances"), QStringLiteral("200,100")};
        QTest::newRow("no number") << QStringList{QStringLiteral("near-repeat"), QStringLiteral("--days"), QStringLiteral("7,x")};
        QTest::newRow("too few runs") << QStringList{QStringLiteral("near-repeat"), QStringLiteral("--runs"), QStringLiteral("10")};
    }

    void wrongChartsAreWrongUsage()
    {
        QFETCH(QStringList, arguments);
        QCOMPARE(run(QStringList{QStringLiteral("chart")} + arguments + m_sources).status, 2);
    }

    void theSampleCityImports()
    {
        const QString out = m_folder.path(QStringLiteral("sample"));
        Ended ended = run({QStringLiteral("--json"), QStringLiteral("sample"), QStringLiteral("--years"), QStringLiteral("1"),
                           QStringLiteral("--out"), out});
        QVERIFY2(ended.status == 0, ended.err.constData());
        const int incidents = ended.json()[QStringLiteral("incidents")].toInt();
        QVERIFY(incidents > 40'000);
        QCOMPARE(ended.json()[QStringLiteral("truth")].toObject()[QStringLiteral("branching")].toDouble(), 0.35);
        ended = run({QStringLiteral("--json"), QStringLiteral("import"), QStringLiteral("--incidents"), out + QStringLiteral("/incidents.csv"),
                     QStringLiteral("--neighborhoods"), out + QStringLiteral("/neighborhoods.geojson")});
        QCOMPARE(ended.json()[QStringLiteral("kept")].toInt(), incidents);
    }

    void theSampleCityCanBeWithoutStructureAndWithALeak()
    {
        const auto sample = [&](const QStringList &options, const char *name) {
            return run(QStringList{QStringLiteral("--json"), QStringLiteral("sample"), QStringLiteral("--years"), QStringLiteral("1"),
                                   QStringLiteral("--out"), m_folder.path(QLatin1String(name))}
                       + options);
        };
        const Ended none = sample({QStringLiteral("--structure"), QStringLiteral("none")}, "none");
        QCOMPARE(none.status, 0);
        QCOMPARE(none.json()[QStringLiteral("truth")].toObject()[QStringLiteral("branching")].toDouble(), 0.0);
        QCOMPARE(sample({QStringLiteral("--leak")}, "leak").status, 0);
        QFile table(m_folder.path(QStringLiteral("leak/incidents.csv")));
        QVERIFY(table.open(QIODevice::ReadOnly));
        QVERIFY(table.readAll().contains(",VANDALISM,"));
        QCOMPARE(sample({QStringLiteral("--structure"), QStringLiteral("some")}, "some").status, 2);
    }

private:
    Folder m_folder;
    QStringList m_sources;
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
