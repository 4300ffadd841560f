#include "app/cli/commands.h"
#include "app/cli/training.h"
#include "app/cli/training_options.h"

namespace forewatch {

void addTrainCommand(CLI::App &program, const Console &console)
{
    auto options = std::make_shared<TrainingOptions>();
    CLI::App &command = *program.add_subcommand("train", "Train a network on snapshots, and leave a model folder");
    options->addTo(command);
    command.add_flag("--resume", options->settings.resume, "Go on from the folder's last checkpoint");
    addText(command, "--out", options->settings.folder, "Model folder")->required();
    command.callback([options, &console] {
        const City city = options->sources.import(console);
        const TrainingSettings chosen = options->chosen(city, console);
        const TrainingResult result = train(city, chosen, console);
        console.result(result.toJson(), result.toText(chosen.folder));
    });
}

} // namespace forewatch
