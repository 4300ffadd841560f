#include "engine/warning/burden_report.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

/// The spans of a part of the table, a thousand at a time, so that years fit in memory; `visit` gets each part's forecasts.
void forEachPart(const Model &model, const RankingGround &ground, Time from, Time to, Duration step, Feedback &feedback, auto &&visit)
{
    constexpr std::size_t most = 2048;
    const auto asked = WindowSequence::startingIn(from, to, ground.task.askedLength(), step);
    for (std::size_t begin = 0; begin < asked.count(); begin += most) {
        const std::size_t end = std::min(asked.count(), begin + most);
        std::vector<Time> starts;
        for (std::size_t i = begin; i < end; ++i)
            starts.push_back(asked.at(i).start);
        const double count = static_cast<double>(asked.count());
        const double middle = static_cast<double>(begin) + 0.7 * static_cast<double>(end - begin);
        StageFeedback asking(feedback, static_cast<double>(begin) / count, middle / count);
        StageFeedback visiting(feedback, middle / count, static_cast<double>(end) / count);
        visit(forecastPlaces(model, ground, starts, asking), visiting);
    }
}

RiskPoint pointOf(const PlaceForecast &forecast, std::size_t index)
{
    return {.asked = forecast.examples[index].asked, .probability = 1 - std::exp(-forecast.expected[index]), .hourRate = 0, .outcome = {}};
}

/// What one forecast stands for.
struct Slot
{
    Window span;
    std::vector<bool> top;
};

} // namespace

std::vector<bool> TopRanks::of(const AreaRanking &ranking) const
{
    std::vector<bool> chosen(ranking.areas.size(), false);
    if (!groundShare) {
        for (std::size_t i = 0; i < std::min(areas, ranking.areas.size()); ++i)
            chosen[ranking.areas[i].area] = true;
        return chosen;
    }
    double whole = 0;
    std::vector<double> dense;
    for (const RankedArea &row : ranking.areas) {
        whole += row.squareKilometres;
        dense.push_back(row.squareKilometres > 0 ? row.expected / row.squareKilometres : 0);
    }
    double taken = 0;
    for (const std::size_t index : rankedBy(dense)) {
        const RankedArea &row = ranking.areas[index];
        taken += row.squareKilometres;
        if (taken > *groundShare * whole * (1 + 1e-9) && std::ranges::find(chosen, true) != chosen.end())
            break;
        chosen[row.area] = true;
    }
    return chosen;
}

QString TopRanks::text() const
{
    if (groundShare)
        return QStringLiteral("the areas with most to be expected per km², up to %1 % of the ground").arg(100 * *groundShare, 0, 'g', 3);
    return areas == 1 ? QStringLiteral("the first area") : QStringLiteral("the first %1 areas").arg(areas);
}

