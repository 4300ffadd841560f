#include "app/gui/project_controller.h"

#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "app/gui/start_panel.h"
#include "engine/core/error.h"
#include "widgets/drawer.h"
#include "widgets/map/map_view.h"
#include "widgets/message_bar.h"
#include "widgets/time/time_navigator.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>

#include <algorithm>

namespace forewatch {

namespace {

constexpr std::chrono::seconds betweenCopies(30);
/// Several changes that come together are looked at once.
constexpr std::chrono::milliseconds settling(40);

const std::array<QString, 3> workspaceNames = {QStringLiteral("explore"), QStringLiteral("model"),
                                               QStringLiteral("watch")};

/// What is opened rather than made.
void takeOpened(Project &to, const Project &from)
{
    to.sources = from.sources;
    to.sampleCity = from.sampleCity;
    to.modelFolder = from.modelFolder;
    to.steps = from.steps;
}

/// How a table is read may have been asked for meanwhile.
bool hasSameCity(const Project &a, const Project &b)
{
    return a.sampleCity == b.sampleCity && a.sources.incidents.source == b.sources.incidents.source
        && a.sources.neighborhoods.source == b.sources.neighborhoods.source;
}

} // namespace

ProjectController::ProjectController(MainWindow *window) : QObject(window), m_window(window), m_questions(dialogs(window))
{
    Session &session = window->session();
    Exploration &exploration = window->exploration();
    connect(&session, &Session::cityChanged, this, &ProjectController::cityCame);
    connect(&session, &Session::failed, this, &ProjectController::importFailed);
    connect(&session, &Session::modelChanged, this, &ProjectController::takeModel);
    connect(window->mapPage()->startPanel(), &StartPanel::openProjectRequested, this, &ProjectController::openAny);
    connect(&m_recent, &RecentProjects::chosen, this, &ProjectController::open);

    m_look.setSingleShot(true);
    m_look.setInterval(settling);
    const auto look = [this] { m_look.start(); };
    connect(&m_look, &QTimer::timeout, this, &ProjectController::showState);
    connect(&exploration, &Exploration::settingsChanged, this, look);
    connect(exploration.places(), &Places::notesChanged, this, look);
    connect(exploration.places(), &Places::bookmarksChanged, this, look);
    connect(window->mapPage()->navigator(), &TimeNavigator::settingsChanged, this, look);

    m_saved = project();
    m_autosave.setInterval(betweenCopies);
    connect(&m_autosave, &QTimer::timeout, this, &ProjectController::autosave);
    m_autosave.start();
    showState();
}

void ProjectController::addActions(QMenu *menu)
{
    menu->addAction(tr("Ne&w window"), QKeySequence::New, this, [] { MainWindow::openWindow(); });
    menu->addAction(tr("&Open…"), QKeySequence::Open, this, &ProjectController::openAny)
        ->setToolTip(tr("A project, a crime table or neighborhoods"));
    m_recent.fill(menu->addMenu(tr("Open &recent")));
    menu->addAction(tr("&Save"), QKeySequence::Save, this, &ProjectController::save);
    menu->addAction(tr("Save &as…"), QKeySequence(tr("Ctrl+Shift+S")), this, &ProjectController::saveAs);
}

void ProjectController::openAny()
{
    const QString path = m_questions.fileToOpen();
    if (!path.isEmpty())
        m_window->openFiles({path});
}

void ProjectController::open(const QString &path)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    try {
        Project read = readProject(file);
        if (mayLeave())
            bring({std::move(read), file});
    } catch (const Error &error) {
        m_window->tell(MessageBar::Kind::Problem, error.message());
    }
}

void ProjectController::bring(Coming coming)
{
    m_coming = std::move(coming);
    load();
}

void ProjectController::load()
{
    const std::vector<MissingFile> missing = missingFiles(m_coming->project);
    if (const auto needed = std::ranges::find(missing, true, &MissingFile::isNeeded); needed != missing.end()) {
        askForMissing(*needed);
        return;
    }
    const Project &wanted = m_coming->project;
    if (wanted.sampleCity) {
        m_window->session().openSampleCity();
    } else if (wanted.sources.incidents.source.isEmpty()) {
        arrive();
        return;
    } else {
        m_window->session().openCity(wanted.sources);
    }
    m_coming->isImporting = true;
}

void ProjectController::keepAsWritten()
{
    if (!m_coming->written)
        m_coming->written = m_coming->project;
}

void ProjectController::askForMissing(const MissingFile &file)
{
    m_window->tell(MessageBar::Kind::Problem,
                   tr("The project's %1 is not at %2. It may have been moved or renamed; everything else is kept.")
                       .arg(file.what, file.path),
                   tr("Find it…"), [this, file] {
                       const QString found = m_questions.missingFile(file);
                       if (found.isEmpty() || !m_coming) {
                           askForMissing(file);
                           return;
                       }
                       keepAsWritten();
                       replaceMissing(m_coming->project, file.path, found);
                       load();
                   });
}

