#include "widgets/time/time_navigator.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace forewatch;
using namespace std::chrono_literals;
using Direction = TimeNavigator::Direction;

namespace {

const Time start = makeTime(2016, 11, 12);

Time at(int hour, int minute = 0)
{
    return start + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

} // namespace

/// The navigator shows the window of the grid `from + k · step` that its position in time belongs to: the position
/// survives other lengths and steps, movement stops at the ends, and playing never outruns its receivers.
class TestTimeNavigator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_navigator = std::make_unique<TimeNavigator>();
        m_navigator->setSpan(start, start + 72h);
    }

    void withoutASpanThereIsNoWindowAndNothingMoves()
    {
        TimeNavigator empty;
        QSignalSpy windows(&empty, &TimeNavigator::windowChanged);
        QSignalSpy playing(&empty, &TimeNavigator::playingChanged);
        empty.setTargets({start});
        empty.next();
        empty.previous();
        empty.nextDay();
        empty.last();
        empty.goToNextTarget();
        empty.goToPreviousTarget();
        empty.play();
        QVERIFY(!empty.window());
        QVERIFY(!empty.isPlaying());
        QCOMPARE(windows.count(), 0);
        QCOMPARE(playing.count(), 0);
    }

    void aTimeShowsTheWindowThatStartsAtOrBeforeIt_data()
    {
        QTest::addColumn<Time>("asked");
        QTest::addColumn<Duration>("step");
        QTest::addColumn<Time>("shown");
        QTest::newRow("on the grid") << at(14) << Duration(2h) << at(14);
        QTest::newRow("between") << at(15, 59) << Duration(2h) << at(14);
        QTest::newRow("fine step") << at(15, 59) << Duration(10min) << at(15, 50);
        QTest::newRow("step longer than the window") << at(23) << Duration(24h) << at(0);
        QTest::newRow("before the span") << at(-5) << Duration(2h) << at(0);
        QTest::newRow("at the excluded end") << at(72) << Duration(2h) << at(70);
        QTest::newRow("long after") << at(1000) << Duration(5h) << at(70);
    }

    void aTimeShowsTheWindowThatStartsAtOrBeforeIt()
    {
        QFETCH(Time, asked);
        QFETCH(Duration, step);
        QFETCH(Time, shown);
        m_navigator->setStep(step);
        m_navigator->goTo(asked);
        QCOMPARE(m_navigator->window()->start, shown);
        QCOMPARE(m_navigator->window()->length, Duration(2h));
    }

    void thePositionIsKeptWhenLengthAndStepChange()
    {
        m_navigator->goTo(at(14));
        m_navigator->setStep(24h);
        QCOMPARE(m_navigator->window()->start, at(0));
        m_navigator->setLength(24h);
        m_navigator->setStep(10min);
        QCOMPARE(m_navigator->window(), (Window{at(14), 24h}));
    }

    void aFinerStepKeepsTheWindowThatATimeWasFoundIn()
    {
        m_navigator->goTo(at(0, 37));
        QCOMPARE(m_navigator->window()->start, at(0));
        m_navigator->setStep(10min);
        QCOMPARE(m_navigator->window()->start, at(0));
        m_navigator->setStep(2h);
        m_navigator->last();
        m_navigator->setStep(10min);
        QCOMPARE(m_navigator->window()->start, at(70));
    }

    void thePositionIsKeptWhereANewSpanHoldsIt()
    {
        m_navigator->goTo(at(30));
        m_navigator->setSpan(at(24), at(96));
        QCOMPARE(m_navigator->window()->start, at(30));
        m_navigator->setSpan(at(48), at(96));
        QCOMPARE(m_navigator->window()->start, at(48));
    }

    void changesAreToldOnceAndOnlyWhenTheyAreChanges()
    {
        QSignalSpy windows(m_navigator.get(), &TimeNavigator::windowChanged);
        QSignalSpy settings(m_navigator.get(), &TimeNavigator::settingsChanged);
        QSignalSpy spans(m_navigator.get(), &TimeNavigator::spanChanged);
        m_navigator->goTo(at(1));
        m_navigator->setStep(2h);
        m_navigator->setLoop(false);
        m_navigator->setSpan(start, start + 72h);
        QCOMPARE(windows.count() + settings.count() + spans.count(), 0);

        m_navigator->goTo(at(2));
        QCOMPARE(windows.takeFirst().at(0).value<Window>(), (Window{at(2), 2h}));
        m_navigator->setLength(4h);
        QCOMPARE(windows.takeFirst().at(0).value<Window>(), (Window{at(2), 4h}));
        m_navigator->setFramesPerSecond(12);
        QCOMPARE(settings.count(), 2);
        QCOMPARE(windows.count(), 0);
    }

    void movesByWindowsAndDays_data()
    {
        using Move = void (TimeNavigator::*)();
        QTest::addColumn<Duration>("step");
        QTest::addColumn<Time>("from");
        QTest::addColumn<Move>("move");
        QTest::addColumn<Time>("to");
        QTest::newRow("next") << Duration(2h) << at(4) << Move(&TimeNavigator::next) << at(6);
        QTest::newRow("previous") << Duration(2h) << at(4) << Move(&TimeNavigator::previous) << at(2);
        QTest::newRow("next at the end") << Duration(2h) << at(70) << Move(&TimeNavigator::next) << at(70);
        QTest::newRow("previous at the start") << Duration(2h) << at(0) << Move(&TimeNavigator::previous) << at(0);
        QTest::newRow("day on") << Duration(2h) << at(4) << Move(&TimeNavigator::nextDay) << at(28);
        QTest::newRow("day back") << Duration(2h) << at(28) << Move(&TimeNavigator::previousDay) << at(4);
        QTest::newRow("day on near the end") << Duration(2h) << at(60) << Move(&TimeNavigator::nextDay) << at(70);
        QTest::newRow("day back near the start") << Duration(2h) << at(6) << Move(&TimeNavigator::previousDay) << at(0);
        QTest::newRow("day off the grid") << Duration(5h) << at(5) << Move(&TimeNavigator::nextDay) << at(25);
        QTest::newRow("day shorter than a step") << Duration(48h) << at(0) << Move(&TimeNavigator::nextDay) << at(48);
        QTest::newRow("first") << Duration(2h) << at(30) << Move(&TimeNavigator::first) << at(0);
        QTest::newRow("last") << Duration(2h) << at(30) << Move(&TimeNavigator::last) << at(70);
    }

    void movesByWindowsAndDays()
    {
        using Move = void (TimeNavigator::*)();
        QFETCH(Duration, step);
        QFETCH(Time, from);
        QFETCH(Move, move);
        QFETCH(Time, to);
        m_navigator->setStep(step);
        m_navigator->goTo(from);
        (m_navigator.get()->*move)();
        QCOMPARE(m_navigator->window()->start, to);
    }

    void emptyWindowsAreSkippedBothWays()
    {
        m_navigator->setEmptyTest([](const Window &window) { return window.start > at(4) && window.start < at(20); });
        m_navigator->goTo(at(4));
        m_navigator->next();
        QCOMPARE(m_navigator->window()->start, at(6));
        m_navigator->previous();
        m_navigator->setSkipEmpty(true);
        m_navigator->next();
        QCOMPARE(m_navigator->window()->start, at(20));
        m_navigator->previous();
        QCOMPARE(m_navigator->window()->start, at(4));
    }

    void whereOnlyEmptyWindowsFollowItStays()
    {
        m_navigator->setEmptyTest([](const Window &window) { return window.start > at(4); });
        m_navigator->setSkipEmpty(true);
        m_navigator->goTo(at(4));
        m_navigator->next();
        QCOMPARE(m_navigator->window()->start, at(4));
    }

    void targetsAreVisitedInBothDirections_data()
    {
        QTest::addColumn<Duration>("step");
        QTest::addColumn<QList<Time>>("visited");
        QTest::newRow("tiles") << Duration(2h) << QList<Time>{at(2), at(30), at(70)};
        QTest::newRow("overlapping") << Duration(10min) << QList<Time>{at(3), at(30, 40), at(71, 50)};
        QTest::newRow("gaps hide the one at 30:45") << Duration(24h) << QList<Time>{};
    }

    void targetsAreVisitedInBothDirections()
    {
        QFETCH(Duration, step);
        QFETCH(QList<Time>, visited);
        m_navigator->setStep(step);
        m_navigator->setTargets({at(3), at(3, 30), at(30, 45), at(71, 59)});
        QList<Time> seen;
        connect(m_navigator.get(), &TimeNavigator::windowChanged, this,
                [&](const Window &window) { seen << window.start; });
        for (int i = 0; i < 5; ++i)
            m_navigator->goToNextTarget();
        QCOMPARE(seen, visited);
        if (visited.isEmpty())
            return;

        m_navigator->last();
        m_navigator->setTargets({at(3), at(30, 45)});
        m_navigator->goToPreviousTarget();
        QCOMPARE(m_navigator->window()->start, visited[1]);
        m_navigator->goToPreviousTarget();
        QCOMPARE(m_navigator->window()->start, visited[0]);
        m_navigator->goToPreviousTarget();
        QCOMPARE(m_navigator->window()->start, visited[0]);
    }

    void playsToTheEndAndStops()
    {
        m_navigator->setFramesPerSecond(TimeNavigator::fastest);
        m_navigator->goTo(at(64));
        QSignalSpy windows(m_navigator.get(), &TimeNavigator::windowChanged);
        QSignalSpy playing(m_navigator.get(), &TimeNavigator::playingChanged);
        m_navigator->play();
        QTRY_COMPARE(playing.count(), 2);
        QCOMPARE(playing.at(0).at(0).toBool(), true);
        QCOMPARE(playing.at(1).at(0).toBool(), false);
        QCOMPARE(windows.count(), 3);
        QCOMPARE(m_navigator->window()->start, at(70));
    }

    void playingAgainAtTheEndStartsOver()
    {
        m_navigator->last();
        m_navigator->play();
        QCOMPARE(m_navigator->window()->start, at(0));
        QVERIFY(m_navigator->isPlaying());
    }

    void playsBackwards()
    {
        m_navigator->setFramesPerSecond(TimeNavigator::fastest);
        m_navigator->setDirection(Direction::Backward);
        m_navigator->goTo(at(4));
        QSignalSpy windows(m_navigator.get(), &TimeNavigator::windowChanged);
        m_navigator->play();
        QTRY_VERIFY(!m_navigator->isPlaying());
        QCOMPARE(windows.count(), 2);
        QCOMPARE(m_navigator->window()->start, at(0));
    }

    void loopsOverTheEndToTheFirstWindowThatIsNotSkipped()
    {
        m_navigator->setFramesPerSecond(TimeNavigator::fastest);
        m_navigator->setLoop(true);
        m_navigator->setSkipEmpty(true);
        m_navigator->setEmptyTest([](const Window &window) { return window.start < at(6); });
        m_navigator->last();
        m_navigator->previous();
        QSignalSpy windows(m_navigator.get(), &TimeNavigator::windowChanged);
        m_navigator->play();
        QTRY_VERIFY(windows.count() >= 3);
        QCOMPARE(windows.at(0).at(0).value<Window>().start, at(70));
        QCOMPARE(windows.at(1).at(0).value<Window>().start, at(6));
        QCOMPARE(windows.at(2).at(0).value<Window>().start, at(8));
    }

    void aReceiverMayPause()
    {
        m_navigator->setFramesPerSecond(TimeNavigator::fastest);
        connect(m_navigator.get(), &TimeNavigator::windowChanged, m_navigator.get(), &TimeNavigator::pause);
        QSignalSpy windows(m_navigator.get(), &TimeNavigator::windowChanged);
        m_navigator->play();
        QTRY_VERIFY(!m_navigator->isPlaying());
        QTest::qWait(100);
        QCOMPARE(windows.count(), 1);
    }

    void aSlowReceiverGetsFewerFramesAndNoBacklog()
    {
        m_navigator->setFramesPerSecond(TimeNavigator::fastest);
        m_navigator->setStep(10min);
        int frames = 0;
        connect(m_navigator.get(), &TimeNavigator::windowChanged, this, [&] {
            ++frames;
            std::this_thread::sleep_for(100ms);
        });
        m_navigator->play();
        QTest::qWait(520);
        m_navigator->pause();
        QVERIFY2(frames >= 2 && frames <= 6, qPrintable(QString::number(frames)));
        const int afterPause = frames;
        QTest::qWait(200);
        QCOMPARE(frames, afterPause);
    }

    void theSpeedIsKeptInItsRange_data()
    {
        QTest::addColumn<double>("asked");
        QTest::addColumn<double>("kept");
        QTest::newRow("too slow") << 0.0 << 0.1;
        QTest::newRow("a frame in five seconds") << 0.2 << 0.2;
        QTest::newRow("in range") << 12.5 << 12.5;
        QTest::newRow("too fast") << 1000.0 << 60.0;
    }

    void theSpeedIsKeptInItsRange()
    {
        QFETCH(double, asked);
        QFETCH(double, kept);
        m_navigator->setFramesPerSecond(asked);
        QCOMPARE(m_navigator->framesPerSecond(), kept);
    }

    void aNewSpeedDoesNotWaitForTheOldOne()
    {
        m_navigator->setFramesPerSecond(TimeNavigator::slowest);
        m_navigator->play();
        m_navigator->setFramesPerSecond(TimeNavigator::fastest);
        QElapsedTimer timer;
        timer.start();
        QTRY_VERIFY(m_navigator->window()->start > at(0));
        QVERIFY(timer.elapsed() < 2000);
    }

    void cumulativeModeShowsAllSinceTheStartOfTheSpan()
    {
        QSignalSpy windows(m_navigator.get(), &TimeNavigator::windowChanged);
        QSignalSpy shown(m_navigator.get(), &TimeNavigator::shownWindowChanged);
        m_navigator->goTo(at(10));
        QCOMPARE(shown.takeFirst().at(0).value<Window>(), (Window{at(10), 2h}));
        QCOMPARE(m_navigator->title(), QStringLiteral("Sat 12 Nov 2016 10:00–12:00"));
        m_navigator->setCumulative(true);
        QCOMPARE(shown.takeFirst().at(0).value<Window>(), (Window{at(0), 12h}));
        QCOMPARE(windows.count(), 1);
        QCOMPARE(m_navigator->window(), (Window{at(10), 2h}));
        QCOMPARE(m_navigator->title(), QStringLiteral("until Sat 12 Nov 2016 12:00"));
        m_navigator->goTo(at(22));
        QCOMPARE(m_navigator->title(), QStringLiteral("until Sat 12 Nov 2016 24:00"));
        m_navigator->setLength(4h);
        QCOMPARE(m_navigator->title(), QStringLiteral("until Sun 13 Nov 2016 02:00"));
        m_navigator->setSpan(at(20), at(72));
        QCOMPARE(shown.takeLast().at(0).value<Window>(), (Window{at(20), 6h}));
        m_navigator->setCumulative(false);
        QCOMPARE(m_navigator->shownWindow(), m_navigator->window());
    }

    void anAnchorIsWhereCumulativeModeBegins()
    {
        m_navigator->goTo(at(10));
        m_navigator->cumulateFromHere();
        QVERIFY(m_navigator->isCumulative());
        m_navigator->goTo(at(30));
        QCOMPARE(m_navigator->shownWindow(), (Window{at(10), 22h}));
        QCOMPARE(m_navigator->title(), QStringLiteral("Sat 12 Nov 2016 10:00 until Sun 13 Nov 2016 08:00"));
        m_navigator->goTo(at(6));
        QCOMPARE(m_navigator->shownWindow(), (Window{at(6), 2h}));
        m_navigator->setCumulative(false);
        m_navigator->setCumulative(true);
        QCOMPARE(m_navigator->shownWindow(), (Window{at(0), 8h}));
    }

    void skippingLooksAtTheWindowNotAtAllBeforeIt()
    {
        m_navigator->setEmptyTest([](const Window &window) { return window.start == at(2); });
        m_navigator->setSkipEmpty(true);
        m_navigator->setCumulative(true);
        m_navigator->next();
        QCOMPARE(m_navigator->shownWindow(), (Window{at(0), 6h}));
    }

    void losingTheSpanEndsPlaying()
    {
        m_navigator->play();
        m_navigator->setSpan({}, {});
        QVERIFY(!m_navigator->isPlaying());
        QVERIFY(!m_navigator->window());
    }

private:
    std::unique_ptr<TimeNavigator> m_navigator;
};

QTEST_GUILESS_MAIN(TestTimeNavigator)
#include "tst_time_navigator.moc"
