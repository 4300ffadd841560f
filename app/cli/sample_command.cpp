#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/error.h"
#include "engine/data/sample_city.h"

#include <QDir>
#include <QFileInfo>

#include <map>

namespace forewatch {

namespace {

QJsonObject truthOf(const SampleTruth &truth)
{
    return {{QStringLiteral("branching"), truth.branching},
            {QStringLiteral("days"), truth.days},
            {QStringLiteral("metres"), truth.metres}};
}

QString spoken(const SampleTruth &truth)
{
    if (truth.branching == 0)
        return QStringLiteral("Its target events come at a constant rate, anywhere alike: nothing can be foreseen.");
    return QStringLiteral("Each target event begets %1 others on average, after %2 days and %3 m away (mean time, standard "
                          "deviation).")
        .arg(truth.branching).arg(truth.days).arg(truth.metres);
}

} // namespace

void addSampleCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        QString folder;
        std::uint64_t seed = 1;
        int years = 3;
        SampleOptions city;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("sample", "Write the embedded sample city, which is fictional");
    addText(command, "--out", options->folder, "Folder for incidents.csv and neighborhoods.geojson")->required();
    command.add_option("--seed", options->seed, "Another seed gives another city; 1 by default");
    command.add_option("--years", options->years, "Years of incidents, 3 by default")->check(CLI::Range(1, 50));
    command
        .add_option("--structure", options->city.structure,
                    "What is to be found in its target events: hawkes (by default), a self-exciting process with a rhythm and "
                    "known corners; or none, a constant rate at even places")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, SampleStructure>{{"hawkes", SampleStructure::Hawkes}, {"none", SampleStructure::None}}));
    command.add_flag("--leak", options->city.plantedLeak,
                     "Add a type, VANDALISM, that happens only in two-hour windows that hold a target: the answer, drawn in the "
                     "picture, to try the leakage audit on");
    command.callback([options, &console] {
        for (const char *name : {"incidents.csv", "neighborhoods.geojson"})
            if (QFileInfo::exists(QDir(options->folder).filePath(QLatin1String(name))))
                throw Error(QStringLiteral("There is a %1 in %2 already. Choose another folder.")
                                .arg(QLatin1String(name), options->folder));
        ConsoleFeedback feedback(console, QStringLiteral("Inventing a city"));
        const SampleCity sample = makeSampleCity(options->seed, options->years, feedback, options->city);
        writeSampleCity(sample, options->folder);
        const qint64 incidents = static_cast<qint64>(sample.city.incidents->size());
        const qint64 neighborhoods = static_cast<qint64>(sample.city.neighborhoods->size());
        console.result({{QStringLiteral("name"), sample.city.name},
                        {QStringLiteral("incidents"), incidents},
                        {QStringLiteral("neighborhoods"), neighborhoods},
                        {QStringLiteral("target_events"), static_cast<qint64>(sample.truth.events.size())},
                        {QStringLiteral("truth"), truthOf(sample.truth)}},
                       QStringLiteral("%1: %2 incidents, %3 neighborhoods, in %4.\n%5")
                           .arg(sample.city.name, grouped(incidents)).arg(neighborhoods).arg(options->folder, spoken(sample.truth)));
    });
}

} // namespace forewatch
