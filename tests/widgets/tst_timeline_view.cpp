#include "widgets/plots/timeline_view.h"

#include <QSignalSpy>
#include <QTest>

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
        QMouseEvent drag(QEvent::MouseMove, there, there, Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&view, &drag);
        QCOMPARE(moved.at(0).at(0).value<Time>(), start + 6h);
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