BurdenReport reportBurden(const Model &model, const RankingGround &ground, const BurdenSettings &settings, Feedback &feedback)
{
    const ModelCard &card = model.card;
    const LedgerSettings &alerts = settings.alerts;
    const Window covered = ground.city.incidents->coveredDays();
    const Time to = std::min(alerts.to, covered.end());
    if (alerts.from >= to)
        throw Error(QStringLiteral("There is no span from %1 to %2. Choose an end after the begin, within the table.")
                        .arg(formatTime(alerts.from), formatTime(alerts.to)));
    if (settings.top.areas == 0 && !settings.top.groundShare)
        throw Error(QStringLiteral("No area is in the top ranks. Choose at least one."));
    BurdenReport report;
    report.policy = alerts.policy;
    report.top = settings.top;
    report.ownPlaces = ground.ownPlaces;
    report.seen = alerts.from < card.split.seenTo();
    const double share = alerts.budget ? 0.3 : 0;
    if (alerts.budget) {
        if (card.split.kind != SplitKind::Chronological)
            throw Error(QStringLiteral("The model “%1” was tuned on windows drawn at random, which show no days of alerts. Choose a model "
                                       "with a chronological split, or give a policy with its threshold.").arg(card.name));
        StageFeedback tuning(feedback, 0, share);
        const auto asked = WindowSequence::startingIn(card.split.trainTo, card.split.validationTo, card.task.askedLength(), alerts.step);
        const RiskTimeline validation = makeRiskTimeline(model, ground.city, asked, tuning);
        report.policy = withinBudget(alerts.policy, card.task, validation.points, *alerts.budget);
    }

    const std::size_t count = ground.areas->size();
    const Time firstDay = midnightOf(alerts.from);
    const auto dayOf = [&](Time time) { return static_cast<std::size_t>((time - firstDay) / std::chrono::days(1)); };
    for (Time day = firstDay; day < to; day += std::chrono::days(1))
        report.record.addDay(count);
    AlertProcess process(report.policy, card.task);
    std::vector<Slot> slots;
    StageFeedback scoring(feedback, share, 1);
    forEachPart(model, ground, alerts.from, to, alerts.step, scoring, [&](const PlaceForecast &forecast, Feedback &visiting) {
        for (std::size_t i = 0; i < forecast.examples.size(); ++i) {
            visiting.checkpoint(static_cast<double>(i) / static_cast<double>(forecast.examples.size()));
            process.add(pointOf(forecast, i));
            const Time start = forecast.examples[i].asked.start;
            const Duration lasts = std::min(alerts.step, to - start);
            const AreaRanking ranking = rankAreas(ground, forecast, i);
            // The expectation of the span, of which this much lies before the next forecast's.
            const double part = static_cast<double>(lasts.count()) / static_cast<double>(ranking.asked.length.count());
            for (const RankedArea &row : ranking.areas)
                report.record.days[dayOf(start)].expected[row.area] += row.expected * part;
            slots.push_back({{start, lasts}, settings.top.of(ranking)});
        }
    });

    report.span = {slots.front().span.start, slots.back().span.end() - slots.front().span.start};
    report.alertCount = process.alerts().size();
    // An alert's end is known only when it is over, so they are laid over the ranks afterwards.
    auto alert = process.alerts().begin();
    auto event = std::ranges::lower_bound(ground.events, report.span.start, {}, &AreaEvent::time);
    for (const Slot &slot : slots) {
        BurdenRecord::Day &day = report.record.days[dayOf(slot.span.start)];
        while (alert != process.alerts().end() && alert->span.end() <= slot.span.start)
            ++alert;
        // Alerts neither overlap nor touch.
        std::vector<Window> up;
        for (auto one = alert; one != process.alerts().end() && one->span.start < slot.span.end(); ++one) {
            const Time from = std::max(one->span.start, slot.span.start);
            up.push_back({from, std::min(one->span.end(), slot.span.end()) - from});
        }
        Duration under{0};
        for (const Window &window : up)
            under += window.length;
        for (std::size_t area = 0; area < count; ++area) {
            if (!slot.top[area])
                continue;
            day.topHours[area] += static_cast<double>(slot.span.length.count()) / 3600;
            day.alertHours[area] += static_cast<double>(under.count()) / 3600;
        }
        for (; event != ground.events.end() && event->time < slot.span.end(); ++event) {
            if (event->area == count || event->time < slot.span.start)
                continue;
            BurdenRecord::Day &own = report.record.days[dayOf(event->time)];
            ++own.events[event->area];
            if (!slot.top[event->area])
                continue;
            ++own.eventsInTop[event->area];
            own.eventsUnderAlert[event->area]
                += std::ranges::any_of(up, [&](const Window &window) { return window.contains(event->time); });
        }
    }
    report.underAlert = burdenOf(report.record, *ground.areas, BurdenKind::UnderAlert);
    report.topRanks = burdenOf(report.record, *ground.areas, BurdenKind::TopRanks);
    feedback.progress(1);
    return report;
}

QStringList BurdenReport::sentences(BurdenKind kind, const AreaSet &set) const
{
    QStringList text = of(kind).sentences(set);
    if (seen)
        text.insert(1, QStringLiteral("Part of this span was learnt from or tuned on: its figures flatter the model."));
    text << QStringLiteral("%1 to %2; top ranks: %3; %4 alerts from a risk of %5 %, until it is below %6 %.")
                .arg(formatTime(span.start), formatTime(span.end()), top.text())
                .arg(alertCount)
                .arg(100 * policy.threshold, 0, 'f', 1)
                .arg(100 * policy.release, 0, 'f', 1);
    if (!ownPlaces)
        text << QStringLiteral("The model says when, not where: the ranks are those of the kernel density of past target events.");
    return text;
}

QJsonObject BurdenReport::toJson(const AreaSet &set) const
{
    return {{QStringLiteral("from"), formatTime(span.start)},
            {QStringLiteral("to"), formatTime(span.end())},
            {QStringLiteral("seen"), seen},
            {QStringLiteral("alerts"), static_cast<qint64>(alertCount)},
            {QStringLiteral("top"), top.text()},
            {QStringLiteral("places"), ownPlaces ? QStringLiteral("model") : QStringLiteral("density")},
            {QStringLiteral("policy"), policy.toJson()},
            {QStringLiteral("under_alert"), underAlert.toJson(set)},
            {QStringLiteral("top_ranks"), topRanks.toJson(set)}};
}

} // namespace forewatch
