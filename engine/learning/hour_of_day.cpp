#include "engine/learning/hour_of_day.h"

#include "engine/core/error.h"
#include "engine/learning/json_fields.h"

#include <algorithm>

namespace forewatch {

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

    std::vector<std::uint8_t> outcomes;
    std::ranges::transform(validation, std::back_inserter(outcomes), &Example::outcome);
    m_calibration = Calibration::fit(predict(validation), outcomes);
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
