#include "widgets/evaluation/figure_words.h"

#include <QCoreApplication>
#include <QMap>

namespace forewatch {

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("forewatch", text);
}

QString signedText(double value, int decimals)
{
    return QString::number(value, 'f', decimals).replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

const std::array<Figure, 8> &comparedFigures()
{
    static const std::array<Figure, 8> all = {
        Figure{words("AUC"), words("Chance that a window with a target has the higher probability; a coin has 0.5"),
               &Metrics::auc, QStringLiteral("auc")},
        Figure{words("Brier skill"), words("Share of the base rate's error that is avoided; 0 is no better than the base rate"),
               &Metrics::brierSkill, QStringLiteral("brier_skill")},
        Figure{words("PR-AUC"), words("Average precision; a coin has the base rate"), &Metrics::prAuc,
               QStringLiteral("pr_auc")},
        Figure{words("Log loss"), words("Mean surprise in nats; less is better"), &Metrics::logLoss,
               QStringLiteral("log_loss"), false, true},
        Figure{words("Brier"), words("Mean squared error of the probabilities; less is better"), &Metrics::brier,
               QStringLiteral("brier"), false, true},
        Figure{words("Calibration"), words("Expected calibration error: mean distance of probability and frequency. The range is "
                                           "what a perfectly calibrated forecast would get"),
               &Metrics::ece, QString(), false, true},
        Figure{words("Accuracy"), words("Share of windows called rightly at the threshold that the model came with. Beside it "
                                        "stands “always no”"),
               &Metrics::accuracy, QStringLiteral("accuracy"), true},
        Figure{words("Balanced"), words("Balanced accuracy: mean of the shares of targets and of quiet windows called rightly; "
                                        "“always no” has 50 %"),
               &Metrics::balancedAccuracy, QStringLiteral("balanced_accuracy"), true},
    };
    return all;
}

std::optional<Interval> intervalOf(const Metrics &metrics, const Figure &figure)
{
    if (figure.value == &Metrics::ece)
        return metrics.ecePerfect;
    const auto interval = metrics.intervals.constFind(figure.key);
    return interval == metrics.intervals.constEnd() ? std::nullopt : std::optional(*interval);
}

QString valueText(double value, bool percent)
{
    return percent ? signedText(100 * value, 1) + QStringLiteral(" %") : signedText(value, 3);
}

QString intervalText(const Interval &interval, bool percent)
{
    const double factor = percent ? 100 : 1;
    const int decimals = percent ? 1 : 3;
    return QStringLiteral("%1 – %2").arg(signedText(factor * interval.low, decimals),
                                         signedText(factor * interval.high, decimals));
}

QString forecastName(const QString &key)
{
    static const QMap<QString, QString> names{
        {QStringLiteral("model"), words("Model")},
        {QStringLiteral("always_no"), words("Always no")},
        {QStringLiteral("hour_of_day"), words("Hour of day")},
        {QStringLiteral("hour_of_week"), words("Hour of week")},
        {QStringLiteral("hour_of_day_trailing_year"), words("Hour of day, last year")},
        {QStringLiteral("hour_and_level"), words("Hour × level")},
        {QStringLiteral("history"), words("Calendar and history")},
        {QStringLiteral("density"), words("Kernel density")},
        {QStringLiteral("mixture"), words("Kernel mixture")},
        {QStringLiteral("hawkes"), words("Hawkes process")},
        {QStringLiteral("uniform"), words("Even over the city")},
    };
    return names.value(key, key);
}

QString probabilityText(double probability)
{
    return valueText(probability, true);
}

} // namespace forewatch
