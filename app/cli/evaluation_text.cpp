#include "app/cli/evaluation_text.h"

#include "app/cli/console.h"

namespace forewatch {

namespace {

QString number(double value)
{
    return QString::number(value, 'f', 3);
}

QString withInterval(double value, const Metrics &metrics, const char *key)
{
    const auto it = metrics.intervals.constFind(QLatin1String(key));
    return it == metrics.intervals.constEnd()
        ? number(value)
        : QStringLiteral("%1 [%2, %3]").arg(number(value), number(it->low), number(it->high));
}

QString row(const EvaluatedForecast &forecast)
{
    const Metrics &m = forecast.metrics;
    return QStringLiteral("  %1 %2 %3 %4 %5 %6\n")
        .arg(forecast.key, -26)
        .arg(withInterval(m.auc, m, "auc"), -22)
        .arg(withInterval(m.prAuc, m, "pr_auc"), -22)
        .arg(withInterval(m.brierSkill, m, "brier_skill"), -24)
        .arg(number(m.brier), -8)
        .arg(withInterval(m.accuracy, m, "accuracy"));
}

} // namespace

QString describe(const Evaluation &evaluation)
{
    QString text = evaluation.verdict + QStringLiteral("\n\n%1 windows, %2 % with a target")
                                            .arg(grouped(static_cast<qint64>(evaluation.examples.size())))
                                            .arg(100 * evaluation.baseRate, 0, 'f', 1);
    if (evaluation.seen > 0)
        text += QStringLiteral("; %1 left out because training or validation saw them")
                    .arg(grouped(static_cast<qint64>(evaluation.seen)));
    text += QStringLiteral(".\n  %1 %2 %3 %4 %5 %6\n")
                .arg(QString(), -26).arg(QStringLiteral("AUC"), -22).arg(QStringLiteral("PR-AUC"), -22)
                .arg(QStringLiteral("Brier skill"), -24).arg(QStringLiteral("Brier"), -8).arg(QStringLiteral("accuracy"));
    text += row(evaluation.model);
    for (const EvaluatedForecast &baseline : evaluation.baselines)
        text += row(baseline);
    if (!evaluation.leftOut.empty())
        text += inWords(evaluation.leftOut) + QLatin1Char('\n');
    const Metrics &m = evaluation.model.metrics;
    const Confusion &c = m.confusion;
    text += QStringLiteral("Alerts from %1 %: %2 hits, %3 false, %4 missed, %5 quiet. Calibration error %6 "
                           "(a perfect forecast: %7 to %8). In brackets: 95 %, by bootstrap over days.")
                .arg(100 * evaluation.model.threshold, 0, 'f', 1)
                .arg(c.hits).arg(c.falseAlerts).arg(c.misses).arg(c.quiet)
                .arg(number(m.ece), number(m.ecePerfect.low), number(m.ecePerfect.high));
    return text;
}

} // namespace forewatch
