#pragma once

#include "engine/core/feedback.h"
#include "engine/learning/model.h"

namespace forewatch {

/// The risk of one span.
struct RiskPoint
{
    /// The span asked about.
    Window asked;
    /// Calibrated probability of a target in it.
    double probability;
    /// What the hour of day alone says (`ModelCard::hourOfDay`).
    double hourRate;
    /// Nothing where the table ends before the span does.
    std::optional<bool> outcome;
};

/// Rolling risk in order of time.
struct RiskTimeline
{
    std::vector<RiskPoint> points;
    double threshold = 0.5;
    /// When the target events of `span` happened; one for each time and place.
    std::vector<Time> targets;
    Question question = Question::NextWindow;
    /// From the first start to the last end; without length when there are no points.
    Window span{};

    bool isAlert(const RiskPoint &point) const { return point.probability >= threshold; }

    /// `start,end,probability,outcome,alert`; outcome is empty where it is not known.
    QByteArray toCsv() const;
};

/// The windows inside a day, as published: those that end before midnight, 132 at 2 hours every 10 minutes, from 00:00
/// to 21:50.
WindowSequence windowsOfDay(Time day, Duration length, Duration step);

/// Scores the spans of `asked`; earlier incidents are read as history. Spans whose drawn window reaches beyond the days
/// of the table are left out: there is nothing to draw. Throws `Error` when that leaves none, and `Cancelled`.
/// Precondition: `asked.length()` is the task's.
RiskTimeline makeRiskTimeline(const Model &model, const City &city, const WindowSequence &asked, Feedback &feedback);

} // namespace forewatch
