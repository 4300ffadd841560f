#include "engine/scores/metrics.h"

#include "engine/core/random.h"
#include "engine/scores/day_bootstrap.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

using Probabilities = std::span<const double>;
using Outcomes = std::span<const std::uint8_t>;

double square(double x)
{
    return x * x;
}

double ratio(double part, double whole)
{
    return whole == 0 ? 0 : part / whole;
}

double skill(double score, double reference)
{
    return reference == 0 ? 0 : 1 - score / reference;
}

double meanOf(std::size_t count, auto &&valueAt)
{
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += valueAt(i);
    return ratio(sum, static_cast<double>(count));
}

double balancedAccuracyOf(const Confusion &c)
{
    const auto positives = static_cast<double>(c.hits + c.misses);
    const auto negatives = static_cast<double>(c.quiet + c.falseAlerts);
    const double found = ratio(static_cast<double>(c.hits), positives);
    const double spared = ratio(static_cast<double>(c.quiet), negatives);
    return (found + spared) / (positives == 0 || negatives == 0 ? 1 : 2);
}

/// Indices in falling order of probability; equal ones keep their order.
std::vector<std::size_t> fallingOrder(Probabilities probabilities)
{
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return probabilities[a] > probabilities[b]; });
    return order;
}

/// Weighted counts of the windows at or above a threshold.
struct Counts
{
    double positives = 0;
    double negatives = 0;
};

/// Windows sorted once, so that every weighting of them is scored in one pass.
class Ranking
{
public:
    Ranking(Probabilities probabilities, Outcomes outcomes)
        : m_probabilities(probabilities), m_outcomes(outcomes), m_order(fallingOrder(probabilities))
    {
        assert(probabilities.size() == outcomes.size());
    }

    /// Calls `visit(before, upTo, next)` for each distinct probability from the highest down: the counts above it,
    /// those at or above it, and the rank of the first window below it.
    template <class Weight, class Visit>
    void forEachGroup(Weight &&weightOf, Visit &&visit) const
    {
        Counts counts;
        for (std::size_t at = 0; at < m_order.size();) {
            const Counts before = counts;
            const double probability = m_probabilities[m_order[at]];
            do {
                (m_outcomes[m_order[at]] ? counts.positives : counts.negatives) += weightOf(m_order[at]);
                ++at;
            } while (at < m_order.size() && m_probabilities[m_order[at]] == probability);
            visit(before, counts, at);
        }
    }

    template <class Weight>
    Counts total(Weight &&weightOf) const
    {
        Counts all;
        forEachGroup(weightOf, [&](const Counts &, const Counts &upTo, std::size_t) { all = upTo; });
        return all;
    }

    double probabilityAt(std::size_t rank) const { return m_probabilities[m_order[rank]]; }
    std::size_t size() const { return m_order.size(); }

private:
    Probabilities m_probabilities;
    Outcomes m_outcomes;
    std::vector<std::size_t> m_order;
};

double once(std::size_t)
{
    return 1;
}

struct RankScores
{
    double auc = 0.5;
    double averagePrecision = 0;
};

template <class Weight>
RankScores rankScores(const Ranking &ranking, Weight &&weightOf)
{
    double pairs = 0;
    double precision = 0;
    Counts all;
    ranking.forEachGroup(weightOf, [&](const Counts &before, const Counts &upTo, std::size_t) {
        const double gained = upTo.positives - before.positives;
        pairs += (upTo.negatives - before.negatives) * (before.positives + gained / 2);
        precision += gained * ratio(upTo.positives, upTo.positives + upTo.negatives);
        all = upTo;
    });
    const double allPairs = all.positives * all.negatives;
    return {.auc = allPairs == 0 ? 0.5 : pairs / allPairs, .averagePrecision = ratio(precision, all.positives)};
}

/// Ten bins of equal count along the probabilities, kept so that many sets of outcomes can be held against them.
class CalibrationBins
{
public:
    explicit CalibrationBins(Probabilities probabilities)
        : m_probabilities(probabilities), m_order(fallingOrder(probabilities))
    {
    }

    double error(Outcomes outcomes) const
    {
        constexpr std::size_t bins = 10;
        double sum = 0;
        for (std::size_t bin = 0; bin < bins; ++bin) {
            double surplus = 0;
            for (std::size_t i = bin * m_order.size() / bins; i < (bin + 1) * m_order.size() / bins; ++i)
                surplus += m_probabilities[m_order[i]] - outcomes[m_order[i]];
            sum += std::abs(surplus);
        }
        return ratio(sum, static_cast<double>(m_order.size()));
    }

    /// Of outcomes that are drawn from the probabilities themselves.
    Interval rangeWhenPerfect(std::uint64_t seed, int draws) const
    {
        Random random(seed, 1);
        std::vector<double> errors;
        std::vector<std::uint8_t> outcomes(m_probabilities.size());
        for (int draw = 0; draw < draws; ++draw) {
            std::transform(m_probabilities.begin(), m_probabilities.end(), outcomes.begin(),
                           [&](double p) { return static_cast<std::uint8_t>(random.uniform() < p); });
            errors.push_back(error(outcomes));
        }
        return middleRange(std::move(errors));
    }

private:
    Probabilities m_probabilities;
    std::vector<std::size_t> m_order;
};

