#include "engine/evaluation/evaluation.h"

#include "engine/core/error.h"
#include "engine/core/random.h"
#include "engine/evaluation/opponents.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace forewatch {

namespace {

/// Fewer days with a target than this are too few to resample.
constexpr std::size_t fewestTargetDays = 10;

EvaluatedForecast evaluated(const QString &key, Forecast forecast, double threshold)
{
    const Metrics metrics = measure(forecast, threshold);
    return {key, std::move(forecast), threshold, metrics};
}

/// Whether `city` holds the table that the model was trained on: the same files where both are known, and the same shares of
/// targets in the same parts. Equal shares alone would not tell, as a random split keeps the proportions of any table.
bool isTrainingTable(const ModelCard &card, const City &city, const Split &parts)
{
    if (baseRate(parts.training) != card.trainingBaseRate || baseRate(parts.validation) != card.validationBaseRate)
        return false;
    const auto contents = [](const std::vector<SourceFile> &sources) {
        std::multiset<QString> hashes;
        for (const SourceFile &source : sources)
            if (!source.sha256.isEmpty())
                hashes.insert(source.sha256);
        return hashes;
    };
    const auto learnt = contents(card.sources);
    const auto here = city.report ? contents(city.report->sources) : std::multiset<QString>();
    return learnt.empty() && here.empty() ? card.hourOfDay.toJson() == HourOfDayRate(parts.training, parts.validation).toJson()
                                          : learnt == here;
}

/// The parts that the split makes of this table; nothing where it makes none.
std::optional<Split> partsOf(const ModelCard &card, const City &city)
{
    try {
        return splitExamples(makeExamples(city, card.task, card.split.from, card.split.to), card.split);
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
    const Time learntTo = split.seenTo();
    return Error(QStringLiteral("Nothing is left to evaluate %1: training or validation saw all %2 windows. "
                                "Choose a span that begins after %3.")
                     .arg(span).arg(seen).arg(formatTime(learntTo)));
}

/// The hour of day as the card has it, with what it is worth on the validation part where that is known.
Opponent hoursOf(const ModelCard &card, const std::optional<Split> &parts, const std::vector<Example> &examples)
{
    double threshold = card.threshold;
    double loss = std::numeric_limits<double>::max();
    if (parts) {
        const Forecast tuned = forecastOf(parts->validation, card.hourOfDay.predict(parts->validation));
        threshold = alertThreshold(tuned);
        loss = logLoss(tuned.probabilities, tuned.outcomes);
    }
    return {evaluated(QStringLiteral("hour_of_day"), forecastOf(examples, card.hourOfDay.predict(examples)), threshold), loss};
}

/// The score before calibration and correction. Precondition: a rising calibration.
double rawScore(const ModelCard &card, double probability)
{
    const double corrected = probabilityOf((logOdds(probability) - card.calibration.intercept) / card.calibration.slope);
    return corrected / (card.negativesKept + (1 - card.negativesKept) * corrected);
}

std::optional<PublishedMeasure> publishedMeasure(const ModelCard &card, const EvaluatedForecast &model)
{
    constexpr std::size_t half = PublishedMeasure::batchSize / 2;
    constexpr int batches = 50;
    constexpr std::uint64_t stream = 15;
    std::vector<std::size_t> quiet, targets;
    for (std::size_t i = 0; i < model.forecast.outcomes.size(); ++i)
        (model.forecast.outcomes[i] ? targets : quiet).push_back(i);
    if (!card.calibration.points.empty() || !(card.calibration.slope > 0) || std::min(quiet.size(), targets.size()) <= half)
        return std::nullopt;
    PublishedMeasure measure;
    Random random(card.seed, stream);
    for (int batch = 0; batch < batches; ++batch) {
        random.shuffle(quiet);
        random.shuffle(targets);
        const std::size_t positives = half + static_cast<std::size_t>(batch % 2);
        measure.sheet.assign(targets.begin(), targets.begin() + static_cast<std::ptrdiff_t>(positives));
        measure.sheet.insert(measure.sheet.end(), quiet.begin(),
                             quiet.begin() + static_cast<std::ptrdiff_t>(PublishedMeasure::batchSize - positives));
        random.shuffle(measure.sheet);
        measure.sheetScores.clear();
        double right = 0;
        for (const std::size_t i : measure.sheet) {
            measure.sheetScores.push_back(rawScore(card, model.forecast.probabilities[i]));
            right += (measure.sheetScores.back() >= 0.5) == (model.forecast.outcomes[i] != 0);
        }
        measure.accuracies.push_back(right / PublishedMeasure::batchSize);
        measure.mean += measure.accuracies.back() / batches;
    }
    return measure;
}

/// A baseline as a sentence calls it.
QString spokenBaseline(const QString &key)
{
    static const QMap<QString, QString> names{
        {QStringLiteral("hour_of_day"), QStringLiteral("the hour of day")},
        {QStringLiteral("hour_of_week"), QStringLiteral("the hour of week")},
        {QStringLiteral("hour_of_day_trailing_year"), QStringLiteral("the hour of day over the trailing year")},
        {QStringLiteral("hour_and_level"), QStringLiteral("the hour of day and the recent level")},
        {QStringLiteral("history"), QStringLiteral("the regression on calendar and history")},
        {QStringLiteral("hawkes"), QStringLiteral("the Hawkes process")}};
    return names.value(key, key);
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

/// Baselines from which the model's Brier error does not differ beyond the interval, or is larger.
QStringList notBeaten(const Evaluation &evaluation)
{
    QStringList names;
    for (const EvaluatedForecast &baseline : evaluation.baselines)
        if (evaluation.differences[baseline.key].interval.low <= 0)
            names << spokenBaseline(baseline.key);
    return names;
}

QString comparedWithStrongest(const Evaluation &evaluation)
{
    const QString opponent = spokenBaseline(evaluation.strongest);
    const std::size_t days = targetDays(evaluation.model.forecast);
    if (days < fewestTargetDays)
        return QStringLiteral("Too little to tell whether it is better than %3: %1 with a target, and at least %2 are needed.")
            .arg(days == 1 ? QStringLiteral("1 day") : QStringLiteral("%1 days").arg(days)).arg(fewestTargetDays).arg(opponent);
    const auto [value, interval] = evaluation.differences[evaluation.strongest];
    const QString rank = interval.low > 0 ? QStringLiteral("Better than %1")
        : interval.high < 0               ? QStringLiteral("Worse than %1")
                                          : QStringLiteral("No better than %1");
    const QString compared = QStringLiteral("%1: its Brier error is %2 (95 % interval: %3 to %4).")
        .arg(rank.arg(opponent), errorChange(value), errorChange(interval.low), errorChange(interval.high));
    const QStringList others = interval.low > 0 ? notBeaten(evaluation) : QStringList();
    return others.isEmpty() ? compared
                            : compared + QStringLiteral(" But it is no better than ") + others.join(QStringLiteral(", nor than "))
            + QLatin1Char('.');
}

QString verdictOf(const Evaluation &evaluation, Question question)
{
    QStringList sentences;
    if (question == Question::SameWindow)
        sentences << QStringLiteral("The picture shows the answer: these windows are over when they are classified. "
                                    "This is no warning.");
    sentences << comparedWithStrongest(evaluation)
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
    const bool same = parts && isTrainingTable(card, city, *parts);
    const std::optional<Split> learnt = same ? parts : std::nullopt;
    const auto asked = makeExamples(city, card.task, from, to);

    Evaluation evaluation;
    evaluation.city = city;
    evaluation.split = card.split;
    evaluation.examples = withoutSeen(asked, card.split, learnt);
    const auto &examples = evaluation.examples;
    evaluation.seen = asked.size() - examples.size();
    if (examples.empty())
        throw nothingLeft(from, to, evaluation.seen, card.split);
    evaluation.baseRate = baseRate(examples);

    StageFeedback scoring(feedback, 0, 0.6);
    evaluation.model = evaluated(QStringLiteral("model"),
                                 forecastOf(examples, predict(model, city, examples, scoring)), card.threshold);
    feedback.checkpoint(0.6);
    std::vector<Opponent> opponents{hoursOf(card, learnt, examples)};
    std::vector<std::shared_ptr<const PlaceModel>> places;
    if (parts) {
        StageFeedback fitting(feedback, 0.62, 0.8);
        StageFeedback comparing(feedback, 0.8, 0.85);
        for (const auto &baseline : baselinesInTime(city, card.task, *parts))
            opponents.push_back(opponentOf(*baseline, parts->validation, examples, comparing));
        const OpponentsInPlace inPlace = opponentsInPlace(city, card.task, card.split, *parts, examples, fitting);
        if (inPlace.hawkes)
            opponents.push_back(opponentOf(*inPlace.hawkes, parts->validation, examples, comparing));
        places = inPlace.places;
        evaluation.leftOut = inPlace.leftOut;
    } else {
        evaluation.leftOut = withoutParts(QStringLiteral("The model's split makes no parts of this table to learn from."));
    }
    const auto strongest = std::ranges::min_element(opponents, {}, &Opponent::validationLogLoss);
    evaluation.strongest = strongest->evaluated.key;
    evaluation.baselines.push_back(evaluated(
        QStringLiteral("always_no"), forecastOf(examples, std::vector<double>(examples.size(), 0.0)), 0.5));
    for (Opponent &opponent : opponents)
        evaluation.baselines.push_back(std::move(opponent.evaluated));
    for (const EvaluatedForecast &baseline : evaluation.baselines) {
        feedback.checkpoint(0.87);
        evaluation.differences[baseline.key] = pairedBrierSkill(evaluation.model.forecast, baseline.forecast);
        evaluation.natsAhead[baseline.key] = pairedLogLikelihood(evaluation.model.forecast, baseline.forecast);
    }
    StageFeedback placing(feedback, 0.87, 0.88);
    const std::shared_ptr<const PlaceModel> modelPlaces = placesOf(model, city, examples, placing);
    if (modelPlaces && (places.empty() || modelPlaces->grid()->size() == places.front()->grid()->size()))
        places.insert(places.begin(), modelPlaces);
    if (!places.empty()) {
        StageFeedback recording(feedback, 0.88, 0.95);
        StageFeedback summing(feedback, 0.95, 1);
        evaluation.placeRecord = recordPlaces(city, examples, places, recording);
        if (!evaluation.placeRecord->day.empty()) {
            evaluation.places = evaluatePlaces(*evaluation.placeRecord);
            std::vector<double> expected;
            for (const double p : evaluation.model.forecast.probabilities)
                expected.push_back(-std::log1p(-std::min(p, 1 - 1e-9)));
            evaluation.neighborhoods = forecastNeighborhoods(city, examples, expected, *places.front(), summing);
            evaluation.places->neighborhoods = sumOf(evaluation.neighborhoods);
        }
    }
    if (model.network)
        evaluation.published = publishedMeasure(card, evaluation.model);
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
        skills[it.key()] = QJsonObject{{QStringLiteral("brier_skill"), forewatch::toJson(*it)},
                                       {QStringLiteral("log_likelihood"), forewatch::toJson(natsAhead.value(it.key()))}};
    QJsonObject json{
        {QStringLiteral("windows"), static_cast<qint64>(examples.size())},
        {QStringLiteral("seen"), static_cast<qint64>(seen)},
        {QStringLiteral("base_rate"), baseRate},
        {QStringLiteral("split"), split.toJson()},
        {QStringLiteral("threshold"), model.threshold},
        {QStringLiteral("model"), model.metrics.toJson()},
        {QStringLiteral("baselines"), opponents},
        {QStringLiteral("left_out"), forewatch::toJson(leftOut)},
        {QStringLiteral("differences"), skills},
        {QStringLiteral("strongest"), strongest},
        {QStringLiteral("verdict"), verdict},
    };
    if (places && city.neighborhoods)
        json[QStringLiteral("places")] = places->toJson(city);
    if (published) {
        QJsonArray accuracies;
        for (const double accuracy : published->accuracies)
            accuracies << accuracy;
        json[QStringLiteral("published")] =
            QJsonObject{{QStringLiteral("mean"), published->mean}, {QStringLiteral("accuracies"), accuracies}};
    }
    return json;
}

QJsonArray toJson(const std::vector<LeftOut> &leftOut)
{
    QJsonArray missing;
    for (const auto &[key, reason] : leftOut)
        missing << QJsonObject{{QStringLiteral("baseline"), key}, {QStringLiteral("reason"), reason}};
    return missing;
}

QString inWords(const std::vector<LeftOut> &leftOut)
{
    QStringList reasons;
    QMap<QString, QStringList> byReason;
    for (const auto &[key, reason] : leftOut) {
        if (!byReason.contains(reason))
            reasons << reason;
        byReason[reason] << key;
    }
    QStringList lines;
    for (const QString &reason : reasons)
        lines << QStringLiteral("Without %1: %2").arg(byReason[reason].join(QStringLiteral(", ")), reason);
    return lines.join(QLatin1Char('\n'));
}

QByteArray Evaluation::placesCsv() const
{
    if (neighborhoods.empty())
        throw Error(QStringLiteral("Places were not told apart here: they need a chronological split, a model that looks ahead, at "
                                   "least 50 target events to learn from, and a target event in the span."));
    return forewatch::placesCsv(city, examples, neighborhoods);
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
