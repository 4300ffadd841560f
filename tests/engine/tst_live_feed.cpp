#include "engine/core/random.h"
#include "engine/warning/live_feed.h"
#include "tests/support/scene.h"
#include "tests/support/table_server.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

namespace {

const QByteArray header = "CrimeDate,CrimeTime,Description,Longitude,Latitude\n";

QByteArray row(int day, int hour, const char *type = "LARCENY", double east = 0.5)
{
    return QStringLiteral("01/%1/2014,%2:00:00,%3,%4,0.5\n")
        .arg(day, 2, 10, QLatin1Char('0')).arg(hour, 2, 10, QLatin1Char('0')).arg(QLatin1String(type)).arg(east).toUtf8();
}

/// Three days of a row every two hours, with one target.
QByteArray table()
{
    QByteArray rows = header;
    for (int day = 1; day <= 3; ++day)
        for (int hour = 0; hour < 24; hour += 2)
            rows += row(day, hour, day == 1 && hour == 20 ? "SHOOTING" : "LARCENY");
    return rows;
}

ImportSettings sources(const Folder &folder)
{
    ImportSettings settings = scene(folder, table());
    settings.incidents.dateOrder = DateOrder::MonthDayYear;
    return settings;
}

/// Long after every file was written.
const std::chrono::sys_seconds later = std::chrono::sys_seconds(std::chrono::seconds(4'000'000'000));

std::chrono::sys_seconds rightAfter(const QString &path)
{
    return std::chrono::sys_seconds(std::chrono::seconds(QFileInfo(path).lastModified().toSecsSinceEpoch() + 1));
}

LiveLook look(LiveFeed &feed, std::chrono::sys_seconds now = later)
{
    NoFeedback feedback;
    return feed.look(now, feedback);
}

void append(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::Append) || file.write(text) != text.size())
        qFatal("cannot append");
}

std::size_t rowsOf(const LiveLook &look)
{
    return look.city ? look.city->incidents->size() : 0;
}

IncidentTable tableOf(std::vector<Incident> rows)
{
    return {std::move(rows), QStringList{QStringLiteral("A"), QStringLiteral("B")}};
}

} // namespace

