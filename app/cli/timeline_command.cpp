#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/cli/timeline_picture.h"
#include "engine/core/error.h"
#include "engine/core/files.h"

namespace forewatch {

void addTimelineCommand(CLI::App &program, const Console &console)
{
    struct Options
    {
        SourceOptions sources;
        QString model;
        std::optional<Time> day;
        std::optional<Time> from;
        std::optional<Time> to;
        Duration step = std::chrono::minutes(10);
        double threshold = -1;
        QString policy;
        QString out;
        QString details;
        QString picture;
        bool original = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *program.add_subcommand("timeline", "The rolling risk of a day or a span");
    options->sources.addTo(command);
    addText(command, "--model", options->model, "Model folder")->required();
    auto *day = addTime(command, "--day", options->day, "The windows inside this day: 132 at 2 hours every 10 minutes");
    auto *from = addTime(command, "--span-from", options->from, "Or: spans asked about start from here on");
    auto *to = addTime(command, "--span-to", options->to, "… and before this time");
    from->excludes(day)->needs(to);
    to->excludes(day)->needs(from);
    addDuration(command, "--step", options->step, "From one span to the next, 10m by default");
    command.add_option("--threshold", options->threshold, "Risk from which on there is an alert; the model's by default")
        ->check(CLI::Range(0.0, 1.0));
    addText(command, "--policy", options->policy, "JSON file with the alert policy, as for ledger")->excludes("--threshold");
    addText(command, "--out", options->out, "Write start,end,probability,outcome,alert as CSV to FILE");
    addText(command, "--details", options->details, "The same with low,high,hour_rate behind it: how sure the risk's level is, and the hour of the week alone");
    addText(command, "--picture", options->picture, "Draw the timeline to FILE (PNG)");
    command.add_flag("--original", options->original,
                     "Draw the day as the original method showed it: prediction and what happened as lines from 0 to 1")
        ->needs(day)->needs("--picture");
    command.callback([options, &console] {
        if (!options->day && !options->from)
            throw CLI::RequiredError("--day, or --span-from and --span-to");
        std::optional<AlertPolicy> policy;
        if (options->threshold >= 0)
            policy = AlertPolicy{.threshold = options->threshold, .release = options->threshold};
        else if (!options->policy.isEmpty())
            policy = AlertPolicy::fromJson(readJson(options->policy));
        const City city = options->sources.import(console);
        const Model model = loadModel(options->model, torchBackend(), console.threads);
        const Duration length = model.card.task.askedLength();
        const WindowSequence asked = options->day
            ? windowsOfDay(*options->day, length, options->step)
            : WindowSequence::startingIn(*options->from, *options->to, length, options->step);
        ConsoleFeedback feedback(console, QStringLiteral("Scoring"), static_cast<double>(asked.count()),
                                 QStringLiteral("windows"));
        RiskTimeline timeline = makeRiskTimeline(model, city, asked, feedback);
        if (policy)
            timeline.apply(*policy);
        if (!options->out.isEmpty())
            writeWholeFile(options->out, timeline.toCsv());
        if (!options->details.isEmpty())
            writeWholeFile(options->details, timeline.detailsCsv());
        if (!options->picture.isEmpty())
            writeTimelinePicture(timeline, *city.target, options->picture, options->original);

        std::size_t above = 0;
        const RiskPoint *highest = nullptr;
        for (const RiskPoint &point : timeline.points) {
            above += point.alert;
            if (!highest || point.probability > highest->probability)
                highest = &point;
        }
        if (!highest)
            throw Error(QStringLiteral("The span holds no window. Choose --span-to after --span-from."));
        console.result({{QStringLiteral("windows"), static_cast<qint64>(timeline.points.size())},
                        {QStringLiteral("alert_windows"), static_cast<qint64>(above)},
                        {QStringLiteral("alerts"), static_cast<qint64>(timeline.alerts.size())},
                        {QStringLiteral("targets"), static_cast<qint64>(timeline.targets.size())},
                        {QStringLiteral("threshold"), timeline.policy.threshold},
                        {QStringLiteral("highest"), highest->probability},
                        {QStringLiteral("highest_start"), formatTime(highest->asked.start)}},
                       QStringLiteral("%1 windows, %2 of them in alert from %3 %: %4 alerts; %5 target events. "
                                      "The highest risk is %6 %: %7.")
                           .arg(timeline.points.size()).arg(above).arg(100 * timeline.policy.threshold, 0, 'f', 1)
                           .arg(timeline.alerts.size()).arg(timeline.targets.size()).arg(100 * highest->probability, 0, 'f', 1)
                           .arg(formatWindow(highest->asked)));
    });
}

} // namespace forewatch
