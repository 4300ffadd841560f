#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/warning/audit_log.h"
#include "engine/warning/live_watch.h"
#include "engine/warning/replay.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <chrono>
#include <cstdio>
#include <thread>

namespace forewatch {

namespace {

using namespace std::chrono_literals;

struct LiveOptions
{
    SourceOptions sources;
    QString model;
    QString policy;
    Duration interval = 1min;
    Duration step = 10min;
    Duration staleAfter{0};
    QString log;
    std::optional<Time> replayFrom;
    std::optional<Time> replayTo;
    double speed = 60;
    bool once = false;
};

std::chrono::sys_seconds utcNow()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

QString percent(double risk)
{
    return QStringLiteral("%1 %").arg(100 * risk, 0, 'f', 1);
}

/// Prints news, a line for each, and keeps them in the log.
class LiveOutput
{
public:
    LiveOutput(const LiveOptions &options, const Console &console, Feedback &feedback) : m_console(console), m_isReplay(options.replayFrom.has_value())
    {
        if (!options.log.isEmpty())
            m_log = std::make_unique<AuditLog>(options.log, feedback);
        if (m_log && !m_log->tornAside().isEmpty())
            console.say(QStringLiteral("The log's last line was cut short, as by a crash. It is kept in %1; the log goes on.").arg(m_log->tornAside()));
    }

    void enter(const QString &kind, QJsonObject content)
    {
        if (m_isReplay)
            content[QStringLiteral("replay")] = true;
        if (m_log)
            m_log->append(kind, content);
        if (m_console.json) {
            content[QStringLiteral("kind")] = kind;
            print(QString::fromUtf8(QJsonDocument(content).toJson(QJsonDocument::Compact)));
        }
    }

    void tell(const LiveNews &news, const LiveSettings &settings)
    {
        for (const auto &[kind, content] : auditEntries(news, settings))
            enter(kind, content);
        if (m_console.json)
            return;
        for (const QString &sentence : news.sentences())
            if (!m_said.contains(sentence))
                m_console.say(sentence);
        m_said = news.sentences();
        for (const LiveRisk &risk : news.risks)
            print(lineOf(risk));
        if (news.alert)
            print(QStringLiteral("ALERT  %1  risk %2").arg(formatWindow(news.alert->span), percent(news.alert->peak)));
    }

    QString lastHash() const { return m_log ? QString::fromLatin1(m_log->lastHash()) : QString(); }

private:
    static QString lineOf(const LiveRisk &risk)
    {
        const QString newest = risk.newestRow ? QStringLiteral("newest row %1").arg(formatTime(*risk.newestRow)) : QStringLiteral("no row");
        if (!risk.point)
            return QStringLiteral("%1  no forecast  %2  %3").arg(formatTime(risk.made), newest, risk.why);
        return QStringLiteral("%1  %2  risk %3  hour alone %4  %5%6")
            .arg(formatTime(risk.made), formatWindow(risk.point->asked), percent(risk.point->probability), percent(risk.point->hourRate),
                 newest, risk.isAlert ? QStringLiteral("  under alert") : QString());
    }

    static void print(const QString &line)
    {
        std::printf("%s\n", qPrintable(line));
        std::fflush(stdout);
        if (std::ferror(stdout))
            throw Error(QStringLiteral("The forecasts cannot be written to standard output."));
    }

