#include "app/gui/alert_sign.h"
#include "app/gui/session.h"
#include "app/gui/watch_spans.h"
#include "tests/support/desk.h"
#include "app/gui/watch_panel.h"
#include "widgets/plots/timeline_view.h"

#include <QComboBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

/// The risk timeline in the window, on the sample city with the model that comes with it.
class TestWatchTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings().remove(QStringLiteral("policies"));
    }

    void cleanupTestCase() { QSettings().remove(QStringLiteral("policies")); }

    void spansOfTheCalendar_data()
    {
        QTest::addColumn<int>("span");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        const auto row = [](const char *name, WatchSpan span, const char *from, const char *to) {
            QTest::newRow(name) << int(span) << QString::fromLatin1(from) << QString::fromLatin1(to);
        };
        row("a day", WatchSpan::Day, "2016-11-12", "2016-11-13");
        row("a week from Monday", WatchSpan::Week, "2016-11-07", "2016-11-14");
        row("a month", WatchSpan::Month, "2016-11-01", "2016-12-01");
        row("a quarter, cut by the table", WatchSpan::Quarter, "2016-10-01", "2016-12-20");
        row("a year, cut at both ends", WatchSpan::Year, "2016-02-10", "2016-12-20");
        row("all", WatchSpan::All, "2016-02-10", "2016-12-20");
    }

    void spansOfTheCalendar()
    {
        QFETCH(int, span);
        QFETCH(QString, from);
        QFETCH(QString, to);
        const Time start = makeTime(2016, 2, 10);
        const Window found = spanAround(WatchSpan(span), makeTime(2016, 11, 12, 13, 40), {start, makeTime(2016, 12, 20) - start});
        QCOMPARE(formatTime(found.start).left(10), from);
        QCOMPARE(formatTime(found.end()).left(10), to);
    }

    void policySpansAndTheMap()
    {
        Desk desk;
        QSignalSpy failed(&desk->session(), &Session::failed);
        desk->session().openSampleCity();
        Session &session = desk->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.model() && !session.isEvaluating(), patience);
        desk->showWorkspace(MainWindow::Workspace::Watch);
        auto *panel = desk->findChild<WatchPanel *>();
        auto *sign = desk->findChild<AlertSign *>();
        const Time day = session.model()->card.split.validationTo + 24h;
        desk.time().goTo(day);
        QTRY_VERIFY_WITH_TIMEOUT(session.timeline() && session.timeline()->span.contains(day), patience);
        const auto dayTimeline = session.timeline();
        QCOMPARE(session.policy(), defaultPolicy(session.model()->card));
        QVERIFY(!panel->resetButton()->isVisible());

        // A threshold in the middle of the day's risks raises alerts there, and the map says so.
        std::vector<double> risks;
        for (const RiskPoint &point : dayTimeline->points)
            risks.push_back(point.probability);
        std::ranges::sort(risks);
        const double middle = risks[risks.size() / 2];
        session.setPolicy({.threshold = middle, .release = middle});
        QVERIFY(session.isPolicyByHand() && panel->resetButton()->isVisible());
        const auto &alerts = session.timeline()->alerts;
        QVERIFY(!alerts.empty());
        const auto sameAlerts = raiseAlerts(session.policy(), session.timeline()->task, dayTimeline->points);
        QCOMPARE(alerts.size(), sameAlerts.size());
        desk.time().goTo(day - 24h);
        QTRY_VERIFY_WITH_TIMEOUT(session.timeline()->span.contains(day - 24h), patience);
        QVERIFY(session.isPolicyByHand());
        QCOMPARE(session.timeline()->policy, session.policy());

        // Back to a day that was scored: there at once, with the policy of now.
        desk.time().goTo(day);
        QVERIFY(session.timeline()->span.contains(day));
        QCOMPARE(session.timeline()->policy, session.policy());
        desk->mapPage()->goToNextAlert();
        QVERIFY(desk.time().window()->start >= session.timeline()->alerts.front().span.start);
        QCOMPARE(sign->isVisible(), session.timeline()->alertAt(desk.time().window()->start).has_value());
        session.setPolicy({.threshold = 1, .release = 1});
        QVERIFY(!sign->isVisible());

        panel->resetButton()->click();
        QVERIFY(!session.isPolicyByHand());
        QCOMPARE(session.policy(), defaultPolicy(session.model()->card));

        // A week holds its seven days.
        panel->spanBox()->setCurrentIndex(int(WatchSpan::Week));
        QTRY_VERIFY_WITH_TIMEOUT(session.timeline()->points.size() > 500, patience);
        QVERIFY(session.timeline()->points.size() <= 7 * 144u);
        panel->spanBox()->setCurrentIndex(int(WatchSpan::Day));
        QCOMPARE(session.timeline()->points.size(), dayTimeline->points.size());
        QVERIFY(failed.isEmpty());
        session.cancelAll();
    }

    /// What was set for a model is there when it is opened again.
    void aPolicyIsKeptForItsModel()
    {
        const AlertPolicy own{.threshold = .123, .release = .1};
        for (const bool again : {false, true}) {
            Session session;
            session.openSampleCity();
            QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
            session.cancelAll();
            QCOMPARE(session.isPolicyByHand(), again);
            if (again)
                QCOMPARE(session.policy(), own);
            session.setPolicy(own);
        }
    }
};

QTEST_MAIN(TestWatchTimeline)
#include "tst_watch_timeline.moc"
