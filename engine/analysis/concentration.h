#pragma once

#include "engine/analysis/counted_incidents.h"

#include <vector>

namespace forewatch {

/// What a place is when concentration is asked about.
enum class PlaceUnit {
    /// Coordinates rounded to 1e-4 degree, about 10 m: an address or the middle of a block.
    Points,
    /// Squares of 250 m over the city's box whose centres lie in a neighborhood, or that hold an incident.
    Cells,
    Neighborhoods,
};

/// A point of a concentration curve, both 0 to 1: this share of the places, the fullest first, holds this share of the
/// incidents.
struct ConcentrationPoint
{
    double places;
    double incidents;
};

/// How unevenly incidents lie over places.
struct Concentration
{
    std::size_t places = 0;
    std::size_t incidents = 0;
    /// Places without an incident.
    std::size_t emptyPlaces = 0;
    /// The most on one place.
    std::size_t most = 0;
    /// From (0, 0) to (1, 1); straight between its points.
    std::vector<ConcentrationPoint> curve;
    /// What chance alone gives: as many incidents, each at any of the places with the same probability. With few
    /// incidents for many places it is far from the diagonal.
    std::vector<ConcentrationPoint> chance;
    /// 0 for even, towards 1 for all at one place.
    double gini = 0;
    double chanceGini = 0;
    /// The Gini index against the evenest spread that whole incidents allow, which is no diagonal where there are fewer
    /// of them than places (Bernasco & Steenbeek, 2017).
    double adjustedGini = 0;

    /// The share of incidents in the fullest `share` of the places.
    static double heldBy(const std::vector<ConcentrationPoint> &curve, double share);
    /// The least share of the places that holds `share` of the incidents.
    static double placesFor(const std::vector<ConcentrationPoint> &curve, double share);
};

/// The concentration of given numbers, one for each place, empty ones included. The chance curve is the Poisson
/// distribution's (Levin, Rosenfeld & Deckard, 2017; Bernasco & Steenbeek, 2017, on why a comparison is needed).
Concentration concentrationOf(std::vector<std::size_t> counts);

/// Of the city's incidents. For points, the places are those where the table has any incident at all, also those without
/// one of those counted: where else something could have happened is not known. Incidents outside all neighborhoods are
/// left out for neighborhoods and cells.
Concentration concentration(const City &city, Counted what, PlaceUnit unit);

} // namespace forewatch
