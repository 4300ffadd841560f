#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/table_options.h"
#include "engine/core/error.h"
#include "engine/data/incident_writer.h"

namespace forewatch {

void addIncidentsCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        FilterOptions filter;
        bool onlyTargets = false;
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "incidents", "Write the incidents that were kept as CSV or GeoPackage; sexual offences stand at the centre of their\n"
                     "neighborhood");
    options->sources.addTo(command);
    options->filter.addTo(command);
    command.add_flag("--only-targets", options->onlyTargets, "Keep target incidents");
    addText(command, "--out", options->out, "FILE.csv or FILE.gpkg")->required();
    command.callback([options, &console] {
        const City whole = options->sources.import(console);
        const City city = filtered(whole, options->filter.filterFor(whole));
        std::vector<const Incident *> incidents;
        for (const Incident &incident : city.incidents->all())
            if (!options->onlyTargets || city.target->contains(incident))
                incidents.push_back(&incident);
        ConsoleFeedback feedback(console, QStringLiteral("Writing"), static_cast<double>(incidents.size()), QStringLiteral("incidents"));
        writeIncidents(city, incidents, options->out, feedback);
        const auto count = static_cast<qint64>(incidents.size());
        console.result({{QStringLiteral("incidents"), count}, {QStringLiteral("out"), options->out}},
                       QStringLiteral("%1 incidents are in %2.").arg(grouped(count), options->out));
    });
}

} // namespace forewatch
