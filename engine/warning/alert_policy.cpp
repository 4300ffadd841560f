#include "engine/warning/alert_policy.h"

#include "engine/core/error.h"
#include "engine/core/json_fields.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <numeric>

namespace forewatch {

namespace {

constexpr const char *dayNames[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::size_t hoursPerDay = 24;

/// Each run of quiet hours of each day as text that `parseHoursOfWeek` reads.
QJsonArray hoursJson(const std::bitset<168> &hours)
{
    QJsonArray list;
    for (std::size_t day = 0; day < 7; ++day) {
        for (std::size_t begin = 0; begin < hoursPerDay; ++begin) {
            std::size_t end = begin;
            while (end < hoursPerDay && hours[day * hoursPerDay + end])
                ++end;
            if (end == begin)
                continue;
            list.append(QStringLiteral("%1 %2-%3").arg(QLatin1String(dayNames[day]))
                            .arg(begin, 2, 10, QLatin1Char('0')).arg(end, 2, 10, QLatin1Char('0')));
            begin = end;
        }
    }
    return list;
}

/// At most a week; zero where it is left out.
Duration secondsOf(const JsonFields &fields, const QString &key)
{
    constexpr std::int64_t week = 7 * 86400;
    return Duration(fields.has(key) ? fields.whole(key, 0, week) : 0);
}

bool keeps(const AlertBudget &budget, const std::vector<Alert> &alerts, double days)
{
    Duration covered{0};
    for (const Alert &alert : alerts)
        covered += alert.span.length;
    return (!budget.alertsPerDay || static_cast<double>(alerts.size()) <= *budget.alertsPerDay * days)
        && (!budget.hoursPerDay || static_cast<double>(covered.count()) / 3600 <= *budget.hoursPerDay * days);
}

} // namespace

std::optional<std::bitset<168>> parseHoursOfWeek(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\\s+)?(\\d{1,2})-(\\d{1,2})$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    const std::size_t begin = match.captured(2).toUInt();
    std::size_t end = match.captured(3).toUInt();
    if (begin >= hoursPerDay || end > hoursPerDay)
        return std::nullopt;
    if (end <= begin)
        end += hoursPerDay;
    std::bitset<168> hours;
    for (std::size_t day = 0; day < 7; ++day) {
        const QString name = match.captured(1);
        if (!name.isEmpty() && name.compare(QLatin1String(dayNames[day]), Qt::CaseInsensitive) != 0)
            continue;
        for (std::size_t hour = begin; hour < end; ++hour)
            hours.set((day * hoursPerDay + hour) % hours.size());
    }
    return hours;
}

QJsonObject AlertPolicy::toJson() const
{
    QJsonObject json{{QStringLiteral("threshold"), threshold},
                     {QStringLiteral("release"), release},
                     {QStringLiteral("smoothing_seconds"), static_cast<qint64>(smoothing.count())},
                     {QStringLiteral("hold_off_seconds"), static_cast<qint64>(holdOff.count())},
                     {QStringLiteral("quiet_hours"), hoursJson(quiet)}};
    if (mostPerDay)
        json.insert(QStringLiteral("most_per_day"), *mostPerDay);
    return json;
}

AlertPolicy AlertPolicy::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("alert policy"));
    const auto share = [&](const QString &key) {
        const double value = fields.number(key);
        if (!(value >= 0 && value <= 1))
            fields.refuse(key, QStringLiteral("a number from 0 to 1"));
        return value;
    };
    AlertPolicy policy;
    policy.threshold = share(QStringLiteral("threshold"));
    policy.release = fields.has(QStringLiteral("release")) ? share(QStringLiteral("release")) : policy.threshold;
    if (policy.release > policy.threshold)
        fields.refuse(QStringLiteral("release"), QStringLiteral("at most the threshold"));
    policy.smoothing = secondsOf(fields, QStringLiteral("smoothing_seconds"));
    policy.holdOff = secondsOf(fields, QStringLiteral("hold_off_seconds"));
    if (fields.has(QStringLiteral("most_per_day")))
        policy.mostPerDay = static_cast<int>(fields.whole(QStringLiteral("most_per_day"), 1, 1000));
    if (fields.has(QStringLiteral("quiet_hours"))) {
        for (const QString &text : fields.texts(QStringLiteral("quiet_hours"))) {
            const auto hours = parseHoursOfWeek(text);
            if (!hours)
                fields.refuse(QStringLiteral("quiet_hours"), QStringLiteral("a list of hours such as \"22-06\" or \"Sat 00-24\""));
            policy.quiet |= *hours;
        }
    }
    return policy;
}

