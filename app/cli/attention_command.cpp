#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/evaluation/attention_picture.h"

#include <QIODevice>

namespace forewatch {

namespace {

QJsonObject toJson(const Attention &attention, double probability)
{
    return {{QStringLiteral("method"), attentionName(attention.method)},
            {QStringLiteral("drawn"), formatWindow(attention.example.input)},
            {QStringLiteral("asked"), formatWindow(attention.example.asked)},
            {QStringLiteral("probability"), probability},
            {QStringLiteral("outcome"), attention.example.outcome},
            {QStringLiteral("log_odds"), attention.logOdds},
            {QStringLiteral("columns"), attention.columns},
            {QStringLiteral("rows"), attention.rows},
            {QStringLiteral("largest"), attention.largest()}};
}

} // namespace

void addAttentionCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        QString model;
        std::optional<Time> at;
        std::string method = "occlusion";
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("attention", "What a network looked at in one picture, laid over its map");
    options->sources.addTo(command);
    addText(command, "--model", options->model, "Model folder")->required();
    addTime(command, "--at", options->at, "When the forecast is made; for a same-window model the window's end")->required();
    command.add_option("--method", options->method,
                       "occlusion: what hiding a part changes; saliency: how steeply the score changes with each part")
        ->check(CLI::IsMember({"saliency", "occlusion"}))->capture_default_str();
    addText(command, "--out", options->out, "Write the picture to FILE.png")->required();
    command.callback([options, &console] {
        const City city = options->sources.import(console);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        const Example example = exampleAt(city, model.card.task, *options->at);
        const Window known = city.incidents->coveredDays();
        if (example.input.start < known.start || example.input.end() > known.end())
            throw Error(QStringLiteral("The table covers %1 to %2, so that there is no picture for a forecast at %3. Choose "
                                       "another --at.")
                            .arg(formatTime(known.start), formatTime(known.end()), formatTime(*options->at)));
        requireNoSource(city, options->out);
        ConsoleFeedback feedback(console, QStringLiteral("Looking"));
        const Attention attention =
            attentionOf(model, city, example, *parseAttention(QString::fromStdString(options->method)), feedback);
        const double probability = predict(model, city, {example}, feedback).front();
        const QImage picture = attentionPicture(attention, model, city, probability);
        writeWholeFile(options->out, [&](QIODevice &file) {
            if (!picture.save(&file, "PNG"))
                throw Error(QStringLiteral("The picture %1 cannot be written.").arg(options->out));
        });
        console.result(toJson(attention, probability),
                       QStringLiteral("%1 %2 × %3 cells over the map in %4. Calibrated probability: %5 %.")
                           .arg(attention.method == AttentionMethod::Saliency ? QStringLiteral("Saliency:")
                                                                              : QStringLiteral("Occlusion:"))
                           .arg(attention.columns).arg(attention.rows).arg(options->out)
                           .arg(100 * probability, 0, 'f', 1));
    });
}

} // namespace forewatch
