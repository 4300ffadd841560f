#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/policy_options.h"
#include "app/cli/table_options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/report/risk_report_pdf.h"

#include <QDate>
#include <QJsonArray>
#include <QLocale>

namespace forewatch {

namespace {

/// `22-06` of a day: past midnight where the end is not after the begin. Nothing for other texts.
std::optional<Window> shiftOf(Time day, const QString &text)
{
    const QStringList parts = text.split(QLatin1Char('-'));
    if (parts.size() != 2)
        return std::nullopt;
    bool fromFine = false;
    bool toFine = false;
    const int from = parts[0].toInt(&fromFine);
    const int to = parts[1].toInt(&toFine);
    if (!fromFine || !toFine || from < 0 || from > 23 || to < 0 || to > 24)
        return std::nullopt;
    return Window{midnightOf(day) + std::chrono::hours(from), std::chrono::hours(to > from ? to - from : to + 24 - from)};
}

} // namespace

void addReportCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        AreaOptions areas;
        QString model;
        std::optional<Time> day;
        std::optional<Time> from;
        std::optional<Time> to;
        QString shift;
        bool briefing = false;
        Duration step = std::chrono::minutes(10);
        PolicyOptions policy;
        QString paper = QStringLiteral("a4");
        QString out;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand(
        "report", "The supervisors' report of a day, shift or span as PDF: risk, alerts, maps, counts, and what it all was worth");
    options->sources.addTo(command);
    options->areas.addTo(command, QStringLiteral("district, where the table tells it, else neighborhood"));
    const CLI::Option *by = command.get_option("--by");
    addText(command, "--model", options->model, "Model folder of a model that looks ahead")->required();
    auto *day = addTime(command, "--day", options->day, "The day; the table's last whole day by default");
    addText(command, "--shift", options->shift, "Hours of the day, such as 22-06: past midnight where the end is not after the begin")
        ->check([](const std::string &text) {
            return shiftOf(Time{}, QString::fromStdString(text)) ? std::string() : std::string("hours such as 22-06 are wanted");
        });
    auto *from = addTime(command, "--span-from", options->from, "Or: spans asked about start from here on");
    auto *to = addTime(command, "--span-to", options->to, "… and before this time");
    from->excludes(day)->needs(to);
    to->excludes(day)->needs(from);
    command.add_flag("--briefing", options->briefing, "One page for the beginning of a shift instead of the whole report");
    addDuration(command, "--step", options->step, "From one forecast to the next, 10m by default");
    options->policy.addTo(command);
    addText(command, "--paper", options->paper, "a4 or letter")->check(CLI::IsMember({"a4", "letter"}));
    addText(command, "--out", options->out, "Write the PDF to FILE")->required();
    command.callback([options, by, &console] {
        const std::optional<AlertPolicy> wanted = options->policy.given();
        const City city = importWhole(options->sources, console);
        requireNoSource(city, options->out);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        ReportSettings settings{.policy = wanted.value_or(defaultPolicy(model.card)), .step = options->step};
        settings.budget = options->policy.budget();
        if (options->from) {
            if (*options->to <= *options->from)
                throw Error(QStringLiteral("There is no span from %1 to %2. Choose an end after the begin.")
                                .arg(formatTime(*options->from), formatTime(*options->to)));
            settings.span = {*options->from, *options->to - *options->from};
        } else {
            const Time chosen = midnightOf(options->day.value_or(lastWholeDay(*city.incidents)));
            settings.span = options->shift.isEmpty() ? Window{chosen, std::chrono::days(1)} : *shiftOf(chosen, options->shift);
        }
        ConsoleFeedback feedback(console, QStringLiteral("Reporting"));
        StageFeedback making(feedback, 0, 0.95);
        if (by->count() > 0) {
            settings.areas = options->areas.areasOf(city, options->sources.settings(), making);
        } else {
            settings.areas = districtAreas(city);
            if (settings.areas.names.isEmpty())
                settings.areas = neighborhoodAreas(city);
        }
        const RiskReport report = makeRiskReport(model, city, settings, making);
        StageFeedback writing(feedback, 0.95, 1);
        writeWholeFile(options->out, [&](QIODevice &file) {
            writeRiskReport(report, options->briefing ? ReportForm::Briefing : ReportForm::Full,
                            options->paper == QLatin1String("letter") ? QPageSize::Letter : QPageSize::A4,
                            QLocale::c().toString(QDate::currentDate(), QStringLiteral("d MMM yyyy")), file, writing);
        });
        console.result({{QStringLiteral("file"), options->out},
                        {QStringLiteral("from"), formatTime(report.span.start)},
                        {QStringLiteral("to"), formatTime(report.span.end())},
                        {QStringLiteral("alerts"), static_cast<qint64>(report.ledger.alerts.size())},
                        {QStringLiteral("targets"), static_cast<qint64>(report.ledger.targets.size())},
                        {QStringLiteral("caught"), static_cast<qint64>(report.ledger.totals.caught)},
                        {QStringLiteral("glance"), QJsonArray::fromStringList(report.glance())}},
                       report.glance().join(QLatin1Char('\n')));
    });
}

} // namespace forewatch