    const Console &m_console;
    bool m_isReplay;
    std::unique_ptr<AuditLog> m_log;
    QStringList m_said;
};

/// Sleeps until then; throws `Cancelled` when the user wants to stop.
void waitUntil(std::chrono::steady_clock::time_point moment, Feedback &feedback)
{
    while (std::chrono::steady_clock::now() < moment) {
        feedback.checkpoint(0);
        std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(100ms, moment - std::chrono::steady_clock::now()));
    }
    feedback.checkpoint(0);
}

/// Without progress, which a watch has none of.
class Quiet final : public Feedback
{
public:
    explicit Quiet(Feedback &whole) : m_whole(whole) {}
    void progress(double) override {}
    bool cancelled() const override { return m_whole.cancelled(); }

private:
    Feedback &m_whole;
};

void replay(const LiveOptions &options, LiveWatch &watch, LiveOutput &output, const Console &console, Feedback &feedback)
{
    const City city = options.sources.import(console);
    const Time from = *options.replayFrom;
    const Time to = options.replayTo.value_or(midnightOf(from) + std::chrono::days(1));
    if (to <= from)
        throw CLI::ValidationError("--replay-to", "it must lie after --replay");
    Replay table(city, watch.model().card.task);
    const auto began = std::chrono::steady_clock::now();
    for (const Time moment : replayMoments(from, to, watch.settings().step)) {
        const std::chrono::duration<double> due(static_cast<double>((moment - from).count()) / options.speed);
        waitUntil(began + std::chrono::duration_cast<std::chrono::steady_clock::duration>(due), feedback);
        output.tell(watch.follow(table.lookAt(moment), moment, feedback), watch.settings());
    }
}

void watchSource(const LiveOptions &options, LiveWatch &watch, LiveOutput &output, Feedback &feedback)
{
    LiveFeed feed(options.sources.settings());
    int failures = 0;
    bool saidDelay = false;
    while (true) {
        const auto now = utcNow();
        const auto began = std::chrono::steady_clock::now();
        const LiveLook look = feed.look(now, feedback);
        // Before the first table the city's zone is not known.
        const Time city = cityTime(look.city ? *look.city : City(), utcNow());
        const LiveNews news = watch.follow(look, city, feedback);
        output.tell(news, watch.settings());
        if (news.delay && !saidDelay) {
            saidDelay = true;
            output.enter(QStringLiteral("delay"), {{QStringLiteral("sentence"), news.delay->sentence(watch.model().card.task)}});
        }
        if (options.once) {
            if (news.state != FeedState::Fresh)
                throw Error(news.problem);
            if (!watch.risks().back().point)
                throw Error(watch.risks().back().why);
            return;
        }
        failures = news.state == FeedState::Lost ? failures + 1 : 0;
        const Duration pause = failures > 0 ? retryPause(failures) : options.interval;
        if (failures > 0)
            output.enter(QStringLiteral("retry"), {{QStringLiteral("failures"), failures},
                                                   {QStringLiteral("in_seconds"), static_cast<qint64>(pause.count())}});
        waitUntil(began + pause, feedback);
    }
}

void run(const LiveOptions &options, const Console &console)
{
    AlertPolicy policy;
    const bool hasPolicy = !options.policy.isEmpty();
    if (hasPolicy)
        policy = AlertPolicy::fromJson(readJson(options.policy));
    ConsoleFeedback shown(console, QStringLiteral("Watching"));
    Quiet feedback(shown);
    const auto model = std::make_shared<const Model>(loadModel(options.model, torchBackend(), console.threads));
    if (!hasPolicy)
        policy = {.threshold = model->card.threshold, .release = model->card.threshold};
    LiveWatch watch(model, {.policy = policy, .step = options.step,
                            .staleAfter = options.staleAfter > Duration(0) ? std::optional(options.staleAfter) : std::nullopt});
    LiveOutput output(options, console, feedback);
    const QString weights = QDir(options.model).filePath(QStringLiteral("weights.safetensors"));
    output.enter(QStringLiteral("start"), {{QStringLiteral("interval_seconds"), static_cast<qint64>(options.interval.count())},
                                           {QStringLiteral("step_seconds"), static_cast<qint64>(options.step.count())}});
    output.enter(QStringLiteral("model"), {{QStringLiteral("name"), model->card.name},
                                           {QStringLiteral("folder"), options.model},
                                           {QStringLiteral("weights_sha256"), QFile::exists(weights) ? sha256OfFile(weights) : QString()}});
    output.enter(QStringLiteral("policy"), policy.toJson());
    const auto end = [&](const char *why) {
        output.enter(QStringLiteral("end"), {{QStringLiteral("why"), QLatin1String(why)}});
        if (!output.lastHash().isEmpty())
            console.say(QStringLiteral("Last hash of the log: %1").arg(output.lastHash()));
    };
    try {
        if (options.replayFrom)
            replay(options, watch, output, console, feedback);
        else
            watchSource(options, watch, output, feedback);
    } catch (const Cancelled &) {
        end("cancelled");
        throw;
    }
    end("done");
}

} // namespace

void addLiveCommand(CLI::App &program, const Console &console)
{
    auto options = std::make_shared<LiveOptions>();
    CLI::App &command = *program.add_subcommand(
        "live", "Watches a source and scores it as it grows, until Ctrl-C (status 4); or plays a past day as if it were live");
    options->sources.addTo(command);
    addText(command, "--model", options->model, "Model folder of a model that looks ahead")->required();
    addText(command, "--policy", options->policy, "JSON file with the alert policy (see ledger); by default the model's threshold");
    addDuration(command, "--interval", options->interval, "From one look at the source to the next, 1m by default");
    addDuration(command, "--step", options->step, "From one forecast to the next, 10m by default");
    addDuration(command, "--stale-after", options->staleAfter,
                "There is no forecast when the newest row is older; by default what the table's own pauses and the model's delay explain");
    addText(command, "--log", options->log, "Append everything that is shown to this audit log (see log verify)");
    auto *replay = addTime(command, "--replay", options->replayFrom, "Play the table from this time on, with the rows that were known at each moment");
    addTime(command, "--replay-to", options->replayTo, "… to this time; by default to the end of its day")->needs(replay);
    command.add_option("--speed", options->speed, "How many times faster than the clock a replay plays, 60 by default")
        ->check(CLI::Range(1.0, 10000.0))->needs(replay);
    command.add_flag("--once", options->once, "Look once: status 3 where there is no forecast")->excludes(replay);
    command.callback([options, &console] { run(*options, console); });
}

} // namespace forewatch
