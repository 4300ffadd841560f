#include "engine/scores/calibration.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cassert>
#include <cmath>
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

QJsonObject Calibration::toJson() const
{
    return {{QStringLiteral("slope"), slope}, {QStringLiteral("intercept"), intercept}};
}

Calibration Calibration::fromJson(const QJsonObject &json)
{
    return {.slope = numberOf(json, QLatin1String("slope")), .intercept = numberOf(json, QLatin1String("intercept"))};
}

} // namespace forewatch
