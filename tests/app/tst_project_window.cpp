#include "app/gui/bookmarks.h"
#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "app/gui/project_controller.h"
#include "tests/support/scene.h"
#include "widgets/drawer.h"
#include "widgets/map/map_view.h"
#include "widgets/time/time_navigator.h"

#include <QApplication>
#include <QDir>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QDropEvent>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

using namespace forewatch;
using namespace forewatch::test;

namespace {

constexpr int patience = 120'000;
using Answer = ProjectController::Answer;

/// Answers as prepared, and keeps what was asked.
struct Answers
{
    std::vector<Answer> saveChanges = {};
    QString fileToSave = {};
    QString missingFile = {};
    int asked = 0;
};

ProjectController::Questions questions(Answers &answers)
{
    return {.saveChanges =
                [&answers](const QString &) {
                    const auto i = static_cast<std::size_t>(answers.asked++);
                    return i < answers.saveChanges.size() ? answers.saveChanges[i] : Answer::Cancel;
                },
            .fileToOpen = [] { return QString(); },
            .fileToSave = [&answers](const QString &) { return answers.fileToSave; },
            .missingFile = [&answers](const MissingFile &) { return answers.missingFile; },
            .otherSource = [](const QString &) { return QString(); }};
}

/// A window with prepared answers; nothing in these tests waits for a dialog.
class Desk
{
public:
    explicit Desk(const Answers &prepared = {}) : answers(prepared)
    {
        window.project()->setQuestions(questions(answers));
        window.show();
    }

    MainWindow *operator->() { return &window; }
    ProjectController &project() { return *window.project(); }
    TimeNavigator &time() { return *window.mapPage()->navigator(); }

    bool waitForCity()
    {
        return QTest::qWaitFor([this] { return window.session().hasCity() && !window.session().isImporting(); }, patience);
    }

    bool waitForProject(const QString &path)
    {
        return QTest::qWaitFor([&] { return project().path() == path; }, patience);
    }

    void hide(const QString &type)
    {
        ViewSettings settings = window.exploration().settings();
        settings.filter.hiddenTypes.insert(type);
        window.exploration().change(settings, QStringLiteral("hide"));
    }

    QPushButton *button(const QString &text)
    {
        for (QPushButton *button : window.messages()->findChildren<QPushButton *>())
            if (button->isVisible() && button->text() == text)
                return button;
        return nullptr;
    }

    Answers answers;
    MainWindow window;
};

QMenu *menuOf(MainWindow &window, const QString &title)
{
    for (QMenu *menu : window.findChildren<QMenu *>())
        if (menu->title() == title)
            return menu;
    return nullptr;
}

} // namespace

