#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/core/error.h"
#include "engine/warning/audit_log.h"

#include <QJsonDocument>

#include <cstdio>

namespace forewatch {

namespace {

QString spoken(const LogCheck &check)
{
    QString text = QStringLiteral("%1 lines from %2 to %3 follow each other without a gap. Last hash: %4\n"
                                  "Note it where the log's writer cannot change it: only a noted hash (--expect) shows that a tail was cut "
                                  "off, or that everything was written anew.")
                       .arg(grouped(check.lines), check.firstUtc, check.lastUtc, check.lastHash);
    if (check.expectedLine > 0)
        text += QStringLiteral("\nThe expected hash is that of line %1; %2 lines follow it.")
                    .arg(grouped(check.expectedLine), grouped(check.lines - check.expectedLine));
    if (check.tornBytes > 0)
        text += QStringLiteral("\n%1 bytes follow the last line's end: a line that is being written, or that a crash cut short.")
                    .arg(grouped(check.tornBytes));
    return text;
}

void addVerify(CLI::App &log, const Console &console)
{
    struct Options
    {
        QString file;
        QString expected;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *log.add_subcommand("verify", "Checks that no line of an audit log was changed, taken out, put in or moved");
    addText(command, "FILE", options->file, "Audit log")->required();
    command.add_option_function<std::string>(
        "--expect",
        [options](const std::string &hash) {
            options->expected = QString::fromStdString(hash);
            if (hash.size() != 64 || hash.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
                throw CLI::ValidationError("--expect", "“" + hash + "” is no hash of 64 hexadecimal digits");
        },
        "A last hash that was noted earlier: it must be in the log");
    command.callback([options, &console] {
        ConsoleFeedback feedback(console, QStringLiteral("Checking"));
        const LogCheck check = verifyLog(options->file, options->expected, feedback);
        const bool isMissing = check.isWhole() && !options->expected.isEmpty() && check.expectedLine == 0;
        if (console.json || (check.isWhole() && !isMissing))
            console.result(check.toJson(), spoken(check));
        if (!check.isWhole())
            throw Error(QStringLiteral("%1 is damaged at line %2: %3. The %4 lines before it are sound.")
                            .arg(options->file, grouped(check.faultLine), check.fault, grouped(check.lines)));
        if (isMissing)
            throw Error(QStringLiteral("%1 has no line with the expected hash: its end was cut off, or it was written anew.").arg(options->file));
    });
}

void addShow(CLI::App &log, const Console &console)
{
    struct Options
    {
        QString file;
        QString kind;
    };
    auto options = std::make_shared<Options>();
    CLI::App &command = *log.add_subcommand("show", "Prints the lines of an audit log, after checking each");
    addText(command, "FILE", options->file, "Audit log")->required();
    addText(command, "--kind", options->kind, "Only lines of this kind: score, no_forecast, revised, alert, acknowledgement, policy, "
                                              "model, import, export, source, start, end");
    command.callback([options, &console] {
        ConsoleFeedback feedback(console, QStringLiteral("Reading"));
        const LogCheck check = verifyLog(options->file, {}, feedback, [&](const AuditLine &line) {
            if (!options->kind.isEmpty() && options->kind != line.kind)
                return;
            const QByteArray content = QJsonDocument(line.content).toJson(QJsonDocument::Compact);
            std::printf("%lld  %s  %-15s  %s\n", static_cast<long long>(line.number), qPrintable(line.utc), qPrintable(line.kind), content.constData());
        });
        std::fflush(stdout);
        if (!check.isWhole())
            throw Error(QStringLiteral("%1 is damaged at line %2: %3.").arg(options->file, grouped(check.faultLine), check.fault));
    });
}

} // namespace

void addLogCommand(CLI::App &program, const Console &console)
{
    CLI::App &log = *program.add_subcommand("log", "Audit logs: every risk that was shown live, every alert, and who acknowledged it");
    log.require_subcommand(1);
    addVerify(log, console);
    addShow(log, console);
}

} // namespace forewatch
