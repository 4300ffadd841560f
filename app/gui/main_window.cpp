#include "app/gui/main_window.h"

#include "app/gui/alert_banner.h"
#include "app/gui/appearance.h"
#include "app/gui/bookmarks.h"
#include "app/gui/evaluation_panel.h"
#include "app/gui/file_actions.h"
#include "app/gui/help_window.h"
#include "app/gui/key_guard.h"
#include "app/gui/live_panel.h"
#include "app/gui/map_page.h"
#include "app/gui/model_page.h"
#include "app/gui/project_controller.h"
#include "app/gui/time_panel.h"
#include "app/gui/use_page.h"
#include "widgets/drawer.h"
#include "widgets/evaluation/windows_view.h"
#include "widgets/icons.h"
#include "widgets/look.h"
#include "widgets/map/map_view.h"
#include "widgets/time/time_navigator.h"
#include "widgets/time/time_player.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QProgressBar>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

MainWindow::MainWindow()
    : m_exploration(&m_session)
    , m_mapPage(new MapPage(&m_session, &m_exploration))
    , m_modelPage(new ModelPage(&m_session, &m_exploration))
    , m_pages(new QStackedWidget)
    , m_messages(new MessageBar)
    , m_workspaces(new QActionGroup(this))
{
    setAcceptDrops(true);
    m_pages->addWidget(m_mapPage);
    m_pages->addWidget(m_modelPage);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_mapPage->live()->banner());
    layout->addWidget(m_pages, 1);
    setCentralWidget(content);

    connect(m_mapPage->live(), &LivePanel::showRequested, this, [this] {
        showWorkspace(Workspace::Watch);
        m_mapPage->watchDrawer()->showPanel(m_mapPage->live());
    });
    makeRail();
    makeStatusBar();
    connectSession();
    showWorkspace(Workspace::Explore);
    m_project = new ProjectController(this);
    m_files = new FileActions(this);
    makeMenus();
    qApp->installEventFilter(new KeyGuard(this));

    const QSettings settings;
    if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1360, 860);
}

MainWindow *MainWindow::openWindow()
{
    auto *window = new MainWindow;
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    return window;
}

void MainWindow::makeRail()
{
    auto *rail = new QToolBar(tr("Workspaces"));
    rail->setObjectName(QStringLiteral("rail"));
    rail->setMovable(false);
    rail->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    rail->setIconSize({24, 24});
    rail->setContextMenuPolicy(Qt::PreventContextMenu);
    addToolBar(Qt::LeftToolBarArea, rail);
    const auto add = [&](Workspace workspace, Icon sign, const QString &name, const QString &tip, int key) {
        QAction *action = rail->addAction(icon(sign), name);
        action->setCheckable(true);
        action->setShortcut(QKeySequence(QString::number(key)));
        action->setToolTip(QStringLiteral("%1 (%2)").arg(tip).arg(key));
        action->setData(static_cast<int>(workspace));
        m_workspaces->addAction(action);
        connect(action, &QAction::triggered, this, [this, workspace] { showWorkspace(workspace); });
        rail->widgetForAction(action)->setMinimumWidth(8 * gridUnit);
    };
    add(Workspace::Explore, Icon::Explore, tr("Explore"), tr("Map, time, layers, import report"), 1);
    add(Workspace::Model, Icon::Model, tr("Model"), tr("Train a network and evaluate it"), 2);
    add(Workspace::Watch, Icon::Watch, tr("Watch"), tr("The day's rolling risk"), 3);
}

MainWindow::Workspace MainWindow::workspace() const
{
    return static_cast<Workspace>(m_workspaces->actions().indexOf(m_workspaces->checkedAction()));
}

void MainWindow::showWorkspace(Workspace workspace)
{
    m_workspaces->actions().at(static_cast<int>(workspace))->setChecked(true);
    m_pages->setCurrentWidget(workspace == Workspace::Model ? static_cast<QWidget *>(m_modelPage) : m_mapPage);
    if (workspace != Workspace::Model)
        m_mapPage->setMode(workspace == Workspace::Watch ? MapPage::Mode::Watch : MapPage::Mode::Explore);
    for (QAction *action : m_timeActions)
        action->setEnabled(workspace != Workspace::Model);
}

void MainWindow::makeMenus()
{
    m_files->addActions(menuBar()->addMenu(tr("&File")));
    makeEditMenu();
    makeTimeMenu();
    makeViewMenu();
    (new Bookmarks(this))->fill(menuBar()->addMenu(tr("&Bookmarks")));
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&What it is, and is not"), this, [this] { UsePage::showOver(&m_session, this); });
    addHelpActions(help, this);
}

