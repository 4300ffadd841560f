#include "app/gui/ledger_panel.h"
#include "app/gui/session.h"

#include <QAbstractItemModel>
#include <QDateEdit>
#include <QDoubleSpinBox>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace forewatch;

/// The ledger in the window, on the sample city with the model that comes with it.
class TestLedgerPanel : public QObject
{
    Q_OBJECT

    static constexpr int patience = 280'000;

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void withoutAModelItSaysWhatItNeeds()
    {
        Session session;
        const LedgerPanel panel(&session);
        QVERIFY(!panel.makeButton()->isEnabled());
        QVERIFY2(panel.text().contains(QLatin1String("looks ahead")), qPrintable(panel.text()));
    }

    void aWeekOfAlerts()
    {
        Session session;
        LedgerPanel panel(&session);
        QSignalSpy failed(&session, &Session::failed);
        QSignalSpy asked(&panel, &LedgerPanel::spanRequested);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        QVERIFY(panel.makeButton()->isEnabled());
        const Time tested = session.model()->card.split.validationTo;
        QCOMPARE(panel.from()->date(), QDate::fromString(formatTime(tested).left(10), Qt::ISODate));
        panel.to()->setDate(panel.from()->date().addDays(6));
        panel.hours()->setValue(6);
        panel.make();
        QTRY_VERIFY_WITH_TIMEOUT(panel.report(), patience);
        QVERIFY(failed.isEmpty());

        const Ledger &ledger = panel.report()->ledger;
        QCOMPARE(ledger.span.start, tested);
        QCOMPARE(panel.text(), panel.report()->sentences().first());
        QAbstractItemModel *rows = panel.table()->model();
        QCOMPARE(std::size_t(rows->rowCount()), ledger.alerts.size());
        QVERIFY(rows->rowCount() > 0);
        QCOMPARE(rows->index(0, 0).data().toString(), formatTime(ledger.alerts[0].alert.raised));
        Q_EMIT panel.table()->doubleClicked(rows->index(0, 0));
        QCOMPARE(asked.value(0).value(0).value<Window>(), ledger.alerts[0].alert.peakSpan);

        const QTemporaryDir folder;
        panel.save(folder.filePath(QStringLiteral("week.csv")));
        QFile alerts(folder.filePath(QStringLiteral("week.csv")));
        QFile targets(folder.filePath(QStringLiteral("week-targets.csv")));
        QVERIFY(alerts.open(QIODevice::ReadOnly) && targets.open(QIODevice::ReadOnly));
        QCOMPARE(std::size_t(alerts.readAll().count('\n')), ledger.alerts.size() + 1);
        QCOMPARE(std::size_t(targets.readAll().count('\n')), ledger.targets.size() + 1);

        session.closeModel();
        QVERIFY(!panel.report());
        QCOMPARE(rows->rowCount(), 0);
        session.cancelAll();
    }
};

QTEST_MAIN(TestLedgerPanel)
#include "tst_ledger_panel.moc"
