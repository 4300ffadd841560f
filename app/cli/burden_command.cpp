#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/policy_options.h"
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
        PolicyOptions policy;
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
    options->policy.addTo(command);
    addText(command, "--out", options->out, "Write a row for each area as CSV to FILE");
    addText(command, "--report", options->json, "Write all figures of both kinds of hours as JSON to FILE");
    command.callback([options, &console] {
        const TopRanks top = topRanksOf(options->top);
        const std::optional<AlertPolicy> wanted = options->policy.given();
        const City city = options->sources.import(console);
        for (const QString &file : {options->out, options->json})
            if (!file.isEmpty())
                requireNoSource(city, file);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        ConsoleFeedback feedback(console, QStringLiteral("Ranking"));
        StageFeedback placing(feedback, 0, 0.05);
        StageFeedback preparing(feedback, 0.05, 0.1);
        StageFeedback scoring(feedback, 0.1, 1);
        const auto areas = std::make_shared<const AreaSet>(options->areas.areasOf(city, options->sources.settings(), placing));
        const RankingGround ground = rankingGround(model, city, areas, preparing);
        const LedgerSettings alerts{.policy = wanted.value_or(defaultPolicy(model.card)),
                                    .budget = options->policy.budget(),
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
