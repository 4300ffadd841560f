#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/cli/training.h"
#include "engine/core/error.h"
#include "engine/core/files.h"

namespace forewatch {

namespace {

void setDelay(Task &task, const std::string &text)
{
    if (text == "as-reported") {
        task.reporting = Reporting::AsReported;
        return;
    }
    const auto delay = parseDuration(QString::fromStdString(text));
    if (!delay)
        throw CLI::ValidationError("--delay", "“" + text + "” is no length of time; write e.g. 6h or 14d, or as-reported");
    task.delay = *delay;
}

} // namespace

void addTrainCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        TrainingSettings settings;
        std::string task = "next-window";
        std::string delay = "0h";
        std::string split = "chronological";
        std::string precision = "auto";
        std::string device = "auto";
        std::optional<Time> trainTo;
        std::optional<Time> validationTo;
        bool projectLayers = false;
    };
    auto options = std::make_shared<Options>();
    TrainingSettings &settings = options->settings;
    CLI::App &command = *program.add_subcommand("train", "Train a network on snapshots, and leave a model folder");
    options->sources.addTo(command);
    CLI::Option *const preset = command.add_option_function<std::string>(
        "--preset",
        [&settings](const std::string &name) { settings.network = NetworkSpec::preset(QString::fromStdString(name)); },
        "Network and training as published: model1, model2")
        ->default_str("model2");
    command.add_option_function<std::string>(
        "--network",
        [&settings](const std::string &file) {
            settings.network = NetworkSpec::fromJson(readJson(QString::fromStdString(file)));
        },
        "Network and training that FILE.json describes: input, layers, learning")
        ->excludes(preset);
    command.add_option("--task", options->task,
                       "next-window looks ahead; same-window is the published task, whose answer is in the picture")
        ->check(CLI::IsMember({"same-window", "next-window"}))->capture_default_str();
    addDuration(command, "--length", settings.task.length, "Length of the drawn window, 2h by default");
    addDuration(command, "--step", settings.task.step, "From one question to the next, 2h by default");
    addDuration(command, "--lead", settings.task.lead, "Pause between the drawn window and the span asked about, 0h by "
                                                       "default", true);
    addDuration(command, "--horizon", settings.task.horizon, "Length of the span asked about, 2h by default");
    command.add_option("--delay", options->delay,
                       "How long after an incident its row is in the table: the drawn window ends that much earlier; "
                       "as-reported takes each row's own delay from the table")
        ->capture_default_str();
    command.add_flag("--mask-targets", settings.task.maskTargets, "Leave homicides, shootings, … (the target) out of what is drawn");
    command.add_option("--split", options->split, "chronological, or random (as published)")
        ->check(CLI::IsMember({"random", "chronological"}))->capture_default_str();
    addTime(command, "--train-to", options->trainTo, "Chronological: learn from spans before this time (60 % by default)");
    addTime(command, "--validation-to", options->validationTo,
            "Chronological: tune on spans before this time (80 % by default); later ones are for test");
    command.add_option("--epochs", settings.epochs,
                       "Times through the training examples: the first of the network's phases, and beyond their end more of "
                       "the last one. Without it its phases as they are")
        ->check(CLI::Range(1, 10000));
    command.add_option("--seed", settings.seed, "The same seed gives the same model")->capture_default_str();
    command.add_option("--precision", options->precision, "auto takes bfloat16 where the processor has it")
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}))->capture_default_str();
    command.add_option("--device", options->device, "auto and cpu compute on the processor; cuda needs a libtorch with CUDA")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    command.add_option_function<std::vector<std::string>>(
        "--map-layer",
        [&settings](const std::vector<std::string> &files) {
            for (const std::string &file : files)
                settings.layers.push_back(LayerSpec::fromJson(readJson(QString::fromStdString(file))));
        },
        "Show the network also the map layer that FILE.json describes (kind, name, settings); may be given several times, "
        "from the ground up. Layers of the city's incidents are made of those before --train-to")
        ->allow_extra_args(false);
    command.add_flag("--project-layers", options->projectLayers, "Show the network also the layers that --project shows on its map");
    command.add_flag("--resume", settings.resume, "Go on from the folder's last checkpoint");
    addText(command, "--out", settings.folder, "Model folder")->required();
    command.callback([options, &console] {
        if (options->device == "cuda")
            throw Error(QStringLiteral("This libtorch computes on the processor alone. Use --device cpu."));
        const City city = options->sources.import(console);
        TrainingSettings chosen = options->settings;
        if (options->projectLayers && !options->sources.project())
            throw CLI::RequiredError("--project-layers needs --project, which");
        if (options->projectLayers)
            for (const LayerSpec &layer : options->sources.project()->view.layers)
                if (layer.visible)
                    chosen.layers.push_back(layer);
        chosen.threads = console.threads;
        chosen.task.question = *parseQuestion(QString::fromStdString(options->task));
        setDelay(chosen.task, options->delay);
        chosen.precision = options->precision == "fp32" ? Precision::Float32
            : options->precision == "bf16"              ? Precision::BFloat16
                                                        : Precision::Auto;
        const Window known = city.incidents->coveredDays();
        chosen.split = defaultSplit(*parseSplit(QString::fromStdString(options->split)), known.start, known.end(), chosen.seed);
        if (options->trainTo)
            chosen.split.trainTo = *options->trainTo;
        if (options->validationTo)
            chosen.split.validationTo = *options->validationTo;

        const TrainingResult result = train(city, chosen, console);
        console.result(result.toJson(), result.toText(chosen.folder));
    });
}

} // namespace forewatch
