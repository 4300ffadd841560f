#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
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
        QString policy;
        double alertsPerDay = -1;
        double hoursPerDay = -1;
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
    auto *policy = addText(command, "--policy", options->policy,
                           "JSON file with the alert policy: threshold, release, smoothing_seconds, hold_off_seconds, most_per_day, "
                           "quiet_hours; without it an alert begins and ends at the model's threshold");
    command.add_option("--alerts-per-day", options->alertsPerDay,
                       "Choose the threshold on the model's validation part, so that alerts come at most so often there")
        ->check(CLI::Range(0.001, 144.0));
    command.add_option("--hours-per-day", options->hoursPerDay, "Likewise, so that alerts last at most so many hours a day there")
        ->check(CLI::Range(0.01, 24.0));
    addText(command, "--policy-out", options->policyOut, "Write the policy that was used as JSON to FILE");
    addText(command, "--out", options->out, "Write the alerts as CSV to FILE");
    addText(command, "--targets", options->targets, "Write the target events, caught or missed, as CSV to FILE");
    addText(command, "--report", options->json, "Write totals with intervals as JSON to FILE");
    command.callback([options, policy, &console] {
        std::optional<AlertPolicy> wanted;
        if (*policy)
            wanted = AlertPolicy::fromJson(readJson(options->policy));
        const City city = options->sources.import(console);
        for (const QString &file : {options->policyOut, options->out, options->targets, options->json})
            if (!file.isEmpty())
                requireNoSource(city, file);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        std::optional<AlertBudget> budget;
        if (options->alertsPerDay > 0 || options->hoursPerDay > 0)
            budget = AlertBudget{options->alertsPerDay > 0 ? std::optional(options->alertsPerDay) : std::nullopt,
                                 options->hoursPerDay > 0 ? std::optional(options->hoursPerDay) : std::nullopt};
        const LedgerSettings settings{.policy = wanted.value_or(AlertPolicy{.threshold = model.card.threshold, .release = model.card.threshold}),
                                .budget = budget,
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
