#include "app/gui/file_actions.h"

#include "app/gui/ask_file.h"
#include "app/gui/import_dialog.h"
#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "app/gui/open_data_dialog.h"
#include "app/gui/project_controller.h"
#include "app/gui/report_dialog.h"
#include "app/gui/start_panel.h"
#include "engine/core/error.h"
#include "engine/geo/neighborhoods.h"

#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>

#include <algorithm>

namespace forewatch {

namespace {

/// The files that lie beside a `.shp` and are opened with it.
bool isSideFile(const QFileInfo &file)
{
    static const QStringList suffixes = {QStringLiteral("dbf"), QStringLiteral("shx"), QStringLiteral("prj"),
                                         QStringLiteral("cpg"), QStringLiteral("sbn"), QStringLiteral("sbx"),
                                         QStringLiteral("qpj"), QStringLiteral("xml")};
    return suffixes.contains(file.suffix(), Qt::CaseInsensitive);
}

} // namespace

FileActions::FileActions(MainWindow *window) : QObject(window), m_window(window)
{
    connectSession();
    MapPage *page = m_window->mapPage();
    connect(page, &MapPage::saveRejectedRequested, this, &FileActions::saveRejectedRows);
    connect(page, &MapPage::openModelRequested, this, &FileActions::openModel);
    StartPanel *start = page->startPanel();
    connect(start, &StartPanel::openIncidentsRequested, this, &FileActions::openIncidents);
    connect(start, &StartPanel::openNeighborhoodsRequested, this, &FileActions::openNeighborhoods);
    connect(start, &StartPanel::openDataRequested, this, &FileActions::showOpenData);
    connect(start, &StartPanel::sampleRequested, &m_window->session(), &Session::openSampleCity);
}

void FileActions::connectSession()
{
    Session *session = &m_window->session();
    connect(session, &Session::needsNeighborhoods, this, [this](const QString &incidents) {
        m_window->tell(MessageBar::Kind::Information,
                       tr("%1 is chosen. Now open the city's neighborhoods.").arg(QFileInfo(incidents).fileName()),
                       tr("Open neighborhoods…"), [this] { openNeighborhoods(); });
    });
    connect(session, &Session::needsIncidents, this, [this](const QString &neighborhoods) {
        m_window->tell(MessageBar::Kind::Information,
                       tr("%1 is chosen. Now open the city's crime table.").arg(QFileInfo(neighborhoods).fileName()),
                       tr("Open a crime table…"), [this] { openIncidents(); });
    });
    connect(session, &Session::importFailed, this, [this](const QString &message, const ImportSettings &wanted) {
        // A project that comes asks itself for what it lacks.
        if (!wanted.incidents.source.isEmpty() && !m_window->project()->isComing())
            m_window->tell(MessageBar::Kind::Problem, message, tr("Say how it is read…"), [this, wanted] { describeTable(wanted); });
    });
}

void FileActions::addActions(QMenu *menu)
{
    Session *session = &m_window->session();
    m_window->project()->addActions(menu);
    menu->addSeparator();
    menu->addAction(tr("Open &crime table…"), this, &FileActions::openIncidents);
    menu->addAction(tr("Open &neighborhoods…"), QKeySequence(tr("Ctrl+Shift+O")), this, &FileActions::openNeighborhoods);
    menu->addAction(tr("Open &model…"), QKeySequence(tr("Ctrl+M")), this, &FileActions::openModel);
    QAction *describe = menu->addAction(tr("&How the table is read…"), QKeySequence(tr("Ctrl+I")), this,
                                        [this, session] { describeTable(session->sources()); });
    menu->addAction(tr("&Get open data…"), this, &FileActions::showOpenData);
    menu->addAction(tr("Try the &sample city"), session, &Session::openSampleCity);
    menu->addSeparator();
    QAction *exportAction = menu->addAction(tr("&Export map as PNG…"), QKeySequence(tr("Ctrl+E")), this, &FileActions::exportMap);
    QAction *report = menu->addAction(tr("Report as &PDF…"), QKeySequence(tr("Ctrl+Shift+E")), this, [this] {
        auto *dialog = new ReportDialog(&m_window->session(), m_window->exploration().window(), m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
    menu->addSeparator();
    menu->addAction(tr("C&lose window"), QKeySequence::Close, m_window, &QWidget::close);
    menu->addAction(tr("&Quit"), QKeySequence::Quit, qApp, &QApplication::closeAllWindows);

    const auto showState = [session, describe, exportAction, report] {
        exportAction->setEnabled(session->hasCity());
        report->setEnabled(session->hasCity());
        // The sample city comes from no file.
        describe->setEnabled(!session->sources().incidents.source.isEmpty());
    };
    connect(session, &Session::cityChanged, this, showState);
    showState();
}

void FileActions::openFiles(const QStringList &paths)
{
    const auto isProject = [](const QString &path) {
        return path.endsWith(QLatin1String(".forewatch"), Qt::CaseInsensitive);
    };
    if (const auto project = std::ranges::find_if(paths, isProject); project != paths.end()) {
        m_window->project()->open(*project);
        return;
    }
    Session &session = m_window->session();
    QString incidents;
    QString neighborhoods;
    for (const QString &path : paths) {
        const QFileInfo file(path);
        if (path.isEmpty())
            continue;
        else if (file.isDir())
            session.openModel(path);
        else if (isSideFile(file))
            continue;
        else if (file.suffix().compare(QLatin1String("csv"), Qt::CaseInsensitive) == 0 || holdsPoints(path))
            incidents = path;
        else
            neighborhoods = path;
    }
    if (!incidents.isEmpty() && !neighborhoods.isEmpty()) {
        ImportSettings settings;
        settings.incidents.source = incidents;
        settings.neighborhoods.source = neighborhoods;
        session.openCity(settings);
    } else if (!incidents.isEmpty()) {
        session.openIncidents(incidents);
    } else if (!neighborhoods.isEmpty()) {
        session.openNeighborhoods(neighborhoods);
    }
}

void FileActions::describeTable(const ImportSettings &settings)
{
    auto *dialog = new ImportDialog(settings, m_window);
    connect(dialog, &ImportDialog::importRequested, &m_window->session(), &Session::openCity);
    dialog->open();
}

void FileActions::openIncidents()
{
    const QString path = askForFile(m_window, tr("Open a crime table"), tr("Tables (*.csv *.gpkg *.geojson *.shp);;All files (*)"));
    if (!path.isEmpty())
        m_window->session().openIncidents(path);
}

void FileActions::openNeighborhoods()
{
    const QString path = askForFile(m_window, tr("Open neighborhoods"), polygonFiles());
    if (!path.isEmpty())
        m_window->session().openNeighborhoods(path);
}

void FileActions::openModel()
{
    const QString models = QFileInfo(Session::newModelFolder({})).absolutePath();
    const QString path = QFileDialog::getExistingDirectory(m_window, tr("Open a model folder"),
                                                           QFileInfo::exists(models) ? models : rememberedFolder());
    if (!path.isEmpty())
        m_window->session().openModel(path);
}

void FileActions::exportMap()
{
    const QString path = askForFileToWrite(m_window, tr("Export the map as PNG"), m_window->mapPage()->exportName(),
                                           tr("PNG pictures (*.png)"));
    if (path.isEmpty())
        return;
    try {
        m_window->mapPage()->exportSnapshot(path);
        Q_EMIT m_window->session().exported(path);
        m_window->tell(MessageBar::Kind::Information, tr("The map is in %1.").arg(path));
    } catch (const Error &error) {
        m_window->tell(MessageBar::Kind::Problem, error.message());
    }
}

void FileActions::saveRejectedRows()
{
    const QString path = askForFileToWrite(m_window, tr("Save the rejected rows"), QStringLiteral("rejected.csv"), csvFiles());
    if (!path.isEmpty())
        m_window->session().saveRejectedRows(path);
}

void FileActions::showOpenData()
{
    auto *dialog = m_window->findChild<OpenDataDialog *>();
    if (!dialog) {
        dialog = new OpenDataDialog(m_window);
        connect(dialog, &OpenDataDialog::openRequested, this, [this](const QString &incidents, const QString &neighborhoods) {
            openFiles({incidents, neighborhoods});
        });
    }
    dialog->show();
    dialog->raise();
}

} // namespace forewatch