double AlertProcess::smoothedRisk() const
{
    const double sum = std::accumulate(m_recent.begin(), m_recent.end(), 0.0,
                                       [](double total, const auto &recent) { return total + recent.second; });
    return sum / static_cast<double>(m_recent.size());
}

bool AlertProcess::mayBegin(Time moment, Time spanStart) const
{
    if (m_policy.quiet[hourOfWeek(moment)])
        return false;
    if (!m_alerts.empty() && spanStart < m_alerts.back().span.end() + m_policy.holdOff)
        return false;
    if (!m_policy.mostPerDay)
        return true;
    const Time midnight = midnightOf(moment);
    const auto today = std::ranges::count_if(m_alerts, [&](const Alert &alert) { return alert.raised >= midnight; });
    return today < *m_policy.mostPerDay;
}

bool AlertProcess::add(const RiskPoint &point)
{
    const Time moment = m_task.madeAt(point.asked);
    m_recent.emplace_back(moment, point.probability);
    std::erase_if(m_recent, [&](const auto &recent) {
        return recent.first != moment && recent.first <= moment - m_policy.smoothing;
    });
    const double risk = smoothedRisk();
    const bool sameAlert = !m_alerts.empty() && point.asked.start <= m_alerts.back().span.end();
    if (sameAlert) {
        m_active = risk >= (m_active ? m_policy.release : m_policy.threshold);
        if (!m_active)
            return false;
        Alert &alert = m_alerts.back();
        alert.span.length = std::max(alert.span.length, Duration(point.asked.end() - alert.span.start));
        if (point.probability > alert.peak) {
            alert.peak = point.probability;
            alert.peakSpan = point.asked;
        }
        return false;
    }
    m_active = risk >= m_policy.threshold && mayBegin(moment, point.asked.start);
    if (m_active)
        m_alerts.push_back({moment, point.asked, point.probability, point.asked});
    return m_active;
}

std::vector<Alert> raiseAlerts(const AlertPolicy &policy, const Task &task, std::span<const RiskPoint> points)
{
    AlertProcess process(policy, task);
    for (const RiskPoint &point : points)
        process.add(point);
    return process.alerts();
}

AlertPolicy withinBudget(AlertPolicy policy, const Task &task, std::span<const RiskPoint> validation, const AlertBudget &budget)
{
    if (validation.empty())
        throw Error(QStringLiteral("There is no forecast to choose the threshold on. Choose a model whose validation part the table covers."));
    const Duration whole = validation.back().asked.end() - validation.front().asked.start;
    const double days = std::max(1.0, static_cast<double>(whole.count()) / 86400);
    const double share = policy.threshold > 0 ? policy.release / policy.threshold : 1;
    std::vector<double> risks;
    for (const RiskPoint &point : validation)
        risks.push_back(point.probability);
    std::ranges::sort(risks, std::greater());

    // From quiet to loud, a twentieth more forecasts at each step: far below, alerts merge into one that never ends.
    AlertPolicy chosen = policy;
    chosen.threshold = std::min(1.0, risks.front() + 1e-9);
    chosen.release = share * chosen.threshold;
    for (std::size_t rank = 0; rank < risks.size(); rank += std::max<std::size_t>(1, rank / 20)) {
        AlertPolicy louder = policy;
        louder.threshold = risks[rank];
        louder.release = share * louder.threshold;
        if (!keeps(budget, raiseAlerts(louder, task, validation), days))
            break;
        chosen = louder;
    }
    return chosen;
}

} // namespace forewatch
