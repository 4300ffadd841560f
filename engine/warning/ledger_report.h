#pragma once

#include "engine/warning/ledger.h"
#include "engine/warning/risk_timeline.h"

namespace forewatch {

/// Which alerts are accounted for.
struct LedgerSettings
{
    AlertPolicy policy;
    /// Where given, the policy's threshold is chosen anew on the model's validation part (`withinBudget`).
    std::optional<AlertBudget> budget;
    /// Spans asked about start in `[from, to)`.
    Time from{};
    Time to{};
    Duration step = std::chrono::minutes(10);
    /// The policy was set by hand, by somebody who may have looked at the days of the ledger.
    bool byHand = false;
};

/// A ledger beside that of the fixed hours, with what it shows in words.
struct LedgerReport
{
    /// As it was used.
    AlertPolicy policy;
    Ledger ledger;
    /// Alerts at the same hours every day, as long in all as those of the ledger; without alerts where no past is known.
    Ledger fixedHours;
    LedgerDifference ahead;
    std::size_t forecasts = 0;
    /// Some of the span was learnt from or tuned on, so that its figures flatter the model.
    bool seen = false;
    /// As in the settings.
    bool byHand = false;

    /// `{"from", "to", "forecasts", "seen", "by_hand", "policy", "model": TOTALS, "fixed_hours": TOTALS or null, "ahead": {"caught",
    /// "precision"}, "sentences"}`; TOTALS are counts and `{"value", "low", "high"}` of each figure.
    QJsonObject toJson() const;

    /// Plain words: what the alerts were worth, what fixed hours would have been, and which is better beyond chance.
    QStringList sentences() const;
};

/// Scores the span, applies the policy and holds what it raised against the table. Throws `Error` for a model that does not look
/// ahead, for a budget with a model whose split was random, as `makeRiskTimeline` does, and `Cancelled`.
LedgerReport reportLedger(const Model &model, const City &city, const LedgerSettings &settings, Feedback &feedback);

/// The policy with the threshold that keeps the budget on the model's validation part (`withinBudget`), scored for it. Throws
/// `Error` for a model whose split was random, and `Cancelled`.
AlertPolicy policyWithin(const AlertPolicy &policy, const AlertBudget &budget, const Model &model, const City &city, Duration step,
                         Feedback &feedback);

/// Applies the policy to forecasts of the model that are there already, in order of time, and holds what it raised against the
/// table. Precondition: not empty.
LedgerReport accountFor(const AlertPolicy &policy, const ModelCard &card, const City &city, std::span<const RiskPoint> points);

} // namespace forewatch
