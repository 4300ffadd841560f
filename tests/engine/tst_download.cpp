#include "engine/core/files.h"
#include "engine/data/open_data.h"
#include "tests/support/feature_server.h"
#include "tests/support/scene.h"

#include <QElapsedTimer>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

QByteArrayList linesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n') : QByteArrayList();
}

/// Wants to stop once so much is done.
class StopAt final : public Feedback
{
public:
    explicit StopAt(double fraction) : m_fraction(fraction) {}
    void progress(double fraction) override { m_reached = std::max(m_reached, fraction); }
    bool cancelled() const override { return m_reached >= m_fraction; }

private:
    double m_fraction;
    double m_reached = 0;
};

} // namespace

/// Open data come whole or not at all, and what has come is not fetched twice.
class TestDownload : public QObject
{
    Q_OBJECT

private:
    struct Scene
    {
        explicit Scene(int rows) : server(rows)
        {
            set = openDataCity(QStringLiteral("baltimore")).sets.front();
            set.address = server.address();
            settings.folder = folder.path(QStringLiteral("data"));
            settings.pause = std::chrono::milliseconds(5);
            settings.patience = std::chrono::seconds(1);
        }

        Download fetch() const
        {
            NoFeedback feedback;
            return downloadOpenData(set, settings, feedback);
        }

        bool hasFile() const { return QFile::exists(settings.folder + QStringLiteral("/crime.csv")); }
        bool hasPart() const { return QFile::exists(settings.folder + QStringLiteral("/crime.csv.part")); }

        Folder folder;
        FeatureServer server;
        OpenDataSet set;
        DownloadSettings settings;
    };

private Q_SLOTS:
    void allPagesBecomeOneTable()
    {
        const Scene scene(20);
        const Download download = scene.fetch();
        QCOMPARE(download.rows, 20);
        QCOMPARE(download.leftOutColumns, QStringList{QStringLiteral("Race")});
        const QByteArrayList lines = linesOf(download.path);
        QCOMPARE(lines.size(), 21);
        QCOMPARE(lines[0], QByteArray("RowID,CrimeDateTime,Description,Shooting,Longitude,Latitude"));
        QCOMPARE(lines[1], QByteArray("1,2024-05-01T01:00:00Z,\"LARCENY, \"\"other\"\"\",,-76.599,39.3"));
        QCOMPARE(lines[5], QByteArray("5,2024-05-01T05:00:00Z,\"LARCENY, \"\"other\"\"\",,,"));
        QVERIFY(!scene.hasPart());
        const QJsonObject source = readJson(scene.settings.folder + QStringLiteral("/SOURCES.json"))[QStringLiteral("crime.csv")].toObject();
        QCOMPARE(source[QStringLiteral("sha256")].toString(), sha256OfFile(download.path));
        QCOMPARE(source[QStringLiteral("rows")].toInt(), 20);
    }

    void polygonsBecomeOneCollection()
    {
        Scene scene(9);
        scene.set.isPolygons = true;
        scene.set.file = QStringLiteral("areas.geojson");
        const QJsonObject collection = readJson(scene.fetch().path);
        QCOMPARE(collection[QStringLiteral("features")].toArray().size(), 9);
    }

    void columnsAboutPersonsAreNotAskedFor()
    {
        const Scene scene(3);
        QVERIFY(!linesOf(scene.fetch().path).join().contains("asked for"));
    }

    void whatPassesIsTriedAgain_data()
    {
        QTest::addColumn<int>("failures");
        QTest::addColumn<int>("stalls");
        QTest::addColumn<int>("cuts");
        QTest::newRow("a busy service") << 3 << 0 << 0;
        QTest::newRow("a stalled answer") << 0 << 1 << 0;
        QTest::newRow("a connection that breaks") << 0 << 0 << 2;
    }

    void whatPassesIsTriedAgain()
    {
        QFETCH(int, failures);
        QFETCH(int, stalls);
        QFETCH(int, cuts);
        Scene scene(20);
        scene.server.failures = failures;
        scene.server.stalls = stalls;
        scene.server.cuts = cuts;
        QCOMPARE(scene.fetch().rows, 20);
    }

