#include "engine/evaluation/evaluation.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace forewatch {

namespace {

/// Fewer days with a target than this are too few to resample.
constexpr std::size_t fewestTargetDays = 10;

int dayNumber(Time t)
{
    return static_cast<int>(std::chrono::floor<std::chrono::days>(t).time_since_epoch().count());
}

Forecast forecastOf(const std::vector<Example> &examples, std::vector<double> probabilities)
{
    Forecast forecast;
    forecast.probabilities = std::move(probabilities);
    for (const Example &example : examples) {
        forecast.outcomes.push_back(example.outcome);
        forecast.day.push_back(dayNumber(example.asked.start));
    }
    return forecast;
}

EvaluatedForecast evaluated(const QString &key, Forecast forecast, double threshold)
{
    const Metrics metrics = measure(forecast, threshold);
    return {key, std::move(forecast), threshold, metrics};
}

/// The parts that the model was made from; nothing when `city` holds another table than the one it was trained on.
std::optional<Split> partsOf(const ModelCard &card, const City &city)
{
    try {
        Split parts = splitExamples(makeExamples(city, card.task, card.split.from, card.split.to), card.split);
        const bool sameTable = baseRate(parts.training) == card.trainingBaseRate
            && baseRate(parts.validation) == card.validationBaseRate;
        return sameTable ? std::optional(std::move(parts)) : std::nullopt;
    } catch (const Error &) {
        return std::nullopt;
    }
}

std::vector<Example> withoutSeen(std::vector<Example> examples, const SplitSettings &split,
                                 const std::optional<Split> &parts)
{
    std::set<Time> tested;
    if (parts)
        for (const Example &example : parts->test)
            tested.insert(example.asked.start);
    std::erase_if(examples, [&](const Example &example) {
        if (split.kind == SplitKind::Chronological)
            return example.asked.start < split.validationTo;
        const bool fromLearntSpan = example.asked.start < split.to && example.asked.end() > split.from;
        return fromLearntSpan && !tested.contains(example.asked.start);
    });
    return examples;
}

Error nothingLeft(Time from, Time to, std::size_t seen, const SplitSettings &split)
{
    const QString span = QStringLiteral("from %1 to %2").arg(formatTime(from), formatTime(to));
    if (seen == 0)
        return Error(QStringLiteral("The table answers no question %1. Choose a span that it covers.").arg(span));
    const Time learntTo = split.kind == SplitKind::Chronological ? split.validationTo : split.to;
    return Error(QStringLiteral("Nothing is left to evaluate %1: training or validation saw all %2 windows. "
                                "Choose a span that begins after %3.")
                     .arg(span).arg(seen).arg(formatTime(learntTo)));
}

double thresholdOfHours(const ModelCard &card, const std::optional<Split> &parts)
{
    if (!parts)
        return card.threshold;
    return alertThreshold(forecastOf(parts->validation, card.hourOfDay.predict(parts->validation)));
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 1) + QStringLiteral(" %");
}

/// A Brier skill in words: `3.1 % smaller`, `2.5 times as large`.
QString errorChange(double skill)
{
    if (skill < -1)
        return QStringLiteral("%1 times as large").arg(1 - skill, 0, 'f', 1);
    return percent(std::abs(skill)) + (skill < 0 ? QStringLiteral(" larger") : QStringLiteral(" smaller"));
}

std::size_t targetDays(const Forecast &forecast)
{
    std::set<int> days;
    for (std::size_t i = 0; i < forecast.outcomes.size(); ++i)
        if (forecast.outcomes[i])
            days.insert(forecast.day[i]);
    return days.size();
}

QString comparedWithHours(const Evaluation &evaluation)
{
    const std::size_t days = targetDays(evaluation.model.forecast);
    if (days < fewestTargetDays)
        return QStringLiteral("Too little to tell whether it is better than the hour of day: %1 with a target, and at "
                              "least %2 are needed.")
            .arg(days == 1 ? QStringLiteral("1 day") : QStringLiteral("%1 days").arg(days)).arg(fewestTargetDays);
    const auto [value, interval] = evaluation.differences[QStringLiteral("hour_of_day")];
    const QString rank = interval.low > 0 ? QStringLiteral("Better than the hour of day")
        : interval.high < 0               ? QStringLiteral("Worse than the hour of day")
                                          : QStringLiteral("No better than the hour of day");
    return QStringLiteral("%1: its Brier error is %2 (95 % interval: %3 to %4).")
        .arg(rank, errorChange(value), errorChange(interval.low), errorChange(interval.high));
}

