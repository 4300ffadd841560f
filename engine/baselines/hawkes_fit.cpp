#include "engine/baselines/hawkes_fit.h"

#include "engine/core/error.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace forewatch {

using namespace std::chrono;

namespace {

constexpr double reachInDeviations = 3.5;
/// A kernel's decay is followed for as many mean times.
constexpr double longestInMeans = 15;
constexpr double mostMetres = 500;
constexpr double fewestMetres = 10;

/// Density of a normal distribution on the plane.
double normal(double squaredDistance, double deviation)
{
    const double variance = deviation * deviation;
    return std::exp(-0.5 * squaredDistance / variance) / (2 * std::numbers::pi * variance);
}

/// Two events near each other, the earlier one first. Events of one moment do not beget each other.
struct Pair
{
    std::uint32_t earlier;
    std::uint32_t later;
    float squaredDistance;
    /// Days on the clock of the hours.
    float lag;
};

/// The inverse of a symmetric positive definite matrix by Gauss and Jordan; nothing for another one.
std::vector<double> inverseDiagonal(std::vector<double> matrix, std::size_t n)
{
    std::vector<double> inverse(n * n);
    for (std::size_t i = 0; i < n; ++i)
        inverse[i * n + i] = 1;
    for (std::size_t pivot = 0; pivot < n; ++pivot) {
        const double by = matrix[pivot * n + pivot];
        if (!(by > 0))
            return {};
        for (std::size_t column = 0; column < n; ++column) {
            matrix[pivot * n + column] /= by;
            inverse[pivot * n + column] /= by;
        }
        for (std::size_t row = 0; row < n; ++row) {
            const double times = matrix[row * n + pivot];
            if (row == pivot || times == 0)
                continue;
            for (std::size_t column = 0; column < n; ++column) {
                matrix[row * n + column] -= times * matrix[pivot * n + column];
                inverse[row * n + column] -= times * inverse[pivot * n + column];
            }
        }
    }
    std::vector<double> diagonal;
    for (std::size_t i = 0; i < n; ++i)
        diagonal.push_back(inverse[i * n + i]);
    return diagonal;
}

/// One fit; the data that do not change while the parameters do.
class Fitting
{
public:
    Fitting(std::span<const HawkesEvent> events, const Window &span, double squareMetres, const HawkesSettings &settings)
        : m_settings(settings)
        , m_rhythm(hawkesRhythm(events))
        , m_squareMetres(squareMetres)
    {
        for (const HawkesEvent &event : events)
            m_moments.push_back(m_rhythm.daysAt(event.time));
        findLevels(events, span);
        m_end = m_rhythm.daysAt(span.end());
        findPairs(events);
    }

    /// A process in which nothing begets anything, to begin with.
    HawkesFit start() const
    {
        HawkesFit fit;
        fit.rhythm = m_rhythm;
        fit.bandwidths = m_settings.bandwidths;
        fit.evenWeight = 0.1;
        fit.bandwidthWeights.assign(fit.bandwidths.size(), 0.9 / static_cast<double>(fit.bandwidths.size()));
        fit.immigrant.assign(m_moments.size(), 1);
        fit.eventsPerDay = m_levelDays / m_spanDays;
        return fit;
    }

    void climb(HawkesFit &fit, Feedback &feedback) const
    {
        constexpr double enough = 1e-3;
        for (int round = 0; round < m_settings.mostRounds; ++round) {
            feedback.checkpoint(static_cast<double>(round) / m_settings.mostRounds);
            const double before = fit.logLikelihood;
            improve(fit);
            if (round > 5 && std::abs(fit.logLikelihood - before) < enough)
                break;
        }
    }

    /// Whether a kernel's reach was found within what can be told apart from the background and its level.
    bool isSound(const HawkesKernel &kernel) const
    {
        return kernel.metres < 0.99 * mostMetres && kernel.metres > 1.01 * fewestMetres && kernel.days < m_spanDays / 4;
    }

