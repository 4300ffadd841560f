#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/evaluation_text.h"
#include "app/cli/options.h"
#include "engine/core/files.h"
#include "engine/evaluation/beside.h"
#include "engine/evaluation/model_card_html.h"

namespace forewatch {

void addEvaluateCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        QString model;
        std::optional<Time> from;
        std::optional<Time> to;
        QString predictions;
        QString places;
        QString out;
        QString beside;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("evaluate", "Hold a model against what happened, beside the baselines");
    options->sources.addTo(command);
    addText(command, "--model", options->model, "Model folder")->required();
    addTime(command, "--evaluate-from", options->from, "Spans asked about start from here on; by default the test part");
    addTime(command, "--evaluate-to", options->to, "… and before this time");
    addText(command, "--predictions", options->predictions, "Write start,end,probability,outcome as CSV to FILE");
    addText(command, "--places", options->places,
            "Write start,neighborhood,expected,outcome as CSV to FILE: expected and seen target events in each neighborhood");
    addText(command, "--out", options->out, "Write the evaluation as JSON to FILE");
    addText(command, "--beside", options->beside,
            "Folder of another model: how far this one is ahead of it over the same windows, with intervals over the same days");
    command.callback([options, &console] {
        const City city = options->sources.import(console);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        const Window test = testSpan(model.card, city);
        const Time from = options->from.value_or(test.start);
        const Time to = options->to.value_or(test.end());
        ConsoleFeedback feedback(console, QStringLiteral("Evaluating"));
        const bool two = !options->beside.isEmpty();
        StageFeedback first(feedback, 0, two ? 0.5 : 1);
        const Evaluation evaluation = evaluateModel(model, city, from, to, first);
        if (!options->predictions.isEmpty())
            writeWholeFile(options->predictions, evaluation.predictionsCsv());
        if (!options->places.isEmpty())
            writeWholeFile(options->places, evaluation.placesCsv());
        const QJsonObject whole = wholeEvaluation(evaluation, city);
        if (!options->out.isEmpty())
            writeJson(options->out, whole);
        QJsonObject result = whole;
        QString text = describe(evaluation);
        if (two) {
            const Model other = loadModel(options->beside, torchBackend(), console.threads);
            StageFeedback second(feedback, 0.5, 1);
            const Beside ahead = beside(evaluation, evaluateModel(other, city, from, to, second), other.card.name);
            result[QStringLiteral("beside")] = ahead.toJson();
            text += QLatin1Char('\n') + ahead.sentence();
        }
        if (!storeEvaluation(options->model, whole))
            console.say(QStringLiteral("The folder %1 may not be written to: its card.html stays as it was.").arg(options->model));
        console.result(result, text);
    });
}

} // namespace forewatch
