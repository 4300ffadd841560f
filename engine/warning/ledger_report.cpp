#include "engine/warning/ledger_report.h"

#include "engine/core/error.h"
#include "engine/core/text.h"

#include <QJsonArray>

#include <cassert>
#include <cmath>

namespace forewatch {

namespace {

QJsonObject totalsJson(const LedgerTotals &totals)
{
    return {{QStringLiteral("days"), static_cast<qint64>(totals.days)},
            {QStringLiteral("hits"), static_cast<qint64>(totals.hits)},
            {QStringLiteral("false_alerts"), static_cast<qint64>(totals.falseAlerts)},
            {QStringLiteral("open"), static_cast<qint64>(totals.open)},
            {QStringLiteral("targets"), static_cast<qint64>(totals.targets)},
            {QStringLiteral("caught"), static_cast<qint64>(totals.caught)},
            {QStringLiteral("missed"), static_cast<qint64>(totals.targets - totals.caught)},
            {QStringLiteral("under_alert"), totals.underAlert},
            {QStringLiteral("precision"), toJson(totals.precision)},
            {QStringLiteral("caught_share"), toJson(totals.caughtShare)},
            {QStringLiteral("alerts_per_day"), toJson(totals.alertsPerDay)},
            {QStringLiteral("false_per_day"), toJson(totals.falsePerDay)},
            {QStringLiteral("median_lead_minutes"), toJson(totals.leadMinutes)}};
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1);
}

/// `34.1 % [27.0, 41.5]`
QString percent(const Estimate &figure)
{
    return QStringLiteral("%1 % [%2, %3]").arg(percent(figure.value), percent(figure.interval.low), percent(figure.interval.high));
}

/// `12.3 points [4.0, 20.5]`
QString points(const Estimate &figure)
{
    return QStringLiteral("%1 points [%2, %3]").arg(percent(figure.value), percent(figure.interval.low), percent(figure.interval.high));
}

QString count(std::size_t number)
{
    return grouped(static_cast<qint64>(number));
}

QString worth(const QString &who, const Ledger &ledger)
{
    const LedgerTotals &totals = ledger.totals;
    QString text = QStringLiteral("%1: %2 alerts, %3 a day, under alert %4 % of the time; %5 hits, %6 false%7, so that %8 were right; "
                                  "%9 of %10 target events caught, %11.")
                       .arg(who, count(ledger.alerts.size()), QString::number(totals.alertsPerDay.value, 'f', 2), percent(totals.underAlert),
                            count(totals.hits), count(totals.falseAlerts),
                            totals.open > 0 ? QStringLiteral(", %1 not known yet").arg(count(totals.open)) : QString(),
                            percent(totals.precision), count(totals.caught))
                       .arg(count(totals.targets), percent(totals.caughtShare));
    if (totals.hits > 0)
        text += QStringLiteral(" Half of the hits came within %1 minutes [%2, %3] of the alert.")
                    .arg(totals.leadMinutes.value, 0, 'f', 0)
                    .arg(totals.leadMinutes.interval.low, 0, 'f', 0)
                    .arg(totals.leadMinutes.interval.high, 0, 'f', 0);
    return text;
}

QString verdict(const LedgerReport &report)
{
    const Estimate &ahead = report.ahead.caughtShare;
    const QString figure = QStringLiteral("(difference in target events caught: %1)").arg(points(ahead));
    if (report.fixedHours.alerts.empty())
        return QStringLiteral("There is nothing to hold this against: no target event is known from before the span, or the alerts leave no choice of hours.");
    if (ahead.interval.low > 0)
        return QStringLiteral("Better than alerts at the same hours every day, with as much time under alert %1.").arg(figure);
    if (ahead.interval.high < 0)
        return QStringLiteral("Worse than alerts at the same hours every day, with as much time under alert %1.").arg(figure);
    return QStringLiteral("No better than alerts at the same hours every day, with as much time under alert %1.").arg(figure);
}

RiskTimeline scored(const Model &model, const City &city, Time from, Time to, Duration step, Feedback &feedback)
{
    return makeRiskTimeline(model, city, WindowSequence::startingIn(from, to, model.card.task.askedLength(), step), feedback);
}

} // namespace