QMap<QString, Interval> bootstrapIntervals(const Forecast &forecast, double threshold, std::uint64_t seed,
                                           int resamples)
{
    const auto &[probabilities, outcomes, day] = forecast;
    const Ranking ranking(probabilities, outcomes);
    const DayBlocks days(day);
    const auto windows = days.sums(once);
    const auto targets = days.sums([&](std::size_t i) { return forecast.outcomes[i]; });
    const auto errors = days.sums(
        [&](std::size_t i) { return square(forecast.probabilities[i] - forecast.outcomes[i]); });
    const auto right = days.sums(
        [&](std::size_t i) { return (forecast.probabilities[i] >= threshold) == (forecast.outcomes[i] != 0); });

    const auto losses = days.sums([&](std::size_t i) {
        return logLoss({&forecast.probabilities[i], 1}, {&forecast.outcomes[i], 1});
    });
    const auto hits = days.sums([&](std::size_t i) { return forecast.outcomes[i] && forecast.probabilities[i] >= threshold; });

    QMap<QString, std::vector<double>> values;
    Random random(seed);
    for (int i = 0; i < resamples; ++i) {
        const auto times = days.resample(random);
        const auto ranks = rankScores(ranking, [&](std::size_t window) { return times[days.of(window)]; });
        const double count = dot(times, windows);
        const double base = dot(times, targets) / count;
        const double brierScore = dot(times, errors) / count;
        values[QStringLiteral("auc")].push_back(ranks.auc);
        values[QStringLiteral("pr_auc")].push_back(ranks.averagePrecision);
        values[QStringLiteral("brier")].push_back(brierScore);
        values[QStringLiteral("brier_skill")].push_back(skill(brierScore, base * (1 - base)));
        values[QStringLiteral("log_loss")].push_back(dot(times, losses) / count);
        const double rightCount = dot(times, right);
        values[QStringLiteral("accuracy")].push_back(rightCount / count);
        const double positives = base * count;
        const double found = dot(times, hits);
        const double spared = ratio(rightCount - found, count - positives);
        const bool bothKinds = positives > 0 && positives < count;
        values[QStringLiteral("balanced_accuracy")].push_back((ratio(found, positives) + spared) / (bothKinds ? 2 : 1));
    }
    QMap<QString, Interval> intervals;
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        intervals.insert(it.key(), middleRange(it.value()));
    return intervals;
}

double number(std::size_t count)
{
    return static_cast<double>(count);
}

} // namespace

Confusion confusionOf(const Forecast &forecast, double threshold)
{
    Confusion c;
    for (std::size_t i = 0; i < forecast.outcomes.size(); ++i) {
        const bool alert = forecast.probabilities[i] >= threshold;
        if (forecast.outcomes[i])
            ++(alert ? c.hits : c.misses);
        else
            ++(alert ? c.falseAlerts : c.quiet);
    }
    return c;
}

double auc(Probabilities probabilities, Outcomes outcomes)
{
    return rankScores(Ranking(probabilities, outcomes), once).auc;
}

double averagePrecision(Probabilities probabilities, Outcomes outcomes)
{
    return rankScores(Ranking(probabilities, outcomes), once).averagePrecision;
}

double brier(Probabilities probabilities, Outcomes outcomes)
{
    return meanOf(outcomes.size(), [&](std::size_t i) { return square(probabilities[i] - outcomes[i]); });
}

double logLoss(Probabilities probabilities, Outcomes outcomes)
{
    return meanOf(outcomes.size(), [&](std::size_t i) {
        const double p = std::clamp(probabilities[i], 1e-7, 1 - 1e-7);
        return -std::log(outcomes[i] ? p : 1 - p);
    });
}

double expectedCalibrationError(Probabilities probabilities, Outcomes outcomes)
{
    return CalibrationBins(probabilities).error(outcomes);
}

Metrics measure(const Forecast &forecast, double threshold, std::uint64_t seed, int resamples)
{
    const auto &[probabilities, outcomes, day] = forecast;
    assert(!outcomes.empty() && probabilities.size() == outcomes.size() && day.size() == outcomes.size());
    const auto ranks = rankScores(Ranking(probabilities, outcomes), once);
    const double base = meanOf(outcomes.size(), [&](std::size_t i) { return forecast.outcomes[i]; });
    const CalibrationBins bins(probabilities);

    Metrics m;
    m.auc = ranks.auc;
    m.prAuc = ranks.averagePrecision;
    m.brier = brier(probabilities, outcomes);
    m.brierSkill = skill(m.brier, base * (1 - base));
    m.logLoss = logLoss(probabilities, outcomes);
    m.ece = bins.error(outcomes);
    m.confusion = confusionOf(forecast, threshold);
    m.accuracy = number(m.confusion.hits + m.confusion.quiet) / number(outcomes.size());
    m.balancedAccuracy = balancedAccuracyOf(m.confusion);
    if (resamples > 0) {
        m.ecePerfect = bins.rangeWhenPerfect(seed, resamples);
        m.intervals = bootstrapIntervals(forecast, threshold, seed, resamples);
    }
    return m;
}

