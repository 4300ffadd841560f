#include "engine/analysis/change.h"

#include <algorithm>
#include <cmath>

namespace forewatch {

using namespace std::chrono;

Time yearBefore(Time t)
{
    const auto day = floor<days>(t);
    const year_month_day date{day};
    year_month_day earlier{date.year() - years(1), date.month(), date.day()};
    if (!earlier.ok())
        earlier = earlier.year() / March / 1;
    return Time(local_days(earlier)) + (t - Time(day));
}

ComparedSpan comparedSpan(const Window &now, const Window &covered)
{
    const bool isShort = now.length < days(7);
    const Time start = isShort ? now.start - weeks(52) : yearBefore(now.start);
    const Time end = isShort ? now.end() - weeks(52) : yearBefore(now.end());
    const Window before{start, end - start};
    const auto knows = [&](const Window &span) { return covered.start <= span.start && span.end() <= covered.end(); };
    return {now, before, knows(now), knows(before)};
}

std::optional<qint64> Change::difference() const
{
    return now && before ? std::optional(*now - *before) : std::nullopt;
}

std::optional<double> Change::percent() const
{
    if (!now || !before || *before < smallestBase)
        return std::nullopt;
    return 100 * (double(*now) / (double(*before) * exposure) - 1);
}

double Change::chance() const
{
    return now && before ? chanceOfDifference(*now, *before, exposure) : 1;
}

Change::Reading Change::reading() const
{
    if (!now || !before)
        return Reading::NoData;
    if (chance() < clearBelow)
        return Reading::Clear;
    return *before < smallestBase ? Reading::TooFew : Reading::Chance;
}

double chanceOfDifference(qint64 now, qint64 before, double exposure)
{
    const double n = double(now) + double(before);
    if (n == 0)
        return 1;
    const double share = exposure / (1 + exposure);
    const double odds = exposure;
    // The tail away from the mean, term by term from its largest on; each term follows from the one before.
    const double k = double(now);
    double term = std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(share)
                           + (n - k) * std::log1p(-share));
    double tail = 0;
    const bool upper = k >= n * share;
    for (double i = k; i >= 0 && i <= n && term > 1e-17 * tail; i += upper ? 1 : -1) {
        tail += term;
        term *= upper ? (n - i) / (i + 1) * odds : i / (n - i + 1) / odds;
    }
    return std::min(1.0, 2 * tail);
}

QString readingKey(Change::Reading reading)
{
    switch (reading) {
    case Change::Reading::TooFew: return QStringLiteral("too_few");
    case Change::Reading::Chance: return QStringLiteral("chance");
    case Change::Reading::Clear: return QStringLiteral("clear");
    case Change::Reading::NoData: break;
    }
    return QStringLiteral("no_data");
}

QString readingText(const Change &change)
{
    const auto oneIn = [](double chance) {
        return chance >= 0.5 ? QStringLiteral("in more than every second such comparison")
                             : QStringLiteral("in one of %1 such comparisons").arg(qRound(1 / chance));
    };
    switch (change.reading()) {
    case Change::Reading::TooFew:
        return QStringLiteral("Too few to say: chance alone makes a difference as large %1.").arg(oneIn(change.chance()));
    case Change::Reading::Chance:
        return QStringLiteral("No clear change: chance alone makes a difference as large %1.").arg(oneIn(change.chance()));
    case Change::Reading::Clear:
        return QStringLiteral("More than chance alone: it makes a difference as large in fewer than one of twenty such "
                              "comparisons.");
    case Change::Reading::NoData: break;
    }
    return QStringLiteral("No data: the table does not cover the span.");
}

} // namespace forewatch
