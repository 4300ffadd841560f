#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/cli/table_options.h"
#include "engine/core/files.h"
#include "engine/evaluation/audit.h"

#include <QFileInfo>

namespace forewatch {

namespace {

QString withInterval(const Estimate &figure, double scale, int digits)
{
    const auto number = [&](double value) { return QString::number(scale * value, 'f', digits); };
    return QStringLiteral("%1 [%2, %3]").arg(number(figure.value), number(figure.interval.low), number(figure.interval.high));
}

QString describe(const Audit &audit)
{
    std::vector<QStringList> lines{{QStringLiteral("Answers"), QStringLiteral("right of balanced, %"), QStringLiteral("AUC"),
                                    QStringLiteral("Brier skill over hours"), QStringLiteral("right of all, %"),
                                    QStringLiteral("always no, %"), QStringLiteral("windows"), QStringLiteral("epochs")}};
    for (const AuditRow &row : audit.rows)
        lines.push_back({row.name, withInterval(row.balancedAccuracy, 100, 1), withInterval(row.auc, 1, 3),
                         withInterval(row.skillOverHours, 1, 3), QString::number(100 * row.accuracy, 'f', 1),
                         QString::number(100 * row.alwaysNo, 'f', 1), grouped(static_cast<qint64>(row.windows)),
                         row.epochs > 0 ? QString::number(row.epochs) : QStringLiteral("-")});
    return inColumns(lines) + QLatin1Char('\n') + audit.explanation.join(QStringLiteral("\n\n"));
}

} // namespace

void addAuditCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        AuditSettings settings;
        std::string precision = "auto";
        QString models;
        QString out;
        QString csv;
    };
    auto options = std::make_shared<Options>();
    AuditSettings &settings = options->settings;
    CLI::App &command = *program.add_subcommand(
        "audit", "How much of the published protocol's accuracy is the answer drawn in the picture:\n"
                 "the network trained on five questions, beside counting dots and the hour of day");
    options->sources.addTo(command);
    CLI::Option *const preset = command.add_option_function<std::string>(
        "--preset",
        [&settings](const std::string &name) { settings.network = NetworkSpec::preset(QString::fromStdString(name)); },
        "Network as published: model1, model2")
        ->default_str("model2");
    command.add_option_function<std::string>(
        "--network",
        [&settings](const std::string &file) {
            settings.network = NetworkSpec::fromJson(readJson(QString::fromStdString(file)));
        },
        "Network that FILE.json describes, as for train; it is trained plainly, in batches of its first phase")
        ->excludes(preset);
    addDuration(command, "--length", settings.length, "Length of the windows, 2h by default");
    command.add_option("--epochs", settings.epochs, "Times through the training examples, the same for each network")
        ->check(CLI::Range(1, 10000))->capture_default_str();
    command.add_option("--seed", settings.seed, "The same seed gives the same audit")->capture_default_str();
    command.add_option("--precision", options->precision, "auto takes bfloat16 where the processor has it")
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}))->capture_default_str();
    addText(command, "--models", options->models, "Folder for the five networks, which an audit that was stopped goes on from; by "
                                                  "default FILE-models beside --out FILE.json");
    addText(command, "--out", options->out, "Write the audit as JSON to FILE")->required();
    addText(command, "--csv", options->csv, "Write the table as CSV to FILE");
    command.callback([options, &console] {
        const City city = options->sources.import(console);
        AuditSettings chosen = options->settings;
        chosen.threads = console.threads;
        chosen.precision = options->precision == "fp32" ? Precision::Float32
            : options->precision == "bf16"              ? Precision::BFloat16
                                                        : Precision::Auto;
        const QFileInfo out(options->out);
        chosen.folder = options->models.isEmpty()
            ? out.path() + QLatin1Char('/') + out.completeBaseName() + QStringLiteral("-models")
            : options->models;
        for (const QString &file : {options->out, options->csv})
            if (!file.isEmpty())
                requireNoSource(city, file);

        ConsoleFeedback feedback(console, QStringLiteral("Auditing"));
        const Audit audit = runAudit(city, chosen, torchBackend(), feedback, [&](const AuditProgress &progress) {
            feedback.setDetail(QStringLiteral("%1/%2 %3").arg(progress.row + 1).arg(progress.rows).arg(progress.name));
            if (progress.training && progress.training->ended)
                console.say(QStringLiteral("%1, epoch %2: validation accuracy %3 % (balanced)")
                                .arg(progress.name).arg(progress.training->epoch)
                                .arg(100 * progress.training->ended->validationAccuracy, 0, 'f', 1));
            if (progress.made)
                console.say(QStringLiteral("%1: right in %2 of balanced test windows")
                                .arg(progress.name, withInterval(progress.made->balancedAccuracy, 100, 1)));
        });
        writeJson(options->out, audit.toJson());
        if (!options->csv.isEmpty())
            writeWholeFile(options->csv, audit.toCsv());
        console.result(audit.toJson(), describe(audit));
    });
}

} // namespace forewatch