QString verdictOf(const Evaluation &evaluation, Question question)
{
    QStringList sentences;
    if (question == Question::SameWindow)
        sentences << QStringLiteral("The picture shows the answer: these windows are over when they are classified. "
                                    "This is no warning.");
    sentences << comparedWithHours(evaluation)
              << QStringLiteral("It is right in %1 of windows; always saying no would be right in %2.")
                     .arg(percent(evaluation.model.metrics.accuracy),
                          percent(evaluation.baselines.front().metrics.accuracy));
    if (evaluation.split.kind == SplitKind::Random
        && evaluation.examples.front().asked.start < evaluation.split.to)
        sentences << QStringLiteral("The split is random: windows just before and after these were learnt from, so "
                                    "expect less of days to come.");
    return sentences.join(QLatin1Char(' '));
}

} // namespace

Window testSpan(const ModelCard &card, const City &city)
{
    const Time from = card.split.kind == SplitKind::Chronological ? card.split.validationTo : card.split.from;
    return {from, std::max(card.split.to, city.incidents->coveredDays().end()) - from};
}

Evaluation evaluateModel(const Model &model, const City &city, Time from, Time to, Feedback &feedback)
{
    const ModelCard &card = model.card;
    const auto parts = partsOf(card, city);
    const auto asked = makeExamples(city, card.task, from, to);

    Evaluation evaluation;
    evaluation.split = card.split;
    evaluation.examples = withoutSeen(asked, card.split, parts);
    const auto &examples = evaluation.examples;
    evaluation.seen = asked.size() - examples.size();
    if (examples.empty())
        throw nothingLeft(from, to, evaluation.seen, card.split);
    evaluation.baseRate = baseRate(examples);

    StageFeedback scoring(feedback, 0, 0.9);
    evaluation.model = evaluated(QStringLiteral("model"),
                                 forecastOf(examples, predict(model, city, examples, scoring)), card.threshold);
    feedback.checkpoint(0.92);
    evaluation.baselines.push_back(evaluated(
        QStringLiteral("always_no"), forecastOf(examples, std::vector<double>(examples.size(), 0.0)), 0.5));
    feedback.checkpoint(0.95);
    evaluation.baselines.push_back(evaluated(QStringLiteral("hour_of_day"),
                                             forecastOf(examples, card.hourOfDay.predict(examples)),
                                             thresholdOfHours(card, parts)));
    for (const EvaluatedForecast &baseline : evaluation.baselines) {
        feedback.checkpoint(0.98);
        evaluation.differences[baseline.key] = pairedBrierSkill(evaluation.model.forecast, baseline.forecast);
    }
    evaluation.verdict = verdictOf(evaluation, card.task.question);
    feedback.progress(1);
    return evaluation;
}

QJsonObject Evaluation::toJson() const
{
    QJsonObject opponents;
    for (const EvaluatedForecast &baseline : baselines)
        opponents[baseline.key] = baseline.metrics.toJson();
    QJsonObject skills;
    for (auto it = differences.cbegin(); it != differences.cend(); ++it)
        skills[it.key()] = QJsonObject{{QStringLiteral("brier_skill"),
                                        QJsonObject{{QStringLiteral("value"), it->value},
                                                    {QStringLiteral("low"), it->interval.low},
                                                    {QStringLiteral("high"), it->interval.high}}}};
    return {
        {QStringLiteral("windows"), static_cast<qint64>(examples.size())},
        {QStringLiteral("seen"), static_cast<qint64>(seen)},
        {QStringLiteral("base_rate"), baseRate},
        {QStringLiteral("split"), split.toJson()},
        {QStringLiteral("threshold"), model.threshold},
        {QStringLiteral("model"), model.metrics.toJson()},
        {QStringLiteral("baselines"), opponents},
        {QStringLiteral("differences"), skills},
        {QStringLiteral("verdict"), verdict},
    };
}

QByteArray Evaluation::predictionsCsv() const
{
    QByteArray csv("start,end,probability,outcome\n");
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const auto &[input, asked, outcome] = examples[i];
        csv += formatTime(asked.start).toLatin1() + ',' + formatTime(asked.end()).toLatin1() + ','
            + QByteArray::number(model.forecast.probabilities[i], 'g', 10) + (outcome ? ",1\n" : ",0\n");
    }
    return csv;
}

} // namespace forewatch
