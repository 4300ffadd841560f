#include "engine/scores/calibration.h"

#include "engine/core/error.h"

#include <QJsonArray>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <vector>

namespace forewatch {

namespace {

/// Keeps log-odds finite (within ±27.6) without making ties of what a network can tell apart.
constexpr double clip = 1e-12;

constexpr int newtonSteps = 100;
constexpr double smallestGain = 1e-14;
constexpr double smallestStep = 1e-10;

/// A point of the regression: log-odds that were forecast, and the probability they should have had.
struct Sample
{
    double x;
    double target;
};

/// Mean negative log-likelihood. log(1 + exp(z)) is written so that it cannot overflow.
double lossOf(const std::vector<Sample> &samples, const Calibration &line)
{
    double sum = 0;
    for (const auto &[x, target] : samples) {
        const double z = line.intercept + line.slope * x;
        sum += std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))) - target * z;
    }
    return sum / static_cast<double>(samples.size());
}

/// Newton's step for both parameters; `curvatureFloor` keeps it defined where the likelihood is flat.
Calibration newtonStep(const std::vector<Sample> &samples, const Calibration &line)
{
    constexpr double curvatureFloor = 1e-12;
    double g0 = 0, g1 = 0, h00 = curvatureFloor, h01 = 0, h11 = curvatureFloor;
    for (const auto &[x, target] : samples) {
        const double p = probabilityOf(line.intercept + line.slope * x);
        const double error = p - target;
        const double weight = p * (1 - p);
        g0 += error;
        g1 += error * x;
        h00 += weight;
        h01 += weight * x;
        h11 += weight * x * x;
    }
    const double determinant = h00 * h11 - h01 * h01;
    return {.slope = -(h00 * g1 - h01 * g0) / determinant, .intercept = -(h11 * g0 - h01 * g1) / determinant};
}

/// The line of highest likelihood: Newton's method, with steps halved until they do not make it worse.
Calibration mostLikelyLine(const std::vector<Sample> &samples)
{
    Calibration line{.slope = 0, .intercept = 0};
    double loss = lossOf(samples, line);
    for (int i = 0; i < newtonSteps; ++i) {
        const Calibration step = newtonStep(samples, line);
        double part = 1;
        Calibration next;
        double nextLoss;
        do {
            next = {.slope = line.slope + part * step.slope, .intercept = line.intercept + part * step.intercept};
            nextLoss = lossOf(samples, next);
            part /= 2;
        } while (nextLoss > loss && part > smallestStep);
        if (loss - nextLoss < smallestGain)
            break;
        line = next;
        loss = nextLoss;
    }
    return line;
}

double numberOf(const QJsonObject &json, QLatin1String key)
{
    if (!json[key].isDouble())
        throw Error(QStringLiteral("The calibration's field \"%1\" is missing or no number.").arg(key));
    return json[key].toDouble();
}

} // namespace

double correctForBalancing(double score, double beta)
{
    return beta * score / ((beta - 1) * score + 1);
}

double logOdds(double probability)
{
    const double p = std::clamp(probability, clip, 1 - clip);
    return std::log(p / (1 - p));
}

double probabilityOf(double logOdds)
{
    return 1 / (1 + std::exp(-logOdds));
}

double Calibration::apply(double probability) const
{
    if (!points.empty()) {
        const auto above = std::ranges::lower_bound(points, probability, {}, &Point::from);
        if (above == points.begin() || above == points.end())
            return above == points.begin() ? points.front().to : points.back().to;
        const Point &below = *(above - 1);
        return below.to + (above->to - below.to) * (probability - below.from) / (above->from - below.from);
    }
    return probabilityOf(intercept + slope * logOdds(probability));
}

