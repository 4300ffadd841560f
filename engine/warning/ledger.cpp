#include "engine/warning/ledger.h"

#include "engine/core/text.h"
#include "engine/scores/day_bootstrap.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace forewatch {

namespace {

constexpr int resamples = 1000;

/// What a ledger counts, day by day from the begin of its span.
struct Days
{
    explicit Days(const Ledger &ledger)
        // The last span asked about may reach past its midnight.
        : count(std::max<std::size_t>(1, static_cast<std::size_t>((ledger.span.length + std::chrono::hours(12)) / std::chrono::days(1))))
        , alerts(count), hits(count), falseAlerts(count), targets(count), caught(count)
    {
        const auto dayOf = [&](Time time) {
            const auto day = std::max<Duration::rep>(0, (time - ledger.span.start) / std::chrono::days(1));
            return std::min(count - 1, static_cast<std::size_t>(day));
        };
        for (const LedgerAlert &entry : ledger.alerts) {
            const std::size_t day = dayOf(entry.alert.span.start);
            ++alerts[day];
            hits[day] += entry.hit.value_or(false);
            falseAlerts[day] += !entry.hit.value_or(true);
            if (entry.firstTarget)
                leads.emplace_back(static_cast<double>(entry.lead.count()) / 60, day);
        }
        std::ranges::sort(leads);
        for (const LedgerTarget &target : ledger.targets) {
            const std::size_t day = dayOf(target.event.time);
            ++targets[day];
            caught[day] += target.alert.has_value();
        }
    }

    std::size_t count;
    std::vector<double> alerts;
    std::vector<double> hits;
    std::vector<double> falseAlerts;
    std::vector<double> targets;
    std::vector<double> caught;
    /// Minutes, and the day; in rising order.
    std::vector<std::pair<double, std::size_t>> leads;
};

std::optional<double> ratio(double part, double whole)
{
    return whole > 0 ? std::optional(part / whole) : std::nullopt;
}

std::optional<double> precisionOf(const Days &days, const std::vector<double> &times)
{
    const double hits = dot(times, days.hits);
    return ratio(hits, hits + dot(times, days.falseAlerts));
}

std::optional<double> caughtOf(const Days &days, const std::vector<double> &times)
{
    return ratio(dot(times, days.caught), dot(times, days.targets));
}

std::optional<double> medianLead(const Days &days, const std::vector<double> &times)
{
    double whole = 0;
    for (const auto &[minutes, day] : days.leads)
        whole += times[day];
    double below = 0;
    for (const auto &[minutes, day] : days.leads) {
        below += times[day];
        if (below >= whole / 2 && below > 0)
            return minutes;
    }
    return std::nullopt;
}

/// Of the days as they were and as they are drawn anew; resamples that leave the figure undefined are not counted.
/// `otherwise` where it is undefined at all.
Estimate estimate(std::size_t days, const Estimate &otherwise, auto &&figureOf)
{
    const std::optional<double> value = figureOf(std::vector<double>(days, 1));
    if (!value)
        return otherwise;
    std::vector<int> numbers(days);
    std::iota(numbers.begin(), numbers.end(), 0);
    const DayBlocks blocks(numbers);
    Random random(1);
    std::vector<double> values;
    for (int i = 0; i < resamples; ++i)
        if (const std::optional<double> drawn = figureOf(blocks.resample(random)))
            values.push_back(*drawn);
    return {*value, values.empty() ? Interval{*value, *value} : middleRange(std::move(values))};
}

void addUp(Ledger &ledger)
{
    LedgerTotals &totals = ledger.totals;
    const Days days(ledger);
    totals.days = days.count;
    Duration covered{0};
    for (const LedgerAlert &entry : ledger.alerts) {
        totals.hits += entry.hit.value_or(false);
        totals.falseAlerts += !entry.hit.value_or(true);
        totals.open += !entry.hit.has_value();
        covered += std::max(Duration(0), Duration(std::min(entry.alert.span.end(), ledger.span.end())
                                                  - std::max(entry.alert.span.start, ledger.span.start)));
    }
    totals.targets = ledger.targets.size();
    totals.caught = static_cast<std::size_t>(
        std::ranges::count_if(ledger.targets, [](const LedgerTarget &target) { return target.alert.has_value(); }));
    totals.underAlert = ratio(static_cast<double>(covered.count()), static_cast<double>(ledger.span.length.count())).value_or(0);
    const Estimate unknown{0, {0, 1}};
    const double count = static_cast<double>(days.count);
    totals.precision = estimate(days.count, unknown, [&](const auto &times) { return precisionOf(days, times); });
    totals.caughtShare = estimate(days.count, unknown, [&](const auto &times) { return caughtOf(days, times); });
    totals.alertsPerDay = estimate(days.count, {}, [&](const auto &times) { return ratio(dot(times, days.alerts), count); });
    totals.falsePerDay = estimate(days.count, {}, [&](const auto &times) { return ratio(dot(times, days.falseAlerts), count); });
    totals.leadMinutes = estimate(days.count, {}, [&](const auto &times) { return medianLead(days, times); });
}

QByteArray timeField(const std::optional<Time> &time)
{
    return time ? formatTime(*time).toLatin1() : QByteArray();
}

QByteArray minutesField(bool known, Duration lead)
{
    return known ? QByteArray::number(static_cast<double>(lead.count()) / 60, 'g', 10) : QByteArray();
}

} // namespace

