#include "engine/evaluation/rolling.h"

#include "engine/core/error.h"
#include "engine/learning/model_folder.h"

#include <QDir>
#include <QJsonArray>

#include <algorithm>
#include <cassert>

namespace forewatch {

namespace {

void append(Forecast &to, const Forecast &forecast)
{
    to.probabilities.insert(to.probabilities.end(), forecast.probabilities.begin(), forecast.probabilities.end());
    to.outcomes.insert(to.outcomes.end(), forecast.outcomes.begin(), forecast.outcomes.end());
    to.day.insert(to.day.end(), forecast.day.begin(), forecast.day.end());
}

QString spoken(const QString &key)
{
    return QString(key).replace(QLatin1Char('_'), QLatin1Char(' '));
}

/// Names in a sentence: `a, b and c`.
QString listed(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    return names.mid(0, names.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") + names.back();
}

QString verdictOf(const std::vector<PooledForecast> &forecasts)
{
    QStringList better;
    QStringList alike;
    QStringList worse;
    for (std::size_t i = 1; i < forecasts.size(); ++i) {
        const PooledForecast &opponent = forecasts[i];
        (opponent.nats.interval.low > 0 ? better : opponent.nats.interval.high < 0 ? worse : alike) << spoken(opponent.key);
    }
    QStringList sentences;
    if (better.size() == std::ssize(forecasts) - 1)
        sentences << QStringLiteral("Better than every baseline");
    else if (!better.isEmpty())
        sentences << QStringLiteral("Better than ") + listed(better);
    if (!alike.isEmpty())
        sentences << QStringLiteral("no better than ") + listed(alike);
    if (!worse.isEmpty())
        sentences << QStringLiteral("worse than ") + listed(worse);
    QString text = sentences.join(QStringLiteral("; ")) + QStringLiteral(" (log-likelihood, 95 % intervals).");
    text[0] = text[0].toUpper();
    return text;
}

double hoursOf(Duration duration)
{
    return std::chrono::duration<double, std::chrono::hours::period>(duration).count();
}

} // namespace

void RollingPool::add(const SplitSettings &fold, const Evaluation &evaluation)
{
    std::vector<const EvaluatedForecast *> all = {&evaluation.model};
    for (const EvaluatedForecast &baseline : evaluation.baselines)
        all.push_back(&baseline);
    if (m_result.forecasts.empty())
        for (const EvaluatedForecast *forecast : all)
            m_result.forecasts.push_back({.key = forecast->key, .forecast = {}, .metrics = {}, .brierSkill = {}, .nats = {}});
    // A baseline that one fold could not fit is left out of the pool: all of its forecasts are about the same windows.
    std::erase_if(m_result.forecasts, [&](const PooledForecast &pooled) {
        return std::ranges::none_of(all, [&](const EvaluatedForecast *one) { return one->key == pooled.key; });
    });
    for (const LeftOut &missing : evaluation.leftOut)
        if (std::ranges::find(m_result.leftOut, missing.key, &LeftOut::key) == m_result.leftOut.end())
            m_result.leftOut.push_back(missing);
    m_result.folds.push_back(fold);
    QMap<QString, Metrics> &metrics = m_result.byFold.emplace_back();
    for (const EvaluatedForecast *one : all) {
        metrics[one->key] = one->metrics;
        const auto pooled = std::ranges::find(m_result.forecasts, one->key, &PooledForecast::key);
        if (pooled == m_result.forecasts.end())
            continue;
        append(pooled->forecast, one->forecast);
        Confusion &sum = m_confusions[one->key];
        const Confusion &counts = one->metrics.confusion;
        sum.hits += counts.hits;
        sum.falseAlerts += counts.falseAlerts;
        sum.misses += counts.misses;
        sum.quiet += counts.quiet;
    }
    const bool hasAll = evaluation.placeRecord
        && (m_places.models.empty()
            || std::ranges::equal(m_places.models, evaluation.placeRecord->models, {}, &PlaceScores::key, &PlaceScores::key));
    if (hasAll)
        m_places.append(*evaluation.placeRecord);
    else
        m_allHavePlaces = false;
}

RollingEvaluation RollingPool::pooled(std::uint64_t seed, int resamples) const
{
    assert(!m_result.folds.empty());
    RollingEvaluation result = m_result;
    const Forecast &model = result.forecasts.front().forecast;
    result.windows = model.outcomes.size();
    result.baseRate = static_cast<double>(std::ranges::count(model.outcomes, 1)) / static_cast<double>(result.windows);
    for (PooledForecast &forecast : result.forecasts) {
        forecast.metrics = measure(forecast.forecast, 0.5, seed, resamples);
        forecast.metrics.takeCounts(m_confusions[forecast.key]);
        forecast.brierSkill = pairedBrierSkill(model, forecast.forecast, seed, resamples);
        forecast.nats = pairedLogLikelihood(model, forecast.forecast, seed, resamples);
    }
    if (m_allHavePlaces && !m_places.day.empty())
        result.places = evaluatePlaces(m_places, seed, resamples);
    result.verdict = verdictOf(result.forecasts);
    return result;
}

RollingEvaluation evaluateRolling(const City &city, const RollingSettings &settings, const NetworkBackend &backend,
                                  Feedback &feedback, const RollingObserver &observer)
{
    const auto folds = rollingFolds(settings.folds);
    RollingPool pool(settings.training.task);
    for (std::size_t i = 0; i < folds.size(); ++i) {
        const double count = static_cast<double>(folds.size());
        StageFeedback whole(feedback, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        StageFeedback training(whole, 0, 0.9);
        StageFeedback evaluating(whole, 0.9, 1);
        TrainingSettings chosen = settings.training;
        chosen.split = folds[i];
        chosen.folder = QDir(settings.training.folder).filePath(formatTime(folds[i].validationTo).left(10));
        const Model model = trainedModel(city, chosen, backend, training, [&](const TrainingProgress &progress) {
            observer({.fold = i, .folds = folds.size(), .training = progress});
        });
        observer({.fold = i, .folds = folds.size()});
        pool.add(folds[i], evaluateModel(model, city, folds[i].validationTo, folds[i].to, evaluating));
    }
    return pool.pooled();
}

std::vector<Duration> parseDurationList(const QString &text, const QString &what)
{
    std::vector<Duration> durations;
    for (const QString &part : text.split(QLatin1Char(','))) {
        // `0` alone is the one number without a unit that leaves nothing to guess.
        const QString plain = part.simplified().remove(QLatin1Char(' '));
        const auto duration = plain == QLatin1String("0") ? std::optional(Duration(0)) : parseDuration(plain);
        if (!duration)
            throw Error(QStringLiteral("%1: “%2” is no length of time. Write e.g. 0h, 6h, 1d.").arg(what, part.trimmed()));
        if (*duration > longestCompared)
            throw Error(QStringLiteral("%1: %2 is more than %3. Choose a shorter one.")
                            .arg(what, formatDuration(*duration), formatDuration(longestCompared)));
        if (std::ranges::find(durations, *duration) != durations.end())
            throw Error(QStringLiteral("%1: %2 stands there twice.").arg(what, formatDuration(*duration)));
        durations.push_back(*duration);
    }
    std::ranges::sort(durations);
    return durations;
}

std::vector<RollingSettings> rollingTasks(const RollingSettings &base, const std::vector<Duration> &leads,
                                          const std::vector<Duration> &delays)
{
    const auto shortName = [](Duration duration) { return formatDuration(duration).remove(QLatin1Char(' ')); };
    std::vector<RollingSettings> tasks;
    for (const Duration lead : leads)
        for (const Duration delay : delays) {
            RollingSettings &settings = tasks.emplace_back(base);
            settings.training.task.lead = lead;
            settings.training.task.delay = delay;
            settings.training.folder = QDir(base.training.folder).filePath(
                QStringLiteral("lead-%1-delay-%2").arg(shortName(lead), shortName(delay)));
        }
    return tasks;
}

QJsonObject RollingEvaluation::toJson(const City &city) const
{
    QJsonArray foldList;
    for (std::size_t i = 0; i < folds.size(); ++i) {
        QJsonObject metrics;
        for (auto it = byFold[i].begin(); it != byFold[i].end(); ++it)
            metrics[it.key()] = it->toJson();
        foldList << QJsonObject{{QStringLiteral("split"), folds[i].toJson()}, {QStringLiteral("metrics"), metrics}};
    }
    QJsonObject together;
    for (const PooledForecast &forecast : forecasts) {
        QJsonObject metrics = forecast.metrics.toJson();
        metrics[QStringLiteral("model_ahead")] =
            QJsonObject{{QStringLiteral("brier_skill"), forewatch::toJson(forecast.brierSkill)},
                        {QStringLiteral("nats_per_window"), forewatch::toJson(forecast.nats)}};
        together[forecast.key] = metrics;
    }
    QJsonObject json{{QStringLiteral("task"), task.toJson()},
                     {QStringLiteral("windows"), static_cast<qint64>(windows)},
                     {QStringLiteral("base_rate"), baseRate},
                     {QStringLiteral("verdict"), verdict},
                     {QStringLiteral("pooled"), together},
                     {QStringLiteral("left_out"), forewatch::toJson(leftOut)},
                     {QStringLiteral("folds"), foldList}};
    if (places)
        json[QStringLiteral("places")] = places->toJson(city);
    return json;
}

QByteArray rollingCsv(const std::vector<RollingEvaluation> &evaluations)
{
    QByteArray csv("lead_hours,delay_hours,forecast,windows,base_rate,auc,auc_low,auc_high,brier_skill,brier_skill_low,"
                   "brier_skill_high,log_loss,nats_ahead,nats_ahead_low,nats_ahead_high,brier_ahead,brier_ahead_low,"
                   "brier_ahead_high\n");
    for (const RollingEvaluation &evaluation : evaluations)
        for (const PooledForecast &forecast : evaluation.forecasts) {
            const Metrics &m = forecast.metrics;
            const Interval aucRange = m.intervals[QStringLiteral("auc")];
            const Interval skillRange = m.intervals[QStringLiteral("brier_skill")];
            csv += QByteArray::number(hoursOf(evaluation.task.lead)) + ',' + QByteArray::number(hoursOf(evaluation.task.delay))
                + ',' + forecast.key.toLatin1() + ',' + QByteArray::number(evaluation.windows);
            for (const double value :
                 {evaluation.baseRate, m.auc, aucRange.low, aucRange.high, m.brierSkill, skillRange.low, skillRange.high,
                  m.logLoss, forecast.nats.value, forecast.nats.interval.low, forecast.nats.interval.high,
                  forecast.brierSkill.value, forecast.brierSkill.interval.low, forecast.brierSkill.interval.high})
                csv += ',' + QByteArray::number(value, 'g', 6);
            csv += '\n';
        }
    return csv;
}

} // namespace forewatch
