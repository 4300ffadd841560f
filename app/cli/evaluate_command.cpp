#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/evaluation_text.h"
#include "app/cli/options.h"
#include "engine/core/files.h"
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
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("evaluate", "Hold a model against what happened, beside the baselines");
    options->sources.addTo(command);
    addText(command, "--model", options->model, "Model folder")->required();
    addTime(command, "--evaluate-from", options->from, "Spans asked about start from here on; by default the test part");
    addTime(command, "--evaluate-to", options->to, "… and before this time");
    addText(command, "--predictions", options->predictions, "Write start,end,probability,outcome as CSV to FILE");
    addText(command, "--out", options->out, "Write the evaluation as JSON to FILE");
    command.callback([options, &console] {
        const City city = options->sources.import(console);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        const Window test = testSpan(model.card, city);
        const Time from = options->from.value_or(test.start);
        const Time to = options->to.value_or(test.end());
        ConsoleFeedback feedback(console, QStringLiteral("Evaluating"));
        const Evaluation evaluation = evaluateModel(model, city, from, to, feedback);
        if (!options->predictions.isEmpty())
            writeWholeFile(options->predictions, evaluation.predictionsCsv());
        const QJsonObject whole = wholeEvaluation(evaluation, city);
        if (!options->out.isEmpty())
            writeJson(options->out, whole);
        if (!storeEvaluation(options->model, whole))
            console.say(QStringLiteral("The folder %1 may not be written to: its card.html stays as it was.").arg(options->model));
        console.result(whole, describe(evaluation));
    });
}

} // namespace forewatch