void Metrics::takeCounts(const Confusion &counts)
{
    confusion = counts;
    accuracy = ratio(number(counts.hits + counts.quiet),
                     number(counts.hits + counts.falseAlerts + counts.misses + counts.quiet));
    balancedAccuracy = balancedAccuracyOf(counts);
    intervals.remove(QStringLiteral("accuracy"));
    intervals.remove(QStringLiteral("balanced_accuracy"));
}

QJsonObject Metrics::toJson() const
{
    QJsonObject json{
        {QStringLiteral("auc"), auc},
        {QStringLiteral("pr_auc"), prAuc},
        {QStringLiteral("brier"), brier},
        {QStringLiteral("brier_skill"), brierSkill},
        {QStringLiteral("log_loss"), logLoss},
        {QStringLiteral("ece"), ece},
        {QStringLiteral("accuracy"), accuracy},
        {QStringLiteral("balanced_accuracy"), balancedAccuracy},
        {QStringLiteral("confusion"),
         QJsonObject{{QStringLiteral("hits"), number(confusion.hits)},
                     {QStringLiteral("false_alerts"), number(confusion.falseAlerts)},
                     {QStringLiteral("misses"), number(confusion.misses)},
                     {QStringLiteral("quiet"), number(confusion.quiet)}}},
    };
    if (intervals.isEmpty())
        return json;
    json[QStringLiteral("ece_perfect_low")] = ecePerfect.low;
    json[QStringLiteral("ece_perfect_high")] = ecePerfect.high;
    QJsonObject ranges;
    for (auto it = intervals.cbegin(); it != intervals.cend(); ++it)
        ranges[it.key()] = forewatch::toJson(*it);
    json[QStringLiteral("interval")] = ranges;
    return json;
}

Estimate pairedBrierSkill(const Forecast &a, const Forecast &b, std::uint64_t seed, int resamples)
{
    assert(a.outcomes == b.outcomes && a.day == b.day);
    const DayBlocks days(a.day);
    const auto errorsOf = [&](const Forecast &f) {
        return days.sums([&](std::size_t i) { return square(f.probabilities[i] - f.outcomes[i]); });
    };
    const auto errorsA = errorsOf(a);
    const auto errorsB = errorsOf(b);
    const std::vector<double> everyDay(days.count(), 1);
    const auto skillOf = [&](const std::vector<double> &times) {
        return skill(dot(times, errorsA), dot(times, errorsB));
    };

    Estimate result;
    result.value = skillOf(everyDay);
    Random random(seed);
    std::vector<double> values;
    for (int i = 0; i < resamples; ++i)
        values.push_back(skillOf(days.resample(random)));
    if (!values.empty())
        result.interval = middleRange(std::move(values));
    return result;
}

Estimate pairedLogLikelihood(const Forecast &a, const Forecast &b, std::uint64_t seed, int resamples)
{
    assert(a.outcomes == b.outcomes && a.day == b.day);
    const DayBlocks days(a.day);
    const auto windows = days.sums(once);
    const auto gains = days.sums([&](std::size_t i) {
        const std::span<const std::uint8_t> outcome(&a.outcomes[i], 1);
        return logLoss({&b.probabilities[i], 1}, outcome) - logLoss({&a.probabilities[i], 1}, outcome);
    });
    Estimate result;
    const std::vector<double> everyDay(days.count(), 1);
    result.value = ratio(dot(everyDay, gains), dot(everyDay, windows));
    Random random(seed);
    std::vector<double> values;
    for (int i = 0; i < resamples; ++i) {
        const auto times = days.resample(random);
        values.push_back(dot(times, gains) / dot(times, windows));
    }
    if (!values.empty())
        result.interval = middleRange(std::move(values));
    return result;
}

double alertThreshold(const Forecast &forecast)
{
    const Ranking ranking(forecast.probabilities, forecast.outcomes);
    if (ranking.size() == 0)
        return 0.5;
    const double targets = ranking.total(once).positives;
    double nearest = targets; // from no alert at all
    double threshold = (ranking.probabilityAt(0) + 1) / 2;
    ranking.forEachGroup(once, [&](const Counts &, const Counts &upTo, std::size_t next) {
        const double distance = std::abs(upTo.positives + upTo.negatives - targets);
        if (distance < nearest) {
            nearest = distance;
            const double below = next < ranking.size() ? ranking.probabilityAt(next) : 0;
            threshold = (ranking.probabilityAt(next - 1) + below) / 2;
        }
    });
    return threshold;
}

QJsonObject toJson(const Interval &interval)
{
    return {{QStringLiteral("low"), interval.low}, {QStringLiteral("high"), interval.high}};
}

QJsonObject toJson(const Estimate &figure)
{
    QJsonObject json = toJson(figure.interval);
    json[QStringLiteral("value")] = figure.value;
    return json;
}

} // namespace forewatch