/// The window's project: kept, brought back, asked for, and not lost.
class TestProjectWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QSettings().clear();
        QDir(Recovery::defaultFolder()).removeRecursively();
        m_folder = std::make_unique<Folder>();
        m_sources = scene(*m_folder, busyTable(60));
    }

    void cleanup() { QDir(Recovery::defaultFolder()).removeRecursively(); }

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
            before->showWorkspace(MainWindow::Workspace::Watch);
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
        QVERIFY(after->workspace() == MainWindow::Workspace::Watch);
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

    void unsavedWorkIsKeptWhileItIsUnsaved()
    {
        const QString path = save({.sources = m_sources});
        const auto copies = [] { return QDir(Recovery::defaultFolder()).entryList(QDir::Files).size(); };
        Desk window({.saveChanges = {Answer::Discard}});
        window.project().setAutosaveInterval(std::chrono::milliseconds(20));
        window.project().open(path);
        QVERIFY(window.waitForProject(path));
        QTest::qWait(60);
        QCOMPARE(copies(), 0);
        window.hide(QStringLiteral("LARCENY"));
        QTRY_VERIFY(copies() > 0);
        QVERIFY(!Recovery().leftover());
        QVERIFY(window.project().save());
        QCOMPARE(copies(), 0);
        window.hide(QStringLiteral("SHOOTING"));
        QTRY_VERIFY(copies() > 0);
        QVERIFY(window->close());
        QCOMPARE(copies(), 0);
    }

    void unsavedWorkOutlivesAKilledProcess_data()
    {
        QTest::addColumn<bool>("restore");
        QTest::newRow("restored") << true;
        QTest::newRow("thrown away") << false;
    }

    void unsavedWorkOutlivesAKilledProcess()
    {
        QFETCH(bool, restore);
        const QString path = save({.sources = m_sources});
        QProcess other;
        other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--change-and-wait"), path});
        QVERIFY(QTest::qWaitFor([&] { return other.bytesAvailable() > 0 || other.state() == QProcess::NotRunning; }, patience));
        QCOMPARE(other.readAll(), QByteArray("kept\n"));
        QVERIFY2(!Recovery().leftover(), "the work of a living process is not offered");
        ::kill(static_cast<pid_t>(other.processId()), SIGKILL);
        QVERIFY(other.waitForFinished(patience));
        QVERIFY(readProject(path).view.filter.isEmpty());

        {
            Desk window({.saveChanges = {Answer::Discard}});
            window.project().offerLeftover();
            VERIFY_SAYS(window->messages()->text(), "ended unexpectedly");
            // One window is offered it, no other.
            QVERIFY(!Recovery().leftover());
            // The offer outlives the opening of a city.
            window->openFiles({m_sources.incidents.source, m_sources.neighborhoods.source});
            QVERIFY(window.waitForCity());
            QPushButton *button = window.button(restore ? QStringLiteral("Restore it") : QStringLiteral("Throw it away"));
            QVERIFY(button);
            button->click();
            if (restore) {
                QVERIFY(window.waitForProject(path));
                QVERIFY(window->exploration().settings().filter.hiddenTypes.contains(QStringLiteral("LARCENY")));
                QCOMPARE(window->exploration().places()->notes().size(), std::size_t(1));
                QVERIFY(window.project().isChanged());
                QVERIFY(QDir(Recovery::defaultFolder()).entryList(QDir::Files).size() > 0);
                QVERIFY(window.project().save());
                QVERIFY(readProject(path).isSameWork(window.project().project()));
            } else {
                QVERIFY(!window->messages()->isVisible());
            }
        }
        QVERIFY(!Recovery().leftover());
        QCOMPARE(QDir(Recovery::defaultFolder()).entryList(QDir::Files).size(), 0);
    }

    void unreadableCopiesAreNotOffered()
    {
        QVERIFY(QDir().mkpath(Recovery::defaultFolder()));
        QFile copy(QDir(Recovery::defaultFolder()).filePath(QStringLiteral("broken.json")));
        QVERIFY(copy.open(QIODevice::WriteOnly));
        copy.write("{\"path\": \"/x\", \"project\": {\"version\": 99}}");
        copy.close();
        QVERIFY(!Recovery().leftover());
        QVERIFY(copy.exists());
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

/// The process that is killed: opens the project, changes it, says when its work is kept, and waits.
static int changeAndWait(const QString &path)
{
    Desk window;
    window.project().setAutosaveInterval(std::chrono::milliseconds(20));
    window.project().open(path);
    if (!window.waitForProject(path))
        return 1;
    window.hide(QStringLiteral("LARCENY"));
    window->exploration().places()->addNote({{0.5, 0.5}, QStringLiteral("not saved")});
    if (!QTest::qWaitFor([] { return !QDir(Recovery::defaultFolder()).entryList({QStringLiteral("*.json")}).isEmpty(); }, patience))
        return 1;
    std::puts("kept");
    std::fflush(stdout);
    return QApplication::exec();
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("forewatch-test"));
    QCoreApplication::setApplicationName(QStringLiteral("forewatch-project-test"));
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--change-and-wait"))
        return changeAndWait(arguments[2]);
    TestProjectWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_project_window.moc"
