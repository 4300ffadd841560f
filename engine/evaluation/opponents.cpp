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
    const bool ahead = task.question == Question::NextWindow && split.kind == SplitKind::Chronological;
    if (!ahead || !isOfCitySize(*city.neighborhoods)
        || TargetHistory(city, task).happenedIn(learnt).size() < HawkesSettings::fewestEvents)
        return opponents;
    try {
        const auto grid = std::make_shared<const PlaceGrid>(*city.neighborhoods);
        const auto history = std::make_shared<const PlaceHistory>(city, task, grid);
        StageFeedback bandwidth(feedback, 0, 0.2);
        StageFeedback mixing(feedback, 0.2, 0.5);
        StageFeedback exciting(feedback, 0.5, 0.8);
        StageFeedback keepingDensity(feedback, 0.8, 0.85);
        StageFeedback keepingMixture(feedback, 0.85, 1);
        const auto density = fitDensity(history, parts, bandwidth);
        const auto mixture = fitMixture(history, parts, mixing);
        const auto hawkes = std::make_shared<const Hawkes>(city, task, learnt, grid, exciting);
        opponents.places = {density->keepingDays(examples, keepingDensity), mixture->keepingDays(examples, keepingMixture),
                            hawkes};
        opponents.hawkes = hawkes;
    } catch (const Error &) {
        // A city too small for cells, or with too few events that have one: it is judged in time alone.
        return {};
    }
    return opponents;
}

} // namespace forewatch
