#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "engine/core/error.h"
#include "engine/core/feedback.h"

#include <QGuiApplication>
#include <QLoggingCategory>

#include <thread>

using namespace forewatch;

namespace {

/// What scripts read from the program's end.
enum ExitStatus { done = 0, internalFault = 1, wrongUsage = 2, unusableInput = 3, cancelledByUser = 4 };

int run(int argc, char **argv)
{
    Console console;
    console.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));

    CLI::App program("Crime maps in time, and warnings that say how much they are worth.\n"
                     "About places and times, never about persons.");
    program.name("forewatch-cli");
    program.set_version_flag("--version", "forewatch-cli " FOREWATCH_VERSION);
    program.add_flag("--json", console.json, "Print one JSON object on standard output and nothing else there");
    program.add_flag("--quiet", console.quiet, "No progress and no messages on standard error");
    program.add_option("--threads", console.threads, "Threads for drawing and learning")->check(CLI::Range(1, 256));
    program.require_subcommand(1);
    program.fallthrough();
    program.footer("Exit status: 0 done, 1 internal fault, 2 wrong usage, 3 unusable input, 4 cancelled.");

    addImportCommand(program, console);
    addSnapshotsCommand(program, console);
    addTrainCommand(program, console);
    addSearchCommand(program, console);
    addRunsCommand(program, console);
    addExportModelCommand(program, console);
    addEvaluateCommand(program, console);
    addFoldsCommand(program, console);
    addAuditCommand(program, console);
    addAttentionCommand(program, console);
    addTimelineCommand(program, console);
    addLedgerCommand(program, console);
    addReportCommand(program, console);
    addLiveCommand(program, console);
    addLogCommand(program, console);
    addWhereCommand(program, console);
    addBurdenCommand(program, console);
    addChartCommand(program, console);
    addDensityCommand(program, console);
    addHotSpotsCommand(program, console);
    addAreasCommand(program, console);
    addDailyCommand(program, console);
    addIncidentsCommand(program, console);
    addDownloadCommand(program, console);
    addSampleCommand(program, console);
    addDemoCommand(program, console);

    try {
        program.parse(argc, argv);
        return done;
    } catch (const CLI::ParseError &error) {
        return program.exit(error) == 0 ? done : wrongUsage;
    } catch (const Error &error) {
        std::fprintf(stderr, "forewatch-cli: %s\n", error.what());
        return unusableInput;
    } catch (const Cancelled &) {
        std::fprintf(stderr, "forewatch-cli: cancelled\n");
        return cancelledByUser;
    }
}

} // namespace

int main(int argc, char **argv)
{
    // Pictures with text need Qt's fonts, but no screen.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QLoggingCategory::setFilterRules(QStringLiteral("default.warning=false"));
    int qtArgc = 1;
    const QGuiApplication application(qtArgc, argv);
    catchInterrupts();
    try {
        return run(argc, argv);
    } catch (const std::exception &fault) {
        std::fprintf(stderr, "forewatch-cli: internal fault: %s\n", fault.what());
        return internalFault;
    }
}
