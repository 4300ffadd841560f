#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/data/filter.h"
#include "engine/map/snapshot_set.h"

#include <QElapsedTimer>

namespace forewatch {

void addSnapshotsCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        Duration length = std::chrono::hours(2);
        Duration step = std::chrono::hours(2);
        std::string style = "original";
        bool filter = false;
        SnapshotSetSettings settings;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("snapshots", "Draw windows to PNG, with a manifest");
    options->sources.addTo(command);
    addDuration(command, "--length", options->length, "Length of a window, 2h by default");
    addDuration(command, "--step", options->step, "From one window's start to the next, 2h by default");
    command.add_option("--style", options->style, "original (as published) or clear (for people)")
        ->check(CLI::IsMember({"original", "clear"}));
    addSize(command, "--size", options->settings.size, "WIDTHxHEIGHT in pixels; by default as published (original) or "
                                                       "1085 high (clear)");
    command.add_flag("--by-label", options->settings.byLabel, "Sort into the folders target/ and none/");
    command.add_flag("--skip-empty", options->settings.skipEmpty, "No picture of windows without incidents");
    command.add_flag("--filter", options->filter, "Only the incidents that the project's filter shows; needs --project");
    command.add_flag("--exact-places", options->settings.exactPlaces, "Sexual offences where they happened instead of at their "
                                                                      "neighborhood's center: only where there is a reason");
    addText(command, "--out", options->settings.folder, "Folder for the pictures and manifest.csv")->required();
    command.callback([options, &console] {
        if (options->filter && !options->sources.project())
            throw CLI::RequiredError("--filter: --project");
        City city = options->sources.import(console);
        SnapshotSetSettings settings = options->settings;
        settings.style = options->style == "clear" ? MapStyle::Clear : MapStyle::Original;
        settings.threads = console.threads;
        const IncidentSettings &incidents = options->sources.settings().incidents;
        settings.windows = city.incidents->windows(options->length, options->step, incidents.from, incidents.to);
        if (options->filter)
            city = filtered(city, options->sources.project()->view.filter);

        QElapsedTimer timer;
        timer.start();
        ConsoleFeedback feedback(console, QStringLiteral("Drawing"), static_cast<double>(settings.windows.count()),
                                 QStringLiteral("pictures"));
        const SnapshotSetResult result = writeSnapshotSet(city, settings, feedback);
        const double seconds = static_cast<double>(timer.elapsed()) / 1000;
        console.result({{QStringLiteral("windows"), static_cast<qint64>(result.windows)},
                        {QStringLiteral("pictures"), static_cast<qint64>(result.pictures)},
                        {QStringLiteral("empty"), static_cast<qint64>(result.empty)},
                        {QStringLiteral("with_target"), static_cast<qint64>(result.withTarget)},
                        {QStringLiteral("incidents"), static_cast<qint64>(city.incidents->size())},
                        {QStringLiteral("seconds"), seconds}},
                       QStringLiteral("%1 windows, %2 empty, %3 with a %4; %5 pictures in %6.")
                           .arg(grouped(static_cast<qint64>(result.windows)), grouped(static_cast<qint64>(result.empty)),
                                grouped(static_cast<qint64>(result.withTarget)), city.target->spoken(),
                                grouped(static_cast<qint64>(result.pictures)), settings.folder));
    });
}

} // namespace forewatch
