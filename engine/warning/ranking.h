#pragma once

#include "engine/learning/model.h"
#include "engine/warning/cell_areas.h"

namespace forewatch {

/// A target event (one time and place, whatever its number of rows) with its area.
struct AreaEvent
{
    Time time;
    /// The first moment at which a forecast may look at it (`Task::isKnown`).
    Time knownFrom;
    /// Index into the set; its size for an event in none of the areas.
    std::size_t area;
};

/// The city's target events in order of time.
std::vector<AreaEvent> areaEvents(const City &city, const Task &task, const AreaSet &areas);

/// All that rankings of one city's areas by one model share: made once, good for every moment. Immutable, copied freely.
struct RankingGround
{
    City city;
    Task task;
    std::shared_ptr<const AreaSet> areas;
    std::shared_ptr<const CellAreas> cells;
    std::vector<AreaEvent> events;
    /// Kernel density of the target events known so far, its bandwidth chosen on the model's validation part (`fitDensity`): the
    /// opponent, and the places of a model that has none of its own.
    std::shared_ptr<const KernelPlaces> density;
    /// The model says itself where; else its risk for the city is spread by the density.
    bool ownPlaces = false;
};

/// Throws `Error` for a model that is asked about windows that are over, or whose training part the table does not hold; `Cancelled`.
RankingGround rankingGround(const Model &model, const City &city, std::shared_ptr<const AreaSet> areas, Feedback &feedback);

/// The same ground for other areas of the same city: nothing is fitted again.
RankingGround withAreas(const RankingGround &ground, std::shared_ptr<const AreaSet> areas);

/// Target events to be expected in spans, and where. Immutable.
struct PlaceForecast
{
    /// In order of time.
    std::vector<Example> examples;
    /// In the city, in each example's span: −log(1 − calibrated risk), so that the chance of at least one is the risk shown.
    std::vector<double> expected;
    std::shared_ptr<const PlaceModel> places;
    std::shared_ptr<const PlaceModel> density;
    bool ownPlaces = false;

    /// The example whose span starts at the time.
    std::optional<std::size_t> find(Time start) const;

    /// Expected target events of each cell of the grid.
    std::vector<float> cells(std::size_t index) const;
};

/// Forecasts about spans of the task's length that start at these times, in order. Spans whose drawn window reaches beyond the days
/// of the table are left out. Throws `Error` when that leaves none or the model does not fit the city, and `Cancelled`.
PlaceForecast forecastPlaces(const Model &model, const RankingGround &ground, std::span<const Time> starts, Feedback &feedback);

/// One area of a ranking.
struct RankedArea
{
    /// Index into the set.
    std::size_t area = 0;
    /// From 1; of areas with equal expectation the first in the set's order comes first.
    std::size_t rank = 0;
    std::size_t densityRank = 0;
    /// Target events in the span.
    double expected = 0;
    /// Of the city's expectation, 0 to 1; by the model and by the density.
    double share = 0;
    double densityShare = 0;
    double squareKilometres = 0;
    /// Target events of the 28 and 365 days before the forecast is made that it may know of.
    std::size_t last28 = 0;
    std::size_t last365 = 0;
};

/// The areas at one moment, by expectation, falling. Areas and `elsewhere` sum to `expected`.
struct AreaRanking
{
    Window asked{};
    Time madeAt{};
    double expected = 0;
    /// Expected in none of the areas.
    double elsewhere = 0;
    bool ownPlaces = false;
    std::vector<RankedArea> areas;

    /// How many of each it expects, in plain words, and by whose places.
    QString sentence(const AreaSet &set) const;
    /// `rank,area,expected,share,expected_per_km2,density_rank,density_share,events_28_days,events_365_days`
    QByteArray toCsv(const AreaSet &set) const;
    /// `{"start", "end", "made_at", "expected", "elsewhere", "places": "model" or "density", "areas": [{…}]}`
    QJsonObject toJson(const AreaSet &set) const;
};

/// A few milliseconds. Precondition: the forecast was made on this ground, `index < examples.size()`.
AreaRanking rankAreas(const RankingGround &ground, const PlaceForecast &forecast, std::size_t index);

/// Indices of a list of values by falling value; those of equal value in their order.
std::vector<std::size_t> rankedBy(std::span<const double> values);

} // namespace forewatch
