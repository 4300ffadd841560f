#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/table_options.h"
#include "engine/analysis/table_writer.h"
#include "engine/core/error.h"
#include "engine/data/incident_writer.h"

#include <cmath>

namespace forewatch {

namespace {

/// The whole city's sheet.
QString describe(const DailyTable &table)
{
    const auto number = [](std::optional<qint64> value) { return value ? grouped(*value) : QStringLiteral("-"); };
    QStringList header{QStringLiteral("Total")};
    for (std::size_t span = 0; span < DailyTable::spanCount; ++span)
        header << spanName(span).toLower() << QStringLiteral("year before") << QStringLiteral("change");
    std::vector<QStringList> lines{header};
    for (std::size_t category = 0; category < table.categories.size(); ++category) {
        QStringList line{table.categories[category].name + (table.categories[category].isTarget ? QStringLiteral(" (events)") : QString())};
        for (std::size_t span = 0; span < DailyTable::spanCount; ++span) {
            const Change &change = table.at(table.total(), category, span).count;
            const QString percent = change.percent() ? QStringLiteral("%1 %").arg(std::llround(*change.percent()))
                : change.difference()                ? QStringLiteral("too few")
                                                     : QStringLiteral("-");
            line << number(change.now) << number(change.before)
                 << (change.reading() == Change::Reading::Clear ? percent + QLatin1Char('!') : percent);
        }
        lines.push_back(line);
    }
    return QStringLiteral("As of %1. “!” marks changes that chance alone makes in fewer than one of twenty comparisons.\n")
               .arg(formatTime(table.day).left(10)) + inColumns(lines);
}

} // namespace

void addDailyCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        FilterOptions filter;
        AreaOptions areas;
        std::optional<Time> day;
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "daily", "The supervisors' table: the last 7 and 28 days and the year to date by area and type,\n"
                 "each beside the same span a year before");
    options->sources.addTo(command);
    options->areas.addTo(command, QStringLiteral("district"));
    options->filter.addTo(command);
    addTime(command, "--day", options->day, "The day that the spans end with (YYYY-MM-DD); the table's last whole day by default");
    addText(command, "--out", options->out, "Write all areas, types and spans to FILE.csv");
    command.callback([options, &console] {
        const City whole = importWhole(options->sources, console);
        const City city = filtered(whole, options->filter.filterFor(whole));
        const Window covered = whole.incidents->coveredDays();
        const Time day = midnightOf(options->day.value_or(lastWholeDay(*whole.incidents)));
        if (!covered.contains(day))
            throw Error(QStringLiteral("The table has no incidents as of %1: it covers %2 to %3. Choose another --day.")
                            .arg(formatTime(day).left(10), formatTime(covered.start).left(10),
                                 formatTime(covered.end() - std::chrono::days(1)).left(10)));
        ConsoleFeedback feedback(console, QStringLiteral("Counting"));
        const AreaSet areas = options->areas.areasOf(whole, options->sources.settings(), feedback);
        const DailyTable table = dailyTable(city, areas, day, covered);
        if (!options->out.isEmpty()) {
            requireNoSource(whole, options->out);
            writeDailyTable(table, options->out);
        }
        console.result(toJson(table), describe(table));
    });
}

} // namespace forewatch
