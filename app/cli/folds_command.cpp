#include "app/cli/commands.h"
#include "app/cli/training_options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/evaluation/rolling.h"

#include <QDir>
#include <QJsonArray>

namespace forewatch {

namespace {

/// A forecast as a line of the table: what it is worth, and how far the model is ahead of it.
QString row(const PooledForecast &forecast, bool isModel)
{
    const auto number = [](double value) { return QString::number(value, 'f', 4); };
    const auto range = [&](const Interval &interval) {
        return QStringLiteral("[%1, %2]").arg(number(interval.low), number(interval.high));
    };
    const Metrics &m = forecast.metrics;
    QString text = QStringLiteral("  %1 AUC %2  Brier skill %3  log loss %4")
                       .arg(forecast.key, -26)
                       .arg(number(m.auc), number(m.brierSkill), number(m.logLoss));
    if (!isModel)
        text += QStringLiteral("  model ahead by %1 %2 nats a window")
                    .arg(number(forecast.nats.value), range(forecast.nats.interval));
    return text;
}

QString describe(const RollingEvaluation &evaluation)
{
    QStringList lines = {QStringLiteral("Lead %1, delay %2: %3")
                             .arg(formatDuration(evaluation.task.lead), formatDuration(evaluation.task.delay), evaluation.verdict),
                         QStringLiteral("%1 windows of %2 folds, %3 % with a target")
                             .arg(grouped(static_cast<qint64>(evaluation.windows)))
                             .arg(evaluation.folds.size())
                             .arg(100 * evaluation.baseRate, 0, 'f', 1)};
    for (const PooledForecast &forecast : evaluation.forecasts)
        lines << row(forecast, forecast.key == QLatin1String("model"));
    const Metrics &model = evaluation.forecasts.front().metrics;
    lines << QStringLiteral("  calibration error %1 (a perfect forecast: %2 to %3)")
                 .arg(model.ece, 0, 'f', 4).arg(model.ecePerfect.low, 0, 'f', 4).arg(model.ecePerfect.high, 0, 'f', 4);
    if (evaluation.places)
        for (const PlaceFigures &f : evaluation.places->figures)
            lines << QStringLiteral("  places, %1 %2 nats an event; top 1, 5, 10 % of the area: %3, %4, %5 % of %6 events")
                         .arg(f.key, -9).arg(f.natsPerEvent, 0, 'f', 3)
                         .arg(100 * f.top1, 0, 'f', 1).arg(100 * f.top5, 0, 'f', 1).arg(100 * f.top10, 0, 'f', 1)
                         .arg(evaluation.places->events);
    return lines.join(QLatin1Char('\n'));
}

/// Reads `0h,6h,1d`.
std::vector<Duration> durationsOf(const QString &text)
{
    std::vector<Duration> durations;
    for (const QString &part : text.split(QLatin1Char(','))) {
        const auto duration = part == QLatin1String("0") ? std::optional(Duration(0)) : parseDuration(part.trimmed());
        if (!duration)
            throw CLI::ValidationError("“" + part.toStdString() + "” is no duration; write 0h,6h,1d");
        durations.push_back(*duration);
    }
    return durations;
}

} // namespace

void addFoldsCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        TrainingOptions training;
        std::optional<Time> testFrom;
        std::optional<Time> testTo;
        int months = 6;
        int validationMonths = 6;
        QString leads = QStringLiteral("0h");
        QString delays = QStringLiteral("0h");
        QString out;
        QString csv;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "folds", "Train and test anew on test parts that follow each other, and hold the model against every baseline on all of them");
    options->training.addTo(command);
    addTime(command, "--test-from", options->testFrom, "Begin of the first test part; half of the table by default");
    addTime(command, "--test-to", options->testTo, "End of the last test part; the table's by default");
    command.add_option("--months", options->months, "Length of a test part")->check(CLI::Range(1, 120))->capture_default_str();
    command.add_option("--validation-months", options->validationMonths, "Length of the validation part before it")
        ->check(CLI::Range(1, 120))->capture_default_str();
    addText(command, "--leads", options->leads, "Leads to repeat it for, e.g. 0h,6h,1d")->default_str("0h");
    addText(command, "--delays", options->delays, "Reporting delays to repeat it for, e.g. 0h,1d,7d,14d; each with the first lead")
        ->default_str("0h");
    addText(command, "--models", options->training.settings.folder,
            "Folder for the folds' model folders; finished ones are not trained again")->required();
    addText(command, "--out", options->out, "Write all of it as JSON to FILE");
    addText(command, "--csv", options->csv, "Write a row for each lead, delay and forecast as CSV to FILE");
    command.callback([options, &console] {
        const std::vector<Duration> leads = durationsOf(options->leads);
        const std::vector<Duration> delays = durationsOf(options->delays);
        const City city = options->training.sources.import(console);
        RollingSettings settings{.training = options->training.chosen(city, console), .folds = {}};
        const Window known = city.incidents->coveredDays();
        settings.folds = {.from = known.start,
                          .testFrom = options->testFrom.value_or(midnightOf(known.start + known.length / 2)),
                          .testTo = options->testTo.value_or(known.end()),
                          .testMonths = options->months,
                          .validationMonths = options->validationMonths};

        std::vector<Task> tasks;
        for (const Duration lead : leads)
            tasks.push_back(settings.training.task), tasks.back().lead = lead, tasks.back().delay = delays.front();
        for (std::size_t i = 1; i < delays.size(); ++i)
            tasks.push_back(settings.training.task), tasks.back().lead = leads.front(), tasks.back().delay = delays[i];

        ConsoleFeedback feedback(console, QStringLiteral("Folds"));
        std::vector<RollingEvaluation> evaluations;
        QJsonArray list;
        QStringList texts;
        const QDir models(options->training.settings.folder);
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            const double count = static_cast<double>(tasks.size());
            StageFeedback stage(feedback, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
            settings.training.task = tasks[i];
            settings.training.folder = models.filePath(QStringLiteral("lead-%1-delay-%2").arg(tasks[i].lead.count()).arg(tasks[i].delay.count()));
            const auto observe = [&](const TrainingProgress &progress) {
                feedback.setDetail(QStringLiteral("task %1/%2, epoch %3/%4").arg(i + 1).arg(tasks.size())
                                       .arg(progress.epoch).arg(progress.epochs));
            };
            evaluations.push_back(evaluateRolling(city, settings, torchBackend(), stage, observe));
            list << evaluations.back().toJson(city);
            texts << describe(evaluations.back());
            console.say(texts.back());
            if (!options->csv.isEmpty())
                writeWholeFile(options->csv, rollingCsv(evaluations));
        }
        const QJsonObject result{{QStringLiteral("tasks"), list}};
        if (!options->out.isEmpty())
            writeJson(options->out, result);
        console.result(result, texts.join(QStringLiteral("\n\n")));
    });
}

} // namespace forewatch
