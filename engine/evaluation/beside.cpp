#include "engine/evaluation/beside.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/evaluation/model_card_words.h"

#include <algorithm>

namespace forewatch {

namespace {

QString range(const Estimate &figure, double times, int digits)
{
    QString text = QStringLiteral("%1 [%2, %3]").arg(card::number(times * figure.value, digits), card::number(times * figure.interval.low, digits),
                                                     card::number(times * figure.interval.high, digits));
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

QString Beside::sentence() const
{
    const char *words = nats.interval.low > 0 ? "Better than “%1”"
        : nats.interval.high < 0              ? "Worse than “%1”"
                                              : "No difference from “%1” beyond chance";
    return QString::fromUtf8(words).arg(other)
        + QStringLiteral(" on %1 windows: log-likelihood %2 thousandths of a nat a window ahead, Brier error %3 % smaller (95 %, by "
                         "bootstrap over days).")
              .arg(grouped(static_cast<qint64>(windows)), range(nats, 1000, 1), range(brierSkill, 100, 2));
}

QJsonObject Beside::toJson() const
{
    return {{QStringLiteral("other"), other},
            {QStringLiteral("windows"), static_cast<qint64>(windows)},
            {QStringLiteral("brier_skill"), forewatch::toJson(brierSkill)},
            {QStringLiteral("log_likelihood"), forewatch::toJson(nats)},
            {QStringLiteral("sentence"), sentence()}};
}

Beside beside(const Evaluation &model, const Evaluation &other, const QString &otherName)
{
    const auto asked = [](const Example &example) { return std::pair(example.asked.start, example.asked.length); };
    if (!std::ranges::equal(model.examples, other.examples, {}, asked, asked))
        throw Error(QStringLiteral("The two models were not judged on the same windows: %1 and %2 of them. Choose a span that neither has "
                                   "learnt from or was tuned on (--evaluate-from, --evaluate-to), and models with the same lead and horizon.")
                        .arg(model.examples.size()).arg(other.examples.size()));
    Beside result;
    result.other = otherName;
    result.windows = model.examples.size();
    result.brierSkill = pairedBrierSkill(model.model.forecast, other.model.forecast);
    result.nats = pairedLogLikelihood(model.model.forecast, other.model.forecast);
    return result;
}

} // namespace forewatch