    /// The parameters' intervals, from the curvature of the likelihood of their logarithms.
    void addIntervals(HawkesFit &fit, Feedback &feedback) const
    {
        const std::vector<double> background = backgroundOf(fit).density;
        std::vector<double> at{std::log(fit.background)};
        for (const HawkesKernel &kernel : fit.kernels)
            for (const double value : {kernel.branching, kernel.days, kernel.metres})
                at.push_back(std::log(value));
        const std::size_t n = at.size();
        constexpr double step = 0.01;
        const auto valueAt = [&](std::size_t a, double da, std::size_t b, double db) {
            std::vector<double> moved = at;
            moved[a] += da;
            moved[b] += db;
            return logLikelihood(moved, background);
        };
        const double middle = logLikelihood(at, background);
        std::vector<double> information(n * n);
        for (std::size_t a = 0; a < n; ++a) {
            feedback.checkpoint(static_cast<double>(a) / static_cast<double>(n));
            const double up = valueAt(a, step, a, 0);
            const double down = valueAt(a, -step, a, 0);
            information[a * n + a] = -(up - 2 * middle + down) / (step * step);
            for (std::size_t b = 0; b < a; ++b) {
                const double mixed = (valueAt(a, step, b, step) - valueAt(a, step, b, -step) - valueAt(a, -step, b, step)
                                      + valueAt(a, -step, b, -step))
                    / (4 * step * step);
                information[a * n + b] = information[b * n + a] = -mixed;
            }
        }
        const std::vector<double> variances = inverseDiagonal(information, n);
        const auto intervalOf = [&](std::size_t i) {
            constexpr double normal95 = 1.959964;
            // Where the likelihood is no hill, nothing is known.
            if (variances.empty() || !(variances[i] > 0))
                return Interval{0, std::numeric_limits<double>::infinity()};
            const double half = normal95 * std::sqrt(variances[i]);
            return Interval{std::exp(at[i] - half), std::exp(at[i] + half)};
        };
        fit.backgroundInterval = intervalOf(0);
        for (std::size_t k = 0; k < fit.kernels.size(); ++k) {
            fit.kernels[k].branchingInterval = intervalOf(1 + 3 * k);
            fit.kernels[k].daysInterval = intervalOf(2 + 3 * k);
            fit.kernels[k].metresInterval = intervalOf(3 + 3 * k);
        }
    }

    /// Less is better.
    double criterion(const HawkesFit &fit) const
    {
        const double parameters = 1 + 3 * static_cast<double>(fit.kernels.size());
        return parameters * std::log(static_cast<double>(m_moments.size())) - 2 * fit.logLikelihood;
    }

private:
    struct Background
    {
        /// Of each event: the density at its place without itself, and each bandwidth's part of it.
        std::vector<double> density;
        std::vector<std::vector<double>> parts;
    };

    /// Events per day over the 365 days before each day of the span; over its first 365 days, where less is known.
    void findLevels(std::span<const HawkesEvent> events, const Window &span)
    {
        const auto count = static_cast<std::size_t>(ceil<days>(span.length).count());
        std::vector<double> perDay(count);
        const auto dayOf = [&](Time t) { return std::min(static_cast<std::size_t>(floor<days>(t - span.start).count()), count - 1); };
        for (const HawkesEvent &event : events)
            ++perDay[dayOf(event.time)];
        const std::size_t year = std::min<std::size_t>(365, count);
        double sum = std::accumulate(perDay.begin(), perDay.begin() + static_cast<std::ptrdiff_t>(year), 0.0);
        std::vector<double> level(count);
        for (std::size_t day = 0; day < count; ++day) {
            if (day >= year) {
                level[day] = sum / static_cast<double>(year);
                sum += perDay[day] - perDay[day - year];
            } else {
                level[day] = sum / static_cast<double>(year);
            }
            m_levelDays += level[day];
        }
        m_spanDays = static_cast<double>(count);
        for (const HawkesEvent &event : events)
            m_levels.push_back(std::max(level[dayOf(event.time)], 1e-6));
    }

    void findPairs(std::span<const HawkesEvent> events)
    {
        const double reach = reachInDeviations * m_settings.bandwidths.back();
        for (std::uint32_t later = 0; later < events.size(); ++later) {
            for (std::uint32_t earlier = 0; earlier < later; ++earlier) {
                const double east = events[later].place.east - events[earlier].place.east;
                const double north = events[later].place.north - events[earlier].place.north;
                const double squared = east * east + north * north;
                if (squared > reach * reach)
                    continue;
                m_pairs.push_back({earlier, later, static_cast<float>(squared),
                                   static_cast<float>(m_moments[later] - m_moments[earlier])});
                for (const double bandwidth : m_settings.bandwidths)
                    m_densities.push_back(static_cast<float>(normal(squared, bandwidth)));
            }
        }
    }

