#include "engine/evaluation/audit_words.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace forewatch {

namespace {

const AuditRow &rowOf(const Audit &audit, const char *key)
{
    const AuditRow *row = audit.row(QLatin1String(key));
    assert(row);
    return *row;
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1) + QStringLiteral(" %");
}

QString percent(const Estimate &figure)
{
    return QStringLiteral("%1 (%2 to %3)")
        .arg(percent(figure.value), QString::number(100 * figure.interval.low, 'f', 1),
             QString::number(100 * figure.interval.high, 'f', 1));
}

/// A difference of two shares: `12.1 points (9.8 to 14.4)`.
QString points(const Estimate &figure)
{
    const auto number = [](double share) { return QString::number(100 * share, 'f', 1); };
    return QStringLiteral("%1 points (%2 to %3)")
        .arg(number(figure.value), number(figure.interval.low), number(figure.interval.high));
}

QString area(const Estimate &figure)
{
    return QStringLiteral("%1 (%2 to %3)")
        .arg(figure.value, 0, 'f', 3).arg(figure.interval.low, 0, 'f', 3).arg(figure.interval.high, 0, 'f', 3);
}

bool isAboveACoin(const AuditRow &row)
{
    return row.balancedAccuracy.interval.low > 0.5;
}

QString targetsDrawn(const AuditFinding &finding, const Audit &audit)
{
    const QString masked = percent(rowOf(audit, "masked").balancedAccuracy);
    if (finding.raised)
        return QStringLiteral("With every %1 left out of the pictures, the network is right in %2: %3 of its number are the answer "
                              "itself, drawn in the picture.").arg(audit.target, masked, points(finding.difference));
    return QStringLiteral("With every %1 left out of the pictures, the network is right in %2: the answer in the picture gives it "
                          "no gain that chance would not (%3).").arg(audit.target, masked, points(finding.difference));
}

QString windowOver(const AuditFinding &finding, const Audit &audit)
{
    const QString next = percent(rowOf(audit, "next").balancedAccuracy);
    if (finding.raised)
        return QStringLiteral("Asked about the window after the drawn one, it is right in %1: %2 of its number come from a "
                              "question about a window that is over.").arg(next, points(finding.difference));
    return QStringLiteral("Asked about the window after the drawn one, it is right in %1: that the drawn window is over gives it "
                          "no gain that chance would not (%2).").arg(next, points(finding.difference));
}

QString dotsCounted(const AuditFinding &finding, const Audit &audit)
{
    const QString counts = percent(rowOf(audit, "dot_counts").balancedAccuracy);
    if (!isAboveACoin(rowOf(audit, "original")))
        return QStringLiteral("Counting the dots of each color, without any map, is right in %1; the network is no better than a "
                              "coin, so that it has no number to explain.").arg(counts);
    if (finding.raised && finding.difference.interval.high < 0)
        return QStringLiteral("Counting the dots of each color, without any map, is right in %1, more often than the network (%2): its "
                              "number needs no map.").arg(counts, points(finding.difference));
    if (finding.raised)
        return QStringLiteral("Counting the dots of each color, without any map, is right in %1: the network is not ahead of that "
                              "beyond chance (%2), so that its number needs no map.").arg(counts, points(finding.difference));
    return QStringLiteral("Counting the dots of each color, without any map, is right in %1: the network is %2 ahead of that.")
        .arg(counts, points(finding.difference));
}

QString randomSplit(const AuditFinding &finding, const Audit &audit)
{
    const QString later = percent(rowOf(audit, "same_chronological").balancedAccuracy);
    if (finding.raised)
        return QStringLiteral("On days after those it learnt from, it is right in %1 of the same kind of window: %2 of its number "
                              "come from the random split, which learns from the windows beside the tested ones.")
            .arg(later, points(finding.difference));
    return QStringLiteral("On days after those it learnt from, it is right in %1 of the same kind of window: the random split "
                          "gives it no gain that chance would not (%2).").arg(later, points(finding.difference));
}

