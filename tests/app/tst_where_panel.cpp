#include "app/gui/burden_panel.h"
#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "app/gui/where_panel.h"

#include <QAbstractItemModel>
#include <QCheckBox>
#include <QComboBox>
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

/// Where and on whom, in the window, on the sample city with the model that comes with it.
class TestWherePanel : public QObject
{
    Q_OBJECT

    static constexpr int patience = 280'000;

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void withoutAModelTheySayWhatTheyNeed()
    {
        Session session;
        Exploration exploration(&session);
        AreaSources sources(&session);
        const WherePanel where(&session, &exploration, &sources);
        const BurdenPanel burden(&session, &exploration, &sources);
        QVERIFY2(where.text().contains(QLatin1String("looks ahead")), qPrintable(where.text()));
        QVERIFY2(burden.text().contains(QLatin1String("looks ahead")), qPrintable(burden.text()));
        QVERIFY(!where.measureButton()->isEnabled());
        QVERIFY(!burden.makeButton()->isEnabled());
    }

    void theRankingFollowsTheTimeOfTheMap()
    {
        Session session;
        Exploration exploration(&session);
        AreaSources sources(&session);
        WherePanel where(&session, &exploration, &sources);
        BurdenPanel burden(&session, &exploration, &sources);
        QSignalSpy failed(&session, &Session::failed);
        session.openSampleCity();
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        const Time tested = session.model()->card.split.validationTo;
        where.show();
        where.setWatching(true);
        exploration.setWindow(Window{tested + std::chrono::hours(20), std::chrono::hours(2)});
        QTRY_VERIFY_WITH_TIMEOUT(where.ranking(), patience);
        QVERIFY(failed.isEmpty());
        QCOMPARE(where.ranking()->asked.start, tested + std::chrono::hours(20));
        QAbstractItemModel *rows = where.table()->model();
        QCOMPARE(std::size_t(rows->rowCount()), session.city().neighborhoods->size());
        QCOMPARE(rows->index(0, 1).data().toString(), QStringLiteral("1"));
        QCOMPARE(exploration.mapOptions().layers.size(), std::size_t(1));
        where.surface()->setChecked(false);
        QVERIFY(exploration.mapOptions().layers.empty());
        where.surface()->setChecked(true);

        // Another moment of the day is there at once.
        exploration.setWindow(Window{tested + std::chrono::hours(6), std::chrono::hours(2)});
        QCOMPARE(where.ranking()->asked.start, tested + std::chrono::hours(6));
        where.table()->setCurrentIndex(rows->index(0, 1));
        Q_EMIT where.table()->clicked(rows->index(0, 1));
        QCOMPARE(exploration.selection().neighborhoods, std::vector{where.ranking()->areas.front().area});

        where.to()->setDate(where.from()->date().addDays(13));
        where.measure();
        QTRY_VERIFY_WITH_TIMEOUT(where.performance(), patience);
        QVERIFY(where.performance()->events > 0);

        burden.to()->setDate(burden.from()->date().addDays(6));
        burden.make();
        QTRY_VERIFY_WITH_TIMEOUT(burden.report(), patience);
        QCOMPARE(std::size_t(burden.table()->model()->rowCount()), session.city().neighborhoods->size());
        QVERIFY(failed.isEmpty());
        const QTemporaryDir folder;
        where.save(folder.filePath(QStringLiteral("where.csv")));
        burden.save(folder.filePath(QStringLiteral("burden.csv")));
        for (const char *name : {"where.csv", "burden.csv"}) {
            QFile file(folder.filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(std::size_t(file.readAll().count('\n')), session.city().neighborhoods->size() + 1);
        }
        where.setWatching(false);
        QVERIFY(exploration.mapOptions().layers.empty());
        session.closeModel();
        QVERIFY(!where.ranking() && !burden.report());
        session.cancelAll();
    }
};

QTEST_MAIN(TestWherePanel)
#include "tst_where_panel.moc"
