#include "engine/analysis/concentration.h"

#include "engine/geo/ground_grid.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace forewatch {

namespace {

constexpr double cellMetres = 250;

/// How many places hold a given number; numbers descending.
struct Step
{
    double number;
    double places;
};

std::vector<ConcentrationPoint> curveOf(const std::vector<Step> &steps)
{
    double places = 0;
    double incidents = 0;
    for (const Step &step : steps) {
        places += step.places;
        incidents += step.places * step.number;
    }
    std::vector<ConcentrationPoint> curve{{0, 0}};
    double placesBefore = 0;
    double before = 0;
    for (const Step &step : steps) {
        placesBefore += step.places;
        before += step.places * step.number;
        curve.push_back({placesBefore / places, incidents > 0 ? before / incidents : placesBefore / places});
    }
    return curve;
}

/// Twice the area between the curve and the diagonal.
double giniOf(const std::vector<ConcentrationPoint> &curve)
{
    double area = 0;
    for (std::size_t i = 1; i < curve.size(); ++i)
        area += (curve[i].places - curve[i - 1].places) * (curve[i].incidents + curve[i - 1].incidents) / 2;
    return std::max(0.0, 2 * area - 1);
}

/// The Poisson distribution with the given mean, without what less than one in a thousand millions have.
std::vector<Step> poissonSteps(double mean)
{
    const double spread = 7 * std::sqrt(mean) + 12;
    const auto from = static_cast<std::size_t>(std::max(0.0, std::floor(mean - spread)));
    const auto to = static_cast<std::size_t>(std::ceil(mean + spread));
    std::vector<Step> steps;
    for (std::size_t k = to + 1; k-- > from;) {
        const auto number = static_cast<double>(k);
        const double share = std::exp(number * std::log(mean) - mean - std::lgamma(number + 1));
        if (share > 1e-12)
            steps.push_back({number, share});
    }
    return steps;
}

using Key = std::uint64_t;

Key pointKey(GeoPoint place)
{
    const auto part = [](double degrees) { return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(degrees * 1e4))); };
    return Key(part(place.longitude)) << 32 | part(place.latitude);
}

std::vector<std::size_t> pointCounts(const City &city, const std::vector<Incident> &counted)
{
    std::unordered_map<Key, std::size_t> counts;
    for (const Incident &incident : city.incidents->all())
        counts.emplace(pointKey(incident.place), 0);
    for (const Incident &incident : counted)
        ++counts[pointKey(incident.place)];
    std::vector<std::size_t> result;
    for (const auto &[key, count] : counts)
        result.push_back(count);
    return result;
}

std::vector<std::size_t> cellCounts(const City &city, const std::vector<Incident> &counted)
{
    const GroundGrid grid(city.neighborhoods->box(), CellShape::Squares, cellMetres);
    const std::vector<bool> inside = grid.inside(*city.neighborhoods);
    std::vector<std::size_t> counts(grid.size());
    for (const Incident &incident : counted)
        if (incident.neighborhood != Incident::nowhere)
            if (const auto cell = grid.cellOf(incident.place))
                ++counts[*cell];
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (inside[i] || counts[i] > 0)
            result.push_back(counts[i]);
    return result;
}

std::vector<std::size_t> neighborhoodCounts(const City &city, const std::vector<Incident> &counted)
{
    std::vector<std::size_t> counts(city.neighborhoods->size());
    for (const Incident &incident : counted)
        if (incident.neighborhood != Incident::nowhere)
            ++counts[incident.neighborhood];
    return counts;
}

/// The curve's y at an x, or its x at a y.
double along(const std::vector<ConcentrationPoint> &curve, double ConcentrationPoint::*known,
             double ConcentrationPoint::*asked, double at)
{
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const auto &a = curve[i - 1];
        const auto &b = curve[i];
        if (b.*known >= at - 1e-12) {
            const double part = b.*known > a.*known ? (at - a.*known) / (b.*known - a.*known) : 0;
            return a.*asked + std::clamp(part, 0.0, 1.0) * (b.*asked - a.*asked);
        }
    }
    return 1;
}

} // namespace

double Concentration::heldBy(const std::vector<ConcentrationPoint> &curve, double share)
{
    return along(curve, &ConcentrationPoint::places, &ConcentrationPoint::incidents, share);
}

double Concentration::placesFor(const std::vector<ConcentrationPoint> &curve, double share)
{
    return along(curve, &ConcentrationPoint::incidents, &ConcentrationPoint::places, share);
}

Concentration concentrationOf(std::vector<std::size_t> counts)
{
    Concentration result;
    result.places = counts.size();
    if (counts.empty())
        return result;
    std::ranges::sort(counts, std::ranges::greater());
    result.most = counts.front();
    result.emptyPlaces = static_cast<std::size_t>(std::ranges::count(counts, 0U));
    std::vector<Step> steps;
    for (const std::size_t count : counts) {
        result.incidents += count;
        if (steps.empty() || steps.back().number != static_cast<double>(count))
            steps.push_back({static_cast<double>(count), 0});
        ++steps.back().places;
    }
    result.curve = curveOf(steps);
    result.gini = giniOf(result.curve);
    if (result.incidents > 0) {
        const double mean = static_cast<double>(result.incidents) / static_cast<double>(result.places);
        result.chance = curveOf(poissonSteps(mean));
        result.chanceGini = giniOf(result.chance);
        const double perIncident = std::max(1.0, 1 / mean);
        result.adjustedGini = std::max(0.0, perIncident * result.gini - perIncident + 1);
    }
    return result;
}

Concentration concentration(const City &city, Counted what, PlaceUnit unit)
{
    const std::vector<Incident> counted = countedIncidents(city, what);
    switch (unit) {
    case PlaceUnit::Points: return concentrationOf(pointCounts(city, counted));
    case PlaceUnit::Cells: return concentrationOf(cellCounts(city, counted));
    case PlaceUnit::Neighborhoods: return concentrationOf(neighborhoodCounts(city, counted));
    }
    return {};
}

} // namespace forewatch
