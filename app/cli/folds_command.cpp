#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/training_options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/evaluation/rolling.h"
#include "engine/plot/chart_files.h"
#include "engine/plot/skill_chart.h"

#include <QJsonArray>

namespace forewatch {

namespace {

/// A list that cannot be read is a wrong usage.
std::vector<Duration> durationsOf(const char *option, const QString &text)
{
    try {
        return parseDurationList(text, QLatin1String(option));
    } catch (const Error &error) {
        throw CLI::ValidationError(option, error.what());
    }
}

/// A picture's name with what tells it from the others of its kind: `skill-by-lead.png`.
QString withKey(const QString &path, const QString &key)
{
    const qsizetype dot = path.lastIndexOf(QLatin1Char('.'));
    return path.left(dot) + QLatin1Char('-') + key + path.mid(dot);
}

/// One chart in the file itself; where leads and delays are several, each in a file of its own.
void writePictures(const QString &path, const std::vector<RollingEvaluation> &evaluations, bool severalCharts)
{
    for (const SkillPlot &plot : skillPlots(evaluations, SkillFigure::NatsAhead))
        writeChart(*plot.chart, severalCharts ? withKey(path, plot.key) : path, {});
}

QString describe(const RollingEvaluation &evaluation)
{
    const Task &task = evaluation.task;
    QString text = QStringLiteral("Lead %1, delay %2, %3 folds, %4 windows, %5 % with a target. %6\n")
                       .arg(formatDuration(task.lead), formatDuration(task.delay))
                       .arg(evaluation.folds.size())
                       .arg(grouped(static_cast<qint64>(evaluation.windows)))
                       .arg(100 * evaluation.baseRate, 0, 'f', 1)
                       .arg(evaluation.verdict);
    for (const PooledForecast &forecast : evaluation.forecasts)
        text += QStringLiteral("  %1 AUC %2  Brier skill %3  log loss %4  model ahead by %5 [%6, %7] nats a window\n")
                    .arg(forecast.key, -26)
                    .arg(forecast.metrics.auc, 0, 'f', 3)
                    .arg(forecast.metrics.brierSkill, 0, 'f', 4)
                    .arg(forecast.metrics.logLoss, 0, 'f', 4)
                    .arg(forecast.nats.value, 0, 'f', 5)
                    .arg(forecast.nats.interval.low, 0, 'f', 5)
                    .arg(forecast.nats.interval.high, 0, 'f', 5);
    if (!evaluation.leftOut.empty())
        text += inWords(evaluation.leftOut) + QLatin1Char('\n');
    return text;
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
        QString leads;
        QString delays;
        QString models;
        QString out;
        QString csv;
        QString picture;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "folds", "Train and test a model anew on parts of the table that follow each other, beside the baselines");
    options->training.addTo(command);
    addTime(command, "--test-from", options->testFrom, "The first test part begins here")->required();
    addTime(command, "--test-to", options->testTo, "No test part reaches past this time")->required();
    command.add_option("--months", options->months, "Months of each test part")->check(CLI::Range(1, 120))->capture_default_str();
    command.add_option("--validation-months", options->validationMonths, "Months of the validation part before each")
        ->check(CLI::Range(1, 120))->capture_default_str();
    addText(command, "--leads", options->leads, "Leads to compare, e.g. 0h,6h,1d; by default that of --lead");
    addText(command, "--delays", options->delays, "Reporting delays to compare, e.g. 0h,1d,7d,14d; by default that of --delay");
    addText(command, "--models", options->models,
            "Folder for the models, one for each fold; what is finished there is not trained again")->required();
    addText(command, "--out", options->out, "Write metrics of each fold and of all together as JSON to FILE");
    addText(command, "--csv", options->csv, "Write one row for each lead, delay and forecast as CSV to FILE");
    addText(command, "--picture", options->picture,
            "Write the model's lead over the baselines by delay or lead to FILE.png, FILE.svg or FILE.csv; where both are several, "
            "one file for each, named by it");
    command.callback([options, &console] {
        const auto listed = [](const char *name, const QString &text, Duration alone) {
            return text.isEmpty() ? std::vector{alone} : durationsOf(name, text);
        };
        const TrainingSettings &asked = options->training.settings;
        const auto leads = listed("--leads", options->leads, asked.task.lead);
        const auto delaysAsked = listed("--delays", options->delays, Duration(0));
        const QString ending = options->picture.section(QLatin1Char('.'), -1).toLower();
        if (!options->picture.isEmpty() && !QStringList{QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("csv")}.contains(ending))
            throw CLI::ValidationError("--picture", "a chart is written as PNG, SVG or CSV: end the name with .png, .svg or .csv");
        if (!options->picture.isEmpty() && leads.size() < 2 && delaysAsked.size() < 2)
            throw CLI::ValidationError("--picture", "a chart by delay or lead needs several --delays or --leads");
        const City city = options->training.sources.import(console);
        const TrainingSettings chosen = options->training.chosen(city, console);
        const FoldSettings folds{.from = city.incidents->coveredDays().start,
                                 .testFrom = *options->testFrom,
                                 .testTo = *options->testTo,
                                 .testMonths = options->months,
                                 .validationMonths = options->validationMonths};
        rollingFolds(folds); // refuses what cannot be, before anything is trained
        std::vector<RollingEvaluation> evaluations;
        QJsonArray results;
        QString text;
        RollingSettings base{.training = chosen, .folds = folds};
        base.training.folder = options->models;
        const auto delays = options->delays.isEmpty() ? std::vector{chosen.task.delay} : delaysAsked;
        for (const RollingSettings &settings : rollingTasks(base, leads, delays)) {
            const Task &task = settings.training.task;
            ConsoleFeedback feedback(console, QStringLiteral("Lead %1, delay %2").arg(formatDuration(task.lead), formatDuration(task.delay)));
            evaluations.push_back(evaluateRolling(city, settings, torchBackend(), feedback, [](const RollingProgress &) {}));
            results << evaluations.back().toJson(city);
            text += describe(evaluations.back());
            // After each combination, so that a run that is stopped leaves what it has.
            if (!options->out.isEmpty())
                writeJson(options->out, {{QStringLiteral("evaluations"), results}});
            if (!options->csv.isEmpty())
                writeWholeFile(options->csv, rollingCsv(evaluations));
            if (!options->picture.isEmpty())
                writePictures(options->picture, evaluations, leads.size() > 1 && delays.size() > 1);
        }
        console.result({{QStringLiteral("evaluations"), results}}, text.trimmed());
    });
}

} // namespace forewatch
