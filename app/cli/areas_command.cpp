#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/table_options.h"
#include "engine/analysis/table_writer.h"
#include "engine/core/error.h"
#include "engine/data/incident_writer.h"

#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

QString describe(const AreaCounts &counts, const AreaSet &areas)
{
    const auto number = [](std::optional<qint64> value) { return value ? grouped(*value) : QStringLiteral("-"); };
    const auto percent = [](const Change &change) {
        return change.percent() ? QStringLiteral("%1 %").arg(std::llround(*change.percent()))
            : change.difference() ? QStringLiteral("too few")
                                  : QStringLiteral("-");
    };
    std::vector<QStringList> lines{{areas.title, QStringLiteral("incidents"), QStringLiteral("year before"), QStringLiteral("change"),
                                    QStringLiteral("reading"), QStringLiteral("target events"), QStringLiteral("year before"),
                                    QStringLiteral("victims"), QStringLiteral("per km²"), QStringLiteral("per 1,000")}};
    const auto add = [&](const QString &name, const AreaCount &count, std::size_t area) {
        const auto rate = [](std::optional<double> value) { return value ? QString::number(*value, 'f', 2) : QStringLiteral("-"); };
        const qint64 incidents = count.incidents.now.value_or(0);
        lines.push_back({name, number(count.incidents.now), number(count.incidents.before), percent(count.incidents),
                         readingKey(count.incidents.reading()), number(count.targets.now), number(count.targets.before),
                         number(count.victims.now), rate(perSquareKilometre(incidents, areas, area)),
                         rate(perThousandResidents(incidents, areas, area))
                             + (hasFewResidents(areas, area) ? QStringLiteral(" (few residents)") : QString())});
    };
    for (std::size_t area = 0; area < areas.size(); ++area)
        add(areas.names[static_cast<qsizetype>(area)], counts.areas[area], area);
    add(QStringLiteral("In none of them"), counts.elsewhere, areas.size());
    add(QStringLiteral("Total"), counts.total, areas.size());
    return QStringLiteral("%1, beside %2%3\n").arg(formatWindow(counts.span.now), formatWindow(counts.span.before),
                                                   counts.span.knowsBefore ? QString() : QStringLiteral(" (no data)"))
        + inColumns(lines);
}

} // namespace

void addAreasCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        FilterOptions filter;
        AreaOptions areas;
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "areas", "Count incidents, target events and victims of --from to --to by neighborhood, district or any polygons,\n"
                 "beside the same span a year before");
    options->sources.addTo(command);
    options->areas.addTo(command, QStringLiteral("neighborhood"));
    options->filter.addTo(command);
    addText(command, "--out", options->out, "Write the table to FILE.csv, or with the polygons to FILE.gpkg");
    command.callback([options, &console] {
        const City whole = importWhole(options->sources, console);
        const City city = filtered(whole, options->filter.filterFor(whole));
        const Window covered = whole.incidents->coveredDays();
        const IncidentSettings &settings = options->sources.settings().incidents;
        const Time from = settings.from.value_or(covered.start);
        const Time to = settings.to.value_or(covered.end());
        if (to <= from)
            throw CLI::ValidationError("--to", "ends before --from begins");
        ConsoleFeedback feedback(console, QStringLiteral("Counting"));
        const AreaSet areas = options->areas.areasOf(whole, options->sources.settings(), feedback);
        ComparedSpan span = comparedSpan({from, to - from}, covered);
        span.knowsBefore = span.knowsBefore && span.knowsNow;
        span.knowsNow = true;
        const AreaCounts counts = countByArea(city, areas, span);
        if (!options->out.isEmpty()) {
            requireNoSource(whole, options->out);
            std::vector<std::size_t> order(areas.size());
            std::iota(order.begin(), order.end(), std::size_t(0));
            writeAreaCounts(counts, areas, order, options->out);
        }
        console.result(toJson(counts, areas), describe(counts, areas));
    });
}

} // namespace forewatch
