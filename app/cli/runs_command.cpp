#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/files.h"
#include "engine/learning/runs.h"

#include <QDir>
#include <QJsonArray>

namespace forewatch {

namespace {

QJsonObject toJson(const Runs &runs, const SettingsTable &settings, const QDir &folder)
{
    QJsonArray list;
    for (std::size_t i = 0; i < runs.readable.size(); ++i) {
        const auto &[path, card] = runs.readable[i];
        QJsonObject differing;
        for (qsizetype field = 0; field < settings.fields.size(); ++field)
            differing[settings.fields[field]] = settings.rows[i][field];
        QJsonObject run{{QStringLiteral("run"), folder.relativeFilePath(path)},
                        {QStringLiteral("network"), card.network.name},
                        {QStringLiteral("epochs"), card.epochs},
                        {QStringLiteral("complete"), card.complete},
                        {QStringLiteral("best_epoch"), card.bestEpoch},
                        {QStringLiteral("validation"), card.validation},
                        {QStringLiteral("settings"), differing},
                        {QStringLiteral("notes"), card.notes}};
        if (card.bestEpoch > 0)
            run[QStringLiteral("validation_loss")] = card.curves[std::size_t(card.bestEpoch - 1)].validationLoss;
        list << run;
    }
    QJsonArray damaged;
    for (const auto &[path, problem] : runs.damaged)
        damaged << QJsonObject{{QStringLiteral("run"), folder.relativeFilePath(path)}, {QStringLiteral("problem"), problem}};
    return {{QStringLiteral("runs"), list}, {QStringLiteral("damaged"), damaged}};
}

QString toText(const Runs &runs, const SettingsTable &settings, const QDir &folder)
{
    QStringList lines;
    for (std::size_t i = 0; i < runs.readable.size(); ++i) {
        const auto &[path, card] = runs.readable[i];
        QString line = QStringLiteral("%1: %2, %3 epochs%4").arg(folder.relativeFilePath(path), card.network.name)
                           .arg(card.epochs).arg(card.complete ? QString() : QStringLiteral(", not finished"));
        if (card.bestEpoch > 0)
            line += QStringLiteral(", best validation loss %1 in epoch %2")
                        .arg(card.curves[std::size_t(card.bestEpoch - 1)].validationLoss, 0, 'f', 4).arg(card.bestEpoch);
        for (qsizetype field = 0; field < settings.fields.size(); ++field)
            line += QStringLiteral("\n  %1: %2").arg(settings.fields[field], settings.rows[i][field]);
        if (!card.notes.isEmpty())
            line += QStringLiteral("\n  notes: ") + card.notes;
        lines << line;
    }
    for (const auto &[path, problem] : runs.damaged)
        lines << folder.relativeFilePath(path) + QStringLiteral(": ") + problem;
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
        const Runs runs = runsBelow(options->folder);
        const SettingsTable settings = differingSettings(runs.readable);
        const QDir folder(QDir(options->folder).absolutePath());
        if (!options->out.isEmpty())
            writeWholeFile(options->out, scalarsCsv(runs.readable, folder.path()));
        console.result(toJson(runs, settings, folder), toText(runs, settings, folder));
    });
}

} // namespace forewatch