QString judgement(const Audit &audit)
{
    const AuditRow &original = rowOf(audit, "original");
    if (audit.isFlagged())
        return QStringLiteral("Flagged: %1 is not what a warning would be worth. The question as published is about a window that "
                              "is over and drawn; the lines below say how much of the number that makes.")
            .arg(percent(original.balancedAccuracy.value));
    return QStringLiteral("Not flagged: no leak was found beyond chance. That is not proof of none: the number as published is "
                          "known to %1 points only.")
        .arg(50 * (original.balancedAccuracy.interval.high - original.balancedAccuracy.interval.low), 0, 'f', 1);
}

QString asked(const Audit &audit)
{
    const AuditRow &original = rowOf(audit, "original");
    const QString above = isAboveACoin(original)
        ? QStringLiteral("%1 points above a coin").arg(100 * (original.balancedAccuracy.value - 0.5), 0, 'f', 1)
        : QStringLiteral("no better than a coin");
    return QStringLiteral("As published, the network %1 sees the picture of a window of %2 and is asked whether that same window "
                          "has a %3, with windows divided at random. After %4 epochs it is right in %5 of windows, where as many "
                          "have a target as have none: %6.")
        .arg(audit.network, formatDuration(original.task.length), audit.target).arg(audit.epochs)
        .arg(percent(original.balancedAccuracy), above);
}

QString rule(const Audit &audit)
{
    const AuditRow &dots = rowOf(audit, "red_dots");
    return QStringLiteral("%1: this alone is right in %2, and the number of these dots has an AUC of %3.")
        .arg(dots.name, percent(dots.balancedAccuracy), area(dots.auc));
}

QString trueRate(const Audit &audit)
{
    const AuditRow &original = rowOf(audit, "original");
    return QStringLiteral("Half of the windows above have a target, in the city %1 have. Of all windows as they come, “always no” is "
                          "right in %2, the network as published in %3.")
        .arg(percent(original.baseRate), percent(original.alwaysNo), percent(original.accuracy));
}

QString whatIsLeft(const Audit &audit)
{
    const AuditRow &next = rowOf(audit, "next_chronological");
    const AuditRow &hours = rowOf(audit, "hour_of_day_chronological");
    const auto &[value, interval] = next.skillOverHours;
    const QString rank = interval.low > 0 ? QStringLiteral("better than")
        : interval.high < 0               ? QStringLiteral("worse than")
                                          : QStringLiteral("no better than");
    return QStringLiteral("What is left for a warning is the next window on later days: right in %1, AUC %2, where the hour of day "
                          "alone has %3. Calibrated, it is %4 the hour of day: its Brier error is %5 %6 (%7 to %8 %).")
        .arg(percent(next.balancedAccuracy), area(next.auc), area(hours.auc), rank, percent(std::abs(value)),
             value < 0 ? QStringLiteral("larger") : QStringLiteral("smaller"))
        .arg(-100 * interval.high, 0, 'f', 1).arg(-100 * interval.low, 0, 'f', 1);
}

} // namespace

QString wordsOf(const AuditFinding &finding, const Audit &audit)
{
    if (finding.key == QLatin1String("targets_drawn"))
        return targetsDrawn(finding, audit);
    if (finding.key == QLatin1String("window_over"))
        return windowOver(finding, audit);
    if (finding.key == QLatin1String("dots_counted"))
        return dotsCounted(finding, audit);
    return randomSplit(finding, audit);
}

QStringList explanationOf(const Audit &audit)
{
    QStringList paragraphs{judgement(audit), asked(audit)};
    for (const AuditFinding &finding : audit.findings) {
        paragraphs << finding.text;
        if (finding.key == QLatin1String("targets_drawn"))
            paragraphs.back() += QLatin1Char(' ') + rule(audit);
    }
    paragraphs << trueRate(audit) << whatIsLeft(audit)
               << QStringLiteral("In parentheses: 95 % intervals, by bootstrap over days. All choices were made on training and "
                                 "validation windows; every number is of test windows.");
    return paragraphs;
}

} // namespace forewatch