void MainWindow::makeEditMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Edit"));
    QAction *undo = m_exploration.undoStack()->createUndoAction(this, tr("Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction *redo = m_exploration.undoStack()->createRedoAction(this, tr("Redo"));
    redo->setShortcuts({QKeySequence(QStringLiteral("Ctrl+Y")), QKeySequence(QStringLiteral("Ctrl+Shift+Z"))});
    menu->addActions({undo, redo});
}

void MainWindow::makeTimeMenu()
{
    TimeNavigator *time = m_mapPage->navigator();
    QMenu *menu = menuBar()->addMenu(tr("&Time"));
    menu->addAction(tr("&Play or pause"), QKeySequence(Qt::Key_Space), time, &TimeNavigator::togglePlay);
    menu->addAction(tr("&Next window"), QKeySequence(Qt::Key_Right), time, &TimeNavigator::next);
    menu->addAction(tr("Pre&vious window"), QKeySequence(Qt::Key_Left), time, &TimeNavigator::previous);
    menu->addAction(tr("Next &day"), QKeySequence(Qt::SHIFT | Qt::Key_Right), time, &TimeNavigator::nextDay);
    menu->addAction(tr("Previous d&ay"), QKeySequence(Qt::SHIFT | Qt::Key_Left), time, &TimeNavigator::previousDay);
    menu->addAction(tr("&First window"), QKeySequence(Qt::Key_Home), time, &TimeNavigator::first);
    menu->addAction(tr("&Last window"), QKeySequence(Qt::Key_End), time, &TimeNavigator::last);
    menu->addSeparator();
    menu->addAction(tr("Next &target"), QKeySequence(Qt::Key_T), time, &TimeNavigator::goToNextTarget);
    menu->addAction(tr("Previous ta&rget"), QKeySequence(Qt::SHIFT | Qt::Key_T), time, &TimeNavigator::goToPreviousTarget);
    menu->addAction(tr("Next ale&rt"), QKeySequence(Qt::Key_A), m_mapPage, &MapPage::goToNextAlert);
    menu->addAction(tr("Previous alert"), QKeySequence(Qt::SHIFT | Qt::Key_A), m_mapPage, &MapPage::goToPreviousAlert);
    QAction *goTo = menu->addAction(tr("&Go to a time…"), QKeySequence(tr("Ctrl+G")), this, [this] {
        if (m_pages->currentWidget() != m_mapPage)
            showWorkspace(Workspace::Explore);
        m_mapPage->time()->player()->focusDate();
    });
    menu->addSeparator();
    QAction *loop = menu->addAction(tr("L&oop"), QKeySequence(Qt::Key_L), time, &TimeNavigator::setLoop);
    loop->setCheckable(true);
    QAction *skip = menu->addAction(tr("&Skip empty windows"), QKeySequence(Qt::Key_E), time, &TimeNavigator::setSkipEmpty);
    skip->setCheckable(true);
    QAction *backward = menu->addAction(tr("Play &backward"), QKeySequence(Qt::Key_R), time, &TimeNavigator::setBackward);
    backward->setCheckable(true);
    QAction *cumulative = menu->addAction(tr("&Cumulative: all until the window's end"), QKeySequence(Qt::Key_C), time,
                                          &TimeNavigator::setCumulative);
    cumulative->setCheckable(true);
    menu->addAction(tr("Cumulative from &here"), QKeySequence(Qt::SHIFT | Qt::Key_C), time, &TimeNavigator::cumulateFromHere);
    menu->addSeparator();
    menu->addAction(tr("Play the &whole table"), m_mapPage->time(), &TimePanel::playAll);
    // Where there is no map, keys must not move its time; Ctrl+G leads to it.
    m_timeActions = menu->actions();
    m_timeActions.removeAll(goTo);
    connect(time, &TimeNavigator::settingsChanged, this, [time, loop, skip, backward, cumulative] {
        backward->setChecked(time->direction() == TimeNavigator::Direction::Backward);
        cumulative->setChecked(time->isCumulative());
        loop->setChecked(time->loops());
        skip->setChecked(time->skipsEmpty());
    });
}

void MainWindow::makeViewMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&View"));
    menu->addActions(m_workspaces->actions());
    menu->addSeparator();
    menu->addAction(tr("&Fit the city"), QKeySequence(Qt::Key_F), m_mapPage->map(), &MapView::fitCity);
    menu->addAction(tr("Zoom &in"), QKeySequence(Qt::Key_Plus), m_mapPage->map(), &MapView::zoomIn);
    menu->addAction(tr("Zoom &out"), QKeySequence(Qt::Key_Minus), m_mapPage->map(), &MapView::zoomOut);
    menu->addSeparator();
    QAction *published = menu->addAction(tr("Map as &published"));
    published->setCheckable(true);
    connect(published, &QAction::toggled, m_mapPage,
            [this](bool on) { m_mapPage->setMapStyle(on ? MapStyle::Original : MapStyle::Clear); });
    connect(m_mapPage, &MapPage::mapStyleChanged, published,
            [published](MapStyle style) { published->setChecked(style == MapStyle::Original); });
    menu->addSeparator();
    addAppearanceActions(*menu->addMenu(tr("&Appearance")));
}

