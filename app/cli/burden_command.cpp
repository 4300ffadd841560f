#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/table_options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/warning/burden_report.h"

namespace forewatch {

namespace {

/// `5` areas, or `10%` of the ground.
TopRanks topRanksOf(const QString &text)
{
    bool isNumber = false;
    if (text.endsWith(QLatin1Char('%'))) {
        const double percent = text.chopped(1).toDouble(&isNumber);
        if (isNumber && percent > 0 && percent < 100)
            return {.areas = 0, .groundShare = percent / 100};
    } else if (const uint areas = text.toUInt(&isNumber); isNumber && areas > 0) {
        return {.areas = areas};
    }
    throw CLI::ValidationError("--top", "a number of areas such as 5, or a share of the ground such as 10%");
}

} // namespace

void addBurdenCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        AreaOptions areas;
        QString model;
        std::optional<Time> from;
        std::optional<Time> to;
        Duration step = std::chrono::minutes(10);
        QString top = QStringLiteral("5");
        std::string kind = "alert";
        QString policy;
        double alertsPerDay = -1;
        double hoursPerDay = -1;
        QString out;
        QString json;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "burden", "Hours that areas were in the top ranks, while alerts were up or at all, against the target events that happened there");
    options->sources.addTo(command);
    options->areas.addTo(command, QStringLiteral("neighborhood"));
    addText(command, "--model", options->model, "Model folder of a model that looks ahead")->required();
    addTime(command, "--span-from", options->from, "Spans asked about start from here on; by default after the model's validation part");
    addTime(command, "--span-to", options->to, "… and before this time; by default the table's end");
    addDuration(command, "--step", options->step, "From one forecast to the next, 10m by default");
    addText(command, "--top", options->top, "How many areas are in the top ranks, 5 by default; or 10%: those with most to be expected per km², "
                                            "up to that share of the ground");
    command.add_option("--count", options->kind, "Which hours --out has: alert (in the top ranks while an alert is up; the default) or top "
                                                 "(in the top ranks at all)")
        ->check(CLI::IsMember({"alert", "top"}));
    auto *policy = addText(command, "--policy", options->policy, "JSON file with the alert policy, as for ledger; without it the model's threshold");
    command.add_option("--alerts-per-day", options->alertsPerDay,
                       "Choose the threshold on the model's validation part, so that alerts come at most so often there")
        ->check(CLI::Range(0.001, 144.0));
    command.add_option("--hours-per-day", options->hoursPerDay, "Likewise, so that alerts last at most so many hours a day there")
        ->check(CLI::Range(0.01, 24.0));
    addText(command, "--out", options->out, "Write a row for each area as CSV to FILE");
    addText(command, "--report", options->json, "Write all figures of both kinds of hours as JSON to FILE");
    command.callback([options, policy, &console] {
        const TopRanks top = topRanksOf(options->top);
        std::optional<AlertPolicy> wanted;
        if (*policy)
            wanted = AlertPolicy::fromJson(readJson(options->policy));
        const City city = options->sources.import(console);
        for (const QString &file : {options->out, options->json})
            if (!file.isEmpty())
                requireNoSource(city, file);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        std::optional<AlertBudget> budget;
        if (options->alertsPerDay > 0 || options->hoursPerDay > 0)
            budget = AlertBudget{options->alertsPerDay > 0 ? std::optional(options->alertsPerDay) : std::nullopt,
                                 options->hoursPerDay > 0 ? std::optional(options->hoursPerDay) : std::nullopt};
        ConsoleFeedback feedback(console, QStringLiteral("Ranking"));
        StageFeedback placing(feedback, 0, 0.05);
        StageFeedback preparing(feedback, 0.05, 0.1);
        StageFeedback scoring(feedback, 0.1, 1);
        const auto areas = std::make_shared<const AreaSet>(options->areas.areasOf(city, options->sources.settings(), placing));
        const RankingGround ground = rankingGround(model, city, areas, preparing);
        const LedgerSettings alerts{.policy = wanted.value_or(AlertPolicy{.threshold = model.card.threshold, .release = model.card.threshold}),
                                    .budget = budget,
                                    .from = options->from.value_or(model.card.split.validationTo),
                                    .to = options->to.value_or(city.incidents->coveredDays().end()),
                                    .step = options->step};
        const BurdenReport report = reportBurden(model, ground, {alerts, top}, scoring);
        const BurdenKind kind = options->kind == "top" ? BurdenKind::TopRanks : BurdenKind::UnderAlert;
        if (!options->out.isEmpty())
            writeWholeFile(options->out, report.of(kind).toCsv(*areas));
        if (!options->json.isEmpty())
            writeJson(options->json, report.toJson(*areas));
        console.result(report.toJson(*areas), report.sentences(kind, *areas).join(QLatin1Char('\n')));
    });
}

} // namespace forewatch
