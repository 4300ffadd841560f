#include "app/gui/open_data_dialog.h"
#include "tests/support/feature_server.h"
#include "tests/support/scene.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

/// The dialog fetches what is ticked, says what goes wrong, and can be cancelled.
class TestOpenDataDialog : public QObject
{
    Q_OBJECT

private:
    /// Ticks the crime table alone, which the test server has.
    static void chooseCrimeOnly(OpenDataDialog &dialog)
    {
        auto *sets = dialog.findChild<QListWidget *>();
        for (int row = 0; row < sets->count(); ++row)
            sets->item(row)->setCheckState(sets->item(row)->data(Qt::UserRole) == QLatin1String("crime") ? Qt::Checked : Qt::Unchecked);
    }

    static QString textOf(const OpenDataDialog &dialog)
    {
        QString text;
        for (const QLabel *label : dialog.findChildren<QLabel *>())
            text += label->text() + QLatin1Char('\n');
        return text;
    }

private Q_SLOTS:
    void whatHasComeIsOpened()
    {
        const Folder folder;
        const FeatureServer server(20);
        OpenDataDialog dialog;
        dialog.setServices(server.address().section(QLatin1Char('/'), 0, -4));
        dialog.setFolder(folder.path(QStringLiteral("data")));
        chooseCrimeOnly(dialog);
        QSignalSpy open(&dialog, &OpenDataDialog::openRequested);
        dialog.download();
        QVERIFY(open.wait(10'000));
        QCOMPARE(open.first().first().toString(), folder.path(QStringLiteral("data/crime.csv")));
        QVERIFY(QFile::exists(folder.path(QStringLiteral("data/crime.csv"))));
        VERIFY_SAYS(textOf(dialog), "20 rows");
    }

    void aStalledDownloadIsCancelledAtOnce()
    {
        const Folder folder;
        FeatureServer server(20);
        server.stalls = 100;
        OpenDataDialog dialog;
        dialog.setServices(server.address().section(QLatin1Char('/'), 0, -4));
        dialog.setFolder(folder.path(QStringLiteral("data")));
        chooseCrimeOnly(dialog);
        dialog.download();
        for (QPushButton *button : dialog.findChildren<QPushButton *>())
            if (button->text() == QLatin1String("Cancel"))
                button->click();
        QTRY_VERIFY_WITH_TIMEOUT(textOf(dialog).contains(QLatin1String("Cancelled")), 2000);
        QVERIFY(!QFile::exists(folder.path(QStringLiteral("data/crime.csv"))));
    }

    void aFailureIsSaidInTheDialog()
    {
        const Folder folder;
        const FeatureServer server(20);
        OpenDataDialog dialog;
        dialog.setServices(server.address().section(QLatin1Char('/'), 0, -4) + QStringLiteral("-gone"));
        dialog.setFolder(folder.path(QStringLiteral("data")));
        chooseCrimeOnly(dialog);
        dialog.download();
        QTRY_VERIFY_WITH_TIMEOUT(textOf(dialog).contains(QLatin1String("may have moved")), 10'000);
    }

    void nothingTickedIsNothingToDownload()
    {
        OpenDataDialog dialog;
        auto *sets = dialog.findChild<QListWidget *>();
        for (int row = 0; row < sets->count(); ++row)
            sets->item(row)->setCheckState(Qt::Unchecked);
        for (const QPushButton *button : dialog.findChildren<QPushButton *>())
            if (button->isDefault())
                QVERIFY(!button->isEnabled());
    }
};

QTEST_MAIN(TestOpenDataDialog)
#include "tst_open_data_dialog.moc"
