#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/error.h"
#include "engine/data/sample_city.h"

#include <QDir>
#include <QFileInfo>

namespace forewatch {

void addSampleCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        QString folder;
        std::uint64_t seed = 1;
        int years = 3;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("sample", "Write the embedded sample city, which is fictional");
    addText(command, "--out", options->folder, "Folder for incidents.csv and neighborhoods.geojson")->required();
    command.add_option("--seed", options->seed, "Another seed gives another city; 1 by default");
    command.add_option("--years", options->years, "Years of incidents, 3 by default")->check(CLI::Range(1, 50));
    command.callback([options, &console] {
        for (const char *name : {"incidents.csv", "neighborhoods.geojson"})
            if (QFileInfo::exists(QDir(options->folder).filePath(QLatin1String(name))))
                throw Error(QStringLiteral("There is a %1 in %2 already. Choose another folder.")
                                .arg(QLatin1String(name), options->folder));
        ConsoleFeedback feedback(console, QStringLiteral("Inventing a city"));
        const SampleCity sample = makeSampleCity(options->seed, options->years, feedback);
        writeSampleCity(sample, options->folder);
        const qint64 incidents = static_cast<qint64>(sample.city.incidents->size());
        const qint64 neighborhoods = static_cast<qint64>(sample.city.neighborhoods->size());
        console.result({{QStringLiteral("name"), sample.city.name},
                        {QStringLiteral("incidents"), incidents},
                        {QStringLiteral("neighborhoods"), neighborhoods}},
                       QStringLiteral("%1: %2 incidents, %3 neighborhoods, in %4.")
                           .arg(sample.city.name, grouped(incidents)).arg(neighborhoods).arg(options->folder));
    });
}

} // namespace forewatch
