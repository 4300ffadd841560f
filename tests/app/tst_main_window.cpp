#include "app/gui/help_window.h"
#include "app/gui/import_dialog.h"
#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "app/gui/model_page.h"
#include "app/gui/start_panel.h"
#include "tests/support/scene.h"
#include "widgets/import/import_form.h"
#include "widgets/map/map_view.h"
#include "widgets/message_bar.h"
#include "widgets/time/time_navigator.h"
#include "widgets/training/training_panel.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTextBrowser>
#include <QWheelEvent>

using namespace forewatch;
using namespace forewatch::test;

namespace {

constexpr int patience = 120'000;

/// Two epochs of a task that a small table can answer.
TrainingSettings shortTraining(const QString &folder, int epochs)
{
    TrainingSettings settings;
    settings.epochs = epochs;
    settings.split = {SplitKind::Chronological, 1, makeTime(2014, 1, 1), makeTime(2014, 3, 2), makeTime(2014, 2, 1),
                      makeTime(2014, 2, 12)};
    settings.folder = folder;
    return settings;
}

} // namespace

/// The window, driven without a screen: open, play, train, cancel, look at a day's risk, export.
class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("forewatch-test"));
        const ImportSettings settings = scene(m_folder, busyTable(60));
        m_table = settings.incidents.source;
        m_areas = settings.neighborhoods.source;
    }

    void anEmptyWindowSaysWhatToDo()
    {
        MainWindow window;
        window.show();
        QVERIFY(window.mapPage()->startPanel()->isVisible());
        QVERIFY(!window.mapPage()->map()->isVisible());
    }

    void filesAreOpenedOneAfterTheOther()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table});
        VERIFY_SAYS(window.messages()->text(), "Now open the city's neighborhoods");
        QVERIFY(!window.session().hasCity());
        window.openFiles({m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        QTRY_VERIFY(window.mapPage()->map()->isVisible());
        QVERIFY(!window.messages()->isVisible());
        QCOMPARE(window.session().city().incidents->size(), std::size_t(60 * 12 + 30));
    }

    void aFailureKeepsWhatWasThere()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        const auto before = window.session().city().incidents;
        QSignalSpy failed(&window.session(), &Session::failed);
        window.openFiles({m_folder.write(QStringLiteral("bad.csv"), "a,b\n1,2\n")});
        QVERIFY(failed.wait(patience));
        VERIFY_SAYS(window.messages()->text(), "bad.csv");
        QVERIFY(window.messages()->isVisible());
        QCOMPARE(window.session().city().incidents, before);
    }

    void aTableThatIsNotUnderstoodCanBeDescribed()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_folder.write(QStringLiteral("either.csv"), "Date,Type,lon,lat\n03/04/2014 10:00,LARCENY,0.5,0.5\n"
                                                                       "05/06/2014 11:00,SHOOTING,1.5,0.5\n"),
                          m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.messages()->isVisible(), patience);
        VERIFY_SAYS(window.messages()->text(), "either.csv");
        Q_EMIT window.messages()->accepted();
        auto *dialog = window.findChild<ImportDialog *>();
        QVERIFY(dialog);
        QSignalSpy previewed(dialog, &ImportDialog::previewed);
        QVERIFY(previewed.wait(patience));
        ImportSettings decided = dialog->form()->asked();
        decided.neighborhoods.source = m_areas;
        decided.incidents.dateOrder = DateOrder::DayMonthYear;
        Q_EMIT dialog->importRequested(decided);
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        QCOMPARE(window.session().city().incidents->first(), makeTime(2014, 4, 3, 10));
    }

    void timeIsPlayedAndTheMapFollows()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        TimeNavigator *time = window.mapPage()->navigator();
        QCOMPARE(time->window()->start, makeTime(2014, 1, 1));
        QTest::keyClick(&window, Qt::Key_Right);
        QCOMPARE(time->window()->start, makeTime(2014, 1, 1, 2));
        QTest::keyClick(&window, Qt::Key_T);
        QCOMPARE(time->window()->start, makeTime(2014, 1, 1, 22));
        time->setFramesPerSecond(30);
        QTest::keyClick(&window, Qt::Key_Space);
        QTRY_VERIFY(time->window()->start >= makeTime(2014, 1, 2, 4));
        QTest::keyClick(&window, Qt::Key_Space);
        QVERIFY(!time->isPlaying());
    }

    void theMapIsMovedAndFitted()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        MapView *map = window.mapPage()->map();
        QTRY_VERIFY(map->isVisible());
        const MapFrame fitted = map->frame();
        const QPointF at(100, 80);
        const GeoPoint under = fitted.toGeo(at);
        QWheelEvent wheel(at, map->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(map, &wheel);
        QVERIFY(map->frame().metresPerPixel() < fitted.metresPerPixel());
        QVERIFY(QLineF(map->frame().toPixel(under), at).length() < 1e-6);
        QTest::mousePress(map, Qt::LeftButton, {}, {50, 50});
        QTest::mouseMove(map, {90, 70});
        QTest::mouseRelease(map, Qt::LeftButton, {}, {90, 70});
        QVERIFY(QLineF(map->frame().toPixel(under), at + QPointF(40, 20)).length() < 1e-6);
        QTest::keyClick(&window, Qt::Key_F);
        QCOMPARE(map->frame(), fitted);
    }

    void theShownMapIsExported()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        const QString path = m_folder.path(QStringLiteral("map.png"));
        window.mapPage()->exportSnapshot(path);
        const QImage picture(path);
        QCOMPARE(picture.width(), 2 * window.mapPage()->map()->width());
        QVERIFY(picture.height() > 2 * window.mapPage()->map()->height());
    }

    void trainEvaluateAndWatch()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        Session &session = window.session();
        QSignalSpy progressed(&session, &Session::trainingProgressed);
        session.train(shortTraining(m_folder.path(QStringLiteral("trained")), 2));
        QVERIFY(session.isTraining());
        QTRY_VERIFY_WITH_TIMEOUT(session.model(), patience);
        QVERIFY(progressed.size() > 4);
        QCOMPARE(session.model()->card.epochs, 2);
        QTRY_VERIFY_WITH_TIMEOUT(session.evaluation(), patience);
        QVERIFY(!session.evaluation()->verdict.isEmpty());

        window.showWorkspace(MainWindow::Workspace::Watch);
        TimeNavigator *time = window.mapPage()->navigator();
        time->goTo(makeTime(2014, 2, 20, 10));
        QTRY_VERIFY_WITH_TIMEOUT(session.timeline() && session.timeline()->span.start == makeTime(2014, 2, 20), patience);
        QCOMPARE(session.timeline()->points.size(), std::size_t(132));
    }

    void aModelFolderIsOpened()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        window.openFiles({m_folder.path(QStringLiteral("trained"))});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().model(), patience);
        QSignalSpy failed(&window.session(), &Session::failed);
        window.openFiles({QFileInfo(m_table).absolutePath()});
        QVERIFY(failed.wait(patience));
        VERIFY_SAYS(window.messages()->text(), "card.json");
        QVERIFY(window.session().model());
    }

    void everyHelpPageAndItsPicturesAreThere_data()
    {
        QTest::addColumn<QString>("page");
        for (const char *page : {"guide.md", "explore.md", "method.md", "performance.md", "keys.md"})
            QTest::newRow(page) << QString::fromLatin1(page);
    }

    void everyHelpPageAndItsPicturesAreThere()
    {
        QFETCH(QString, page);
        HelpWindow help;
        help.showPage(page);
        auto *browser = help.findChild<QTextBrowser *>();
        QVERIFY(browser->toPlainText().size() > 200);
        QFile file(QStringLiteral(":/help/") + page);
        QVERIFY(file.open(QIODevice::ReadOnly));
        static const QRegularExpression links(QStringLiteral("\\]\\(([a-z/]+\\.(md|png))\\)"));
        const QString text = QString::fromUtf8(file.readAll());
        for (auto link = links.globalMatch(text); link.hasNext();) {
            const QString target = link.next().captured(1);
            QVERIFY2(QFile::exists(QStringLiteral(":/help/") + target), qPrintable(target));
        }
    }

    void playingThroughADayScoresItOnce()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas, m_folder.path(QStringLiteral("trained"))});
        Session &session = window.session();
        QTRY_VERIFY_WITH_TIMEOUT(session.hasCity() && session.model(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(session.evaluation(), patience);
        QSignalSpy scored(&session, &Session::timelineChanged);
        window.showWorkspace(MainWindow::Workspace::Watch);
        TimeNavigator *time = window.mapPage()->navigator();
        time->goTo(makeTime(2014, 2, 20));
        for (int i = 0; i < 8; ++i)
            time->next();
        QTRY_VERIFY_WITH_TIMEOUT(session.timeline() && session.timeline()->span.start == makeTime(2014, 2, 20), patience);
        QCOMPARE(scored.size(), 1);
    }

    void aModelOfAnotherCityIsToldOnceAndNotUsed()
    {
        const QString others = m_folder.write(QStringLiteral("others.geojson"), twoSquares().replace("[2,1]", "[2,1.5]"));
        MainWindow window;
        window.show();
        window.openFiles({m_table, others, m_folder.path(QStringLiteral("trained"))});
        Session &session = window.session();
        QTRY_VERIFY_WITH_TIMEOUT(session.hasCity() && session.model(), patience);
        QTRY_VERIFY(!session.modelProblem().isEmpty());
        VERIFY_SAYS(session.modelProblem(), "another city's map");
        QSignalSpy failed(&session, &Session::failed);
        window.showWorkspace(MainWindow::Workspace::Watch);
        window.mapPage()->navigator()->next();
        QTest::qWait(50);
        QCOMPARE(failed.size(), 0);
        QVERIFY(!session.isScoring() && !session.isEvaluating());
    }

    void aFileThatIsNotThereIsNotChosen()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_folder.path(QStringLiteral("nowhere.csv"))});
        VERIFY_SAYS(window.messages()->text(), "nowhere.csv is not there");
    }

    void theFilesBesideAShapefileAreNotTakenForIt()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas, m_folder.write(QStringLiteral("areas.prj"), "x")});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
    }

    void trainingIsCancelledAtOnce()
    {
        MainWindow window;
        window.show();
        window.openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window.session().hasCity(), patience);
        QSignalSpy progressed(&window.session(), &Session::trainingProgressed);
        QSignalSpy ended(&window.session(), &Session::trainingEnded);
        window.session().train(shortTraining(m_folder.path(QStringLiteral("cancelled")), 1000));
        QTRY_VERIFY_WITH_TIMEOUT(progressed.size() > 3, patience);
        window.session().cancelTraining();
        QVERIFY(ended.wait(20'000));
        QVERIFY(!window.session().isTraining());
        QVERIFY(!window.session().model());
    }

    void closingDuringTrainingEndsIt()
    {
        auto window = std::make_unique<MainWindow>();
        window->show();
        window->openFiles({m_table, m_areas});
        QTRY_VERIFY_WITH_TIMEOUT(window->session().hasCity(), patience);
        QSignalSpy progressed(&window->session(), &Session::trainingProgressed);
        window->session().train(shortTraining(m_folder.path(QStringLiteral("closed")), 1000));
        QTRY_VERIFY_WITH_TIMEOUT(progressed.size() > 3, patience);
        window->close();
        QElapsedTimer timer;
        timer.start();
        window.reset();
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }

private:
    Folder m_folder;
    QString m_table;
    QString m_areas;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