void MainWindow::makeStatusBar()
{
    m_cityText = new QLabel;
    m_busyText = new QLabel;
    m_busyBar = new QProgressBar;
    m_busyBar->setRange(0, 1000);
    m_busyBar->setFixedWidth(18 * gridUnit);
    m_busyBar->setTextVisible(false);
    m_busyBar->setMaximumHeight(fontMetrics().height());
    m_busyCancel = new QToolButton;
    m_busyCancel->setText(tr("Cancel"));
    m_busyCancel->setAutoRaise(true);
    m_hoverText = new QLabel;
    m_hoverText->setMinimumWidth(40 * gridUnit);
    m_hoverText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_cityText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(gridUnit, 0, gridUnit, 0);
    statusBar()->addWidget(m_cityText, 1);
    statusBar()->addWidget(m_busyText);
    statusBar()->addWidget(m_busyBar);
    statusBar()->addWidget(m_busyCancel);
    statusBar()->addPermanentWidget(m_hoverText);
    connect(m_busyCancel, &QToolButton::clicked, &m_session, &Session::cancelShown);
    showBusy({}, 0);
    showCityName();
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::busy, this, &MainWindow::showBusy);
    const auto problem = [this](const QString &text) { tell(MessageBar::Kind::Problem, text); };
    const auto inform = [this](const QString &text) { tell(MessageBar::Kind::Information, text); };
    connect(&m_session, &Session::failed, this, problem);
    connect(&m_session, &Session::said, this, inform);
    connect(&m_session, &Session::cityChanged, this, [this] {
        m_messages->hide();
        showCityName();
    });
    connect(&m_exploration, &Exploration::shownChanged, this, &MainWindow::showCityName);
    const auto forgetProblem = [this] {
        if (m_messages->kind() == MessageBar::Kind::Problem)
            m_messages->hide();
    };
    connect(&m_session, &Session::modelChanged, this, forgetProblem);
    connect(&m_session, &Session::trainingStarted, this, forgetProblem);
    // Copies: what a button does may show the next message.
    connect(m_messages, &MessageBar::accepted, this, [this] {
        if (const auto accept = m_accept)
            accept();
    });
    connect(m_messages, &MessageBar::declined, this, [this] {
        if (const auto decline = m_decline)
            decline();
    });
    connect(m_mapPage, &MapPage::hovered, m_hoverText, &QLabel::setText);
    WindowsView *windows = m_modelPage->evaluation()->windows();
    connect(m_modelPage->evaluation(), &EvaluationPanel::windowRequested, this, [this, windows](const Window &window, const QString &text) {
        showWorkspace(Workspace::Explore);
        m_mapPage->showAsked(window);
        tell(MessageBar::Kind::Information, text, tr("Next"), [windows] { windows->next(); }, tr("Previous"),
             [windows] { windows->previous(); });
    });
}

void MainWindow::tell(MessageBar::Kind kind, const QString &text, const QString &offer, std::function<void()> accept,
                      const QString &alternative, std::function<void()> decline)
{
    m_accept = std::move(accept);
    m_decline = std::move(decline);
    m_messages->show(kind, text, offer, alternative);
}

void MainWindow::showBusy(const QString &what, int permille)
{
    const bool busy = !what.isEmpty();
    m_busyText->setText(busy ? what + QStringLiteral(" …") : QString());
    m_busyBar->setValue(permille);
    for (QWidget *widget : {static_cast<QWidget *>(m_busyText), static_cast<QWidget *>(m_busyBar),
                            static_cast<QWidget *>(m_busyCancel)})
        widget->setVisible(busy);
}

void MainWindow::showCityName()
{
    if (!m_session.hasCity()) {
        m_cityText->setText(tr("No city is open"));
        return;
    }
    const City &city = m_session.city();
    const auto number = [](std::size_t count) { return grouped(static_cast<qint64>(count)); };
    const std::size_t all = city.incidents->size();
    const std::size_t shown = m_exploration.hasCity() ? m_exploration.shown().incidents->size() : all;
    m_cityText->setText(tr("%1: %2 incidents, %3 to %4, %5 neighborhoods")
                            .arg(city.name, shown == all ? number(all) : tr("%1 of %2").arg(number(shown), number(all)),
                                 formatTime(city.incidents->first()).left(10), formatTime(city.incidents->last()).left(10),
                                 number(city.neighborhoods->size())));
    m_cityText->setToolTip(m_cityText->text());
}

void MainWindow::openFiles(const QStringList &paths)
{
    m_files->openFiles(paths);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const auto urls = event->mimeData()->urls();
    if (std::ranges::any_of(urls, &QUrl::isLocalFile))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    openFiles(paths);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_project->mayLeave()) {
        event->ignore();
        return;
    }
    m_project->leave();
    QSettings().setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_session.cancelAll();
    event->accept();
}

} // namespace forewatch
