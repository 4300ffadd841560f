#include "engine/warning/burden.h"

#include "engine/core/text.h"
#include "engine/geo/hot_spots.h"
#include "engine/scores/day_bootstrap.h"

#include <QJsonArray>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

/// Share of false findings that is put up with.
constexpr double falseFindings = 0.05;

using OfDay = std::vector<double> BurdenRecord::Day::*;

/// Sums over days, each counted so often, by area.
std::vector<double> sumsOf(const BurdenRecord &record, OfDay part, const std::vector<double> &times, std::size_t areas)
{
    std::vector<double> sums(areas, 0.0);
    for (std::size_t day = 0; day < record.days.size(); ++day) {
        if (times[day] == 0)
            continue;
        const std::vector<double> &values = record.days[day].*part;
        assert(values.size() == areas);
        for (std::size_t area = 0; area < areas; ++area)
            sums[area] += times[day] * values[area];
    }
    return sums;
}

double total(const std::vector<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double part(double value, double whole)
{
    return whole > 0 ? value / whole : 0;
}

/// By area and resample.
struct Drawn
{
    std::vector<std::vector<double>> hours;
    std::vector<std::vector<double>> burden;
    std::vector<std::vector<double>> events;
    std::vector<std::vector<double>> difference;
};

Drawn draw(const BurdenRecord &record, OfDay hoursOf, std::size_t areas, std::uint64_t seed, int resamples)
{
    Drawn drawn;
    for (auto *figure : {&drawn.hours, &drawn.burden, &drawn.events, &drawn.difference})
        figure->resize(areas);
    std::vector<int> numbers(record.days.size());
    std::iota(numbers.begin(), numbers.end(), 0);
    const DayBlocks blocks(numbers);
    Random random(seed);
    for (int i = 0; i < resamples; ++i) {
        const std::vector<double> times = blocks.resample(random);
        const auto hours = sumsOf(record, hoursOf, times, areas);
        const auto events = sumsOf(record, &BurdenRecord::Day::events, times, areas);
        const double allHours = total(hours);
        const double allEvents = total(events);
        for (std::size_t area = 0; area < areas; ++area) {
            const double burden = part(hours[area], allHours);
            const double share = part(events[area], allEvents);
            drawn.hours[area].push_back(hours[area]);
            drawn.burden[area].push_back(burden);
            drawn.events[area].push_back(share);
            drawn.difference[area].push_back(burden - share);
        }
    }
    return drawn;
}

Estimate estimated(double value, const std::vector<double> &drawn)
{
    return {value, drawn.empty() ? Interval{value, value} : middleRange(drawn)};
}

double deviationOf(const std::vector<double> &values)
{
    if (values.size() < 2)
        return 0;
    const double mean = total(values) / static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// Two-sided, of a figure that is 0 on average by the normal distribution.
double normalP(double value, double deviation)
{
    return deviation > 0 ? std::erfc(std::abs(value) / deviation / std::sqrt(2.0)) : value == 0 ? 1 : 0;
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1);
}

/// The worst ones by name, and how many more there are.
QString listed(std::vector<const AreaBurden *> areas, const AreaSet &set)
{
    constexpr std::size_t most = 4;
    std::ranges::stable_sort(areas, std::greater(), [](const AreaBurden *one) { return std::abs(one->difference.value); });
    QStringList texts;
    for (std::size_t i = 0; i < std::min(most, areas.size()); ++i)
        texts << QStringLiteral("%1 (%2 % of the burden, %3 % of the events)")
                     .arg(set.names[static_cast<qsizetype>(areas[i]->area)], percent(areas[i]->burdenShare.value),
                          percent(areas[i]->eventShare.value));
    QString text = texts.join(QStringLiteral(", "));
    if (areas.size() > most)
        text += QStringLiteral(" and %1 more").arg(areas.size() - most);
    return text;
}

QString hoursText(BurdenKind kind)
{
    return kind == BurdenKind::UnderAlert ? QStringLiteral("hours in the top ranks while an alert was up")
                                          : QStringLiteral("hours in the top ranks");
}

} // namespace

QString burdenName(BurdenKind kind)
{
    return kind == BurdenKind::UnderAlert ? QStringLiteral("alert") : QStringLiteral("top");
}

