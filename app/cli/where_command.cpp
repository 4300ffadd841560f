#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/table_options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/text.h"
#include "engine/warning/ranking_performance.h"

namespace forewatch {

namespace {

QString described(const AreaRanking &ranking, const AreaSet &set)
{
    constexpr std::size_t most = 20;
    std::vector<QStringList> lines{{set.title, QStringLiteral("rank"), QStringLiteral("expected"), QStringLiteral("share"),
                                    QStringLiteral("density's rank"), QStringLiteral("events in 28 days"), QStringLiteral("in 365 days")}};
    for (const RankedArea &row : std::span(ranking.areas).first(std::min(most, ranking.areas.size())))
        lines.push_back({set.names[static_cast<qsizetype>(row.area)], QString::number(row.rank), QString::number(row.expected, 'f', 4),
                         QStringLiteral("%1 %").arg(100 * row.share, 0, 'f', 1), QString::number(row.densityRank),
                         QString::number(row.last28), QString::number(row.last365)});
    QString text = ranking.sentence(set) + QLatin1Char('\n') + inColumns(lines);
    if (ranking.areas.size() > most)
        text += QStringLiteral("\n… and %1 more areas; --out FILE.csv has them all.").arg(ranking.areas.size() - most);
    return text;
}

QString figure(const Estimate &share)
{
    return QStringLiteral("%1 [%2, %3]").arg(100 * share.value, 0, 'f', 1).arg(100 * share.interval.low, 0, 'f', 1)
        .arg(100 * share.interval.high, 0, 'f', 1);
}

QString described(const RankingPerformance &performance)
{
    std::vector<QStringList> lines{{QStringLiteral("Target events caught, %"), QStringLiteral("this ranking"), QStringLiteral("density"),
                                    QStringLiteral("ahead by")}};
    for (const CaughtShare &share : performance.shares)
        lines.push_back({share.what, figure(share.model), figure(share.density), figure(share.ahead)});
    return performance.sentences().join(QLatin1Char('\n')) + QLatin1Char('\n') + inColumns(lines);
}

} // namespace

void addWhereCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        AreaOptions areas;
        QString model;
        std::optional<Time> at;
        std::optional<Time> from;
        std::optional<Time> to;
        QString out;
        QString json;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "where", "Rank neighborhoods, districts or any polygons by the target events to be expected in a span, and tell what such\n"
                 "rankings were worth, beside kernel density");
    options->sources.addTo(command);
    options->areas.addTo(command, QStringLiteral("neighborhood"));
    addText(command, "--model", options->model, "Model folder of a model that looks ahead")->required();
    auto *at = addTime(command, "--at", options->at, "The span asked about starts here and is as long as the model's horizon");
    auto *from = addTime(command, "--performance-from", options->from,
                         "Hold rankings of spans that start from here on against the target events that came; best after the model's "
                         "validation part");
    auto *to = addTime(command, "--performance-to", options->to, "… and that end by this time");
    from->needs(to);
    to->needs(from);
    addText(command, "--out", options->out, "Write the ranking as CSV to FILE")->needs(at);
    addText(command, "--report", options->json, "Write ranking and performance as JSON to FILE");
    command.callback([options, &console] {
        if (!options->at && !options->from)
            throw CLI::RequiredError("--at, or --performance-from and --performance-to");
        const City city = options->sources.import(console);
        for (const QString &file : {options->out, options->json})
            if (!file.isEmpty())
                requireNoSource(city, file);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        ConsoleFeedback feedback(console, QStringLiteral("Ranking"));
        StageFeedback placing(feedback, 0, 0.1);
        StageFeedback preparing(feedback, 0.1, 0.2);
        const auto areas = std::make_shared<const AreaSet>(options->areas.areasOf(city, options->sources.settings(), placing));
        const RankingGround ground = rankingGround(model, city, areas, preparing);
        QJsonObject json;
        QStringList text;
        if (options->at) {
            StageFeedback asking(feedback, 0.2, 0.3);
            const AreaRanking ranking = rankAreas(ground, forecastPlaces(model, ground, std::span(&*options->at, 1), asking), 0);
            if (!options->out.isEmpty())
                writeWholeFile(options->out, ranking.toCsv(*areas));
            json[QStringLiteral("ranking")] = ranking.toJson(*areas);
            text << described(ranking, *areas);
        }
        if (options->from) {
            StageFeedback holding(feedback, 0.3, 1);
            const auto performance = rankingPerformance(model, ground, *options->from, *options->to, holding);
            json[QStringLiteral("performance")] = performance.toJson();
            text << described(performance);
        }
        if (!options->json.isEmpty())
            writeJson(options->json, json);
        console.result(json, text.join(QStringLiteral("\n\n")));
    });
}

} // namespace forewatch