Calibration Calibration::fit(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes)
{
    assert(probabilities.size() == outcomes.size());
    const auto count = static_cast<double>(outcomes.size());
    const auto positives = static_cast<double>(std::count(outcomes.begin(), outcomes.end(), 1));
    const double negatives = count - positives;
    if (positives == 0 || negatives == 0)
        return {};

    const Calibration constant{.slope = 0, .intercept = logOdds(positives / count)};
    double mean = 0;
    for (const double p : probabilities)
        mean += logOdds(p) / count;
    double variance = 0;
    for (const double p : probabilities)
        variance += std::pow(logOdds(p) - mean, 2) / count;
    const double spread = std::sqrt(variance);
    if (spread < 1e-9)
        return constant;

    // Standardised, so that Newton's method meets the same problem whatever the forecast's scale.
    std::vector<Sample> samples;
    samples.reserve(outcomes.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        samples.push_back({.x = (logOdds(probabilities[i]) - mean) / spread,
                           .target = outcomes[i] ? (positives + 1) / (positives + 2) : 1 / (negatives + 2)});
    const Calibration line = mostLikelyLine(samples);
    // The likelihood is concave: where its summit has a negative slope, the best allowed line is the flat one.
    if (line.slope <= 0)
        return constant;
    return {.slope = line.slope / spread, .intercept = line.intercept - line.slope * mean / spread};
}

Calibration Calibration::fitIsotonic(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes)
{
    assert(probabilities.size() == outcomes.size());
    const auto positives = static_cast<std::size_t>(std::count(outcomes.begin(), outcomes.end(), 1));
    if (positives == 0 || positives == outcomes.size())
        return {};
    std::vector<std::size_t> order(outcomes.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::sort(order, {}, [&](std::size_t i) { return probabilities[i]; });

    struct Step
    {
        double from;
        double to;
        double sum;
        double count;
        double mean() const { return sum / count; }
    };
    std::vector<Step> steps;
    for (std::size_t at = 0; at < order.size();) {
        // Equal forecasts are one, whatever came of them.
        const double p = probabilities[order[at]];
        Step step{p, p, 0, 0};
        for (; at < order.size() && probabilities[order[at]] == p; ++at, ++step.count)
            step.sum += outcomes[order[at]];
        while (!steps.empty() && steps.back().mean() >= step.mean()) {
            step = {steps.back().from, step.to, steps.back().sum + step.sum, steps.back().count + step.count};
            steps.pop_back();
        }
        steps.push_back(step);
    }
    Calibration curve;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step &step = steps[i];
        double mean = step.mean();
        // Only the lowest step can be 0, only the highest 1; neither may pass its neighbor on the way back.
        if (mean == 0)
            mean = std::min(0.5 / step.count, steps[i + 1].mean() / 2);
        else if (mean == 1)
            mean = std::max(1 - 0.5 / step.count, (1 + steps[i - 1].mean()) / 2);
        curve.points.push_back({step.from, mean});
        if (step.to > step.from)
            curve.points.push_back({step.to, mean});
    }
    return curve;
}

Calibration Calibration::choose(std::span<const double> probabilities, std::span<const std::uint8_t> outcomes,
                                std::span<const int> day)
{
    assert(day.size() == outcomes.size());
    constexpr int parts = 5;
    constexpr std::ptrdiff_t fewest = 500;
    const Calibration line = fit(probabilities, outcomes);
    const auto positives = std::count(outcomes.begin(), outcomes.end(), 1);
    if (std::min(positives, std::ssize(outcomes) - positives) < fewest)
        return line;
    const int first = day.front();
    const int days = day.back() - first + 1;
    double lineLoss = 0;
    double curveLoss = 0;
    for (int part = 0; part < parts; ++part) {
        std::vector<double> fitted;
        std::vector<std::uint8_t> fittedOutcomes;
        const auto isHeldOut = [&](std::size_t i) { return (day[i] - first) * parts / days == part; };
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            if (!isHeldOut(i)) {
                fitted.push_back(probabilities[i]);
                fittedOutcomes.push_back(outcomes[i]);
            }
        const Calibration partLine = fit(fitted, fittedOutcomes);
        const Calibration partCurve = fitIsotonic(fitted, fittedOutcomes);
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            if (isHeldOut(i)) {
                const auto loss = [&](double p) { return -std::log(std::clamp(outcomes[i] ? p : 1 - p, 1e-7, 1.0)); };
                lineLoss += loss(partLine.apply(probabilities[i]));
                curveLoss += loss(partCurve.apply(probabilities[i]));
            }
    }
    return curveLoss < lineLoss ? fitIsotonic(probabilities, outcomes) : line;
}

QJsonObject Calibration::toJson() const
{
    QJsonObject json{{QStringLiteral("slope"), slope}, {QStringLiteral("intercept"), intercept}};
    if (!points.empty()) {
        QJsonArray list;
        for (const auto &[from, to] : points)
            list << QJsonArray{from, to};
        json[QStringLiteral("points")] = list;
    }
    return json;
}

Calibration Calibration::fromJson(const QJsonObject &json)
{
    Calibration calibration{.slope = numberOf(json, QLatin1String("slope")),
                            .intercept = numberOf(json, QLatin1String("intercept"))};
    for (const QJsonValue value : json[QLatin1String("points")].toArray()) {
        const QJsonArray pair = value.toArray();
        const Point point{pair.at(0).toDouble(-1), pair.at(1).toDouble(-1)};
        const Point last = calibration.points.empty() ? Point{-1, 0} : calibration.points.back();
        if (pair.size() != 2 || !(point.from > last.from && point.from <= 1 && point.to >= last.to && point.to <= 1))
            throw Error(QStringLiteral("The calibration's field \"points\" is no rising list of pairs from 0 to 1."));
        calibration.points.push_back(point);
    }
    return calibration;
}

} // namespace forewatch