    Background backgroundOf(const HawkesFit &fit) const
    {
        const std::size_t events = m_moments.size();
        const std::size_t bandwidths = fit.bandwidths.size();
        const double all = std::accumulate(fit.immigrant.begin(), fit.immigrant.end(), 0.0);
        Background background{std::vector<double>(events),
                              std::vector<std::vector<double>>(bandwidths, std::vector<double>(events))};
        for (std::size_t p = 0; p < m_pairs.size(); ++p) {
            const auto [earlier, later, distance, lag] = m_pairs[p];
            for (std::size_t b = 0; b < bandwidths; ++b) {
                const auto density = static_cast<double>(m_densities[p * bandwidths + b]);
                background.parts[b][later] += fit.immigrant[earlier] * density;
                background.parts[b][earlier] += fit.immigrant[later] * density;
            }
        }
        for (std::size_t i = 0; i < events; ++i) {
            background.density[i] = fit.evenWeight / m_squareMetres;
            for (std::size_t b = 0; b < bandwidths; ++b) {
                background.parts[b][i] *= fit.bandwidthWeights[b] / std::max(all - fit.immigrant[i], 1e-9);
                background.density[i] += background.parts[b][i];
            }
        }
        return background;
    }

    /// Calls `visit(pair, rate)` for the pairs that a kernel joins.
    template <class Visit> void forEachLink(const HawkesKernel &kernel, const Visit &visit) const
    {
        const double most = longestInMeans * kernel.days;
        const double reach = 25 * kernel.metres * kernel.metres;
        for (const Pair &pair : m_pairs) {
            const auto lag = static_cast<double>(pair.lag);
            const auto squared = static_cast<double>(pair.squaredDistance);
            if (lag <= 0 || lag > most || squared > reach)
                continue;
            visit(pair, kernel.branching / kernel.days * std::exp(-lag / kernel.days) * normal(squared, kernel.metres));
        }
    }

    /// Share of what the events would beget that falls into the span, summed over the events.
    double exposure(double days) const
    {
        double sum = 0;
        for (const double moment : m_moments)
            sum += 1 - std::exp(-(m_end - moment) / days);
        return sum;
    }

    /// One round of expectation and maximisation; the likelihood is that of the parameters before it.
    void improve(HawkesFit &fit) const
    {
        const Background background = backgroundOf(fit);
        std::vector<double> rate(m_moments.size());
        for (std::size_t i = 0; i < rate.size(); ++i)
            rate[i] = fit.background * m_levels[i] * background.density[i];
        const std::vector<double> immigrantRate = rate;
        double expected = fit.background * m_levelDays;
        for (const HawkesKernel &kernel : fit.kernels) {
            forEachLink(kernel, [&](const Pair &pair, double link) { rate[pair.later] += link; });
            expected += kernel.branching * exposure(kernel.days);
        }
        fit.logLikelihood = -expected;
        double immigrants = 0;
        double even = 0;
        std::vector<double> weights(fit.bandwidths.size());
        for (std::size_t i = 0; i < rate.size(); ++i) {
            fit.logLikelihood += std::log(rate[i]);
            fit.immigrant[i] = immigrantRate[i] / rate[i];
            immigrants += fit.immigrant[i];
            const double perDensity = fit.immigrant[i] / background.density[i];
            even += perDensity * fit.evenWeight / m_squareMetres;
            for (std::size_t b = 0; b < weights.size(); ++b)
                weights[b] += perDensity * background.parts[b][i];
        }
        for (HawkesKernel &kernel : fit.kernels) {
            double begotten = 0;
            double lags = 0;
            double squares = 0;
            forEachLink(kernel, [&](const Pair &pair, double link) {
                const double p = link / rate[pair.later];
                begotten += p;
                lags += p * static_cast<double>(pair.lag);
                squares += p * static_cast<double>(pair.squaredDistance);
            });
            begotten = std::max(begotten, 1e-9);
            for (const double moment : m_moments)
                lags += kernel.branching * (m_end - moment) * std::exp(-(m_end - moment) / kernel.days);
            kernel.days = std::clamp(lags / begotten, 0.05, m_spanDays);
            kernel.metres = std::clamp(std::sqrt(squares / (2 * begotten)), fewestMetres, mostMetres);
            kernel.branching = begotten / exposure(kernel.days);
        }
        fit.background = immigrants / m_levelDays;
        fit.evenWeight = even / immigrants;
        for (std::size_t b = 0; b < weights.size(); ++b)
            fit.bandwidthWeights[b] = weights[b] / immigrants;
    }