Ledger makeLedger(std::vector<Alert> alerts, const Window &span, std::span<const KnownEvent> targets, Time knownTo)
{
    Ledger ledger;
    ledger.span = span;
    for (const Alert &alert : alerts)
        ledger.alerts.push_back({.alert = alert, .hit = std::nullopt, .targets = 0, .firstTarget = std::nullopt});
    for (const KnownEvent &event : targets) {
        if (!span.contains(event.time))
            continue;
        LedgerTarget target{event, std::nullopt, Duration(0)};
        // The last alert whose span has begun.
        const auto after = std::ranges::upper_bound(alerts, event.time, {}, [](const Alert &alert) { return alert.span.start; });
        if (after != alerts.begin() && std::prev(after)->span.contains(event.time)) {
            const auto index = static_cast<std::size_t>(std::prev(after) - alerts.begin());
            LedgerAlert &entry = ledger.alerts[index];
            target.alert = index;
            target.lead = event.time - entry.alert.raised;
            ++entry.targets;
            if (!entry.firstTarget || event.time < *entry.firstTarget) {
                entry.firstTarget = event.time;
                entry.lead = target.lead;
            }
        }
        ledger.targets.push_back(target);
    }
    for (LedgerAlert &entry : ledger.alerts)
        if (entry.targets > 0 || entry.alert.span.end() <= knownTo)
            entry.hit = entry.targets > 0;
    addUp(ledger);
    return ledger;
}

std::vector<Alert> fixedHours(const TargetHistory &history, const Window &span, Duration perDay)
{
    using std::chrono::days;
    constexpr Duration step = std::chrono::minutes(10);
    constexpr std::size_t steps = static_cast<std::size_t>(days(1) / step);
    const auto length = static_cast<std::size_t>((perDay + step / 2) / step);
    std::vector<std::size_t> past(steps, 0);
    std::size_t events = 0;
    for (const KnownEvent &event : history.knownAt(span.start)) {
        ++past[static_cast<std::size_t>((event.time - midnightOf(event.time)) / step)];
        ++events;
    }
    if (events == 0 || length == 0 || length >= steps)
        return {};

    std::size_t best = 0;
    std::size_t bestCount = 0;
    for (std::size_t begin = 0; begin < steps; ++begin) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < length; ++i)
            count += past[(begin + i) % steps];
        if (count > bestCount) {
            best = begin;
            bestCount = count;
        }
    }

    std::vector<Alert> alerts;
    const auto repeated = static_cast<Duration::rep>(best);
    for (Time day = midnightOf(span.start) - days(1); day < span.end(); day += days(1)) {
        const Time begin = std::max(span.start, day + repeated * step);
        const Time end = std::min(span.end(), day + repeated * step + perDay);
        if (begin < end)
            alerts.push_back({.raised = begin, .span = {begin, end - begin}});
    }
    return alerts;
}

LedgerDifference difference(const Ledger &a, const Ledger &b)
{
    assert(a.span == b.span && a.targets.size() == b.targets.size());
    const Days first(a);
    const Days second(b);
    const auto between = [&](auto &&figure) {
        return estimate(first.count, {}, [&](const std::vector<double> &times) -> std::optional<double> {
            const auto x = figure(first, times);
            const auto y = figure(second, times);
            return x && y ? std::optional(*x - *y) : std::nullopt;
        });
    };
    return {between(caughtOf), between(precisionOf)};
}

QByteArray Ledger::alertsCsv() const
{
    QByteArray csv("raised,start,end,peak,outcome,targets,first_target,lead_minutes\n");
    for (const LedgerAlert &entry : alerts) {
        const char *outcome = !entry.hit ? "" : *entry.hit ? "hit" : "false";
        csv += timeField(entry.alert.raised) + ',' + timeField(entry.alert.span.start) + ',' + timeField(entry.alert.span.end()) + ','
            + QByteArray::number(entry.alert.peak, 'g', 10) + ',' + outcome + ',' + QByteArray::number(qulonglong(entry.targets)) + ','
            + timeField(entry.firstTarget) + ',' + minutesField(entry.firstTarget.has_value(), entry.lead) + '\n';
    }
    return csv;
}

QByteArray Ledger::targetsCsv(const Neighborhoods &neighborhoods) const
{
    QByteArray csv("time,neighborhood,caught,alert_raised,lead_minutes\n");
    for (const LedgerTarget &target : targets) {
        const bool inside = target.event.neighborhood < neighborhoods.size();
        csv += timeField(target.event.time) + ','
            + (inside ? csvField(neighborhoods.at(target.event.neighborhood).name).toUtf8() : QByteArray()) + ','
            + (target.alert ? "1," : "0,")
            + timeField(target.alert ? std::optional(alerts[*target.alert].alert.raised) : std::nullopt) + ','
            + minutesField(target.alert.has_value(), target.lead) + '\n';
    }
    return csv;
}

} // namespace forewatch
