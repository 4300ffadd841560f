#include "engine/baselines/hour_of_week.h"

#include "engine/baselines/hour_of_day.h"
#include "engine/core/json_fields.h"

#include <QJsonArray>

#include <array>
#include <cassert>

namespace forewatch {

namespace {

constexpr std::size_t hoursOfWeek = 168;
constexpr double shrinkage = 4;

} // namespace

HourOfWeekRate::HourOfWeekRate(const std::vector<Example> &training, const std::vector<Example> &validation)
{
    std::array<double, hoursOfWeek> positives{}, spans{};
    for (const Example &example : training) {
        positives[hourOfWeek(example.asked.start)] += example.outcome;
        ++spans[hourOfWeek(example.asked.start)];
    }
    const HourOfDayRate daily(training, {});
    const Time monday = makeTime(2012, 1, 2);
    for (std::size_t hour = 0; hour < hoursOfWeek; ++hour) {
        const Time start = monday + std::chrono::hours(static_cast<int>(hour));
        m_rates.push_back((positives[hour] + shrinkage * daily.probability({start, Duration(1)})) / (spans[hour] + shrinkage));
    }

    std::vector<double> probabilities;
    std::vector<std::uint8_t> outcomes;
    std::vector<int> days;
    for (const Example &example : validation) {
        probabilities.push_back(probability(example.asked));
        outcomes.push_back(example.outcome);
        days.push_back(static_cast<int>(midnightOf(example.asked.start).time_since_epoch() / std::chrono::days(1)));
    }
    m_calibration = Calibration::choose(probabilities, outcomes, days);
}

double HourOfWeekRate::probability(const Window &asked) const
{
    assert(isKnown());
    return m_calibration.apply(m_rates[hourOfWeek(asked.start)]);
}

QJsonObject HourOfWeekRate::toJson() const
{
    QJsonArray rates;
    for (const double rate : m_rates)
        rates << rate;
    return {{QStringLiteral("rates"), rates}, {QStringLiteral("calibration"), m_calibration.toJson()}};
}

HourOfWeekRate HourOfWeekRate::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("hour-of-week baseline"));
    const QString key = QStringLiteral("rates");
    HourOfWeekRate result;
    for (const QJsonValue rate : fields.array(key)) {
        if (!(rate.toDouble(-1) >= 0 && rate.toDouble() <= 1))
            fields.refuse(key, QStringLiteral("168 probabilities"));
        result.m_rates.push_back(rate.toDouble());
    }
    if (result.m_rates.size() != hoursOfWeek)
        fields.refuse(key, QStringLiteral("168 probabilities"));
    result.m_calibration = Calibration::fromJson(fields.object(QStringLiteral("calibration")));
    return result;
}

} // namespace forewatch
