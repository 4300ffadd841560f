#include "engine/warning/live_watch.h"

#include <QJsonArray>

namespace forewatch {

namespace {

QJsonObject ageJson(const std::optional<Time> &newestRow, Duration age)
{
    if (!newestRow)
        return {{QStringLiteral("newest_row"), QJsonValue()}};
    return {{QStringLiteral("newest_row"), formatTime(*newestRow)}, {QStringLiteral("age_seconds"), static_cast<qint64>(age.count())}};
}

QJsonObject riskJson(const LiveRisk &risk, const LiveSettings &settings)
{
    QJsonObject json = ageJson(risk.newestRow, risk.age);
    json[QStringLiteral("made")] = formatTime(risk.made);
    json[QStringLiteral("state")] = feedStateName(risk.state);
    if (!risk.point) {
        json[QStringLiteral("why")] = risk.why;
        return json;
    }
    json[QStringLiteral("start")] = formatTime(risk.point->asked.start);
    json[QStringLiteral("end")] = formatTime(risk.point->asked.end());
    json[QStringLiteral("probability")] = risk.point->probability;
    json[QStringLiteral("hour_rate")] = risk.point->hourRate;
    json[QStringLiteral("threshold")] = settings.policy.threshold;
    json[QStringLiteral("alert")] = risk.isAlert;
    return json;
}

QJsonObject importJson(const LiveNews &news)
{
    const QJsonObject report = news.report->toJson();
    QJsonObject json{{QStringLiteral("added"), static_cast<qint64>(news.changes.added)},
                     {QStringLiteral("late"), static_cast<qint64>(news.changes.late)},
                     {QStringLiteral("corrected"), static_cast<qint64>(news.changes.corrected)},
                     {QStringLiteral("removed"), static_cast<qint64>(news.changes.removed)},
                     {QStringLiteral("from_future"), static_cast<qint64>(news.fromFuture)},
                     {QStringLiteral("half_written"), news.halfWritten}};
    for (const char *key : {"rows", "kept", "rejected", "sources"})
        json[QLatin1String(key)] = report[QLatin1String(key)];
    return json;
}

QJsonObject alertJson(const LiveNews &news)
{
    const Alert &alert = *news.alert;
    return {{QStringLiteral("raised"), formatTime(alert.raised)},
            {QStringLiteral("start"), formatTime(alert.span.start)},
            {QStringLiteral("end"), formatTime(alert.span.end())},
            {QStringLiteral("probability"), alert.peak}};
}

} // namespace

std::vector<std::pair<QString, QJsonObject>> auditEntries(const LiveNews &news, const LiveSettings &settings)
{
    std::vector<std::pair<QString, QJsonObject>> entries;
    if (news.stateChanged) {
        QJsonObject state = ageJson(news.newestRow, news.age);
        state[QStringLiteral("state")] = feedStateName(news.state);
        state[QStringLiteral("may_be_old_seconds")] = static_cast<qint64>(news.mayAge.count());
        if (!news.problem.isEmpty())
            state[QStringLiteral("why")] = news.problem;
        entries.emplace_back(QStringLiteral("source"), state);
    }
    if (news.imported && news.report)
        entries.emplace_back(QStringLiteral("import"), importJson(news));
    for (const LiveRisk &risk : news.revised)
        entries.emplace_back(QStringLiteral("revised"), QJsonObject{{QStringLiteral("made"), formatTime(risk.made)},
                                                                    {QStringLiteral("start"), formatTime(risk.point->asked.start)},
                                                                    {QStringLiteral("shown"), risk.point->probability},
                                                                    {QStringLiteral("now"), *risk.revised}});
    for (const LiveRisk &risk : news.risks)
        entries.emplace_back(risk.point ? QStringLiteral("score") : QStringLiteral("no_forecast"), riskJson(risk, settings));
    if (news.alert)
        entries.emplace_back(QStringLiteral("alert"), alertJson(news));
    return entries;
}

} // namespace forewatch
