#include "engine/baselines/hour_of_day.h"

#include "engine/core/error.h"
#include "engine/core/json_fields.h"

#include <algorithm>

namespace forewatch {

namespace {

/// Hours at which no training span starts lie on the line between the nearest hours that have some, around the clock.
void fillUnseenHours(const std::array<double, 24> &spans, std::array<double, 24> &rates)
{
    const auto stepsToSeen = [&](std::size_t hour, std::size_t direction) {
        for (std::size_t steps = 1; steps < 24; ++steps)
            if (spans[(hour + direction * steps) % 24] > 0)
                return steps;
        return std::size_t(0);
    };
    for (std::size_t hour = 0; hour < 24; ++hour) {
        const std::size_t after = stepsToSeen(hour, 1);
        const std::size_t before = stepsToSeen(hour, 23);
        if (spans[hour] > 0 || after == 0)
            continue;
        const double next = rates[(hour + after) % 24];
        const double previous = rates[(hour + 23 * before) % 24];
        rates[hour] = previous + (next - previous) * static_cast<double>(before) / static_cast<double>(before + after);
    }
}

} // namespace

HourOfDayRate::HourOfDayRate(const std::vector<Example> &training, const std::vector<Example> &validation)
{
    std::array<double, 24> positives{};
    std::array<double, 24> spans{};
    for (const Example &example : training) {
        const auto hour = static_cast<std::size_t>(hourOfDay(example.asked.start));
        positives[hour] += example.outcome;
        ++spans[hour];
    }
    const double overall = baseRate(training);
    for (std::size_t hour = 0; hour < m_rates.size(); ++hour)
        m_rates[hour] = (positives[hour] + overall) / (spans[hour] + 1);
    fillUnseenHours(spans, m_rates);

    std::vector<std::uint8_t> outcomes;
    std::vector<int> days;
    for (const Example &example : validation) {
        outcomes.push_back(example.outcome);
        days.push_back(static_cast<int>(std::chrono::floor<std::chrono::days>(example.asked.start).time_since_epoch().count()));
    }
    m_calibration = Calibration::choose(predict(validation), outcomes, days);
}

double HourOfDayRate::probability(const Window &asked) const
{
    return m_calibration.apply(m_rates[static_cast<std::size_t>(hourOfDay(asked.start))]);
}

std::vector<double> HourOfDayRate::predict(const std::vector<Example> &examples) const
{
    std::vector<double> probabilities;
    std::ranges::transform(examples, std::back_inserter(probabilities),
                           [this](const Example &example) { return probability(example.asked); });
    return probabilities;
}

QJsonObject HourOfDayRate::toJson() const
{
    QJsonArray rates;
    for (const double rate : m_rates)
        rates << rate;
    return {{QStringLiteral("rates"), rates}, {QStringLiteral("calibration"), m_calibration.toJson()}};
}

HourOfDayRate HourOfDayRate::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("hour-of-day baseline"));
    const QString key = QStringLiteral("rates");
    const QJsonArray rates = fields.array(key);
    HourOfDayRate result;
    if (rates.size() != static_cast<qsizetype>(result.m_rates.size()))
        fields.refuse(key, QStringLiteral("24 probabilities"));
    std::ranges::transform(rates, result.m_rates.begin(), [&](const QJsonValue &rate) {
        if (!(rate.toDouble(-1) >= 0 && rate.toDouble() <= 1))
            fields.refuse(key, QStringLiteral("24 probabilities"));
        return rate.toDouble();
    });
    result.m_calibration = Calibration::fromJson(fields.object(QStringLiteral("calibration")));
    return result;
}

} // namespace forewatch
