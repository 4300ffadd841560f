#include "engine/scores/calibration_band.h"

#include "engine/core/json_fields.h"
#include "engine/scores/day_bootstrap.h"

#include <QJsonArray>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <set>

namespace forewatch {

namespace {

constexpr std::size_t fewestTargetDays = 10;
constexpr std::size_t knotCount = 49;
/// How far the knots go beyond the forecasts that were seen, in log-odds.
constexpr double beyond = 2;

/// Each forecast as often as its day was drawn.
void repeat(const Forecast &raw, const DayBlocks &days, const std::vector<double> &times, Forecast &drawn)
{
    drawn.probabilities.clear();
    drawn.outcomes.clear();
    for (std::size_t i = 0; i < raw.outcomes.size(); ++i)
        for (double left = times[days.of(i)]; left > 0; --left) {
            drawn.probabilities.push_back(raw.probabilities[i]);
            drawn.outcomes.push_back(raw.outcomes[i]);
        }
}

} // namespace

CalibrationBand CalibrationBand::drawnAnew(const Calibration &chosen, const Forecast &raw, std::uint64_t seed, Feedback &feedback,
                                           int draws)
{
    std::set<int> targetDays;
    for (std::size_t i = 0; i < raw.outcomes.size(); ++i)
        if (raw.outcomes[i])
            targetDays.insert(raw.day[i]);
    CalibrationBand band;
    if (targetDays.size() < fewestTargetDays)
        return band;

    const auto [lowest, highest] = std::ranges::minmax(raw.probabilities);
    const double first = logOdds(lowest) - beyond;
    const double last = logOdds(highest) + beyond;
    std::vector<double> at;
    for (std::size_t k = 0; k < knotCount; ++k)
        at.push_back(probabilityOf(std::lerp(first, last, static_cast<double>(k) / (knotCount - 1))));

    const DayBlocks days(raw.day);
    Random random(seed);
    Forecast drawn;
    std::vector<std::vector<double>> values(knotCount);
    for (int draw = 0; draw < draws; ++draw) {
        feedback.checkpoint(static_cast<double>(draw) / draws);
        repeat(raw, days, days.resample(random), drawn);
        const Calibration other = chosen.points.empty() ? Calibration::fit(drawn.probabilities, drawn.outcomes)
                                                        : Calibration::fitIsotonic(drawn.probabilities, drawn.outcomes);
        for (std::size_t k = 0; k < knotCount; ++k)
            values[k].push_back(other.apply(at[k]));
    }
    band.m_draws = draws;
    for (std::size_t k = 0; k < knotCount; ++k) {
        const Interval middle = middleRange(std::move(values[k]));
        if (band.m_knots.empty() || at[k] > band.m_knots.back().raw)
            band.m_knots.push_back({at[k], middle.low, middle.high});
    }
    return band;
}

Interval CalibrationBand::of(double raw, double calibrated) const
{
    assert(isKnown());
    const auto above = std::ranges::lower_bound(m_knots, raw, {}, &Knot::raw);
    Interval found;
    if (above == m_knots.begin() || above == m_knots.end()) {
        const Knot &end = above == m_knots.begin() ? m_knots.front() : m_knots.back();
        found = {end.low, end.high};
    } else {
        const Knot &below = *(above - 1);
        const double share = (logOdds(raw) - logOdds(below.raw)) / (logOdds(above->raw) - logOdds(below.raw));
        found = {std::lerp(below.low, above->low, share), std::lerp(below.high, above->high, share)};
    }
    return {std::min(found.low, calibrated), std::max(found.high, calibrated)};
}

QJsonObject CalibrationBand::toJson() const
{
    QJsonArray knots;
    for (const auto &[raw, low, high] : m_knots)
        knots << QJsonArray{raw, low, high};
    return {{QStringLiteral("draws"), m_draws}, {QStringLiteral("knots"), knots}};
}

CalibrationBand CalibrationBand::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("calibration band"));
    CalibrationBand band;
    band.m_draws = static_cast<int>(fields.whole(QStringLiteral("draws"), 1, 1'000'000));
    const QString key = QStringLiteral("knots");
    for (const QJsonValue value : fields.array(key)) {
        const QJsonArray numbers = value.toArray();
        const Knot knot{numbers.at(0).toDouble(-1), numbers.at(1).toDouble(-1), numbers.at(2).toDouble(-1)};
        const double last = band.m_knots.empty() ? -1 : band.m_knots.back().raw;
        if (numbers.size() != 3 || !(knot.raw > last && knot.raw >= 0 && knot.raw <= 1 && knot.low >= 0 && knot.low <= knot.high && knot.high <= 1))
            fields.refuse(key, QStringLiteral("a rising list of three numbers from 0 to 1 each"));
        band.m_knots.push_back(knot);
    }
    return band;
}

} // namespace forewatch
