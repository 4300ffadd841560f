#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/learning/model_folder.h"

namespace forewatch {

void addExportModelCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        QString model;
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "export-model", "Write a model's network as TorchScript for other programs: pictures (N x 3 x height x width, 0 to 255) "
                        "to log-odds before calibration");
    addText(command, "--model", options->model, "Model folder")->required();
    addText(command, "--out", options->out, "TorchScript archive to write, FILE.pt; Forewatch never reads one")->required();
    command.callback([options, &console] {
        const ModelFolder files(options->model);
        const ModelCard card = files.readCard();
        if (!card.field.isEmpty())
            throw Error(QStringLiteral("%1 is a risk field. Only networks that read pictures are exported: choose a model of one.")
                            .arg(options->model));
        const NetworkSpec &network = card.network;
        const std::string archive = torchBackend().torchScript(network, files.readWeights(network));
        writeWholeFile(options->out, QByteArray::fromStdString(archive));
        console.result({{QStringLiteral("file"), options->out},
                        {QStringLiteral("input"), QStringLiteral("N x 3 x %1 x %2").arg(network.input.height).arg(network.input.width)}},
                       QStringLiteral("The network of %1 is in %2.").arg(options->model, options->out));
    });
}

} // namespace forewatch
