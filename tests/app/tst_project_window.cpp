#include "app/gui/bookmarks.h"
#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "app/gui/project_controller.h"
#include "tests/support/desk.h"
#include "widgets/drawer.h"
#include "widgets/map/map_view.h"
#include "widgets/time/time_navigator.h"

#include <QDir>
#include <QDropEvent>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

QMenu *menuOf(MainWindow &window, const QString &title)
{
    for (QMenu *menu : window.findChildren<QMenu *>())
        if (menu->title() == title)
            return menu;
    return nullptr;
}

} // namespace

/// The window's project: kept, brought back, and asked for before it is lost.
class TestProjectWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("forewatch-test"));
        QCoreApplication::setApplicationName(QStringLiteral("forewatch-project-test"));
    }

    void init()
    {
        QSettings().clear();
        m_folder = std::make_unique<Folder>();
        m_sources = scene(*m_folder, busyTable(60));
    }

    void aNewWindowShowsTheSame()
    {
        const QString path = m_folder->path(QStringLiteral("work.forewatch"));
        MapPlace place{{1.25, 0.5}, 200};
        const MapNote note{{0.5, 0.5}, QStringLiteral("here"), makeTime(2014, 1, 5)};
        ViewSettings settings;
        {
            Desk before({.fileToSave = path});
            before->openFiles({m_sources.incidents.source, m_sources.neighborhoods.source});
            QVERIFY(before.waitForCity());
            settings = before->exploration().settings();
            settings.filter.hiddenTypes = {QStringLiteral("LARCENY")};
            settings.filter.hours = Filter::Hours{20 * 60, 4 * 60};
            settings.style = MapStyle::Original;
            settings.typesApart = true;
            before->exploration().change(settings, QStringLiteral("look"));
            before.time().setLength(std::chrono::hours(6));
            before.time().setStep(std::chrono::hours(1));
            before.time().setLoop(true);
            before.time().setSkipEmpty(true);
            before.time().setFramesPerSecond(9);
            before.time().setBackward(true);
            before.time().setAnchor(makeTime(2014, 1, 3));
            before.time().goTo(makeTime(2014, 1, 5, 21));
            before->mapPage()->map()->setPlace(place);
            place = *before->mapPage()->map()->place();
            before->mapPage()->drawer()->setOpen(true);
            before->exploration().places()->addNote(note);
            before->showWorkspace(MainWindow::Workspace::Model);
            QVERIFY(before.project().save());
            QVERIFY(!before.project().isChanged());
        }
        Desk after;
        after->openFiles({path});
        QVERIFY(after.waitForProject(path));
        QCOMPARE(after->session().city().incidents->size(), std::size_t(60 * 12 + 30));
        QVERIFY(after->exploration().settings() == settings);
        QCOMPARE(after->exploration().shown().incidents->size(), std::size_t(30));
        QCOMPARE(after.time().window()->start, makeTime(2014, 1, 5, 21));
        QCOMPARE(after.time().length(), Duration(std::chrono::hours(6)));
        QCOMPARE(after.time().step(), Duration(std::chrono::hours(1)));
        QVERIFY(after.time().loops() && after.time().skipsEmpty());
        QCOMPARE(after.time().framesPerSecond(), 9.0);
        QVERIFY(after.time().direction() == TimeNavigator::Direction::Backward);
        QVERIFY(after.time().isCumulative());
        QCOMPARE(after.time().anchor(), std::optional(makeTime(2014, 1, 3)));
        QVERIFY(after->exploration().places()->notes() == std::vector{note});
        QVERIFY(after->workspace() == MainWindow::Workspace::Model);
        QVERIFY(after->mapPage()->drawer()->isOpen());
        const MapPlace shown = *after->mapPage()->map()->place();
        QVERIFY(std::abs(shown.centre.longitude - place.centre.longitude) < 1e-9);
        QVERIFY(std::abs(shown.metresPerPixel / place.metresPerPixel - 1) < 1e-9);
        QVERIFY(!after.project().isChanged());
        QVERIFY(!after->exploration().undoStack()->canUndo());
        QCOMPARE(after->windowTitle(), QStringLiteral("work[*] – Forewatch"));
        QVERIFY(after.project().project().isSameWork(readProject(path)));
    }

    void whatIsSeenIsLaidOutAgainWithoutLosingThePlace()
    {
        Project project;
        project.sources = m_sources;
        project.standpoint.map = MapPlace{{1.25, 0.5}, 100};
        const QString path = save(project);
        Desk window;
        window->resize(900, 700);
        window->openFiles({path});
        QVERIFY(window.waitForProject(path));
        window->resize(1400, 900);
        QTest::qWait(20);
        const MapPlace shown = *window->mapPage()->map()->place();
        QVERIFY(std::abs(shown.centre.longitude - 1.25) < 1e-9 && std::abs(shown.centre.latitude - 0.5) < 1e-9);
        QVERIFY(std::abs(shown.metresPerPixel - 100) < 1e-6);
    }

    void theSampleCityIsAProjectToo()
    {
        const QString path = m_folder->path(QStringLiteral("sample.forewatch"));
        Project project;
        project.sampleCity = true;
        project.view.filter.weekdays = 1;
        writeProject(project, path);
        Desk window;
        window.project().open(path);
        QVERIFY(window.waitForProject(path));
        QVERIFY(window->session().hasCity());
        QCOMPARE(int(window->exploration().settings().filter.weekdays), 1);
        QVERIFY(window.project().project().sampleCity);
        QVERIFY(!window.project().isChanged());
    }

    void aChangeIsMarkedAndUndoneAgain()
    {
        const QString path = save({.sources = m_sources});
        Desk window;
        window.project().open(path);
        QVERIFY(window.waitForProject(path));
        QVERIFY(!window->isWindowModified());
        window.hide(QStringLiteral("LARCENY"));
        QTRY_VERIFY(window->isWindowModified());
        window->exploration().undoStack()->undo();
        QTRY_VERIFY(!window->isWindowModified());
        window->exploration().places()->addNote({{0.5, 0.5}, QStringLiteral("x")});
        QTRY_VERIFY(window->isWindowModified());
        QVERIFY(window.project().save());
        QVERIFY(!window->isWindowModified());
    }

    void movingAboutIsNoChange()
    {
        const QString path = save({.sources = m_sources});
        Desk window;
        window.project().open(path);
        QVERIFY(window.waitForProject(path));
        window.time().goTo(makeTime(2014, 1, 20));
        window->mapPage()->map()->zoomIn();
        window->mapPage()->drawer()->setOpen(true);
        window->showWorkspace(MainWindow::Workspace::Model);
        QVERIFY(!window.project().isChanged());
        window->close();
        QCOMPARE(window.answers.asked, 0);
    }

    void aTableAloneIsNoUnsavedWork()
    {
        Desk window;
        window->openFiles({m_sources.incidents.source, m_sources.neighborhoods.source});
        QVERIFY(window.waitForCity());
        QCOMPARE(window->windowTitle(), QStringLiteral("table[*] – Forewatch"));
        window.time().setLength(std::chrono::hours(4));
        QVERIFY(!window.project().isChanged());
        window.hide(QStringLiteral("LARCENY"));
        QVERIFY(window.project().isChanged());
    }

    void closingAsks_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<bool>("saved");
        QTest::newRow("save") << int(Answer::Save) << true << true;
        QTest::newRow("don't save") << int(Answer::Discard) << true << false;
        QTest::newRow("cancel") << int(Answer::Cancel) << false << false;
    }

    void closingAsks()
    {
        QFETCH(int, answer);
        QFETCH(bool, closes);
        QFETCH(bool, saved);
        const QString path = save({.sources = m_sources});
        Desk window({.saveChanges = {static_cast<Answer>(answer)}});
        window.project().open(path);
        QVERIFY(window.waitForProject(path));
        window.hide(QStringLiteral("LARCENY"));
        QCOMPARE(window->close(), closes);
        QCOMPARE(window->isVisible(), !closes);
        QCOMPARE(window.answers.asked, 1);
        QCOMPARE(readProject(path).view.filter.hiddenTypes.contains(QStringLiteral("LARCENY")), saved);
    }

    void savingWithoutAPlaceKeepsTheWindowOpen()
    {
        Desk window({.saveChanges = {Answer::Save}});
        window->openFiles({m_sources.incidents.source, m_sources.neighborhoods.source});
        QVERIFY(window.waitForCity());
        window.hide(QStringLiteral("LARCENY"));
        QVERIFY(!window->close());
        QVERIFY(window->isVisible());
    }

    void openingAnotherAsksFirst()
    {
        const QString first = save({.sources = m_sources});
        const QString second = save({.sources = m_sources}, QStringLiteral("second.forewatch"));
        Desk window({.saveChanges = {Answer::Cancel, Answer::Discard}});
        window.project().open(first);
        QVERIFY(window.waitForProject(first));
        window.hide(QStringLiteral("LARCENY"));
        window.project().open(second);
        QVERIFY(!window->session().isImporting());
        QCOMPARE(window.project().path(), first);
        window.project().open(second);
        QVERIFY(window.waitForProject(second));
        QVERIFY(window->exploration().settings().filter.isEmpty());
    }

    void whatCannotBeOpenedChangesNothing()
    {
        const QString path = save({.sources = m_sources});
        Desk window;
        window.project().open(path);
        QVERIFY(window.waitForProject(path));
        window.project().open(m_folder->write(QStringLiteral("broken.forewatch"), "{\"version\": 1, \"notes\""));
        VERIFY_SAYS(window->messages()->text(), "broken.forewatch");
        QVERIFY(window->messages()->kind() == MessageBar::Kind::Problem);
        QCOMPARE(window.project().path(), path);
        QVERIFY(window->session().hasCity());
    }

    void whatCannotBeWrittenStaysUnsaved()
    {
        Desk window({.fileToSave = m_sources.incidents.source + QStringLiteral("/below.forewatch")});
        window->openFiles({m_sources.incidents.source, m_sources.neighborhoods.source});
        QVERIFY(window.waitForCity());
        window.hide(QStringLiteral("LARCENY"));
        QVERIFY(!window.project().save());
        VERIFY_SAYS(window->messages()->text(), "cannot be made");
        QVERIFY(window.project().isChanged() && window.project().path().isEmpty());
    }

    void aMissingSourceIsAskedFor()
    {
        Project project;
        project.sources = m_sources;
        project.sources.incidents.source = QStringLiteral("/gone/table.csv");
        project.sources.neighborhoods.source = QStringLiteral("/gone/areas.geojson");
        project.view.filter.hiddenTypes = {QStringLiteral("LARCENY")};
        project.notes = {{{0.5, 0.5}, QStringLiteral("kept")}};
        const QString path = save(project);
        Desk window({.missingFile = m_sources.incidents.source});
        window.project().open(path);
        VERIFY_SAYS(window->messages()->text(), "/gone/table.csv");
        QVERIFY(!window->session().hasCity());
        QPushButton *find = window.button(QStringLiteral("Find it…"));
        QVERIFY(find);
        find->click();
        QVERIFY(window.waitForProject(path));
        // The neighborhoods lay beside it, and still do.
        QVERIFY(window->session().hasCity());
        QCOMPARE(window->exploration().shown().incidents->size(), std::size_t(30));
        QCOMPARE(window->exploration().places()->notes().size(), std::size_t(1));
        // Where it was found is not in the file yet.
        QVERIFY(window.project().isChanged());
        QVERIFY(window.project().save());
        QCOMPARE(readProject(path).sources.incidents.source, m_sources.incidents.source);
    }

    void aMissingSourceThatIsNotFoundIsAskedForAgain()
    {
        Project project;
        project.sources = m_sources;
        project.sources.incidents.source = QStringLiteral("/gone/table.csv");
        Desk window;
        window.project().open(save(project));
        window.button(QStringLiteral("Find it…"))->click();
        QVERIFY(window.button(QStringLiteral("Find it…")));
        QVERIFY(window.project().path().isEmpty());
    }

    void anotherCityInTheMeantimeIsNotTakenForTheProjects()
    {
        Project project;
        project.sources = m_sources;
        project.sources.incidents.source = QStringLiteral("/gone/table.csv");
        project.notes = {{{0.5, 0.5}, QStringLiteral("of another city")}};
        Desk window;
        window.project().open(save(project));
        window->openFiles({m_sources.incidents.source, m_sources.neighborhoods.source});
        QVERIFY(window.waitForCity());
        QVERIFY(window.project().path().isEmpty());
        QVERIFY(window->exploration().places()->notes().empty());
    }

    void aModelThatIsNotThereStaysInTheProject()
    {
        Project project;
        project.sources = m_sources;
        project.modelFolder = m_folder->path(QStringLiteral("no-model"));
        const QString path = save(project);
        Desk window;
        QSignalSpy failed(&window->session(), &Session::failed);
        window.project().open(path);
        QVERIFY(window.waitForProject(path));
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        VERIFY_SAYS(window->messages()->text(), "no-model");
        QVERIFY(!window.project().isChanged());
        QVERIFY(window.project().save());
        QCOMPARE(readProject(path).modelFolder, project.modelFolder);
    }

    void aDroppedProjectIsOpened()
    {
        const QString path = save({.sources = m_sources});
        Desk window;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window.window, &drop);
        QVERIFY(window.waitForProject(path));
    }

    void theLastProjectsAreListed()
    {
        const QString first = save({.sources = m_sources}, QStringLiteral("first.forewatch"));
        const QString second = save({.sources = m_sources}, QStringLiteral("second.forewatch"));
        Desk window;
        window.project().open(first);
        QVERIFY(window.waitForProject(first));
        window.project().open(second);
        QVERIFY(window.waitForProject(second));
        QCOMPARE(RecentProjects::paths(), QStringList({second, first}));
        QFile::remove(second);

        QMenu *recent = menuOf(window.window, QStringLiteral("Open &recent"));
        Q_EMIT recent->aboutToShow();
        QCOMPARE(recent->actions()[0]->text(), QStringLiteral("second"));
        QVERIFY(!recent->actions()[0]->isEnabled());
        QCOMPARE(recent->actions()[1]->text(), QStringLiteral("first"));
        recent->actions()[1]->trigger();
        QVERIFY(window.waitForProject(first));
        Q_EMIT recent->aboutToShow();
        for (QAction *action : recent->actions())
            if (action->text() == QStringLiteral("&Remove those that are gone"))
                action->trigger();
        QCOMPARE(RecentProjects::paths(), QStringList({first}));
    }

    void theListOfLastProjectsIsShort()
    {
        for (int i = 0; i < 30; ++i)
            RecentProjects::add(QStringLiteral("/p%1.forewatch").arg(i));
        RecentProjects::add(QStringLiteral("/p29.forewatch"));
        QCOMPARE(RecentProjects::paths().size(), qsizetype(RecentProjects::most));
        QCOMPARE(RecentProjects::paths()[0], QStringLiteral("/p29.forewatch"));
        QCOMPARE(RecentProjects::paths()[1], QStringLiteral("/p28.forewatch"));
    }

    void bookmarksGoBackToPlaceAndWindow()
    {
        Desk window;
        window->openFiles({m_sources.incidents.source, m_sources.neighborhoods.source});
        QVERIFY(window.waitForCity());
        window.time().setStep(std::chrono::minutes(10));
        window.time().setLength(std::chrono::hours(6));
        window.time().goTo(makeTime(2014, 1, 5, 21, 10));
        window->mapPage()->map()->setPlace(MapPlace{{1.25, 0.5}, 100});
        QTest::keyClick(&window.window, Qt::Key_D, Qt::ControlModifier);
        const auto &bookmarks = window->exploration().places()->bookmarks();
        QCOMPARE(bookmarks.size(), std::size_t(1));
        QCOMPARE(bookmarks[0].name, QStringLiteral("East, Sun 5 Jan 2014 21:10 – Mon 6 Jan 2014 03:10"));

        window.time().setLength(std::chrono::hours(2));
        window.time().setStep(std::chrono::hours(2));
        window.time().goTo(makeTime(2014, 2, 1));
        window->mapPage()->map()->fitCity();
        window->showWorkspace(MainWindow::Workspace::Model);
        menuOf(window.window, QStringLiteral("&Bookmarks"))->actions().back()->trigger();
        QCOMPARE(*window.time().window(), (forewatch::Window{makeTime(2014, 1, 5, 21, 10), std::chrono::hours(6)}));
        QVERIFY(std::abs(window->mapPage()->map()->place()->metresPerPixel - 100) < 1e-6);
        QVERIFY(window->workspace() == MainWindow::Workspace::Explore);
    }

    void bookmarksAreRenamedAndRemoved()
    {
        Desk window;
        Places *places = window->exploration().places();
        places->setBookmarks({{QStringLiteral("one"), {{0, 0}, 1}, {}}, {QStringLiteral("two"), {{0, 0}, 1}, {}}});
        BookmarksDialog dialog(places);
        auto *list = dialog.findChild<QListWidget *>();
        QCOMPARE(list->count(), 2);
        list->item(1)->setText(QStringLiteral("second"));
        QCOMPARE(places->bookmarks()[1].name, QStringLiteral("second"));
        list->item(1)->setText(QStringLiteral("  "));
        QCOMPARE(places->bookmarks()[1].name, QStringLiteral("second"));
        QCOMPARE(list->item(1)->text(), QStringLiteral("second"));
        list->setCurrentRow(0);
        for (QPushButton *button : dialog.findChildren<QPushButton *>())
            if (button->text() == QStringLiteral("Re&move"))
                button->click();
        QCOMPARE(list->count(), 1);
        QCOMPARE(places->bookmarks()[0].name, QStringLiteral("second"));
        const auto entries = menuOf(window.window, QStringLiteral("&Bookmarks"))->actions();
        QCOMPARE(entries.back()->text(), QStringLiteral("second"));
    }

private:
    QString save(const Project &project, const QString &name = QStringLiteral("work.forewatch")) const
    {
        writeProject(project, m_folder->path(name));
        return m_folder->path(name);
    }

    std::unique_ptr<Folder> m_folder;
    ImportSettings m_sources;
};

QTEST_MAIN(TestProjectWindow)
#include "tst_project_window.moc"
