#pragma once

#include <CLI/CLI.hpp>

namespace forewatch {

struct Console;

// Each adds one command to the program; its callback runs it. The console outlives the program.
void addImportCommand(CLI::App &program, const Console &console);
void addSnapshotsCommand(CLI::App &program, const Console &console);
void addTrainCommand(CLI::App &program, const Console &console);
void addSearchCommand(CLI::App &program, const Console &console);
void addRunsCommand(CLI::App &program, const Console &console);
void addExportModelCommand(CLI::App &program, const Console &console);
void addEvaluateCommand(CLI::App &program, const Console &console);
void addFoldsCommand(CLI::App &program, const Console &console);
void addAuditCommand(CLI::App &program, const Console &console);
void addAttentionCommand(CLI::App &program, const Console &console);
void addTimelineCommand(CLI::App &program, const Console &console);
void addLedgerCommand(CLI::App &program, const Console &console);
void addReportCommand(CLI::App &program, const Console &console);
void addLiveCommand(CLI::App &program, const Console &console);
void addLogCommand(CLI::App &program, const Console &console);
void addWhereCommand(CLI::App &program, const Console &console);
void addBurdenCommand(CLI::App &program, const Console &console);
void addChartCommand(CLI::App &program, const Console &console);
void addDensityCommand(CLI::App &program, const Console &console);
void addHotSpotsCommand(CLI::App &program, const Console &console);
void addAreasCommand(CLI::App &program, const Console &console);
void addDailyCommand(CLI::App &program, const Console &console);
void addIncidentsCommand(CLI::App &program, const Console &console);
void addDownloadCommand(CLI::App &program, const Console &console);
void addSampleCommand(CLI::App &program, const Console &console);
void addDemoCommand(CLI::App &program, const Console &console);

} // namespace forewatch
