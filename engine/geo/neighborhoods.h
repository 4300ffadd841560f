#pragma once

#include "engine/geo/coordinates.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace forewatch {

/// A closed line; the last point joins the first, which is not repeated.
using Ring = std::vector<GeoPoint>;

/// A named polygon of one or more parts. A point is inside where it lies in an odd number of rings, so holes are
/// rings like any other.
struct Neighborhood
{
    QString name;
    std::vector<Ring> rings;
    GeoBox box;
};

/// Where a point lies among the neighborhoods.
struct Located
{
    /// Index of the first neighborhood, in file order, that holds the point; nothing outside all of them.
    std::optional<std::size_t> neighborhood;
    /// More than one holds it.
    bool ambiguous = false;
};

/// The city's neighborhoods in file order, with a point locator. Immutable, so safe to share between threads.
class Neighborhoods
{
public:
    /// Boxes are computed here. Precondition: every ring has at least three points.
    explicit Neighborhoods(std::vector<Neighborhood> all, QString crs = QStringLiteral("EPSG:4326"));
    ~Neighborhoods();

    std::size_t size() const { return m_all.size(); }
    const Neighborhood &at(std::size_t index) const { return m_all[index]; }
    auto begin() const { return m_all.begin(); }
    auto end() const { return m_all.end(); }

    /// Covers all neighborhoods.
    const GeoBox &box() const { return m_box; }

    /// The CRS the polygons were read in, for the reports; `Ring`s are always WGS84.
    const QString &sourceCrs() const { return m_crs; }

    /// A point on a border belongs to one of the neighbors, always the same one.
    Located locate(GeoPoint point) const;

    /// A point well inside the neighborhood: its centre of area where that lies inside, else the middle of the longest
    /// stretch inside on the parallel through it. For labels, and for what must not be drawn where it happened.
    GeoPoint centre(std::size_t index) const { return m_centres[index]; }

    bool contains(std::size_t index, GeoPoint point) const;

    /// The rings for drawing, without vertices that show less than `degrees` of latitude; made beforehand for a row of
    /// scales, so that drawing a whole city costs little.
    const std::vector<Ring> &outline(std::size_t index, double degrees) const;

    /// SHA-256 in hexadecimal of names and coordinates (rounded to 1e-7 degree): equal for equal cities.
    QString fingerprint() const;

private:
    struct Bands;

    void makeOutlines();

    std::vector<Neighborhood> m_all;
    std::vector<Bands> m_bands;
    std::vector<GeoPoint> m_centres;
    /// By scale, each with twice the tolerance of the one before; then by neighborhood.
    std::vector<std::vector<std::vector<Ring>>> m_outlines;
    GeoBox m_box;
    QString m_crs;
};

/// What a polygon source does not say itself.
struct NeighborhoodSettings
{
    /// Anything GDAL reads as a vector source.
    QString source;
    /// Attribute that holds the name; recognised when empty.
    QString nameField = {};
    /// Used where the source names no CRS, or to overrule it.
    QString crs = {};

    bool operator==(const NeighborhoodSettings &) const = default;
};

/// Reads polygons in any CRS through GDAL. Throws `Error` for a missing file, a shapefile without its `.dbf`, a source
/// without polygons or without a CRS, and coordinates that do not fit the CRS.
std::shared_ptr<const Neighborhoods> readNeighborhoods(const NeighborhoodSettings &settings);

/// Polygons with numbers.
struct AreaNumbers
{
    std::shared_ptr<const Neighborhoods> areas;
    /// Of each attribute asked for, indexed as the areas; nothing where it is empty or no number.
    std::vector<std::vector<std::optional<double>>> columns;
};

/// Reads polygons of one layer of a source (the first where `layer` is empty) as `readNeighborhoods` does, with the named
/// attributes. Throws `Error` also for an attribute that the source lacks.
AreaNumbers readAreaNumbers(const NeighborhoodSettings &settings, const QString &layer, const QStringList &attributes);

/// Whether a vector source's first layer holds points, so that it is a table of incidents rather than neighborhoods;
/// false for what cannot be read.
bool holdsPoints(const QString &source);

} // namespace forewatch