BurdenRecord::Day &BurdenRecord::addDay(std::size_t areas)
{
    Day &day = days.emplace_back();
    for (auto values : {&Day::topHours, &Day::alertHours, &Day::events, &Day::eventsInTop, &Day::eventsUnderAlert, &Day::expected})
        (day.*values).assign(areas, 0.0);
    return day;
}

double binomialTest(std::size_t hits, std::size_t tries, double probability)
{
    if (tries == 0)
        return 1;
    if (probability <= 0 || probability >= 1)
        return hits == (probability <= 0 ? 0 : tries) ? 1 : 0;
    const auto n = static_cast<double>(tries);
    const auto logChance = [&](double k) {
        return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(probability)
            + (n - k) * std::log1p(-probability);
    };
    // A little more than its own chance, so that rounding leaves out none that is as likely.
    const double own = logChance(static_cast<double>(hits)) + 1e-7;
    double sum = 0;
    for (std::size_t k = 0; k <= tries; ++k)
        if (const double chance = logChance(static_cast<double>(k)); chance <= own)
            sum += std::exp(chance);
    return std::min(sum, 1.0);
}

Burden burdenOf(const BurdenRecord &record, const AreaSet &set, BurdenKind kind, std::uint64_t seed, int resamples)
{
    using Day = BurdenRecord::Day;
    const OfDay hoursOf = kind == BurdenKind::UnderAlert ? &Day::alertHours : &Day::topHours;
    const OfDay insideOf = kind == BurdenKind::UnderAlert ? &Day::eventsUnderAlert : &Day::eventsInTop;
    const std::size_t count = set.size();
    const std::vector<double> once(record.days.size(), 1.0);
    const auto hours = sumsOf(record, hoursOf, once, count);
    const auto events = sumsOf(record, &Day::events, once, count);
    const auto inside = sumsOf(record, insideOf, once, count);
    const auto expected = sumsOf(record, &Day::expected, once, count);

    Burden burden;
    burden.kind = kind;
    burden.days = record.days.size();
    burden.hours = total(hours);
    burden.events = static_cast<std::size_t>(std::llround(total(events)));
    burden.eventsInside = static_cast<std::size_t>(std::llround(total(inside)));
    if (record.days.empty())
        return burden;
    const Drawn drawn = draw(record, hoursOf, count, seed, resamples);
    const bool comparable = burden.hours > 0 && burden.events > 0;
    std::vector<double> ps;
    for (std::size_t area = 0; area < count; ++area) {
        AreaBurden one;
        one.area = area;
        one.events = static_cast<std::size_t>(std::llround(events[area]));
        one.eventsInside = static_cast<std::size_t>(std::llround(inside[area]));
        one.expected = expected[area];
        one.hours = estimated(hours[area], drawn.hours[area]);
        one.burdenShare = estimated(part(hours[area], burden.hours), drawn.burden[area]);
        one.eventShare = estimated(part(events[area], total(events)), drawn.events[area]);
        one.difference = estimated(one.burdenShare.value - one.eventShare.value, drawn.difference[area]);
        if (comparable)
            one.p = std::max(binomialTest(one.events, burden.events, one.burdenShare.value),
                             normalP(one.difference.value, deviationOf(drawn.difference[area])));
        if (area < set.residents.size() && set.residents[area]) {
            one.residents = set.residents[area];
            if (*one.residents > 0) {
                one.hoursPerThousand = 1000 * hours[area] / *one.residents;
                one.eventsPerThousand = 1000 * events[area] / *one.residents;
            }
        }
        ps.push_back(one.p);
        burden.areas.push_back(one);
    }
    const double least = falseDiscoveryThreshold(ps, falseFindings);
    for (AreaBurden &one : burden.areas)
        if (comparable && one.p <= least)
            one.finding = one.difference.value > 0 ? 1 : -1;
    return burden;
}

