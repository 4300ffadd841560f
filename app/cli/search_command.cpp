#include "app/cli/commands.h"
#include "app/cli/training_options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/learning/search.h"

#include <QFileInfo>
#include <QJsonArray>

namespace forewatch {

namespace {

QJsonObject toJson(const SearchedRun &run)
{
    return {{QStringLiteral("settings"), run.choice},
            {QStringLiteral("folder"), run.folder},
            {QStringLiteral("validation_loss"), run.validationLoss},
            {QStringLiteral("best_epoch"), run.bestEpoch},
            {QStringLiteral("parameters"), static_cast<qint64>(run.parameters)}};
}

QString toText(const SearchedRun &run)
{
    QStringList choice;
    for (auto setting = run.choice.begin(); setting != run.choice.end(); ++setting)
        choice << setting.key() + QLatin1Char(' ') + setting->toVariant().toString();
    return QStringLiteral("%1  validation loss %2 in epoch %3: %4")
        .arg(QFileInfo(run.folder).fileName())
        .arg(run.validationLoss, 0, 'f', 4)
        .arg(run.bestEpoch)
        .arg(choice.join(QStringLiteral(", ")));
}

} // namespace

void addSearchCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        TrainingOptions training;
        SearchSettings search;
        std::string order = "grid";
        QString out;
    };
    auto options = std::make_shared<Options>();
    SearchSettings &settings = options->search;
    CLI::App &command = *program.add_subcommand(
        "search", "Train networks with many settings, and rank them by their validation loss; the test part is not looked at");
    options->training.addTo(command);
    command.add_option_function<std::vector<std::string>>(
        "--vary",
        [&settings](const std::vector<std::string> &varied) {
            try {
                for (const std::string &setting : varied)
                    settings.varied.push_back(parseVariedSetting(QString::fromStdString(setting)));
            } catch (const Error &error) {
                throw CLI::ValidationError("--vary", error.what());
            }
        },
        "PATH=VALUE,VALUE,… or PATH=LOW..HIGH, by the setting's place in the network's file: learning.learning_rate=1e-3,1e-4; may "
        "be given several times")
        ->required()->allow_extra_args(false);
    command.add_option("--order", options->order, "grid tries every combination, random draws them")
        ->check(CLI::IsMember({"grid", "random"}))->capture_default_str();
    command.add_option("--runs", settings.runs, "Trainings at most; 0: the whole grid")
        ->check(CLI::Range(0, 10000))->capture_default_str();
    command.add_option("--minutes", settings.minutes, "No training begins later than this; 0: no limit")
        ->check(CLI::NonNegativeNumber)->capture_default_str();
    addText(command, "--out", options->training.settings.folder,
            "Folder for the runs' model folders; the same search there is gone on with")->required();
    addText(command, "--table", options->out, "Write rank,run,validation_loss,best_epoch,parameters and the settings as CSV to FILE");
    command.callback([options, &console] {
        const City city = options->training.sources.import(console);
        SearchSettings chosen = options->search;
        const TrainingSettings base = options->training.chosen(city, console);
        chosen.order = options->order == "grid" ? SearchOrder::Grid : SearchOrder::Random;
        chosen.seed = base.seed;
        ConsoleFeedback feedback(console, QStringLiteral("Searching"));
        const auto observe = [&](const TrainingProgress &progress) {
            feedback.setDetail(QStringLiteral("epoch %1/%2").arg(progress.epoch).arg(progress.epochs));
        };
        const auto ended = [&](const std::vector<SearchedRun> &runs) {
            console.say(QStringLiteral("%1 done, best so far: %2").arg(runs.size()).arg(toText(runs.front())));
        };
        const auto runs = searchNetworks(city, base, chosen, torchBackend(), feedback, observe, ended);
        if (!options->out.isEmpty())
            writeWholeFile(options->out, searchCsv(runs));
        QJsonArray list;
        QStringList lines;
        for (const SearchedRun &run : runs) {
            list << toJson(run);
            lines << toText(run);
        }
        console.result({{QStringLiteral("runs"), list}}, lines.join(QLatin1Char('\n')));
    });
}

} // namespace forewatch
