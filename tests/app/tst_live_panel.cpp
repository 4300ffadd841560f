#include "app/gui/alert_banner.h"
#include "app/gui/alert_list.h"
#include "app/gui/audit_log_view.h"
#include "app/gui/live_panel.h"
#include "app/gui/session.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace forewatch;

/// Live in the window: a past day of the sample city, played as if it were live.
class TestLivePanel : public QObject
{
    Q_OBJECT

    static constexpr int patience = 280'000;

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("tst_live_panel"));
        QFile::remove(AuditTrail::path());
    }

    void withoutACityNothingStarts()
    {
        Session session;
        LivePanel panel(&session);
        QVERIFY(!panel.startButton()->isEnabled());
        panel.start();
        QVERIFY(!panel.isRunning());
        QVERIFY(panel.banner()->text().isEmpty());
    }

    void anAlertStaysUntilItIsAcknowledged()
    {
        Session session;
        LivePanel panel(&session);
        QSignalSpy failed(&session, &Session::failed);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        // It comes from no file.
        QVERIFY(!panel.startButton()->isEnabled());
        panel.mode()->setCurrentIndex(LivePanel::Past);
        QVERIFY(panel.startButton()->isEnabled());
        // The evening has an alert at any threshold that evenings reach.
        AlertPolicy policy = session.policy();
        policy.threshold = policy.release = 0.15;
        session.setPolicy(policy);
        QDateTime evening = panel.from()->dateTime();
        evening.setTime(QTime(17, 0));
        panel.from()->setDateTime(evening);
        panel.speed()->setCurrentIndex(panel.speed()->count() - 1);
        panel.start();
        QTRY_VERIFY_WITH_TIMEOUT(!panel.alerts()->alerts().empty(), patience);
        QVERIFY(!panel.banner()->text().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!panel.isRunning(), patience);
        QCOMPARE(panel.risks().size(), 42u);
        for (const LiveRisk &risk : panel.risks())
            QVERIFY2(risk.point, qPrintable(risk.why));
        // The day is over; the alert still waits.
        QVERIFY(!panel.banner()->text().isEmpty());
        panel.alerts()->acknowledge();
        QVERIFY(panel.alerts()->alerts().front().by.isEmpty());
        panel.alerts()->name()->setText(QStringLiteral("R. Vance"));
        panel.alerts()->acknowledge();
        QVERIFY(panel.alerts()->alerts().front().by.isEmpty());
        panel.alerts()->note()->setText(QStringLiteral("car 12 told"));
        panel.alerts()->acknowledge();
        QCOMPARE(panel.alerts()->alerts().front().by, QStringLiteral("R. Vance"));
        QVERIFY(panel.banner()->text().isEmpty());
        session.resetPolicy();
        QVERIFY2(failed.isEmpty(), qPrintable(failed.value(0).value(0).toString()));
    }

    void theLogHoldsAllOfIt()
    {
        NoFeedback feedback;
        QStringList kinds;
        QJsonObject acknowledged;
        QStringList hashes;
        const LogCheck check = verifyLog(AuditTrail::path(), {}, feedback, [&](const AuditLine &line) {
            kinds << line.kind;
            if (line.kind == QLatin1String("model"))
                hashes << line.content[QStringLiteral("weights_sha256")].toString();
            if (line.kind == QLatin1String("acknowledgement"))
                acknowledged = line.content;
        });
        QVERIFY2(check.isWhole(), qPrintable(check.fault));
        QCOMPARE(kinds.count(QStringLiteral("score")), 42);
        QCOMPARE(hashes.size(), 1);
        QCOMPARE(hashes.front().size(), 64);
        for (const char *kind : {"genesis", "start", "model", "policy", "alert", "acknowledgement", "end"})
            QVERIFY2(kinds.contains(QLatin1String(kind)), kind);
        QCOMPARE(acknowledged[QStringLiteral("name")].toString(), QStringLiteral("R. Vance"));
        QCOMPARE(acknowledged[QStringLiteral("note")].toString(), QStringLiteral("car 12 told"));
        QVERIFY(acknowledged[QStringLiteral("replay")].toBool());
    }

    void aDayThatWasLearntFromIsSaid()
    {
        Session session;
        LivePanel panel(&session);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        panel.mode()->setCurrentIndex(LivePanel::Past);
        panel.from()->setDateTime(panel.from()->minimumDateTime().addDays(60));
        panel.speed()->setCurrentIndex(0);
        panel.start();
        QTRY_VERIFY_WITH_TIMEOUT(!panel.risks().empty(), patience);
        QVERIFY2(panel.stateText().contains(QLatin1String("flatters the model")), qPrintable(panel.stateText()));
    }

    void aChangeOfThePolicyEndsTheWatch()
    {
        Session session;
        LivePanel panel(&session);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        panel.mode()->setCurrentIndex(LivePanel::Past);
        panel.speed()->setCurrentIndex(0);
        const QSignalSpy said(&session, &Session::said);
        panel.start();
        QTRY_VERIFY_WITH_TIMEOUT(!panel.risks().empty(), patience);
        AlertPolicy policy = session.policy();
        policy.threshold = 0.9;
        session.setPolicy(policy);
        QVERIFY(!panel.isRunning());
        QVERIFY2(panel.stateText().contains(QLatin1String("policy")), qPrintable(panel.stateText()));
        QTRY_COMPARE(said.size(), 1);
        QVERIFY(said.front().front().toString().contains(QLatin1String("policy")));
        // What was said last is no statement about now.
        QCOMPARE(panel.riskText(), QStringLiteral("–"));
        session.resetPolicy();
    }

    void aLookThatDoesNotEndIsNoForecast()
    {
        Session session;
        auto panel = std::make_unique<LivePanel>(&session);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        panel->mode()->setCurrentIndex(LivePanel::Past);
        panel->speed()->setCurrentIndex(0);
        // The first look loads the model, which takes longer.
        panel->setPatience(std::chrono::milliseconds(0));
        panel->start();
        QTRY_COMPARE_WITH_TIMEOUT(panel->riskText(), QStringLiteral("no forecast"), patience);
        QVERIFY(panel->risks().empty());
        QTRY_VERIFY_WITH_TIMEOUT(!panel->risks().empty(), patience);
        QVERIFY2(panel->riskText().contains(QLatin1Char('%')), qPrintable(panel->riskText()));

        panel->log()->verify();
        QTRY_VERIFY_WITH_TIMEOUT(panel->log()->text().contains(QLatin1String("Last hash")), patience);
        QVERIFY(panel->log()->text().contains(QLatin1String("audit.jsonl")));

        // A window that is closed ends its watch in the log.
        panel.reset();
        NoFeedback feedback;
        AuditLine last;
        QVERIFY(verifyLog(AuditTrail::path(), {}, feedback, [&](const AuditLine &line) { last = line; }).isWhole());
        QCOMPARE(last.kind, QStringLiteral("end"));
    }
};

QTEST_MAIN(TestLivePanel)

#include "tst_live_panel.moc"
