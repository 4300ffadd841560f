#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/layers/field_files.h"

namespace forewatch {

void addDensityCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        DensityLayerSettings settings;
        std::string what = "targets";
        std::string kernel = "gaussian";
        QString out;
    };
    auto options = std::make_shared<Options>();
    options->settings.bandwidthMetres = 0;
    CLI::App &command = *program.add_subcommand("density", "Write a kernel density of incidents as a GeoTIFF");
    options->sources.addTo(command);
    command.add_option("--what", options->what, "targets (events, the default) or all (every row)")
        ->check(CLI::IsMember({"targets", "all"}));
    command.add_option("--kernel", options->kernel, "gaussian (the default) or quartic")
        ->check(CLI::IsMember({"gaussian", "quartic"}));
    addLength(command, "--bandwidth", options->settings.bandwidthMetres, DensityLayerSettings::leastBandwidth,
              DensityLayerSettings::mostBandwidth,
              "Standard deviation of the Gaussian, radius of the quartic kernel, e.g. 250m; by default Scott's rule");
    addText(command, "--out", options->out, "FILE.tif: events per km², a year where the table covers one")->required();
    command.callback([options, &console] {
        DensityLayerSettings settings = options->settings;
        settings.what = options->what == "all" ? Counted::All : Counted::Targets;
        settings.kernel = options->kernel == "quartic" ? Kernel::Quartic : Kernel::Gaussian;
        const City city = options->sources.import(console);
        requireNoSource(city, options->out);
        ConsoleFeedback feedback(console, QStringLiteral("Smoothing"));
        StageFeedback smoothing(feedback, 0, 0.5);
        const CityDensity density = cityDensity(city, settings, smoothing);
        StageFeedback writing(feedback, 0.5, 1);
        writeDensity(density, *city.neighborhoods, options->out, writing);
        const double highest = density.highestOn(*city.neighborhoods);
        console.result({{QStringLiteral("events"), static_cast<qint64>(density.events)},
                        {QStringLiteral("bandwidth_m"), density.bandwidthMetres},
                        {QStringLiteral("unit"), density.unit()},
                        {QStringLiteral("highest"), highest},
                        {QStringLiteral("columns"), static_cast<qint64>(density.field.columns)},
                        {QStringLiteral("rows"), static_cast<qint64>(density.field.rows)}},
                       QStringLiteral("%1 events, bandwidth %2 m, at most %3 %4: %5.")
                           .arg(grouped(static_cast<qint64>(density.events)),
                                QString::number(density.bandwidthMetres, 'f', 0), QString::number(highest, 'g', 3),
                                density.unit(), options->out));
    });
}

} // namespace forewatch