    void aFailureKeepsWhatHasComeAndTheNextCallGoesOn()
    {
        Scene scene(20);
        scene.server.refuseAfter = 2;
        const QString message = errorOf([&] { scene.fetch(); });
        VERIFY_SAYS(message, "Unable to perform query");
        VERIFY_SAYS(message, "goes on from there");
        QVERIFY(!scene.hasFile());
        QVERIFY(scene.hasPart());
        scene.server.refuseAfter = -1;
        scene.server.pages = 0;
        const Download download = scene.fetch();
        QCOMPARE(download.resumedFrom, 14);
        QCOMPARE(download.rows, 20);
        QCOMPARE(scene.server.pages.load(), 2);
        QCOMPARE(linesOf(download.path).size(), 21);
    }

    void aPartFileCutInALineLosesThatLineOnly()
    {
        Scene scene(20);
        scene.server.refuseAfter = 2;
        errorOf([&] { scene.fetch(); });
        QFile part(scene.settings.folder + QStringLiteral("/crime.csv.part"));
        QVERIFY(part.resize(part.size() - 10));
        scene.server.refuseAfter = -1;
        const Download download = scene.fetch();
        QCOMPARE(download.resumedFrom, 13);
        QCOMPARE(linesOf(download.path).size(), 21);
    }

    void theRestOfAnotherAddressIsNotTaken()
    {
        Scene scene(20);
        scene.server.refuseAfter = 2;
        errorOf([&] { scene.fetch(); });
        const FeatureServer other(5);
        scene.set.address = other.address();
        const Download download = scene.fetch();
        QCOMPARE(download.resumedFrom, 0);
        QCOMPARE(download.rows, 5);
    }

    void cancellingKeepsWhatHasCome()
    {
        Scene scene(20);
        StopAt feedback(0.3);
        bool cancelled = false;
        try {
            downloadOpenData(scene.set, scene.settings, feedback);
        } catch (const Cancelled &) {
            cancelled = true;
        }
        QVERIFY(cancelled);
        QVERIFY(!scene.hasFile());
        QCOMPARE(scene.fetch().resumedFrom, 7);
    }

    void cancellingDoesNotWaitForAStalledService()
    {
        Scene scene(20);
        scene.server.stalls = 100;
        scene.settings.patience = std::chrono::seconds(60);
        StopAt feedback(-1);
        QElapsedTimer timer;
        timer.start();
        bool cancelled = false;
        try {
            downloadOpenData(scene.set, scene.settings, feedback);
        } catch (const Cancelled &) {
            cancelled = true;
        }
        QVERIFY(cancelled);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }

    void problemsAreSaid_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("says");
        QTest::newRow("offline") << QStringLiteral("http://127.0.0.1:1/services/X/FeatureServer/0") << QStringLiteral("Check the connection");
        QTest::newRow("moved") << QString() << QStringLiteral("may have moved");
    }

    void problemsAreSaid()
    {
        QFETCH(QString, address);
        QFETCH(QString, says);
        Scene scene(3);
        scene.set.address = address.isEmpty() ? scene.server.address().replace(QLatin1String("NIBRS"), QLatin1String("OLD")) : address;
        const QString message = errorOf([&] { scene.fetch(); });
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY(!scene.hasFile());
    }

    void missingRowsAreNoTable()
    {
        Scene scene(20);
        scene.server.hidden = 4;
        VERIFY_SAYS(errorOf([&] { scene.fetch(); }), "after 20 of 24 rows");
        QVERIFY(!scene.hasFile());
    }

    void unknownNamesAreListed()
    {
        VERIFY_SAYS(errorOf([] { openDataCity(QStringLiteral("atlantis")); }), "known are: baltimore");
        VERIFY_SAYS(errorOf([] { openDataSets(openDataCities().front(), {QStringLiteral("ufo")}); }), "neighborhoods");
        QCOMPARE(openDataSets(openDataCities().front(), {}).size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestDownload)
#include "tst_download.moc"
