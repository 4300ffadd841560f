#pragma once

#include "engine/data/open_question.h"
#include "engine/geo/neighborhoods.h"

#include <span>

namespace forewatch {

/// In which system coordinates that say none are.
struct CoordinateGuess
{
    /// Empty: degrees of WGS84.
    QString crs = {};
    /// It was found by trying, not the usual one.
    bool guessed = false;
    std::optional<OpenQuestion> question = {};
};

/// Tries systems on a sample of coordinates until most lie in the neighborhoods' box: degrees, the hints (those of the
/// neighborhoods and of the kind of table), the city's UTM zone and web maps, and at last all systems that are meant for
/// the place. Asks when x and y have changed places, and when systems fit that put the rows metres apart; stays with
/// degrees where nothing fits.
CoordinateGuess guessCoordinates(std::span<const GeoPoint> sample, const QStringList &hints, const GeoBox &box,
                                 const QString &source);

} // namespace forewatch