QStringList Burden::sentences(const AreaSet &set) const
{
    QStringList text;
    if (hours <= 0)
        return {kind == BurdenKind::UnderAlert ? QStringLiteral("No alert was up in the span, so that none fell on any area.")
                                               : QStringLiteral("No area was ranked in the span.")};
    if (events == 0)
        return {QStringLiteral("No target event happened in any of the areas: burden and outcomes cannot be compared.")};
    std::vector<const AreaBurden *> more;
    std::vector<const AreaBurden *> less;
    for (const AreaBurden &one : areas)
        if (one.finding != 0)
            (one.finding > 0 ? more : less).push_back(&one);
    if (more.empty() && less.empty())
        text << QStringLiteral("In no area do burden and outcomes differ beyond chance.");
    if (!more.empty())
        text << QStringLiteral("More burden than its target events account for, beyond chance, in %1 of %2 areas: %3.")
                    .arg(more.size()).arg(areas.size()).arg(listed(more, set));
    if (!less.empty())
        text << QStringLiteral("Less burden than its target events would account for, beyond chance, in %1 of %2 areas: %3.")
                    .arg(less.size()).arg(areas.size()).arg(listed(less, set));
    text << QStringLiteral("Burden: %1, %2 in all, over %3 days; %4 target events happened in the areas, %5 of them in these hours.")
                .arg(hoursText(kind), grouped(std::llround(hours)), grouped(static_cast<qint64>(days)),
                     grouped(static_cast<qint64>(events)), grouped(static_cast<qint64>(eventsInside)));
    text << QStringLiteral("A rule that takes the top ranks alone gathers its burden in few areas, whatever the model: a difference says "
                           "that burden and recorded events are spread differently, not why. Of all differences found, at most 5 % are "
                           "expected to be chance.");
    return text;
}

QByteArray Burden::toCsv(const AreaSet &set) const
{
    const auto number = [](double value) { return QByteArray::number(value, 'g', 6); };
    const auto maybe = [&](const std::optional<double> &value) { return value ? number(*value) : QByteArray(); };
    QByteArray csv("area,hours,hours_low,hours_high,burden_share,events,event_share,events_inside,expected,difference,difference_low,"
                   "difference_high,p,finding,residents,hours_per_1000,events_per_1000\n");
    for (const AreaBurden &one : areas)
        csv += csvField(set.names[static_cast<qsizetype>(one.area)]).toUtf8() + ',' + number(one.hours.value) + ','
            + number(one.hours.interval.low) + ',' + number(one.hours.interval.high) + ',' + number(one.burdenShare.value) + ','
            + QByteArray::number(qulonglong(one.events)) + ',' + number(one.eventShare.value) + ','
            + QByteArray::number(qulonglong(one.eventsInside)) + ',' + number(one.expected) + ',' + number(one.difference.value) + ','
            + number(one.difference.interval.low) + ',' + number(one.difference.interval.high) + ',' + number(one.p) + ','
            + (one.finding > 0 ? "more" : one.finding < 0 ? "less" : "none") + ',' + maybe(one.residents) + ','
            + maybe(one.hoursPerThousand) + ',' + maybe(one.eventsPerThousand) + '\n';
    return csv;
}

QJsonObject Burden::toJson(const AreaSet &set) const
{
    const auto maybe = [](const std::optional<double> &value) { return value ? QJsonValue(*value) : QJsonValue(); };
    QJsonArray rows;
    for (const AreaBurden &one : areas)
        rows << QJsonObject{{QStringLiteral("area"), set.names[static_cast<qsizetype>(one.area)]},
                            {QStringLiteral("hours"), forewatch::toJson(one.hours)},
                            {QStringLiteral("burden_share"), forewatch::toJson(one.burdenShare)},
                            {QStringLiteral("events"), static_cast<qint64>(one.events)},
                            {QStringLiteral("events_inside"), static_cast<qint64>(one.eventsInside)},
                            {QStringLiteral("expected"), one.expected},
                            {QStringLiteral("event_share"), forewatch::toJson(one.eventShare)},
                            {QStringLiteral("difference"), forewatch::toJson(one.difference)},
                            {QStringLiteral("p"), one.p},
                            {QStringLiteral("finding"), one.finding > 0 ? QStringLiteral("more")
                                 : one.finding < 0                      ? QStringLiteral("less")
                                                                        : QStringLiteral("none")},
                            {QStringLiteral("residents"), maybe(one.residents)},
                            {QStringLiteral("hours_per_1000"), maybe(one.hoursPerThousand)},
                            {QStringLiteral("events_per_1000"), maybe(one.eventsPerThousand)}};
    return {{QStringLiteral("kind"), burdenName(kind)},
            {QStringLiteral("days"), static_cast<qint64>(days)},
            {QStringLiteral("hours"), hours},
            {QStringLiteral("events"), static_cast<qint64>(events)},
            {QStringLiteral("events_inside"), static_cast<qint64>(eventsInside)},
            {QStringLiteral("areas"), rows},
            {QStringLiteral("sentences"), QJsonArray::fromStringList(sentences(set))}};
}

} // namespace forewatch
