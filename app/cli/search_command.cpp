#include "app/cli/commands.h"
#include "app/cli/training_options.h"
#include "engine/core/files.h"
#include "engine/learning/search.h"

#include <QFileInfo>
#include <QJsonArray>

namespace forewatch {

namespace {

QJsonObject toJson(const SearchRun &run)
{
    QJsonObject json{{QStringLiteral("settings"), run.chosen}};
    if (!run.folder.isEmpty())
        json[QStringLiteral("folder")] = run.folder;
    if (!run.problem.isEmpty())
        json[QStringLiteral("problem")] = run.problem;
    if (run.finished) {
        json[QStringLiteral("validation_loss")] = run.validationLoss;
        json[QStringLiteral("validation_accuracy")] = run.validationAccuracy;
        json[QStringLiteral("best_epoch")] = run.bestEpoch;
    }
    return json;
}

QString settingsText(const QJsonObject &chosen)
{
    QStringList parts;
    for (auto setting = chosen.begin(); setting != chosen.end(); ++setting)
        parts << setting.key() + QLatin1Char(' ') + setting->toVariant().toString();
    return parts.join(QStringLiteral(", "));
}

QString toText(const SearchRun &run)
{
    return run.finished ? QStringLiteral("%1  validation loss %2, accuracy %3 %, epoch %4: %5")
                              .arg(QFileInfo(run.folder).fileName())
                              .arg(run.validationLoss, 0, 'f', 4)
                              .arg(100 * run.validationAccuracy, 0, 'f', 1)
                              .arg(run.bestEpoch)
                              .arg(settingsText(run.chosen))
                        : QStringLiteral("no result: %1: %2").arg(settingsText(run.chosen), run.problem);
}

std::vector<SearchRun> search(const City &city, const SearchSettings &settings, const Console &console)
{
    ConsoleFeedback feedback(console, QStringLiteral("Searching"));
    return searchNetworks(city, settings, torchBackend(), feedback, [&](const SearchProgress &progress) {
        feedback.setDetail(QStringLiteral("run %1/%2, epoch %3/%4").arg(progress.run).arg(progress.runs)
                               .arg(progress.training.epoch).arg(progress.training.epochs));
        if (progress.ended)
            console.say(toText(*progress.ended));
    });
}

} // namespace

void addSearchCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        TrainingOptions training;
        SearchSettings search;
        std::string method = "random";
    };
    auto options = std::make_shared<Options>();
    SearchSettings &settings = options->search;
    CLI::App &command = *program.add_subcommand(
        "search", "Train networks with many settings, and rank them by their validation loss; the test part is not looked at");
    options->training.addTo(command);
    command.add_option_function<std::string>(
        "--space",
        [&settings](const std::string &file) { settings.space = searchSpaceFromJson(readJson(QString::fromStdString(file))); },
        "FILE.json with what is tried: {\"learning.learning_rate\": [1e-3, 1e-4], \"layers.8.units\": {\"low\": 64, \"high\": 512, "
        "\"log\": true, \"whole\": true}}")
        ->required();
    command.add_option("--method", options->method, "grid tries every combination, random draws them")
        ->check(CLI::IsMember({"grid", "random"}))->capture_default_str();
    command.add_option("--runs", settings.runs, "Trainings at most")->check(CLI::Range(1, 10000))->capture_default_str();
    addDuration(command, "--time", settings.time, "No training begins later than this, e.g. 8h");
    addText(command, "--out", settings.folder, "Folder for the runs' model folders; the same search there is gone on with")->required();
    command.callback([options, &console] {
        const City city = options->training.sources.import(console);
        SearchSettings chosen = options->search;
        chosen.training = options->training.chosen(city, console);
        chosen.method = *parseSearchMethod(QString::fromStdString(options->method));
        chosen.seed = chosen.training.seed;
        const std::vector<SearchRun> runs = search(city, chosen, console);
        QJsonArray list;
        QStringList lines;
        for (const SearchRun &run : runs) {
            list << toJson(run);
            lines << toText(run);
        }
        console.result({{QStringLiteral("runs"), list}}, lines.join(QLatin1Char('\n')));
    });
}

} // namespace forewatch
