#pragma once

#include "engine/baselines/target_history.h"
#include "engine/scores/balanced_share.h"
#include "engine/warning/alert_policy.h"

namespace forewatch {

/// What came of one alert.
struct LedgerAlert
{
    Alert alert;
    /// Whether a target event fell in its span; nothing where the table ends before the span does and shows none.
    std::optional<bool> hit;
    std::size_t targets = 0;
    /// The first one, and how long after the alert was raised it came.
    std::optional<Time> firstTarget;
    Duration lead{0};
};

/// What was known of one target event before it happened.
struct LedgerTarget
{
    KnownEvent event;
    /// Index of the alert whose span holds it.
    std::optional<std::size_t> alert;
    /// Since that alert was raised.
    Duration lead{0};
};

/// What a ledger adds up to; intervals are of 95 %, by days drawn anew.
struct LedgerTotals
{
    std::size_t days = 0;
    std::size_t hits = 0;
    std::size_t falseAlerts = 0;
    /// Alerts whose outcome the table does not know yet.
    std::size_t open = 0;
    std::size_t targets = 0;
    std::size_t caught = 0;
    /// Share of the time that an alert's span covers.
    double underAlert = 0;
    /// Hits in alerts of known outcome; from 0 to 1 where there is none.
    Estimate precision;
    /// Caught in targets; likewise.
    Estimate caughtShare;
    Estimate alertsPerDay;
    Estimate falsePerDay;
    /// Median minutes from an alert to the first target in it, over the hits.
    Estimate leadMinutes;
};

/// Alerts and targets of a span, each with what became of it.
struct Ledger
{
    Window span{};
    /// In order of time.
    std::vector<LedgerAlert> alerts;
    std::vector<LedgerTarget> targets;
    LedgerTotals totals;

    /// `raised,start,end,peak,outcome,targets,first_target,lead_minutes`
    QByteArray alertsCsv() const;
    /// `time,neighborhood,caught,alert_raised,lead_minutes`; a target's place is told by its neighborhood alone.
    QByteArray targetsCsv(const Neighborhoods &neighborhoods) const;
};

/// Holds alerts, in order of time and without overlap, against the target events of `span`, which begins the first day.
/// `knownTo` is the end of the table's days.
Ledger makeLedger(std::vector<Alert> alerts, const Window &span, std::span<const KnownEvent> targets, Time knownTo);

/// The opponent without a model: an alert at the same hours every day, those that held most of the target events known before
/// `span`, and as long in all as `perDay` a day. Begins are multiples of ten minutes. Nothing where no event is known before, or
/// where it would be on all day.
std::vector<Alert> fixedHours(const TargetHistory &history, const Window &span, Duration perDay);

/// How far one ledger is ahead of another over the same days: share of targets caught and precision, with 95 % intervals over the
/// same resampled days. Precondition: of the same span and targets.
struct LedgerDifference
{
    Estimate caughtShare;
    Estimate precision;
};
LedgerDifference difference(const Ledger &a, const Ledger &b);

} // namespace forewatch
