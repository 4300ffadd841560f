#pragma once

#include "engine/task/task.h"
#include "engine/warning/risk_point.h"

#include <QJsonObject>

#include <bitset>
#include <span>
#include <vector>

namespace forewatch {

/// When a risk that rises and falls becomes an alert: chosen on a validation part, then frozen, so that what came of its alerts
/// on later days is a fair measure.
struct AlertPolicy
{
    /// An alert begins when the smoothed risk is at or above it.
    double threshold = 0.5;
    /// A running alert lasts while the smoothed risk is at or above it; at most `threshold`.
    double release = 0.5;
    /// The smoothed risk is the mean of the forecasts made in the trailing `(now − smoothing, now]`; zero takes the newest alone.
    Duration smoothing{0};
    /// For so long after what an alert spoke of is over, none begins.
    Duration holdOff{0};
    /// At most so many alerts begin on a calendar day; nothing for no limit.
    std::optional<int> mostPerDay = std::nullopt;
    /// Hours of the week from Monday 00:00 in which no alert begins; a running one goes on.
    std::bitset<168> quiet = {};

    /// `{"threshold", "release", "smoothing_seconds", "hold_off_seconds", "most_per_day", "quiet_hours": ["22-06", "Sat 00-24"]}`
    QJsonObject toJson() const;

    /// Fields other than `threshold` may be left out. Throws `Error`, naming the field.
    static AlertPolicy fromJson(const QJsonObject &json);

    bool operator==(const AlertPolicy &) const = default;
};

/// Reads hours as `22-06` (every day; past midnight where the end is not after the begin) or `Sat 00-24`; the end is not included.
std::optional<std::bitset<168>> parseHoursOfWeek(const QString &text);

/// One warning, however many forecasts kept it up.
struct Alert
{
    /// When the forecast was made that began it.
    Time raised;
    /// All spans that it asked attention for, together.
    Window span;
    /// Highest unsmoothed risk, and the span that had it. Zero for an alert that no forecast raised.
    double peak = 0;
    Window peakSpan{};
};

/// The alerts of a timeline, forecast by forecast and without a look at later ones. A rise while the last alert's span still
/// runs or has just ended belongs to that alert: one incident raises one alert. Alerts neither overlap nor touch.
class AlertProcess
{
public:
    AlertProcess(const AlertPolicy &policy, const Task &task) : m_policy(policy), m_task(task) {}

    /// Takes the next forecast in order of time; whether it began an alert.
    bool add(const RiskPoint &point);

    const std::vector<Alert> &alerts() const { return m_alerts; }
    /// Whether the newest forecast keeps an alert up.
    bool isActive() const { return m_active; }
    /// Of the forecasts so far. Precondition: there was one.
    double smoothedRisk() const;

private:
    bool mayBegin(Time moment, Time spanStart) const;

    AlertPolicy m_policy;
    Task m_task;
    /// When each was made, and its risk; those that smoothing still needs.
    std::vector<std::pair<Time, double>> m_recent;
    std::vector<Alert> m_alerts;
    bool m_active = false;
};

/// All alerts of forecasts in order of time.
std::vector<Alert> raiseAlerts(const AlertPolicy &policy, const Task &task, std::span<const RiskPoint> points);

/// How much attention alerts may ask for, on average over days; what is left out does not bind.
struct AlertBudget
{
    std::optional<double> alertsPerDay = std::nullopt;
    /// Hours that alerts' spans cover.
    std::optional<double> hoursPerDay = std::nullopt;
};

/// The policy with the lowest threshold for which alerts keep within the budget on these forecasts, and do for every threshold
/// above it; `release` keeps its share of the threshold. For a validation part: what is chosen there says nothing on itself.
/// Throws `Error` when there is no forecast.
AlertPolicy withinBudget(AlertPolicy policy, const Task &task, std::span<const RiskPoint> validation, const AlertBudget &budget);

} // namespace forewatch
