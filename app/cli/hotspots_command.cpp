#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/layers/field_files.h"

namespace forewatch {

void addHotSpotsCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        GridLayerSettings settings;
        std::string what = "targets";
        std::string shape = "hexagons";
        bool uncorrected = false;
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command
        = *program.add_subcommand("hotspots", "Count incidents on a grid and find hot and cold spots (Gi*)");
    options->sources.addTo(command);
    command.add_option("--what", options->what, "targets (events, the default) or all (every row)")
        ->check(CLI::IsMember({"targets", "all"}));
    command.add_option("--shape", options->shape, "hexagons (the default) or squares")
        ->check(CLI::IsMember({"hexagons", "squares"}));
    addLength(command, "--size", options->settings.sizeMetres, GridLayerSettings::leastSize,
              GridLayerSettings::mostSize, "From one cell's centre to the next, 400m by default");
    addLength(command, "--reach", options->settings.reachMetres, 1, GridLayerSettings::mostReach,
              "Cells whose centres lie this near are neighbors; by default those that touch");
    command.add_flag(
        "--uncorrected", options->uncorrected,
        "Levels for each cell by itself; by default they hold the false discovery rate (Benjamini and Hochberg)");
    addText(command, "--out", options->out, "FILE.gpkg, FILE.geojson or FILE.csv: the cells with count, z, p and level")
        ->required();
    command.callback([options, &console] {
        GridLayerSettings settings = options->settings;
        settings.what = options->what == "all" ? Counted::All : Counted::Targets;
        settings.shape = options->shape == "squares" ? CellShape::Squares : CellShape::Hexagons;
        settings.show = GridLayerSettings::Show::GiStar;
        settings.correction = options->uncorrected ? ManyTests::Uncorrected : ManyTests::FalseDiscoveryRate;
        const City city = options->sources.import(console);
        requireNoSource(city, options->out);
        ConsoleFeedback feedback(console, QStringLiteral("Counting"));
        StageFeedback counting(feedback, 0, 0.5);
        const CityGrid grid = cityGrid(city, settings, counting);
        StageFeedback writing(feedback, 0.5, 1);
        writeCells(grid, options->out, writing);
        const auto cells = static_cast<qint64>(std::ranges::count(grid.members, true));
        const auto atLevel
            = [&](int level) { return static_cast<qint64>(std::ranges::count(grid.spots, level, &GiStar::level)); };
        const qint64 hot = atLevel(1) + atLevel(2) + atLevel(3);
        const qint64 cold = atLevel(-1) + atLevel(-2) + atLevel(-3);
        console.result({{QStringLiteral("events"), static_cast<qint64>(grid.events)},
                        {QStringLiteral("cells"), cells},
                        {QStringLiteral("km2_per_cell"), grid.grid.squareKilometres()},
                        {QStringLiteral("hot_99"), atLevel(3)},
                        {QStringLiteral("hot_95"), atLevel(2)},
                        {QStringLiteral("hot_90"), atLevel(1)},
                        {QStringLiteral("cold_90"), atLevel(-1)},
                        {QStringLiteral("cold_95"), atLevel(-2)},
                        {QStringLiteral("cold_99"), atLevel(-3)}},
                       QStringLiteral("%1 events in %2 cells; %3 in hot spots, %4 in cold ones (%5): %6.")
                           .arg(grouped(static_cast<qint64>(grid.events)), grouped(cells), grouped(hot), grouped(cold),
                                settings.correction == ManyTests::Uncorrected
                                    ? QStringLiteral("each cell by itself")
                                    : QStringLiteral("false discovery rate held"),
                                options->out));
    });
}

} // namespace forewatch