QStringList LedgerReport::sentences() const
{
    QStringList text{verdict(*this)};
    if (seen)
        text << QStringLiteral("Part of this span was learnt from or tuned on: its figures flatter the model.");
    if (byHand)
        text << QStringLiteral("The alert policy was set by hand, perhaps after a look at these days: its figures may flatter. A fair "
                               "measure needs a policy that was frozen before.");
    text << QStringLiteral("%1 to %2, %3 days, %4 forecasts; alerts from a risk of %5 %, until it is below %6 %.")
                .arg(formatTime(ledger.span.start), formatTime(ledger.span.end()), count(ledger.totals.days), count(forecasts),
                     percent(policy.threshold), percent(policy.release));
    text << worth(QStringLiteral("Model"), ledger);
    if (!fixedHours.alerts.empty()) {
        // The second day's: the first may be cut by the span's begin.
        const Window &hours = fixedHours.alerts[fixedHours.alerts.size() / 2].alert.span;
        text << worth(QStringLiteral("Every day %1–%2").arg(formatTime(hours.start).mid(11), formatTime(hours.end()).mid(11)), fixedHours);
    }
    text << QStringLiteral("In brackets: 95 %, by bootstrap over days.");
    return text;
}

QJsonObject LedgerReport::toJson() const
{
    const bool compared = !fixedHours.alerts.empty();
    return {{QStringLiteral("from"), formatTime(ledger.span.start)},
            {QStringLiteral("to"), formatTime(ledger.span.end())},
            {QStringLiteral("forecasts"), static_cast<qint64>(forecasts)},
            {QStringLiteral("seen"), seen},
            {QStringLiteral("by_hand"), byHand},
            {QStringLiteral("policy"), policy.toJson()},
            {QStringLiteral("model"), totalsJson(ledger.totals)},
            {QStringLiteral("fixed_hours"), compared ? QJsonValue(totalsJson(fixedHours.totals)) : QJsonValue()},
            {QStringLiteral("ahead"), compared ? QJsonValue(QJsonObject{{QStringLiteral("caught"), forewatch::toJson(ahead.caughtShare)},
                                                                        {QStringLiteral("precision"), forewatch::toJson(ahead.precision)}})
                                               : QJsonValue()},
            {QStringLiteral("sentences"), QJsonArray::fromStringList(sentences())}};
}

LedgerReport reportLedger(const Model &model, const City &city, const LedgerSettings &settings, Feedback &feedback)
{
    const ModelCard &card = model.card;
    if (card.task.question == Question::SameWindow)
        throw Error(QStringLiteral("The model “%1” is asked about windows that are over, with the answer drawn in: it raises no alerts. "
                                   "Choose a model that looks ahead (--task next-window).").arg(card.name));
    if (settings.from >= settings.to)
        throw Error(QStringLiteral("There is no span from %1 to %2. Choose an end after the begin, within the table.")
                        .arg(formatTime(settings.from), formatTime(settings.to)));
    AlertPolicy policy = settings.policy;
    const double share = settings.budget ? 0.3 : 0;
    if (settings.budget) {
        StageFeedback tuning(feedback, 0, share);
        policy = policyWithin(settings.policy, *settings.budget, model, city, settings.step, tuning);
    }
    StageFeedback scoring(feedback, share, 1);
    LedgerReport report = accountFor(policy, card, city, scored(model, city, settings.from, settings.to, settings.step, scoring).points);
    report.byHand = settings.byHand;
    return report;
}

AlertPolicy policyWithin(const AlertPolicy &policy, const AlertBudget &budget, const Model &model, const City &city, Duration step,
                         Feedback &feedback)
{
    const ModelCard &card = model.card;
    if (card.split.kind != SplitKind::Chronological)
        throw Error(QStringLiteral("The model “%1” was tuned on windows drawn at random, which show no days of alerts. Choose a model "
                                   "with a chronological split, or give a policy with its threshold.").arg(card.name));
    const auto validation = scored(model, city, card.split.trainTo, card.split.validationTo, step, feedback);
    return withinBudget(policy, card.task, validation.points, budget);
}

LedgerReport accountFor(const AlertPolicy &policy, const ModelCard &card, const City &city, std::span<const RiskPoint> points)
{
    assert(!points.empty());
    LedgerReport report;
    report.policy = policy;
    const Time from = points.front().asked.start;
    report.seen = from < card.split.seenTo();
    report.forecasts = points.size();
    const Window span{from, points.back().asked.end() - from};
    const TargetHistory history(city, card.task);
    const Time known = city.incidents->coveredDays().end();
    const auto targets = history.happenedIn(span);
    report.ledger = makeLedger(raiseAlerts(policy, card.task, points), span, targets, known);
    const auto minutesPerDay = std::lround(report.ledger.totals.underAlert * 24 * 60);
    report.fixedHours = makeLedger(fixedHours(history, span, std::chrono::minutes(minutesPerDay)), span, targets, known);
    report.ahead = difference(report.ledger, report.fixedHours);
    return report;
}

} // namespace forewatch
