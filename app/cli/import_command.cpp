#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/files.h"

namespace forewatch {

namespace {

/// How the table was read, as far as it did not say so itself.
QString describeReading(const ImportReport &report)
{
    QString text;
    if (!report.kind.isEmpty())
        text += QStringLiteral("Recognised as %1.\n").arg(report.kind);
    text += QStringLiteral("Columns: %1\n").arg(report.columns.join(QStringLiteral(", ")));
    text += QStringLiteral("Coordinates in %1%2%3.\n")
                .arg(report.crs,
                     report.crsGuessed ? QStringLiteral(", found by where the rows lie") : QString(),
                     report.axesSwapped ? QStringLiteral(", axes swapped") : QString());
    if (report.timeZone == wallClock)
        text += QStringLiteral("Times as they stand.\n");
    else if (report.notes[static_cast<std::size_t>(Note::OtherTimeZone)] > 0)
        text += QStringLiteral("Times turned from %1 into %2.\n")
                    .arg(report.timeZone.isEmpty() ? QStringLiteral("the zones they name") : report.timeZone, report.cityTimeZone);
    if (!report.encoding.isEmpty() && report.encoding != QLatin1String("UTF-8"))
        text += QStringLiteral("Encoding %1.\n").arg(report.encoding);
    return text;
}

/// Rows of each type, all and by year.
QString describeTypes(const ImportReport &report)
{
    const auto years = report.years.keys();
    QString text;
    const auto line = [&](const QString &type, std::uint32_t all, const QMap<int, std::uint32_t> &byYear) {
        text += QStringLiteral("  %1").arg(grouped(all), 9);
        for (const int year : years)
            text += QStringLiteral(" %1").arg(grouped(byYear.value(year)), 8);
        text += QStringLiteral("  %1\n").arg(type);
    };
    constexpr qsizetype mostYears = 12;
    if (years.size() > mostYears) {
        for (auto it = report.types.begin(); it != report.types.end(); ++it)
            text += QStringLiteral("  %1 %2\n").arg(grouped(it.value()), 9).arg(it.key());
        return text;
    }
    text += QStringLiteral("  %1").arg(QStringLiteral("all"), 9);
    for (const int year : years)
        text += QStringLiteral(" %1").arg(year, 8);
    text += QLatin1Char('\n');
    for (auto it = report.types.begin(); it != report.types.end(); ++it)
        line(it.key(), it.value(), report.typesByYear.value(it.key()));
    return text;
}

QString describe(const ImportReport &report)
{
    QString text = QStringLiteral("%1 rows read, %2 kept.\n").arg(grouped(report.rows), grouped(report.kept));
    for (std::size_t i = 0; i < rejectionCount; ++i)
        if (const auto count = report.rejectedFor(static_cast<Rejection>(i)))
            text += QStringLiteral("  %1 %2: left out\n").arg(grouped(count), 9).arg(rejectionText(static_cast<Rejection>(i)));
    for (std::size_t i = 0; i < noteCount; ++i)
        if (report.notes[i] > 0)
            text += QStringLiteral("  %1 %2\n").arg(grouped(report.notes[i]), 9).arg(noteText(static_cast<Note>(i)));
    if (!report.leftOutColumns.isEmpty())
        text += QStringLiteral("Columns about persons, not read: %1\n").arg(report.leftOutColumns.join(QStringLiteral(", ")));
    text += describeReading(report);
    text += QStringLiteral("From %1 to %2; %3 neighborhoods (%4).\n")
                .arg(formatTime(*report.first), formatTime(*report.last))
                .arg(report.neighborhoodCount)
                .arg(report.neighborhoodCrs);
    text += QStringLiteral("%1 target events, with %2 rows (victims).\n")
                .arg(grouped(static_cast<qint64>(report.targetEvents)), grouped(static_cast<qint64>(report.targetVictims)));
    text += describeTypes(report);
    return text.chopped(1);
}

} // namespace

void addImportCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        QString report;
        QString rejected;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("import", "Read and check the sources, and print the import report");
    options->sources.addTo(command);
    addText(command, "--report", options->report, "Write the report as JSON to FILE");
    addText(command, "--rejected", options->rejected, "Write the rows left out, with number and reason, as CSV to FILE");
    command.callback([options, &console] {
        const City city = options->sources.import(console);
        if (!options->report.isEmpty()) {
            requireNoSource(city, options->report);
            writeJson(options->report, city.report->toJson());
        }
        if (!options->rejected.isEmpty()) {
            ConsoleFeedback feedback(console, QStringLiteral("Writing rejected rows"));
            writeRejectedRows(options->sources.settings().incidents, *city.report, options->rejected, feedback);
        }
        console.result(city.report->toJson(), describe(*city.report));
    });
}

} // namespace forewatch
