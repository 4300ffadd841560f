#pragma once

#include "engine/core/feedback.h"
#include "engine/learning/model.h"
#include "engine/warning/alert_policy.h"

namespace forewatch {

/// Rolling risk in order of time, with the alerts that a policy makes of it.
struct RiskTimeline
{
    std::vector<RiskPoint> points;
    /// What the forecasts are of.
    Task task = {};
    /// As `apply` was called with; its alerts, in order of time.
    AlertPolicy policy = {};
    std::vector<Alert> alerts;
    /// When the target events of `span` happened; one for each time and place.
    std::vector<Time> targets;
    /// Whether `RiskPoint::hourRate` is of the hour of the week, not of the day.
    bool weekly = false;
    /// From the first start to the last end; without length when there are no points.
    Window span{};

    /// Raises the policy's alerts anew. What is before the first point is not known, so that an alert may begin there that began
    /// earlier.
    void apply(const AlertPolicy &wanted);

    /// Index of the alert whose span holds `time`.
    std::optional<std::size_t> alertAt(Time time) const;

    /// `start,end,probability,outcome,alert`; outcome is empty where it is not known. `alert` is 1 where the forecast begins an alert
    /// or keeps one up.
    QByteArray toCsv() const;
    /// The same with `low,high,hour_rate` behind it; `low` and `high` are empty where there is no band.
    QByteArray detailsCsv() const;
};

/// The policy that a model comes with: an alert lasts while the risk is at or above the card's threshold.
AlertPolicy defaultPolicy(const ModelCard &card);

/// The windows inside a day, as published: those that end before midnight, 132 at 2 hours every 10 minutes, from 00:00
/// to 21:50.
WindowSequence windowsOfDay(Time day, Duration length, Duration step);

/// Scores the spans of `asked`; earlier incidents are read as history. Spans whose drawn window reaches beyond the days
/// of the table are left out: there is nothing to draw. Alerts are those of `defaultPolicy`. Throws `Error` when that leaves none, and `Cancelled`.
/// Precondition: `asked.length()` is the task's.
RiskTimeline makeRiskTimeline(const Model &model, const City &city, const WindowSequence &asked, Feedback &feedback);

} // namespace forewatch