    /// `logs`: of the background and of each kernel's branching, days and metres.
    double logLikelihood(const std::vector<double> &logs, const std::vector<double> &density) const
    {
        const double background = std::exp(logs.front());
        std::vector<double> rate(m_moments.size());
        for (std::size_t i = 0; i < rate.size(); ++i)
            rate[i] = background * m_levels[i] * density[i];
        double result = -background * m_levelDays;
        for (std::size_t k = 1; k < logs.size(); k += 3) {
            const HawkesKernel kernel{.branching = std::exp(logs[k]), .days = std::exp(logs[k + 1]), .metres = std::exp(logs[k + 2])};
            forEachLink(kernel, [&](const Pair &pair, double link) { rate[pair.later] += link; });
            result -= kernel.branching * exposure(kernel.days);
        }
        for (const double value : rate)
            result += std::log(value);
        return result;
    }

    const HawkesSettings &m_settings;
    DayRhythm m_rhythm;
    double m_squareMetres;
    /// On the clock of the hours, of each event; and of the span's end.
    std::vector<double> m_moments;
    double m_end = 0;
    std::vector<double> m_levels;
    /// Sum of the level over the days of the span.
    double m_levelDays = 0;
    double m_spanDays = 0;
    std::vector<Pair> m_pairs;
    /// Of each pair, by bandwidth.
    std::vector<float> m_densities;
};

QJsonObject estimate(double value, const Interval &interval)
{
    return {{QStringLiteral("value"), value}, {QStringLiteral("interval"), QJsonArray{interval.low, interval.high}}};
}

} // namespace

double HawkesFit::branching() const
{
    double sum = 0;
    for (const HawkesKernel &kernel : kernels)
        sum += kernel.branching;
    return sum;
}

QJsonObject HawkesFit::toJson() const
{
    QJsonArray all;
    for (const HawkesKernel &kernel : kernels)
        all << QJsonObject{{QStringLiteral("branching"), estimate(kernel.branching, kernel.branchingInterval)},
                           {QStringLiteral("days"), estimate(kernel.days, kernel.daysInterval)},
                           {QStringLiteral("metres"), estimate(kernel.metres, kernel.metresInterval)}};
    QJsonArray densities;
    for (std::size_t i = 0; i < bandwidths.size(); ++i)
        densities << QJsonObject{{QStringLiteral("metres"), bandwidths[i]}, {QStringLiteral("weight"), bandwidthWeights[i]}};
    return {{QStringLiteral("background"), estimate(background, backgroundInterval)},
            {QStringLiteral("kernels"), all},
            {QStringLiteral("even_weight"), evenWeight},
            {QStringLiteral("bandwidths"), densities},
            {QStringLiteral("events"), static_cast<qint64>(immigrant.size())},
            {QStringLiteral("log_likelihood"), logLikelihood}};
}

DayRhythm hawkesRhythm(std::span<const HawkesEvent> events)
{
    std::array<double, 24> counts{};
    counts.fill(1);
    for (const HawkesEvent &event : events)
        ++counts[static_cast<std::size_t>(hourOfDay(event.time))];
    return DayRhythm(counts);
}

HawkesFit fitHawkes(std::span<const HawkesEvent> events, const Window &span, double squareMetres,
                    const HawkesSettings &settings, Feedback &feedback)
{
    if (events.size() < HawkesSettings::fewestEvents)
        throw Error(QStringLiteral("There are %1 target events from %2 on, too few to fit a self-exciting process, which needs "
                                   "%3. Learn from a longer span.")
                        .arg(events.size()).arg(formatTime(span.start)).arg(HawkesSettings::fewestEvents));
    const Fitting fitting(events, span, squareMetres, settings);
    const auto stages = static_cast<double>(settings.startDays.size() + 2);
    StageFeedback first(feedback, 0, 1 / stages);
    HawkesFit best = fitting.start();
    fitting.climb(best, first);
    for (std::size_t kernels = 1; kernels <= settings.startDays.size(); ++kernels) {
        StageFeedback stage(feedback, static_cast<double>(kernels) / stages, static_cast<double>(kernels + 1) / stages);
        HawkesFit next = best;
        next.kernels.push_back({.branching = 0.2, .days = settings.startDays[kernels - 1], .metres = 200});
        fitting.climb(next, stage);
        const auto sound = [&](const HawkesKernel &kernel) { return fitting.isSound(kernel); };
        if (!std::ranges::all_of(next.kernels, sound) || fitting.criterion(next) >= fitting.criterion(best))
            break;
        best = std::move(next);
    }
    StageFeedback last(feedback, 1 - 1 / stages, 1);
    fitting.addIntervals(best, last);
    return best;
}

} // namespace forewatch
