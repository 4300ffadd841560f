#pragma once

#include "engine/analysis/daily_table.h"
#include "engine/evaluation/evaluation.h"
#include "engine/warning/ledger_report.h"
#include "engine/warning/ranking.h"

namespace forewatch {

/// What a report is to be of.
struct ReportSettings
{
    /// A day, a shift or longer: forecasts whose spans start in it.
    Window span{};
    AlertPolicy policy = {};
    /// Somebody set the policy, perhaps after a look at these very days: the report says so.
    bool byHand = false;
    /// Where given, the policy's threshold is chosen anew on the model's validation part.
    std::optional<AlertBudget> budget = std::nullopt;
    Duration step = std::chrono::minutes(10);
    /// By what the supervisors' table counts.
    AreaSet areas = {};
};

/// A forecast beside the model over the same windows.
struct PastOpponent
{
    /// As in `EvaluatedForecast`.
    QString key;
    Metrics metrics;
    /// How far the model's Brier skill is ahead of it.
    Estimate ahead;
};

/// What the alerts and the probabilities were worth over the days before the end of a report's span.
struct PastWorth
{
    /// Whole days that were there: 30 or 365, fewer where the model had seen some of them.
    int days = 0;
    /// Never before the end of the validation part.
    Window span{};
    /// Under the report's policy, beside alerts at the same hours every day.
    LedgerReport alerts;
    Metrics model;
    std::vector<PastOpponent> opponents;
    /// Key of the strongest opponent, as chosen on the validation part.
    QString strongest;

    /// In plain words: alerts against fixed hours, probabilities against the strongest opponent. Brackets hold 95 % intervals.
    QStringList sentences() const;
};

/// All that a supervisor's report says about a span, as values; a PDF is made of it by `writeRiskReport`. Immutable once made.
struct RiskReport
{
    City city;
    ModelCard card;
    /// As asked for; a part that the table does not cover has no forecasts.
    Window span{};
    /// End of the table's days, and its newest row.
    Time knownTo{};
    Time newest{};
    /// Of the span, with its alerts: those that begin in it or run when it begins.
    RiskTimeline timeline;
    Ledger ledger;
    /// Some of the span was learnt from or tuned on, so that its figures flatter the model.
    bool seen = false;
    /// As in `ReportSettings`.
    bool byHand = false;
    /// As of the last day that was over when the span ended.
    DailyTable daily;
    /// Over 30 and 365 days, those that unseen days are left for.
    std::vector<PastWorth> past;
    /// Why one or both are missing; empty where none is.
    QString missingPast;

    /// The neighborhoods by expectation in the hours of highest risk; nothing where `missingRanking` says why.
    std::optional<AreaRanking> ranking;
    std::shared_ptr<const AreaSet> rankedAreas;
    QString missingRanking;
    /// Where target events fell in the longest of `past`, beside kernel density; empty where that is not known.
    QString placesWorth;

    /// What happened and what to think of it, in plain words: the report's first lines.
    QStringList glance() const;
};

/// Scores the span and up to 365 unseen days before its end, evaluates them beside the baselines, and counts. Throws `Error` for a
/// model that does not look ahead, a span that the table does not reach, as `makeRiskTimeline` does, and `Cancelled`.
RiskReport makeRiskReport(const Model &model, const City &city, const ReportSettings &settings, Feedback &feedback);

} // namespace forewatch
