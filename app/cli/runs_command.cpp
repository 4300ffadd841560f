#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/learning/runs.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace forewatch {

namespace {

double bestLoss(const ModelCard &card)
{
    return card.curves.at(static_cast<std::size_t>(card.bestEpoch - 1)).validationLoss;
}

QJsonObject toJson(const std::vector<Run> &runs, const std::vector<DifferingSetting> &settings, const QDir &folder)
{
    QJsonArray list;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const ModelCard &card = runs[i].card;
        QJsonObject differing;
        for (const DifferingSetting &setting : settings)
            differing[setting.field] = setting.values[static_cast<qsizetype>(i)];
        QJsonObject run{{QStringLiteral("run"), folder.relativeFilePath(runs[i].folder)},
                        {QStringLiteral("network"), card.network.name},
                        {QStringLiteral("epochs"), card.epochs},
                        {QStringLiteral("complete"), card.complete},
                        {QStringLiteral("best_epoch"), card.bestEpoch},
                        {QStringLiteral("validation"), card.validation},
                        {QStringLiteral("settings"), differing},
                        {QStringLiteral("notes"), card.notes}};
        if (card.bestEpoch > 0)
            run[QStringLiteral("validation_loss")] = bestLoss(card);
        list << run;
    }
    return {{QStringLiteral("runs"), list}};
}

QString toText(const std::vector<Run> &runs, const std::vector<DifferingSetting> &settings, const QDir &folder)
{
    QStringList lines;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const ModelCard &card = runs[i].card;
        QString line = QStringLiteral("%1: %2, %3 epochs%4").arg(folder.relativeFilePath(runs[i].folder), card.network.name)
                           .arg(card.epochs).arg(card.complete ? QString() : QStringLiteral(", not finished"));
        if (card.bestEpoch > 0)
            line += QStringLiteral(", best validation loss %1 in epoch %2").arg(bestLoss(card), 0, 'f', 4).arg(card.bestEpoch);
        for (const DifferingSetting &setting : settings)
            line += QStringLiteral("\n  %1: %2").arg(setting.field, setting.values[static_cast<qsizetype>(i)]);
        if (!card.notes.isEmpty())
            line += QStringLiteral("\n  notes: ") + card.notes;
        lines << line;
    }
    return lines.isEmpty() ? QStringLiteral("No training has left a model folder here.") : lines.join(QLatin1Char('\n'));
}

} // namespace

void addRunsCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        QString folder;
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("runs", "List the trainings below a folder, and the settings in which they differ");
    addText(command, "--folder", options->folder, "Folder that the model folders lie in")->required();
    addText(command, "--out", options->out, "Write run,epoch,training_loss,training_accuracy,validation_loss,validation_accuracy "
                                            "as CSV to FILE");
    command.callback([options, &console] {
        if (!QFileInfo(options->folder).isDir())
            throw Error(QStringLiteral("There is no folder %1. Name the folder that the model folders lie in.").arg(options->folder));
        const std::vector<Run> runs = runsIn(options->folder);
        const std::vector<DifferingSetting> settings = differingSettings(runs);
        const QDir folder(options->folder);
        if (!options->out.isEmpty())
            writeWholeFile(options->out, curvesCsv(runs));
        console.result(toJson(runs, settings, folder), toText(runs, settings, folder));
    });
}

} // namespace forewatch
