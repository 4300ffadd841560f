#include "app/gui/appearance.h"
#include "app/gui/main_window.h"
#include "app/gui/project_controller.h"
#include "app/gui/use_page.h"
#include "engine/core/error.h"

#include <CLI/CLI.hpp>

#include <QApplication>
#include <QFileInfo>
#include <QIcon>

using namespace forewatch;

int main(int argc, char **argv)
{
    CLI::App program("Crime maps in time, and warnings that say how much they are worth.");
    program.name("forewatch");
    program.set_version_flag("--version", "forewatch " FOREWATCH_VERSION);
    bool sample = false;
    std::vector<std::string> files;
    program.add_flag("--sample", sample, "Start with the embedded sample city, which is fictional");
    program.add_option("files", files, "A project (.forewatch), or a crime table (CSV), neighborhoods (shapefile, GeoJSON, …), a model folder");

    // Qt takes its own options (-style, -platform, …) out first.
    QApplication application(argc, argv);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return program.exit(error) == 0 ? 0 : 2;
    }
    QApplication::setOrganizationName(QStringLiteral("Forewatch"));
    QApplication::setApplicationName(QStringLiteral("Forewatch"));
    QApplication::setApplicationVersion(QStringLiteral(FOREWATCH_VERSION));
    applyAppearance();

    MainWindow *window = MainWindow::openWindow();
    window->project()->offerLeftover();
    QStringList paths;
    for (const std::string &file : files)
        paths << QString::fromStdString(file);
    window->openFiles(paths);
    if (sample && std::ranges::all_of(paths, [](const QString &path) { return QFileInfo(path).isDir(); }))
        window->session().openSampleCity();
    UsePage::showAtFirstStart(&window->session(), window);
    return QApplication::exec();
}
