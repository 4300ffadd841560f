#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/policy_options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/warning/ledger_report.h"

namespace forewatch {

void addLedgerCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        QString model;
        std::optional<Time> from;
        std::optional<Time> to;
        Duration step = std::chrono::minutes(10);
        PolicyOptions policy;
        QString policyOut;
        QString out;
        QString targets;
        QString json;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "ledger", "What came of the alerts of a span: hits, false alerts, misses, lead times, beside fixed hours every day");
    options->sources.addTo(command);
    addText(command, "--model", options->model, "Model folder of a model that looks ahead")->required();
    addTime(command, "--span-from", options->from, "Spans asked about start from here on; by default after the model's validation part");
    addTime(command, "--span-to", options->to, "… and before this time; by default the table's end");
    addDuration(command, "--step", options->step, "From one forecast to the next, 10m by default");
    options->policy.addTo(command);
    addText(command, "--policy-out", options->policyOut, "Write the policy that was used as JSON to FILE");
    addText(command, "--out", options->out, "Write the alerts as CSV to FILE");
    addText(command, "--targets", options->targets, "Write the target events, caught or missed, as CSV to FILE");
    addText(command, "--report", options->json, "Write totals with intervals as JSON to FILE");
    command.callback([options, &console] {
        const std::optional<AlertPolicy> wanted = options->policy.given();
        const City city = options->sources.import(console);
        for (const QString &file : {options->policyOut, options->out, options->targets, options->json})
            if (!file.isEmpty())
                requireNoSource(city, file);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        const LedgerSettings settings{.policy = wanted.value_or(defaultPolicy(model.card)),
                                .budget = options->policy.budget(),
                                .from = options->from.value_or(model.card.split.validationTo),
                                .to = options->to.value_or(city.incidents->coveredDays().end()),
                                .step = options->step};
        ConsoleFeedback feedback(console, QStringLiteral("Scoring"));
        const LedgerReport report = reportLedger(model, city, settings, feedback);
        if (!options->policyOut.isEmpty())
            writeJson(options->policyOut, report.policy.toJson());
        if (!options->out.isEmpty())
            writeWholeFile(options->out, report.ledger.alertsCsv());
        if (!options->targets.isEmpty())
            writeWholeFile(options->targets, report.ledger.targetsCsv(*city.neighborhoods));
        if (!options->json.isEmpty())
            writeJson(options->json, report.toJson());
        console.result(report.toJson(), report.sentences().join(QLatin1Char('\n')));
    });
}

} // namespace forewatch
