#include "engine/evaluation/audit.h"

#include "engine/core/json_fields.h"
#include "engine/core/text.h"

namespace forewatch {

namespace {

Estimate estimateFrom(const QJsonObject &json, const QString &owner)
{
    const JsonFields fields(json, owner);
    return {fields.number(QStringLiteral("value")),
            {fields.number(QStringLiteral("low")), fields.number(QStringLiteral("high"))}};
}

QJsonObject rowToJson(const AuditRow &row)
{
    return {{QStringLiteral("key"), row.key},
            {QStringLiteral("name"), row.name},
            {QStringLiteral("question"), questionName(row.task.question)},
            {QStringLiteral("split"), splitName(row.split)},
            {QStringLiteral("mask_targets"), row.task.maskTargets},
            {QStringLiteral("task"), row.task.toJson()},
            {QStringLiteral("windows"), static_cast<qint64>(row.windows)},
            {QStringLiteral("base_rate"), row.baseRate},
            {QStringLiteral("balanced_accuracy"), toJson(row.balancedAccuracy)},
            {QStringLiteral("auc"), toJson(row.auc)},
            {QStringLiteral("brier_skill_over_hours"), toJson(row.skillOverHours)},
            {QStringLiteral("accuracy"), row.accuracy},
            {QStringLiteral("always_no"), row.alwaysNo},
            {QStringLiteral("epochs"), row.epochs},
            {QStringLiteral("seconds"), row.seconds},
            {QStringLiteral("folder"), row.folder}};
}

AuditRow rowFrom(const QJsonObject &json)
{
    const QString owner = QStringLiteral("audit's row");
    const JsonFields fields(json, owner);
    const auto figure = [&](const QString &key) { return estimateFrom(fields.object(key), owner); };
    constexpr std::int64_t anyCount = std::int64_t(1) << 40;
    const auto split = parseSplit(fields.text(QStringLiteral("split")));
    if (!split)
        fields.refuse(QStringLiteral("split"), QStringLiteral("random or chronological"));
    AuditRow row;
    row.key = fields.text(QStringLiteral("key"));
    row.name = fields.text(QStringLiteral("name"));
    row.task = Task::fromJson(fields.object(QStringLiteral("task")));
    row.split = *split;
    row.windows = static_cast<std::size_t>(fields.whole(QStringLiteral("windows"), 0, anyCount));
    row.baseRate = fields.number(QStringLiteral("base_rate"));
    row.balancedAccuracy = figure(QStringLiteral("balanced_accuracy"));
    row.auc = figure(QStringLiteral("auc"));
    row.skillOverHours = figure(QStringLiteral("brier_skill_over_hours"));
    row.accuracy = fields.number(QStringLiteral("accuracy"));
    row.alwaysNo = fields.number(QStringLiteral("always_no"));
    row.epochs = static_cast<int>(fields.whole(QStringLiteral("epochs"), 0, 1000000));
    row.seconds = fields.number(QStringLiteral("seconds"));
    row.folder = fields.text(QStringLiteral("folder"));
    return row;
}

} // namespace

QJsonObject Audit::toJson() const
{
    QJsonArray tableRows;
    for (const AuditRow &made : rows)
        tableRows << rowToJson(made);
    QJsonArray found;
    for (const AuditFinding &finding : findings)
        found << QJsonObject{{QStringLiteral("key"), finding.key},
                             {QStringLiteral("raised"), finding.raised},
                             {QStringLiteral("text"), finding.text},
                             {QStringLiteral("difference"), forewatch::toJson(finding.difference)}};
    return {{QStringLiteral("flagged"), isFlagged()},
            {QStringLiteral("network"), network},
            {QStringLiteral("epochs"), epochs},
            {QStringLiteral("seed"), QString::number(seed)},
            {QStringLiteral("target"), target},
            {QStringLiteral("rows"), tableRows},
            {QStringLiteral("findings"), found},
            {QStringLiteral("explanation"), QJsonArray::fromStringList(explanation)}};
}

Audit Audit::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("audit"));
    Audit audit;
    audit.network = fields.text(QStringLiteral("network"));
    audit.epochs = static_cast<int>(fields.whole(QStringLiteral("epochs"), 0, 1000000));
    audit.seed = fields.seed(QStringLiteral("seed"));
    audit.target = fields.text(QStringLiteral("target"));
    for (const QJsonValue row : fields.array(QStringLiteral("rows")))
        audit.rows.push_back(rowFrom(row.toObject()));
    for (const QJsonValue value : fields.array(QStringLiteral("findings"))) {
        const QString owner = QStringLiteral("audit's finding");
        const JsonFields finding(value.toObject(), owner);
        audit.findings.push_back({.key = finding.text(QStringLiteral("key")),
                                  .raised = finding.truth(QStringLiteral("raised")),
                                  .difference = estimateFrom(finding.object(QStringLiteral("difference")), owner),
                                  .text = finding.text(QStringLiteral("text"))});
    }
    audit.explanation = fields.texts(QStringLiteral("explanation"));
    return audit;
}

QByteArray Audit::toCsv() const
{
    QByteArray csv("key,name,question,split,mask_targets,windows,base_rate,balanced_accuracy,balanced_accuracy_low,"
                   "balanced_accuracy_high,auc,auc_low,auc_high,brier_skill_over_hours,brier_skill_low,brier_skill_high,accuracy,"
                   "always_no,epochs,seconds\n");
    const auto number = [](double value) { return QString::number(value, 'g', 8); };
    for (const AuditRow &made : rows) {
        QStringList line{made.key, csvField(made.name), questionName(made.task.question), splitName(made.split),
                         made.task.maskTargets ? QStringLiteral("1") : QStringLiteral("0"), QString::number(made.windows),
                         number(made.baseRate)};
        for (const Estimate *figure : {&made.balancedAccuracy, &made.auc, &made.skillOverHours})
            line << number(figure->value) << number(figure->interval.low) << number(figure->interval.high);
        line << number(made.accuracy) << number(made.alwaysNo) << QString::number(made.epochs)
             << QString::number(made.seconds, 'f', 0);
        csv += line.join(QLatin1Char(',')).toUtf8() + '\n';
    }
    return csv;
}

} // namespace forewatch
