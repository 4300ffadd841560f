#include "engine/warning/risk_timeline.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <tuple>

namespace forewatch {

namespace {

bool covers(const Window &whole, const Window &part)
{
    return whole.start <= part.start && part.end() <= whole.end();
}

/// The questions that can be drawn, with their answers as far as the table knows them.
std::vector<Example> drawable(const Task &task, const City &city, const WindowSequence &asked)
{
    const Window known = city.incidents->coveredDays();
    std::vector<Example> examples;
    for (std::size_t i = 0; i < asked.count(); ++i) {
        const Window span = asked.at(i);
        const Window input = task.inputFor(span);
        if (covers(known, input))
            examples.push_back({input, span, city.target->anyIn(city.incidents->snapshot(span).incidents)});
    }
    return examples;
}

std::vector<Time> targetTimes(const City &city, const Window &span)
{
    std::set<std::tuple<Time, double, double>> events;
    for (const Incident &incident : city.incidents->snapshot(span).incidents)
        if (city.target->contains(incident))
            events.emplace(incident.time, incident.place.longitude, incident.place.latitude);
    std::vector<Time> times;
    for (const auto &event : events)
        times.push_back(std::get<Time>(event));
    return times;
}

Error nothingToDraw(const City &city, const WindowSequence &asked)
{
    if (asked.count() == 0 || city.incidents->isEmpty())
        return Error(QStringLiteral("There is no span to score. Choose a longer one, or a table with incidents."));
    const Window known = city.incidents->coveredDays();
    return Error(QStringLiteral("The table holds nothing to draw for %1: it runs from %2 to %3. "
                                "Choose a span that it covers.")
                     .arg(formatWindow(asked.at(0)), formatTime(known.start), formatTime(known.end())));
}

} // namespace

WindowSequence windowsOfDay(Time day, Duration length, Duration step)
{
    const Time midnight = midnightOf(day);
    return WindowSequence::startingIn(midnight, midnight + std::chrono::days(1) - length, length, step);
}

RiskTimeline makeRiskTimeline(const Model &model, const City &city, const WindowSequence &asked, Feedback &feedback)
{
    const ModelCard &card = model.card;
    assert(asked.length() == card.task.askedLength());
    const auto examples = drawable(card.task, city, asked);
    if (examples.empty())
        throw nothingToDraw(city, asked);
    const auto raw = rawProbabilities(model, city, examples, feedback);
    const Window known = city.incidents->coveredDays();

    RiskTimeline timeline;
    timeline.task = card.task;
    timeline.weekly = card.hourOfWeek.isKnown();
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const Example &example = examples[i];
        RiskPoint point{
            .asked = example.asked,
            .probability = card.calibration.apply(raw[i]),
            .hourRate = timeline.weekly ? card.hourOfWeek.probability(example.asked) : card.hourOfDay.probability(example.asked),
            .outcome = covers(known, example.asked) ? std::optional(example.outcome) : std::nullopt,
        };
        if (card.band.isKnown())
            point.band = card.band.of(raw[i], point.probability);
        timeline.points.push_back(point);
    }
    const Time start = timeline.points.front().asked.start;
    timeline.span = {start, timeline.points.back().asked.end() - start};
    timeline.targets = targetTimes(city, timeline.span);
    timeline.apply(defaultPolicy(card));
    return timeline;
}

AlertPolicy defaultPolicy(const ModelCard &card)
{
    return {.threshold = card.threshold, .release = card.threshold};
}

void RiskTimeline::apply(const AlertPolicy &wanted)
{
    policy = wanted;
    AlertProcess process(policy, task);
    for (RiskPoint &point : points) {
        process.add(point);
        point.alert = process.isActive();
    }
    alerts = process.alerts();
}

std::optional<std::size_t> RiskTimeline::alertAt(Time time) const
{
    const auto after = std::ranges::upper_bound(alerts, time, {}, [](const Alert &alert) { return alert.span.start; });
    if (after == alerts.begin() || !(after - 1)->span.contains(time))
        return std::nullopt;
    return static_cast<std::size_t>(after - 1 - alerts.begin());
}

namespace {

QByteArray numberCsv(double value)
{
    return QByteArray::number(value, 'g', 10);
}

QByteArray lineOf(const RiskPoint &point)
{
    const char *outcome = !point.outcome ? "" : *point.outcome ? "1" : "0";
    return formatTime(point.asked.start).toLatin1() + ',' + formatTime(point.asked.end()).toLatin1() + ',' + numberCsv(point.probability) + ','
        + outcome + (point.alert ? ",1" : ",0");
}

} // namespace

QByteArray RiskTimeline::toCsv() const
{
    QByteArray csv("start,end,probability,outcome,alert\n");
    for (const RiskPoint &point : points)
        csv += lineOf(point) + '\n';
    return csv;
}

QByteArray RiskTimeline::detailsCsv() const
{
    QByteArray csv("start,end,probability,outcome,alert,low,high,hour_rate\n");
    for (const RiskPoint &point : points)
        csv += lineOf(point) + ',' + (point.band ? numberCsv(point.band->low) : QByteArray()) + ','
            + (point.band ? numberCsv(point.band->high) : QByteArray()) + ',' + numberCsv(point.hourRate) + '\n';
    return csv;
}

} // namespace forewatch