void ProjectController::askForOtherSource(const QString &problem)
{
    m_window->tell(MessageBar::Kind::Problem, problem, tr("Change the source…"), [this, problem] {
        ImportSettings &sources = m_coming->project.sources;
        QString &source = QFileInfo::exists(sources.incidents.source) ? sources.neighborhoods.source : sources.incidents.source;
        const QString other = m_questions.otherSource(source);
        if (other.isEmpty()) {
            askForOtherSource(problem);
            return;
        }
        keepAsWritten();
        source = other;
        load();
    });
}

void ProjectController::importFailed(const QString &problem)
{
    if (!m_coming || !m_coming->isImporting || m_window->session().isImporting())
        return;
    m_coming->isImporting = false;
    const ImportSettings &sources = m_coming->project.sources;
    if (!QFileInfo::exists(sources.incidents.source) || !QFileInfo::exists(sources.neighborhoods.source))
        askForOtherSource(problem);
}

void ProjectController::cityCame()
{
    if (m_coming && hasSameCity(project(), m_coming->project))
        arrive();
    else
        m_coming.reset();
    showState();
    // Another message has taken its place.
    if (m_leftover && !m_window->messages()->isVisible())
        offerLeftover();
}

void ProjectController::arrive()
{
    const Coming coming = *std::exchange(m_coming, std::nullopt);
    restore(coming.project);
    m_path = coming.path;
    if (coming.leftover) {
        m_saved = {};
        autosave();
        coming.leftover->remove();
    } else {
        m_saved = project();
        if (coming.written) {
            m_saved.sources = coming.written->sources;
            m_saved.view.layers = coming.written->view.layers;
        }
        m_recovery.clear();
    }
    if (!m_path.isEmpty())
        RecentProjects::add(m_path);
    showState();
    offerMissingLayers();
}

void ProjectController::restore(const Project &project)
{
    MapPage *page = m_window->mapPage();
    TimeNavigator *time = page->navigator();
    const auto &at = project.standpoint;
    // *Watch* has steps of its own for a while; it is left first.
    m_window->showWorkspace(MainWindow::Workspace::Explore);
    m_window->exploration().restore(project.view);
    m_window->exploration().places()->setNotes(project.notes);
    m_window->exploration().places()->setBookmarks(project.bookmarks);
    time->setLength(project.steps.length);
    time->setStep(project.steps.step);
    time->setLoop(project.steps.loop);
    time->setSkipEmpty(project.steps.skipEmpty);
    time->setBackward(project.steps.backward);
    time->setFramesPerSecond(project.steps.framesPerSecond);
    time->setCumulative(project.steps.cumulative);
    if (project.steps.anchor)
        time->setAnchor(*project.steps.anchor);
    if (at.time)
        time->goTo(*at.time);
    page->map()->setPlace(at.map);
    page->drawer()->setOpen(at.drawerOpen);
    const auto workspace = std::ranges::find(workspaceNames, at.workspace);
    if (workspace != workspaceNames.end())
        m_window->showWorkspace(static_cast<MainWindow::Workspace>(workspace - workspaceNames.begin()));

    m_modelFolder = project.modelFolder;
    Session &session = m_window->session();
    if (m_modelFolder != session.modelFolder()) {
        session.closeModel();
        if (!m_modelFolder.isEmpty())
            session.openModel(m_modelFolder);
    }
}

void ProjectController::offerMissingLayers()
{
    Project now = project();
    const std::vector<MissingFile> missing = missingFiles(now);
    if (missing.empty())
        return;
    const MissingFile file = missing.front();
    m_window->tell(MessageBar::Kind::Problem, tr("The layer “%1” is empty: %2 is not there.").arg(file.what, file.path),
                   tr("Find it…"), [this, file] {
                       const QString found = m_questions.missingFile(file);
                       if (found.isEmpty())
                           return;
                       Project mended = project();
                       replaceMissing(mended, file.path, found);
                       m_window->exploration().change(mended.view, tr("source of a layer"));
                       offerMissingLayers();
                   });
}

void ProjectController::takeModel()
{
    // A model that could not be loaded stays in the project until another one is opened.
    if (m_window->session().model())
        m_modelFolder = m_window->session().modelFolder();
    m_look.start();
}

