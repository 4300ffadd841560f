#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace forewatch {

/// The areas that a table counts by, and which of them each incident of one city lies in. Made once for a city's whole
/// table and good for every filtered part of it. Immutable once made, so safe to share between threads.
struct AreaSet
{
    /// What the areas are: `Neighborhoods`, `Districts`, a file's name.
    QString title;
    QStringList names;
    /// Null for areas that are known by name alone. In the order of `names`.
    std::shared_ptr<const Neighborhoods> outlines = {};
    /// On the ellipsoid; empty without outlines.
    std::vector<double> squareKilometres = {};
    /// Empty, or one for each area; nothing where the source says none.
    std::vector<std::optional<double>> residents = {};
    /// The areas are the city's neighborhoods, index by index.
    bool isNeighborhoods = false;
    /// By row of the source; `Incident::nothing` for rows in none of the areas.
    std::vector<std::uint16_t> areaOfRow = {};

    std::size_t size() const { return static_cast<std::size_t>(names.size()); }

    /// Index of the incident's area, or `size()`.
    std::size_t areaOf(const Incident &incident) const
    {
        const std::uint16_t area = incident.row < areaOfRow.size() ? areaOfRow[incident.row] : Incident::nothing;
        return std::min<std::size_t>(area, size());
    }
};

/// Areas with fewer residents have rates per 1,000 that one household can move; they are shown with a note.
constexpr double fewResidents = 1000;

/// The city's neighborhoods.
AreaSet neighborhoodAreas(const City &city);

/// The districts as the table's own column names them; without outlines. Empty where the table has no such column.
AreaSet districtAreas(const City &city);

/// Any other polygons: an incident belongs to the first, in file order, that holds it. An offence that is shown at its
/// neighborhood's centre counts where it is shown, so that no small polygon can tell what the map does not.
AreaSet polygonAreas(const City &city, std::shared_ptr<const Neighborhoods> outlines, const QString &title,
                     Feedback &feedback);

/// Area on the WGS84 ellipsoid, holes taken off (Karney, "Algorithms for geodesics", Journal of Geodesy 87, 2013, as
/// PROJ has it).
double squareKilometresOf(const Neighborhood &area);

} // namespace forewatch
