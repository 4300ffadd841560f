#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/files.h"

namespace forewatch {

namespace {

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
    text += QStringLiteral("From %1 to %2; %3 neighborhoods (%4).\n")
                .arg(formatTime(*report.first), formatTime(*report.last))
                .arg(report.neighborhoodCount)
                .arg(report.neighborhoodCrs);
    for (auto it = report.types.begin(); it != report.types.end(); ++it)
        text += QStringLiteral("  %1 %2\n").arg(grouped(it.value()), 9).arg(it.key());
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
