#include "app/gui/report_dialog.h"
#include "app/gui/session.h"
#include "app/gui/use_page.h"

#include <QComboBox>
#include <QDateEdit>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;

/// The report in the window, on the sample city with the model that comes with it.
class TestReportDialog : public QObject
{
    Q_OBJECT

    static constexpr int patience = 280'000;

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void withoutACityNothingCanBeSaved()
    {
        Session session;
        const ReportDialog dialog(&session, std::nullopt);
        QVERIFY(!dialog.saveButton()->isEnabled());
    }

    void aShiftPastMidnight()
    {
        Session session;
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        // Few days before it are unseen, so that the test is quick.
        const Time day = session.model()->card.split.validationTo + 48h;
        ReportDialog dialog(&session, Window{day, 2h});
        QVERIFY(dialog.saveButton()->isEnabled());
        QCOMPARE(dialog.span(), (Window{day, 24h}));
        dialog.extent()->setCurrentIndex(ReportDialog::Shift);
        QCOMPARE(dialog.span(), (Window{day + 22h, 8h}));
        // A shift is what a briefing is for.
        QCOMPARE(dialog.form()->currentIndex(), 1);

        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("briefing.pdf"));
        QSignalSpy written(&dialog, &ReportDialog::written);
        QSignalSpy failed(&session, &Session::failed);
        dialog.write(path);
        QVERIFY(!dialog.saveButton()->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(!written.isEmpty() || !failed.isEmpty(), patience);
        QVERIFY2(failed.isEmpty(), qPrintable(failed.value(0).value(0).toString()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("%PDF"));
        QVERIFY(dialog.saveButton()->isEnabled());

        // Cancelled, it leaves nothing behind.
        const QString other = folder.filePath(QStringLiteral("other.pdf"));
        dialog.write(other);
        session.cancelAll();
        QTRY_VERIFY_WITH_TIMEOUT(dialog.saveButton()->isEnabled(), patience);
        QVERIFY(!QFile::exists(other));
    }

    void thePageOfUseHasTheModelsFigures()
    {
        Session session;
        const UsePage page(&session);
        QVERIFY(page.text().contains(QLatin1String("never persons")));
        QVERIFY(!page.text().contains(QLatin1String("was tuned on, ")));
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        QVERIFY2(page.text().contains(QLatin1String("was tuned on, ")), qPrintable(page.text()));
    }
};

QTEST_MAIN(TestReportDialog)

#include "tst_report_dialog.moc"
