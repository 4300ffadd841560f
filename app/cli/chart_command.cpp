#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/error.h"
#include "engine/layers/density_layer.h"
#include "engine/plot/chart_files.h"
#include "engine/plot/city_charts.h"

#include <algorithm>

namespace forewatch {

namespace {

/// Reads `100,200,300`; refuses anything that is no number as a wrong usage.
std::vector<double> readNumbers(const std::string &option, const std::string &text)
{
    std::vector<double> numbers;
    for (const QString &part : QString::fromStdString(text).split(QLatin1Char(','))) {
        bool good = false;
        numbers.push_back(part.trimmed().toDouble(&good));
        if (!good)
            throw CLI::ValidationError(option, "“" + part.toStdString() + "” is no number; write e.g. 100,200,300");
    }
    return numbers;
}

QString tableText(const Chart &chart)
{
    QString text = chart.contents().title + QLatin1Char('\n') + chart.contents().subtitle + QStringLiteral("\n\n");
    constexpr std::size_t most = 60;
    text += chart.contents().columns.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (std::size_t i = 0; i < std::min(most, chart.contents().rows.size()); ++i)
        text += chart.contents().rows[i].join(QLatin1Char('\t')) + QLatin1Char('\n');
    if (chart.contents().rows.size() > most)
        text += QStringLiteral("… %1 more rows; write them with --out FILE.csv\n").arg(chart.contents().rows.size() - most);
    return text + QLatin1Char('\n') + chart.contents().note;
}

} // namespace

void addChartCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        ChartSettings settings;
        std::optional<Counted> what;
        ChartPaper paper;
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("chart", "A chart of the incidents, as a picture and as numbers");
    std::vector<std::string> names;
    for (const ChartKind kind : chartKinds)
        names.push_back(chartKindKey(kind).toStdString());
    command
        .add_option_function<std::string>(
            "NAME",
            [options](const std::string &name) { options->settings.kind = *parseChartKind(QString::fromStdString(name)); },
            "outdoors: share outdoors, targets beside all other crime. types: counts by type. hours: hour by weekday. "
            "months: each month and the same a year before. concentration: how few places hold how much. near-repeat: "
            "pairs near in space and time (Knox). heat-map: density over the neighborhoods")
        ->required()
        ->check(CLI::IsMember(names));
    options->sources.addTo(command);
    addText(command, "--out", options->out, "Write FILE.png, FILE.svg or FILE.csv; without it the numbers are printed");
    addSize(command, "--size", options->paper.size, "Of the picture in pixels, 1200x800 by default");
    command.add_flag("--dark", options->paper.dark, "Draw it for a dark ground");
    command
        .add_option_function<std::string>(
            "--what",
            [options](const std::string &what) { options->what = what == "all" ? Counted::All : Counted::Targets; },
            "What is counted: all incidents or target events (targets). By default targets for near-repeat and heat-map, "
            "else all; outdoors and types always show both")
        ->check(CLI::IsMember({"all", "targets"}));
    command
        .add_option_function<std::string>(
            "--places",
            [options](const std::string &unit) {
                options->settings.unit = unit == "points" ? PlaceUnit::Points : unit == "cells" ? PlaceUnit::Cells : PlaceUnit::Neighborhoods;
            },
            "concentration: over points (about 10 m, the default), cells (250 m squares) or neighborhoods")
        ->check(CLI::IsMember({"points", "cells", "neighborhoods"}));
    const auto checkBands = [options](const std::string &option) {
        try {
            options->settings.nearRepeat.require();
        } catch (const Error &error) {
            throw CLI::ValidationError(option, error.what());
        }
    };
    command.add_option_function<std::string>(
        "--distances",
        [options, checkBands](const std::string &text) {
            options->settings.nearRepeat.metres = readNumbers("--distances", text);
            checkBands("--distances");
        },
        "near-repeat: ends of the distance bands in metres, 100,200,300,400,500 by default; the same place is one before them");
    command.add_option_function<std::string>(
        "--days",
        [options, checkBands](const std::string &text) {
            options->settings.nearRepeat.days.clear();
            for (const double days : readNumbers("--days", text))
                options->settings.nearRepeat.days.push_back(static_cast<int>(std::clamp(days, -1., 1e6)));
            checkBands("--days");
        },
        "near-repeat: ends of the time bands in days, left out themselves, 7,14,21,28 by default");
    command.add_option("--runs", options->settings.nearRepeat.runs, "near-repeat: how often dates are dealt out anew, 199 by default")
        ->check(CLI::Range(NearRepeatSettings::fewestRuns, NearRepeatSettings::mostRuns));
    command.add_option("--seed", options->settings.nearRepeat.seed, "near-repeat: seed of the random numbers, 1 by default");
    addLength(command, "--bandwidth", options->settings.bandwidthMetres, DensityLayerSettings::leastBandwidth,
              DensityLayerSettings::mostBandwidth, "heat-map: standard deviation of the kernel, 250m by default");
    command.footer("Charts are of the incidents that the source options let through: --from and --to choose the span.");
    command.callback([options, &console] {
        const QString ending = options->out.section(QLatin1Char('.'), -1).toLower();
        if (!options->out.isEmpty() && ending != QLatin1String("png") && ending != QLatin1String("svg") && ending != QLatin1String("csv"))
            throw CLI::ValidationError("--out", "a chart is written as PNG, SVG or CSV: end the name with .png, .svg or .csv");
        const City city = options->sources.import(console);
        if (!options->out.isEmpty())
            requireNoSource(city, options->out);
        ChartSettings settings = options->settings;
        settings.what = options->what.value_or(usuallyCounted(settings.kind));
        ConsoleFeedback feedback(console, QStringLiteral("Counting"));
        const auto chart = makeChart({city, city.incidents->coveredDays()}, settings, feedback);
        if (!options->out.isEmpty())
            writeChart(*chart, options->out, options->paper);
        console.result(chart->contents().json, options->out.isEmpty() ? tableText(*chart)
                                                                      : QStringLiteral("%1\nWritten to %2.").arg(chart->contents().title, options->out));
    });
}

} // namespace forewatch