Project ProjectController::project() const
{
    const Session &session = m_window->session();
    Exploration &exploration = m_window->exploration();
    const MapPage *page = m_window->mapPage();
    const TimeNavigator *time = page->navigator();
    const auto [length, step] = page->chosenSteps();
    Project project{.sources = session.sources(),
                    .sampleCity = session.hasCity() && session.sources().incidents.source.isEmpty(),
                    .view = exploration.settings(),
                    .steps = {.length = length,
                              .step = step,
                              .loop = time->loops(),
                              .skipEmpty = time->skipsEmpty(),
                              .backward = time->direction() == TimeNavigator::Direction::Backward,
                              .framesPerSecond = time->framesPerSecond(),
                              .cumulative = time->isCumulative(),
                              .anchor = time->anchor()},
                    .notes = exploration.places()->notes(),
                    .bookmarks = exploration.places()->bookmarks(),
                    .modelFolder = m_modelFolder};
    if (const auto window = time->window())
        project.standpoint.time = window->start;
    project.standpoint.map = page->map()->place();
    project.standpoint.workspace = workspaceNames[static_cast<std::size_t>(m_window->workspace())];
    project.standpoint.drawerOpen = page->drawer()->isOpen();
    return project;
}

bool ProjectController::isChanged() const
{
    const Project now = project();
    Project saved = m_saved;
    if (m_path.isEmpty())
        takeOpened(saved, now);
    return !now.isSameWork(saved);
}

bool ProjectController::save()
{
    return m_path.isEmpty() ? saveAs() : saveTo(m_path);
}

bool ProjectController::saveAs()
{
    const QString path = m_questions.fileToSave(m_path.isEmpty() ? suggestedPath() : m_path);
    return !path.isEmpty() && saveTo(path);
}

QString ProjectController::suggestedPath() const
{
    // Beside the table, so that the two can move together.
    const QFileInfo table(m_window->session().sources().incidents.source);
    const QString file = (name().isEmpty() ? tr("project") : name()) + QStringLiteral(".forewatch");
    return table.isFile() && QFileInfo(table.absolutePath()).isWritable() ? QDir(table.absolutePath()).filePath(file) : file;
}

bool ProjectController::saveTo(const QString &path)
{
    const Project now = project();
    try {
        writeProject(now, path);
    } catch (const Error &error) {
        m_window->tell(MessageBar::Kind::Problem, error.message());
        return false;
    }
    m_path = QFileInfo(path).absoluteFilePath();
    m_saved = now;
    m_recovery.clear();
    RecentProjects::add(m_path);
    showState();
    m_window->tell(MessageBar::Kind::Information, tr("The project is in %1.").arg(m_path));
    return true;
}

bool ProjectController::mayLeave()
{
    if (!isChanged())
        return true;
    switch (m_questions.saveChanges(name())) {
    case Answer::Save: return save();
    case Answer::Discard: return true;
    case Answer::Cancel: break;
    }
    return false;
}

void ProjectController::leave()
{
    m_autosave.stop();
    m_recovery.clear();
}

void ProjectController::autosave()
{
    if (!isChanged()) {
        m_recovery.clear();
        m_copied = {};
        return;
    }
    const Project now = project();
    const QJsonObject json = now.toJson({});
    if (json == m_copied)
        return;
    // Not tried again before the next change, so that a full disk is told once.
    m_copied = json;
    try {
        m_recovery.write(now, m_path);
    } catch (const Error &error) {
        m_window->tell(MessageBar::Kind::Problem, tr("Your unsaved work cannot be kept for the case of a crash. %1").arg(error.message()));
    }
}

void ProjectController::offerLeftover()
{
    if (!m_leftover)
        m_leftover = m_recovery.leftover();
    if (!m_leftover)
        return;
    const QString what = m_leftover->path.isEmpty() ? tr("a project without a file")
                                                    : tr("“%1”").arg(QFileInfo(m_leftover->path).completeBaseName());
    m_window->tell(MessageBar::Kind::Information,
                   tr("Forewatch ended unexpectedly last time. Unsaved work on %1, as of %2, was kept.")
                       .arg(what, m_leftover->written.toString(QStringLiteral("yyyy-MM-dd HH:mm"))),
                   tr("Restore it"),
                   [this] {
                       if (!mayLeave()) {
                           offerLeftover();
                           return;
                       }
                       Recovery::Leftover leftover = *std::exchange(m_leftover, std::nullopt);
                       Project project = leftover.project;
                       const QString path = leftover.path;
                       bring({std::move(project), path, std::move(leftover)});
                   },
                   tr("Throw it away"),
                   [this] {
                       m_leftover->remove();
                       m_leftover.reset();
                       offerLeftover();
                   });
}

QString ProjectController::name() const
{
    if (!m_path.isEmpty())
        return QFileInfo(m_path).completeBaseName();
    return m_window->session().hasCity() ? m_window->session().city().name : QString();
}

void ProjectController::showState()
{
    m_window->setWindowTitle(name().isEmpty() ? QStringLiteral("Forewatch[*]") : name() + QStringLiteral("[*] – Forewatch"));
    m_window->setWindowModified(isChanged());
}

} // namespace forewatch