/// A source is looked at as often as one likes: what it brings is told, and what goes wrong is no calm.
class TestLiveFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsThatAreAppendedCome()
    {
        const Folder folder;
        const ImportSettings settings = sources(folder);
        LiveFeed feed(settings);
        const LiveLook first = look(feed);
        QCOMPARE(first.problem, QString());
        QVERIFY(first.imported);
        QCOMPARE(rowsOf(first), 36u);
        QVERIFY(!first.changes.any());
        const LiveLook same = look(feed);
        QVERIFY(!same.imported);
        QCOMPARE(same.city, first.city);

        append(settings.incidents.source, row(4, 0) + row(4, 2, "SHOOTING"));
        const LiveLook next = look(feed);
        QVERIFY(next.imported);
        QCOMPARE(rowsOf(next), 38u);
        QCOMPARE(next.changes.added, 2u);
        QCOMPARE(next.changes.late, 0u);
        QVERIFY(!next.changes.reachesBack);
        QCOMPARE(next.city->report->kept, 38u);
        QCOMPARE(next.changes.arrived, (std::vector{makeTime(2014, 1, 4), makeTime(2014, 1, 4, 2)}));
    }

    void newRowsAreCheckedAsAnImportDoes()
    {
        const Folder folder;
        const ImportSettings settings = sources(folder);
        LiveFeed feed(settings);
        look(feed);
        append(settings.incidents.source, "01/04/2014,not a time,LARCENY,0.5,0.5\n" + row(4, 2, "LARCENY", 7));
        const LiveLook next = look(feed);
        QCOMPARE(rowsOf(next), 36u);
        QCOMPARE(next.city->report->rejectedFor(Rejection::BadTime), 1u);
        QCOMPARE(next.city->report->rejectedFor(Rejection::OutsideNeighborhoods), 1u);
    }

    void lateCorrectedAndRemovedRowsAreCounted()
    {
        const Folder folder;
        const ImportSettings settings = sources(folder);
        LiveFeed feed(settings);
        look(feed);
        QByteArray text = table();
        text.replace(row(2, 4), row(2, 4, "ROBBERY"));      // another type
        text.replace(row(2, 6), row(2, 7));                 // another hour
        text.replace(row(2, 8), row(2, 8, "LARCENY", 1.5)); // another place
        text.replace(row(3, 10), "");                       // gone
        text += row(1, 1, "LARCENY", 0.7);                                  // came late
        folder.write(QStringLiteral("table.csv"), text);
        const LiveLook next = look(feed);
        QCOMPARE(next.problem, QString());
        QCOMPARE(next.changes.corrected, 3u);
        QCOMPARE(next.changes.removed, 1u);
        QCOMPARE(next.changes.added, 1u);
        QCOMPARE(next.changes.late, 1u);
        QCOMPARE(next.changes.reachesBack, std::optional(makeTime(2014, 1, 1, 1)));
        QCOMPARE(next.changes.spoken(), QStringLiteral("1 new row, 1 of them late; 3 corrected; 1 removed"));
    }

    void anotherOrderIsNoChange()
    {
        const Folder folder;
        const ImportSettings settings = sources(folder);
        LiveFeed feed(settings);
        look(feed);
        QList<QByteArray> lines = table().trimmed().split('\n');
        std::reverse(lines.begin() + 1, lines.end());
        // Without a line end behind the last row.
        folder.write(QStringLiteral("table.csv"), lines.join('\n'));
        const LiveLook next = look(feed);
        QVERIFY(next.imported);
        QVERIFY(!next.halfWritten);
        QCOMPARE(rowsOf(next), 36u);
        QVERIFY(!next.changes.any());
    }

    void aRowThatIsStillBeingWrittenWaits()
    {
        const Folder folder;
        const ImportSettings settings = sources(folder);
        const QString path = settings.incidents.source;
        LiveFeed feed(settings);
        look(feed, rightAfter(path));
        const QByteArray whole = row(4, 0) + row(4, 2, "SHOOTING");
        append(path, whole.chopped(4));
        LiveLook next = look(feed, rightAfter(path));
        QVERIFY(next.halfWritten);
        QCOMPARE(rowsOf(next), 37u);
        QCOMPARE(next.city->report->rows, 37u);
        QCOMPARE(next.city->report->sources.front().path, path);
        append(path, whole.right(4));
        next = look(feed, rightAfter(path));
        QVERIFY(!next.halfWritten);
        QCOMPARE(rowsOf(next), 38u);
        QCOMPARE(next.changes.added, 1u);
        QCOMPARE(next.changes.corrected, 0u);
        // A file that nobody writes to any more is whole, also without a line end.
        append(path, row(4, 4).chopped(1));
        QCOMPARE(rowsOf(look(feed, rightAfter(path))), 38u);
        QCOMPARE(rowsOf(look(feed, later)), 39u);
    }

    void aFileThatVanishesOrIsEmptiedIsLost_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("isThere");
        QTest::newRow("vanished") << QByteArray() << false;
        QTest::newRow("emptied") << QByteArray() << true;
        QTest::newRow("header alone") << header << true;
        QTest::newRow("another file") << QByteArray("a,b\n1,2\n") << true;
    }

    void aFileThatVanishesOrIsEmptiedIsLost()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, isThere);
        const Folder folder;
        const ImportSettings settings = sources(folder);
        LiveFeed feed(settings);
        look(feed);
        if (isThere)
            folder.write(QStringLiteral("table.csv"), content);
        else
            QFile::remove(settings.incidents.source);
        const LiveLook lost = look(feed);
        QVERIFY(!lost.problem.isEmpty());
        QVERIFY(!lost.imported);
        QCOMPARE(rowsOf(lost), 36u);
        QVERIFY(!look(feed).problem.isEmpty());
        folder.write(QStringLiteral("table.csv"), table() + row(4, 0));
        const LiveLook back = look(feed);
        QCOMPARE(back.problem, QString());
        QCOMPARE(rowsOf(back), 37u);
        QCOMPARE(back.changes.added, 1u);
        QCOMPARE(back.changes.removed, 0u);
    }

    void aTableThatLosesManyRowsIsDoubtedOnce()
    {
        const Folder folder;
        const ImportSettings settings = sources(folder);
        LiveFeed feed(settings);
        look(feed);
        const QByteArray half = table().left(table().size() / 2);
        folder.write(QStringLiteral("table.csv"), half.left(half.lastIndexOf('\n') + 1));
        const LiveLook doubted = look(feed);
        VERIFY_SAYS(doubted.problem, "in the middle of being written");
        QCOMPARE(rowsOf(doubted), 36u);
        const LiveLook believed = look(feed);
        QCOMPARE(believed.problem, QString());
        QVERIFY(rowsOf(believed) < 20);
        QVERIFY(believed.changes.removed > 15);
        // Whole again, as when the writing is over.
        folder.write(QStringLiteral("table.csv"), table());
        QCOMPARE(rowsOf(look(feed)), 36u);
    }

    void aTableBehindAWebAddress()
    {
        const Folder folder;
        ImportSettings settings = sources(folder);
        TableServer server(table());
        settings.incidents.source = server.address();
        LiveFeed feed(settings, nullptr, {.silence = 300ms, .whole = 2s});
        QCOMPARE(rowsOf(look(feed)), 36u);
        QVERIFY(!look(feed).imported);
        QCOMPARE(server.sent, 1);
        server.setTable(table() + row(4, 0));
        const LiveLook next = look(feed);
        QCOMPARE(next.changes.added, 1u);
        QCOMPARE(next.city->report->sources.front().path, server.address());
    }

    void aServerThatFailsIsLostAndComesBack_data()
    {
        QTest::addColumn<int>("mood");
        QTest::addColumn<QString>("said");
        QTest::newRow("stalls") << int(TableServer::Stalls) << QStringLiteral("nothing came for");
        QTest::newRow("begins and stalls") << int(TableServer::Drips) << QStringLiteral("nothing came for");
        QTest::newRow("refuses") << int(TableServer::Refuses) << QStringLiteral("503");
        QTest::newRow("ends in the middle") << int(TableServer::Cuts) << QStringLiteral("cannot be fetched");
        QTest::newRow("is not there") << -1 << QStringLiteral("cannot be fetched");
    }

    void aServerThatFailsIsLostAndComesBack()
    {
        QFETCH(int, mood);
        QFETCH(QString, said);
        const Folder folder;
        ImportSettings settings = sources(folder);
        TableServer server(table());
        settings.incidents.source = server.address();
        LiveFeed feed(settings, nullptr, {.silence = 300ms, .whole = 2s});
        QCOMPARE(rowsOf(look(feed)), 36u);
        server.setTable(table() + row(4, 0));
        if (mood < 0)
            server.close();
        else
            server.mood = TableServer::Mood(mood);
        QElapsedTimer timer;
        timer.start();
        const LiveLook lost = look(feed);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY2(lost.problem.contains(said), qPrintable(lost.problem));
        QCOMPARE(rowsOf(lost), 36u);
        if (mood < 0)
            server.reopen();
        server.mood = TableServer::Answers;
        const LiveLook back = look(feed);
        QCOMPARE(back.problem, QString());
        QCOMPARE(back.changes.added, 1u);
    }

    void aWaitForAServerCanBeCancelled()
    {
        struct Impatient final : Feedback
        {
            void progress(double) override {}
            bool cancelled() const override { return true; }
        } feedback;
        const Folder folder;
        ImportSettings settings = sources(folder);
        TableServer server(table());
        server.mood = TableServer::Stalls;
        settings.incidents.source = server.address();
        LiveFeed feed(settings, nullptr, {.silence = 20s, .whole = 20s});
        QElapsedTimer timer;
        timer.start();
        QVERIFY_EXCEPTION_THROWN(feed.look(later, feedback), Cancelled);
        QVERIFY(timer.elapsed() < 2000);
    }

    void changesAddUp()
    {
        Random random(4);
        for (int round = 0; round < 50; ++round) {
            const auto some = [&](std::size_t count) {
                std::vector<Incident> rows;
                for (std::size_t i = 0; i < count; ++i)
                    rows.push_back({makeTime(2014, 1, 1 + int(random.below(3))), {double(random.below(2)), 0}, std::uint32_t(i + 1),
                                    std::uint16_t(random.below(2)), 0});
                return rows;
            };
            const auto before = some(random.below(12) + 1);
            const auto now = some(random.below(12) + 1);
            const RowChanges changes = changesBetween(tableOf(before), tableOf(now));
            QCOMPARE(before.size() - changes.removed - changes.corrected, now.size() - changes.added - changes.corrected);
            QCOMPARE(changes.arrived.size(), changes.added);
            // The rows that stay are as many as the tables have in common.
            const auto same = [](const Incident &a, const Incident &b) {
                return a.time == b.time && a.place.longitude == b.place.longitude && a.type == b.type;
            };
            auto left = now;
            std::size_t common = 0;
            for (const Incident &incident : before) {
                const auto found = std::ranges::find_if(left, [&](const Incident &other) { return same(incident, other); });
                if (found == left.end())
                    continue;
                left.erase(found);
                ++common;
            }
            QCOMPARE(before.size() - changes.removed - changes.corrected, common);
        }
    }

    void wordsAreComparedAsTextsAcrossTables()
    {
        const Incident incident{makeTime(2014, 1, 1), {}, 1, 0, 0};
        Incident second = incident;
        second.type = 1;
        const IncidentTable before({incident}, QStringList{QStringLiteral("B")});
        const IncidentTable now({second}, QStringList{QStringLiteral("A"), QStringLiteral("B")});
        QVERIFY(!changesBetween(before, now).any());
    }

    void pausesGrowToAQuarterOfAnHour()
    {
        QCOMPARE(retryPause(1), Duration(5));
        QCOMPARE(retryPause(2), Duration(10));
        QCOMPARE(retryPause(5), Duration(80));
        QCOMPARE(retryPause(9), Duration(15 * 60));
        QCOMPARE(retryPause(1000), Duration(15 * 60));
    }

    void theDelayOfAFeedIsHeldAgainstTheModels()
    {
        std::vector<Duration> ages;
        for (int i = 1; i <= 100; ++i)
            ages.push_back(std::chrono::minutes(i));
        Task task;
        const auto delay = delayOfArrivals(ages, task);
        QCOMPARE(delay->median, Duration(50min));
        QCOMPARE(delay->most, Duration(95min));
        QCOMPARE(delay->beyondModel.part, 100u);
        VERIFY_SAYS(delay->sentence(task), "its risks are wrong here");
        task.delay = 2h;
        const auto kept = delayOfArrivals(ages, task);
        QCOMPARE(kept->beyondModel.part, 0u);
        QVERIFY(!kept->sentence(task).contains(QLatin1String("wrong")));
        QVERIFY(!delayOfArrivals({ages.begin(), ages.begin() + 19}, task));
    }
};

QTEST_GUILESS_MAIN(TestLiveFeed)
#include "tst_live_feed.moc"
