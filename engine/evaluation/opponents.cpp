#include "engine/evaluation/opponents.h"

#include "engine/baselines/hawkes.h"
#include "engine/baselines/time_baselines.h"
#include "engine/core/error.h"
#include "engine/places/kernel_places.h"

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

constexpr double mostCells = 250000;

std::vector<double> probabilitiesOf(const Baseline &baseline, std::span<const Example> examples, Feedback &feedback)
{
    std::vector<double> probabilities = baseline.expected(examples, feedback);
    for (double &value : probabilities)
        value = -std::expm1(-value);
    return probabilities;
}

/// Whether the city's extent has few enough cells; asked before a grid is made.
bool isOfCitySize(const Neighborhoods &neighborhoods)
{
    const GeoBox extent = neighborhoods.box();
    constexpr double metresPerDegree = 111320;
    const double height = (extent.north - extent.south) * metresPerDegree;
    const double width = (extent.east - extent.west) * metresPerDegree
        * std::cos((extent.north + extent.south) / 2 * 3.14159265358979 / 180);
    return width * height / (125.0 * 125.0) <= mostCells;
}

/// Why places cannot be told apart; empty where they can.
QString whyNotInPlace(const City &city, const Task &task, const SplitSettings &split, const Window &learnt)
{
    if (task.question != Question::NextWindow)
        return QStringLiteral("The model sees the window it is asked about, and these forecast windows to come.");
    if (split.kind != SplitKind::Chronological)
        return QStringLiteral("The split is random, and these learn from a span that ends before what they are tested on.");
    if (!isOfCitySize(*city.neighborhoods))
        return QStringLiteral("The neighborhoods reach over more than 250,000 cells of 125 m. Choose neighborhoods of one city.");
    const std::size_t events = TargetHistory(city, task).happenedIn(learnt).size();
    if (events < HawkesSettings::fewestEvents)
        return QStringLiteral("There are %1 target events to learn from, and at least %2 are needed.")
            .arg(events).arg(HawkesSettings::fewestEvents);
    return {};
}

std::vector<LeftOut> leftOutFor(const QStringList &keys, const QString &reason)
{
    std::vector<LeftOut> leftOut;
    for (const QString &key : keys)
        leftOut.push_back({key, reason});
    return leftOut;
}

} // namespace

Forecast forecastOf(const std::vector<Example> &examples, std::vector<double> probabilities)
{
    Forecast forecast;
    forecast.probabilities = std::move(probabilities);
    for (const Example &example : examples) {
        forecast.outcomes.push_back(example.outcome);
        forecast.day.push_back(
            static_cast<int>(std::chrono::floor<std::chrono::days>(example.asked.start).time_since_epoch().count()));
    }
    return forecast;
}

Opponent opponentOf(const Baseline &baseline, std::span<const Example> validation, const std::vector<Example> &examples,
                    Feedback &feedback)
{
    Forecast tuned = forecastOf({validation.begin(), validation.end()}, probabilitiesOf(baseline, validation, feedback));
    const Calibration calibration = Calibration::choose(tuned.probabilities, tuned.outcomes, tuned.day);
    for (double &value : tuned.probabilities)
        value = calibration.apply(value);
    const double threshold = alertThreshold(tuned);

    Forecast forecast = forecastOf(examples, probabilitiesOf(baseline, examples, feedback));
    for (double &value : forecast.probabilities)
        value = calibration.apply(value);
    const Metrics metrics = measure(forecast, threshold);
    return {.evaluated = {baseline.key(), std::move(forecast), threshold, metrics},
            .validationLogLoss = logLoss(tuned.probabilities, tuned.outcomes)};
}

std::vector<std::shared_ptr<const Baseline>> baselinesInTime(const City &city, const Task &task, const Split &parts)
{
    const auto history = std::make_shared<const TargetHistory>(city, task);
    return {std::make_shared<const HourOfWeek>(parts.training, *history),
            std::make_shared<const HourOfDayTrailingYear>(history),
            std::make_shared<const HourAndLevel>(parts.training, history),
            std::make_shared<const HistoryRegression>(city, parts.training, history)};
}

OpponentsInPlace opponentsInPlace(const City &city, const Task &task, const SplitSettings &split, const Split &parts,
                                  const std::vector<Example> &examples, Feedback &feedback)
{
    OpponentsInPlace opponents;
    const Window learnt{midnightOf(split.from), midnightOf(split.trainTo) - midnightOf(split.from)};
    if (const QString reason = whyNotInPlace(city, task, split, learnt); !reason.isEmpty()) {
        opponents.leftOut = leftOutFor({QStringLiteral("density"), QStringLiteral("mixture"), QStringLiteral("hawkes")}, reason);
        return opponents;
    }
    const auto attempt = [&](const char *key, auto &&fit) {
        try {
            fit();
        } catch (const Error &error) {
            opponents.leftOut.push_back({QLatin1String(key), error.message()});
        }
    };
    std::shared_ptr<const PlaceGrid> grid;
    std::shared_ptr<const PlaceHistory> history;
    try {
        grid = std::make_shared<const PlaceGrid>(*city.neighborhoods);
        history = std::make_shared<const PlaceHistory>(city, task, grid);
    } catch (const Error &error) {
        opponents.leftOut = leftOutFor({QStringLiteral("density"), QStringLiteral("mixture"), QStringLiteral("hawkes")},
                                       error.message());
        return opponents;
    }
    StageFeedback bandwidth(feedback, 0, 0.2);
    StageFeedback keepingDensity(feedback, 0.2, 0.25);
    StageFeedback mixing(feedback, 0.25, 0.55);
    StageFeedback keepingMixture(feedback, 0.55, 0.7);
    StageFeedback exciting(feedback, 0.7, 1);
    attempt("density", [&] {
        opponents.places.push_back(fitDensity(history, parts, bandwidth)->keepingDays(examples, keepingDensity));
    });
    attempt("mixture", [&] {
        opponents.places.push_back(fitMixture(history, parts, mixing)->keepingDays(examples, keepingMixture));
    });
    attempt("hawkes", [&] {
        const auto hawkes = std::make_shared<const Hawkes>(city, task, learnt, grid, exciting);
        opponents.places.push_back(hawkes);
        opponents.hawkes = hawkes;
    });
    return opponents;
}

std::vector<LeftOut> withoutParts(const QString &reason)
{
    return leftOutFor({QStringLiteral("hour_of_week"), QStringLiteral("hour_of_day_trailing_year"), QStringLiteral("hour_and_level"),
                       QStringLiteral("history"), QStringLiteral("density"), QStringLiteral("mixture"), QStringLiteral("hawkes")},
                      reason);
}

} // namespace forewatch
