#pragma once

#include "engine/report/risk_report.h"

#include <QPageSize>

class QIODevice;

namespace forewatch {

/// What is written of a report's values.
enum class ReportForm {
    /// Risk timeline, maps at alerts and missed targets, ledger, ranking, the supervisors' table, what it was worth, the model's
    /// short card, what the numbers do not mean.
    Full,
    /// One page for the beginning of a shift.
    Briefing,
};

/// Writes the report as PDF on A4 or Letter. Maps and tables of long spans are cut where they would fill a book, and say what was
/// left out. `madeOn` is the date of printing, in words. Throws `Error` where the device refuses, and `Cancelled`.
void writeRiskReport(const RiskReport &report, ReportForm form, QPageSize::PageSizeId paper, const QString &madeOn, QIODevice &device,
                     Feedback &feedback);

} // namespace forewatch
