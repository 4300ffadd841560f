#include "app/cli/training_options.h"

#include "engine/core/error.h"
#include "engine/core/files.h"

#include <QFileInfo>

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

void TrainingOptions::addTo(CLI::App &command)
{
    sources.addTo(command);
    CLI::Option *const preset = command.add_option_function<std::string>(
        "--preset",
        [this](const std::string &name) {
            if (name == "risk-field")
                settings.field = RiskFieldSettings{};
            else
                settings.network = NetworkSpec::preset(QString::fromStdString(name));
        },
        "Network and training as published: model1, model2; or risk-field, which forecasts where and when (next-window alone)")
        ->default_str("model2");
    command.add_option_function<std::string>(
        "--network",
        [this](const std::string &file) {
            settings.network = NetworkSpec::fromJson(readJson(QString::fromStdString(file)));
        },
        "Network and training that FILE.json describes: input, layers, learning")
        ->excludes(preset);
    command.add_option("--task", task,
                       "next-window looks ahead; same-window is the published task, whose answer is in the picture")
        ->check(CLI::IsMember({"same-window", "next-window"}))->capture_default_str();
    addDuration(command, "--length", settings.task.length, "Length of the drawn window, 2h by default");
    addDuration(command, "--step", settings.task.step, "From one question to the next, 2h by default");
    addDuration(command, "--lead", settings.task.lead, "Pause between the drawn window and the span asked about, 0h by "
                                                       "default", true);
    addDuration(command, "--horizon", settings.task.horizon, "Length of the span asked about, 2h by default");
    command.add_option("--delay", delay,
                       "How long after an incident its row is in the table: the drawn window ends that much earlier; "
                       "as-reported takes each row's own delay from the table")
        ->capture_default_str();
    command.add_flag("--mask-targets", settings.task.maskTargets, "Leave homicides, shootings, … (the target) out of what is drawn");
    command.add_option("--split", split, "chronological, or random (as published)")
        ->check(CLI::IsMember({"random", "chronological"}))->capture_default_str();
    addTime(command, "--train-to", trainTo, "Chronological: learn from spans before this time (60 % by default)");
    addTime(command, "--validation-to", validationTo,
            "Chronological: tune on spans before this time (80 % by default); later ones are for test");
    command.add_option("--epochs", settings.epochs,
                       "Times through the training examples: the first of the network's phases, and beyond their end more of "
                       "the last one. Without it its phases as they are")
        ->check(CLI::Range(1, 10000));
    command.add_option("--seed", settings.seed, "The same seed gives the same model")->capture_default_str();
    command.add_option("--precision", precision, "auto takes bfloat16 where the processor has it")
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}))->capture_default_str();
    command.add_option("--device", device, "auto and cpu compute on the processor; cuda needs a libtorch with CUDA")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    command.add_option_function<std::vector<std::string>>(
        "--map-layer",
        [this](const std::vector<std::string> &files) {
            for (const std::string &file : files)
                settings.layers.push_back(LayerSpec::fromJson(readJson(QString::fromStdString(file))));
        },
        "Show the network also the map layer that FILE.json describes (kind, name, settings); may be given several times, "
        "from the ground up. Layers of the city's incidents are made of those before --train-to. A risk field reads the layer's "
        "numbers, of points with times their recent counts")
        ->allow_extra_args(false);
    command.add_flag("--project-layers", projectLayers, "Show the network also the layers that --project shows on its map");
    addText(command, "--weather", weather,
            "risk-field: a table with a time and numbers for the whole city, by the hour or day, in the city's own clock. A forecast "
            "reads the last row that is known when it is made, of a day when it is over");
    command.add_option_function<std::vector<std::string>>(
        "--weather-column",
        [this](const std::vector<std::string> &names) {
            for (const std::string &name : names)
                weatherColumns << QString::fromStdString(name);
        },
        "A column of --weather to read; may be given several times. By default all columns of numbers")
        ->allow_extra_args(false);
    command.add_option("--without", without,
                       "risk-field: switch off level, hour, mixture, network, target-planes, violent-planes, other-planes, layers, "
                       "weather or united-states (its holidays and daylight-saving time)")
        ->check(CLI::IsMember({"level", "hour", "mixture", "network", "target-planes", "violent-planes", "other-planes", "layers",
                               "weather", "united-states"}));
}

TrainingSettings TrainingOptions::chosen(const City &city, const Console &console) const
{
    if (device == "cuda")
        throw Error(QStringLiteral("This libtorch computes on the processor alone. Use --device cpu."));
    TrainingSettings result = settings;
    if (projectLayers && !sources.project())
        throw CLI::RequiredError("--project-layers needs --project, which");
    if (projectLayers)
        for (const LayerSpec &layer : sources.project()->view.layers)
            if (layer.visible)
                result.layers.push_back(layer);
    if (!weather.isEmpty() && !result.field)
        throw CLI::RequiredError("--weather needs --preset risk-field, which");
    if (weather.isEmpty() && !weatherColumns.isEmpty())
        throw CLI::RequiredError("--weather-column needs --weather, which");
    if (!weather.isEmpty()) // found again from elsewhere
        result.weather = {.source = QFileInfo(weather).isFile() ? QFileInfo(weather).absoluteFilePath() : weather,
                          .columns = weatherColumns};
    result.threads = console.threads;
    if (!without.empty()) {
        if (!result.field)
            throw CLI::RequiredError("--without needs --preset risk-field, which");
        QJsonObject field = result.field->toJson();
        for (const std::string &factor : without)
            field[QString::fromStdString(factor).replace(QLatin1Char('-'), QLatin1Char('_'))] = false;
        result.field = RiskFieldSettings::fromJson(field);
    }
    result.task.question = *parseQuestion(QString::fromStdString(task));
    setDelay(result.task, delay);
    result.precision = precision == "fp32" ? Precision::Float32
        : precision == "bf16"              ? Precision::BFloat16
                                                    : Precision::Auto;
    const Window known = city.incidents->coveredDays();
    result.split = defaultSplit(*parseSplit(QString::fromStdString(split)), known.start, known.end(), result.seed);
    if (trainTo)
        result.split.trainTo = *trainTo;
    if (validationTo)
        result.split.validationTo = *validationTo;
    return result;
}

} // namespace forewatch
