#pragma once

#include "app/gui/exploration.h"
#include "app/gui/session.h"

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QProgressBar;
class QStackedWidget;
class QToolButton;

namespace forewatch {

class MapPage;
class MessageBar;
class ModelPage;

/// The window: a rail of three workspaces, the workspace, a line for messages above and one for background work below.
/// It arranges; what is done is done by the session and the pages.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    enum class Workspace { Explore, Model, Watch };

    MainWindow();

    Session &session() { return m_session; }
    Exploration &exploration() { return m_exploration; }
    MapPage *mapPage() const { return m_mapPage; }
    ModelPage *modelPage() const { return m_modelPage; }
    MessageBar *messages() const { return m_messages; }

    void showWorkspace(Workspace workspace);

    /// Opens files by what they are: tables and points as incidents, polygons as neighborhoods, a folder as a model.
    void openFiles(const QStringList &paths);

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeRail();
    void makeMenus();
    void makeFileMenu();
    void makeEditMenu();
    void makeTimeMenu();
    void makeViewMenu();
    void makeHelpMenu();
    void makeStatusBar();
    void connectSession();

    void askForIncidents();
    void askForNeighborhoods();
    void askForModel();
    void askWhereToExport();
    void askWhereToSaveRejected();
    void showOpenData();
    void showHelp(const QString &page);
    void showBusy(const QString &what, int permille);
    void showCityName();
    void problem(const QString &text);
    void rememberFolder(const QString &path);
    QString rememberedFolder() const;
    /// Empty when the user cancels.
    QString askForFileToWrite(const QString &title, const QString &name, const QString &filter);

    Session m_session;
    Exploration m_exploration;
    MapPage *m_mapPage;
    ModelPage *m_modelPage;
    QStackedWidget *m_pages;
    MessageBar *m_messages;
    QActionGroup *m_workspaces;
    QList<QAction *> m_timeActions;
    QLabel *m_cityText;
    QLabel *m_busyText;
    QProgressBar *m_busyBar;
    QToolButton *m_busyCancel;
    QLabel *m_hoverText;
    /// What accepting the message's offer does.
    std::function<void()> m_offer;
};

} // namespace forewatch
