#pragma once

#include "app/gui/recent_projects.h"
#include "app/gui/recovery.h"
#include "engine/project/project.h"

#include <QObject>
#include <QTimer>

#include <functional>

class QMenu;

namespace forewatch {

class MainWindow;

/// The window's project: collects it from the session, the exploration and the map, brings it back to them, and sees to
/// it that unsaved work is neither closed by mistake nor lost in a crash. What is merely opened in a window without a
/// project (a table, a model, how time is stepped through) is no unsaved work.
class ProjectController : public QObject
{
    Q_OBJECT

public:
    enum class Answer { Save, Discard, Cancel };

    /// What only the user knows. Dialogs, unless somebody else answers. An empty text is a cancel.
    struct Questions
    {
        std::function<Answer(const QString &name)> saveChanges;
        std::function<QString()> fileToOpen;
        std::function<QString(const QString &suggestion)> fileToSave;
        std::function<QString(const MissingFile &file)> missingFile;
        std::function<QString(const QString &source)> otherSource;
    };

    /// Call it when the window's parts and their connections are there; the window must outlive it.
    explicit ProjectController(MainWindow *window);

    /// Whether a project has been opened whose city is not there yet.
    bool isComing() const { return m_coming.has_value(); }

    /// Adds the entries that concern projects.
    void addActions(QMenu *menu);

    /// What is open stays until the project's city is there.
    void open(const QString &path);

    /// False when it was cancelled or could not be written; the window says why.
    bool save();
    bool saveAs();
    bool saveTo(const QString &path);

    /// Asks where work would be lost. False: nothing may be closed or replaced.
    bool mayLeave();

    /// Forgets this window's safety copy: it is being closed.
    void leave();

    /// Offers unsaved work of a process that is gone.
    void offerLeftover();

    /// Empty: not saved yet.
    const QString &path() const { return m_path; }
    bool isChanged() const;
    Project project() const;

    void setQuestions(const Questions &questions) { m_questions = questions; }
    void setAutosaveInterval(std::chrono::milliseconds interval) { m_autosave.setInterval(interval); }

private:
    /// A project on its way in.
    struct Coming
    {
        Project project;
        QString path;
        std::optional<Recovery::Leftover> leftover = {};
        bool isImporting = false;
        /// As the file has it, where sources were found elsewhere.
        std::optional<Project> written = {};
    };

    static Questions dialogs(MainWindow *window);
    void openAny();
    void bring(Coming coming);
    void load();
    void keepAsWritten();
    void askForMissing(const MissingFile &file);
    void askForOtherSource(const QString &problem);
    void cityCame();
    void importFailed(const QString &problem);
    void arrive();
    void restore(const Project &project);
    void offerMissingLayers();
    void takeModel();
    void autosave();
    void showState();
    QString name() const;
    QString suggestedPath() const;

    MainWindow *m_window;
    Questions m_questions;
    RecentProjects m_recent;
    Recovery m_recovery;
    QString m_path;
    Project m_saved;
    QString m_modelFolder;
    std::optional<Coming> m_coming;
    std::optional<Recovery::Leftover> m_leftover;
    /// What the safety copy holds.
    QJsonObject m_copied;
    QTimer m_autosave;
    QTimer m_look;
};

} // namespace forewatch
