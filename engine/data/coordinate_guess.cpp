#include "engine/data/coordinate_guess.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/data/filter.h"
#include "engine/geo/reprojection.h"

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

GeoPoint swapped(GeoPoint point)
{
    return {point.latitude, point.longitude};
}

/// Most of a sample lies in the box, where a system puts it.
struct Fit
{
    std::size_t inside = 0;
    /// Middle of the rows inside.
    GeoPoint middle{};
};

template <class ToDegrees>
Fit fitOf(std::span<const GeoPoint> sample, const GeoBox &box, const ToDegrees &toDegrees)
{
    Fit fit;
    for (const GeoPoint &point : sample) {
        const std::optional<GeoPoint> place = toDegrees(point);
        if (!place || !box.contains(*place))
            continue;
        ++fit.inside;
        fit.middle.longitude += place->longitude;
        fit.middle.latitude += place->latitude;
    }
    if (fit.inside > 0)
        fit.middle = {fit.middle.longitude / double(fit.inside), fit.middle.latitude / double(fit.inside)};
    return fit;
}

Fit fitIn(const QString &crs, std::span<const GeoPoint> sample, const GeoBox &box)
{
    try {
        const Reprojection reprojection(crs);
        return fitOf(sample, box, [&](GeoPoint point) { return reprojection.toWgs84(point.longitude, point.latitude); });
    } catch (const Error &) {
        return {};
    }
}

QString utmZone(GeoPoint place)
{
    const int zone = std::clamp(static_cast<int>(std::floor((place.longitude + 180) / 6)) + 1, 1, 60);
    return QStringLiteral("EPSG:%1").arg((place.latitude < 0 ? 32700 : 32600) + zone);
}

} // namespace

CoordinateGuess guessCoordinates(std::span<const GeoPoint> sample, const QStringList &hints, const GeoBox &box,
                                 const QString &source)
{
    if (sample.empty())
        return {};
    const auto isMost = [&](const Fit &fit) { return fit.inside > 0 && 2 * fit.inside >= sample.size(); };
    if (isMost(fitOf(sample, box, [](GeoPoint point) { return std::optional(point); })))
        return {};
    std::vector<GeoPoint> other;
    for (const GeoPoint &point : sample)
        other.push_back(swapped(point));
    const auto askToSwap = [&](const QString &crs, const Fit &fit) {
        return CoordinateGuess{
            crs, !crs.isEmpty(),
            OpenQuestion{OpenQuestion::About::SwappedAxes,
                         QStringLiteral("Longitude and latitude of %1 are swapped: %2 of its first %3 rows would lie in the city "
                                        "the other way round. Say --swap-axes, or name the columns with --columns "
                                        "lon=NAME,lat=NAME.")
                             .arg(source, grouped(static_cast<qint64>(fit.inside)), grouped(static_cast<qint64>(sample.size())))}};
    };
    if (const Fit fit = fitOf(other, box, [](GeoPoint point) { return std::optional(point); }); isMost(fit))
        return askToSwap({}, fit);
    // Numbers that could be degrees are no metres: no projected system has its origin in a city.
    const auto degrees = std::ranges::count_if(sample, [](GeoPoint point) {
        return std::abs(point.longitude) <= 180 && std::abs(point.latitude) <= 180;
    });
    if (2 * static_cast<std::size_t>(degrees) > sample.size())
        return {};

    const GeoPoint centre = box.centre();
    for (const QString &crs : hints + QStringList{utmZone(centre), QStringLiteral("EPSG:3857")}) {
        if (isMost(fitIn(crs, sample, box)))
            return {crs, true};
        if (const Fit fit = fitIn(crs, other, box); isMost(fit))
            return askToSwap(crs, fit);
    }

    // A few rows are enough to tell which of hundreds of systems come into question.
    const auto few = sample.first(std::min<std::size_t>(sample.size(), 50));
    struct Candidate
    {
        QString crs;
        Fit fit;
    };
    std::vector<Candidate> candidates;
    for (const QString &crs : projectedSystemsAround(centre))
        if (const Fit fit = fitIn(crs, few, box); 2 * fit.inside > few.size())
            candidates.push_back({crs, fit});
    if (candidates.empty())
        return {};
    // Versions of one datum agree within a metre or two; others put the rows elsewhere, and only their reader can tell.
    constexpr double alike = 5;
    QStringList answers;
    std::vector<GeoPoint> places;
    for (const Candidate &candidate : candidates)
        if (std::ranges::none_of(places, [&](GeoPoint place) { return metresBetween(place, candidate.fit.middle) < alike; })) {
            places.push_back(candidate.fit.middle);
            answers << candidate.crs;
        }
    CoordinateGuess guess{candidates.front().crs, true};
    if (answers.size() > 1)
        guess.question = OpenQuestion{OpenQuestion::About::Crs,
                                      QStringLiteral("The coordinates of %1 name no system, and would lie in the city in each of: "
                                                     "%2. Name the right one with --crs.")
                                          .arg(source, answers.join(QStringLiteral(", "))),
                                      answers};
    return guess;
}

} // namespace forewatch
