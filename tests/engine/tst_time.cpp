#include "engine/core/time.h"

#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time midnight = makeTime(2014, 1, 1);

static_assert(!Window{Time{}, 2h}.contains(Time{} + 2h), "the end belongs to the next window");
static_assert(Window{Time{}, 2h}.contains(Time{}), "the start belongs to the window");

} // namespace

/// Windows are half-open, length and step are independent, and times are read and written alike.
class TestTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsThatTileHoldEveryInstantOnce()
    {
        const auto day = WindowSequence::startingIn(midnight, midnight + 24h, 2h, 2h);
        QCOMPARE(day.count(), std::size_t(12));
        for (Time t = midnight; t < midnight + 24h; t += 7min) {
            int holding = 0;
            for (std::size_t i = 0; i < day.count(); ++i)
                holding += day.at(i).contains(t);
            QCOMPARE(holding, 1);
        }
    }

    void startingIn_data()
    {
        QTest::addColumn<int>("spanMinutes");
        QTest::addColumn<int>("stepMinutes");
        QTest::addColumn<int>("count");

        QTest::newRow("a day by two hours") << 1440 << 120 << 12;
        QTest::newRow("a day by ten minutes") << 1440 << 10 << 144;
        QTest::newRow("a rest opens another window") << 125 << 60 << 3;
        QTest::newRow("shorter than a step") << 5 << 60 << 1;
        QTest::newRow("nothing") << 0 << 60 << 0;
        QTest::newRow("backwards") << -60 << 60 << 0;
    }

    void startingIn()
    {
        QFETCH(int, spanMinutes);
        QFETCH(int, stepMinutes);
        QFETCH(int, count);
        const auto windows = WindowSequence::startingIn(midnight, midnight + std::chrono::minutes(spanMinutes), 2h,
                                                        std::chrono::minutes(stepMinutes));
        QCOMPARE(windows.count(), std::size_t(count));
        if (count > 0)
            QVERIFY(windows.at(windows.count() - 1).start < midnight + std::chrono::minutes(spanMinutes));
    }

    void latestContaining_data()
    {
        QTest::addColumn<int>("stepMinutes");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("minutes");
        QTest::addColumn<int>("index");

        QTest::newRow("tiling: before the first window") << 120 << 12 << -1 << -1;
        QTest::newRow("tiling: first instant") << 120 << 12 << 0 << 0;
        QTest::newRow("tiling: last minute of the first window") << 120 << 12 << 119 << 0;
        QTest::newRow("tiling: edge belongs to the later window") << 120 << 12 << 120 << 1;
        QTest::newRow("tiling: after the last window") << 120 << 12 << 24 * 60 << -1;
        QTest::newRow("rolling: latest of the overlapping windows") << 10 << 132 << 125 << 12;
        QTest::newRow("rolling: tail of the last window") << 10 << 132 << 131 * 10 + 119 << 131;
        QTest::newRow("gap between windows") << 240 << 6 << 130 << -1;
    }

    void latestContaining()
    {
        QFETCH(int, stepMinutes);
        QFETCH(int, count);
        QFETCH(int, minutes);
        QFETCH(int, index);
        const WindowSequence day(midnight, 2h, std::chrono::minutes(stepMinutes), static_cast<std::size_t>(count));
        const auto found = day.latestContaining(midnight + std::chrono::minutes(minutes));
        QCOMPARE(found ? static_cast<int>(*found) : -1, index);
    }

    void timesAreReadAndWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written");

        QTest::newRow("day") << "2014-02-03" << "2014-02-03 00:00";
        QTest::newRow("T") << "2014-02-03T04:05" << "2014-02-03 04:05";
        QTest::newRow("seconds") << "2014-02-03 04:05:06" << "2014-02-03 04:05:06";
        QTest::newRow("end of the day") << "2014-02-03 24:00" << "2014-02-04 00:00";
        QTest::newRow("leap day") << "2016-02-29" << "2016-02-29 00:00";
        QTest::newRow("no leap day") << "2014-02-29" << "";
        QTest::newRow("month 13") << "2014-13-01" << "";
        QTest::newRow("minute 60") << "2014-01-01 10:60" << "";
        QTest::newRow("after the end of the day") << "2014-01-01 24:01" << "";
        QTest::newRow("words") << "yesterday" << "";
        QTest::newRow("nothing") << "" << "";
    }

    void timesAreReadAndWritten()
    {
        QFETCH(QString, text);
        QFETCH(QString, written);
        const auto time = parseTime(text);
        QCOMPARE(time ? formatTime(*time) : QString(), written);
    }

    void durations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("written");

        QTest::newRow("hours") << "2h" << 7200 << "2 h";
        QTest::newRow("minutes") << "10m" << 600 << "10 min";
        QTest::newRow("minutes, long") << "90 min" << 5400 << "90 min";
        QTest::newRow("a day") << "1d" << 86400 << "1 d";
        QTest::newRow("seconds") << "90s" << 90 << "90 s";
        QTest::newRow("weeks") << "4w" << 28 * 86400 << "28 d";
        QTest::newRow("a sum") << "1h30m" << 5400 << "90 min";
        QTest::newRow("a sum with blanks") << " 1 d 12 h " << 129600 << "36 h";
        QTest::newRow("no unit") << "2" << -1 << "";
        QTest::newRow("a sum without its last unit") << "1h 30" << -1 << "";
        QTest::newRow("an unknown unit") << "3 miles" << -1 << "";
        QTest::newRow("longer than history") << "999999w" << -1 << "";
        QTest::newRow("negative") << "-2h" << -1 << "";
    }

    void durations()
    {
        QFETCH(QString, text);
        QFETCH(int, seconds);
        QFETCH(QString, written);
        const auto duration = parseDuration(text);
        QCOMPARE(duration ? static_cast<int>(duration->count()) : -1, seconds);
        if (duration)
            QCOMPARE(formatDuration(*duration), written);
    }

    void windowsAreSpoken()
    {
        QCOMPARE(formatWindow({makeTime(2016, 11, 12, 22), 2h}), QStringLiteral("Sat 12 Nov 2016 22:00–24:00"));
        QCOMPARE(formatWindow({makeTime(2016, 11, 12, 23), 2h}),
                 QStringLiteral("Sat 12 Nov 2016 23:00 – Sun 13 Nov 2016 01:00"));
    }
};

QTEST_GUILESS_MAIN(TestTime)
#include "tst_time.moc"
