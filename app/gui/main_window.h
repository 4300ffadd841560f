#pragma once

#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "widgets/message_bar.h"

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QProgressBar;
class QStackedWidget;
class QToolButton;

namespace forewatch {

class FileActions;
class MapPage;
class ModelPage;
class ProjectController;

/// The window: a rail of three workspaces, the workspace, a line for messages above and one for background work below.
/// It arranges; what is done is done by the session and the pages.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    enum class Workspace { Explore, Model, Watch };

    MainWindow();

    /// Opens one more window, which deletes itself when it is closed.
    static MainWindow *openWindow();

    Session &session() { return m_session; }
    Exploration &exploration() { return m_exploration; }
    MapPage *mapPage() const { return m_mapPage; }
    ModelPage *modelPage() const { return m_modelPage; }
    ProjectController *project() const { return m_project; }
    MessageBar *messages() const { return m_messages; }

    Workspace workspace() const;
    void showWorkspace(Workspace workspace);

    /// Opens files by what they are: a project, or else tables and points as incidents, polygons as neighborhoods, a folder
    /// as a model.
    void openFiles(const QStringList &paths);

    /// Shows a message until the next one; `accept` and `decline` are what its buttons do.
    void tell(MessageBar::Kind kind, const QString &text, const QString &offer = {}, std::function<void()> accept = {},
              const QString &alternative = {}, std::function<void()> decline = {});

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeRail();
    void makeMenus();
    void makeEditMenu();
    void makeTimeMenu();
    void makeViewMenu();
    void makeStatusBar();
    void connectSession();

    void showBusy(const QString &what, int permille);
    void showCityName();

    Session m_session;
    Exploration m_exploration;
    MapPage *m_mapPage;
    ModelPage *m_modelPage;
    QStackedWidget *m_pages;
    MessageBar *m_messages;
    ProjectController *m_project;
    FileActions *m_files;
    QActionGroup *m_workspaces;
    QList<QAction *> m_timeActions;
    QLabel *m_cityText;
    QLabel *m_busyText;
    QProgressBar *m_busyBar;
    QToolButton *m_busyCancel;
    QLabel *m_hoverText;
    /// What the message's buttons do.
    std::function<void()> m_accept;
    std::function<void()> m_decline;
};

} // namespace forewatch
