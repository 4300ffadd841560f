#include "widgets/plots/timeline_view.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2016, 11, 12);

std::shared_ptr<const RiskTimeline> makeTimeline()
{
    auto timeline = std::make_shared<RiskTimeline>();
    for (int i = 0; i < 12; ++i)
        timeline->points.push_back({{start + i * 2h, 2h}, 0.05 * i, 0.17, i == 5});
    timeline->targets = {start + 11h};
    timeline->span = {start, 24h};
    return timeline;
}

} // namespace

/// A place on the timeline is the span that starts nearest to it; without a timeline there is nothing to ask for.
class TestTimelineView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClickAsksForTheSpanThatStartsNearest_data()
    {
        QTest::addColumn<Duration>("clicked");
        QTest::addColumn<Duration>("asked");
        QTest::newRow("at a start") << Duration(10h) << Duration(10h);
        QTest::newRow("just after one") << Duration(10h + 40min) << Duration(10h);
        QTest::newRow("just before one") << Duration(11h + 20min) << Duration(12h);
        QTest::newRow("in the last span") << Duration(23h + 30min) << Duration(22h);
    }

    void aClickAsksForTheSpanThatStartsNearest()
    {
        QFETCH(Duration, clicked);
        QFETCH(Duration, asked);
        TimelineView view;
        view.resize(900, 240);
        view.setTimeline(makeTimeline());
        QSignalSpy moved(&view, &TimelineView::cursorMoved);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(qRound(view.xOf(start + clicked)), 100));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(moved.at(0).at(0).value<Time>(), start + asked);
    }

    void aDragFollowsThePointer()
    {
        TimelineView view;
        view.resize(900, 240);
        view.setTimeline(makeTimeline());
        QSignalSpy moved(&view, &TimelineView::cursorMoved);
        const QPointF there(view.xOf(start + 6h), 100);
        QMouseEvent hover(QEvent::MouseMove, there, there, Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(&view, &hover);
        QCOMPARE(moved.count(), 0);
        QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(qRound(view.xOf(start + 2h)), 100));
        moved.clear();
        QMouseEvent drag(QEvent::MouseMove, there, there, Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&view, &drag);
        QCOMPARE(moved.at(0).at(0).value<Time>(), start + 6h);
    }

    void theThresholdIsALineToDrag()
    {
        TimelineView view;
        view.resize(900, 240);
        auto timeline = std::make_shared<RiskTimeline>(*makeTimeline());
        timeline->apply({.threshold = .3, .release = .3});
        view.setTimeline(timeline);
        QSignalSpy cursor(&view, &TimelineView::cursorMoved);
        QSignalSpy threshold(&view, &TimelineView::thresholdMoved);
        const auto moveTo = [&](double y) {
            const QPointF there(400, y);
            QMouseEvent move(QEvent::MouseMove, there, there, Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(&view, &move);
        };
        QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(400, qRound(view.yOf(.3))));
        moveTo(view.yOf(.4));
        QCOMPARE(threshold.count(), 1);
        QVERIFY(std::abs(threshold.at(0).at(0).toDouble() - .4) < 1e-6);
        moveTo(-500);
        QVERIFY(threshold.at(1).at(0).toDouble() > .5 && threshold.at(1).at(0).toDouble() < 1);
        moveTo(5000);
        QCOMPARE(threshold.at(2).at(0).toDouble(), .001);
        QCOMPARE(cursor.count(), 0);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(400, 100));
        moveTo(view.yOf(.2));
        QCOMPARE(threshold.count(), 3);
    }

    void theWheelZoomsAboutThePointerAndADoubleClickShowsAll()
    {
        TimelineView view;
        view.resize(900, 240);
        view.setTimeline(makeTimeline());
        const double x = view.xOf(start + 6h);
        const auto turn = [&](int clicks) {
            QWheelEvent wheel(QPointF(x, 100), QPointF(x, 100), {}, {0, 120 * clicks}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(&view, &wheel);
        };
        turn(4);
        QVERIFY(view.shown().length < 12h && view.shown().length > 6h);
        QVERIFY(std::abs(view.xOf(start + 6h) - x) < 1);
        turn(100);
        QCOMPARE(view.shown().length, Duration(1h));
        QVERIFY(view.shown().start >= start && view.shown().end() <= start + 24h);
        turn(-100);
        QCOMPARE(view.shown(), (Window{start, 24h}));
        turn(3);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, QPoint(300, 100));
        QCOMPARE(view.shown(), (Window{start, 24h}));
    }

    void aDragWithShiftMovesWhatIsShown()
    {
        TimelineView view;
        view.resize(900, 240);
        view.setTimeline(makeTimeline());
        view.show({start + 6h, 6h});
        QSignalSpy moved(&view, &TimelineView::cursorMoved);
        QTest::mousePress(&view, Qt::LeftButton, Qt::ShiftModifier, QPoint(qRound(view.xOf(start + 9h)), 100));
        const QPointF there(view.xOf(start + 10h), 100);
        QMouseEvent move(QEvent::MouseMove, there, there, Qt::NoButton, Qt::LeftButton, Qt::ShiftModifier);
        QCoreApplication::sendEvent(&view, &move);
        QVERIFY(std::chrono::abs(view.shown().start - (start + 5h)) < 1min);
        QCOMPARE(view.shown().length, Duration(6h));
        QCOMPARE(moved.count(), 0);
        // A cursor that goes elsewhere is followed.
        view.setCursorTime(start + 20h);
        QVERIFY(view.shown().contains(start + 20h));
    }

    void theCursorIsDrawn()
    {
        TimelineView view;
        view.resize(900, 240);
        view.setTimeline(makeTimeline());
        const QImage without = view.grab().toImage();
        view.setCursorTime(start + 6h);
        QVERIFY(view.grab().toImage() != without);
    }

    void withoutATimelineNothingIsAskedFor()
    {
        TimelineView view;
        view.resize(900, 240);
        QSignalSpy moved(&view, &TimelineView::cursorMoved);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(300, 100));
        view.setTimeline(std::make_shared<RiskTimeline>());
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(300, 100));
        QCOMPARE(moved.count(), 0);
    }

    void whyThereIsNoneIsSaidUntilThereIsOne()
    {
        TimelineView view;
        view.resize(900, 240);
        const QImage before = view.grab().toImage();
        view.setEmptyText(QStringLiteral("The model is of another city."));
        const QImage other = view.grab().toImage();
        QVERIFY(other != before);
        view.setEmptyText({});
        const QImage blank = view.grab().toImage();
        QVERIFY(blank != other);

        view.setTimeline(makeTimeline());
        const QImage timeline = view.grab().toImage();
        view.setEmptyText(QStringLiteral("The model is of another city."));
        QVERIFY(view.grab().toImage() == timeline);
    }

    void aClickTakesTheKeyboard()
    {
        TimelineView view;
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        QTest::mouseClick(&view, Qt::LeftButton);
        QVERIFY(view.hasFocus());
    }
};

QTEST_MAIN(TestTimelineView)
#include "tst_timeline_view.moc"
