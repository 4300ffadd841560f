#include "engine/geo/neighborhoods.h"

#include "engine/geo/simplify.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace forewatch {

/// A neighborhood's edges sorted into horizontal bands: a point need only be held against the edges of its own band.
struct Neighborhoods::Bands
{
    struct Edge
    {
        GeoPoint from;
        GeoPoint to;
    };

    std::vector<std::vector<Edge>> bands;
    double south = 0;
    double perDegree = 0;

    explicit Bands(const Neighborhood &neighborhood)
    {
        std::size_t edges = 0;
        for (const Ring &ring : neighborhood.rings)
            edges += ring.size();
        bands.resize(std::clamp<std::size_t>(edges / 4, 1, 1024));
        south = neighborhood.box.south;
        perDegree = static_cast<double>(bands.size()) / std::max(neighborhood.box.height(), 1e-12);
        for (const Ring &ring : neighborhood.rings)
            for (std::size_t i = 0; i < ring.size(); ++i)
                add({ring[i], ring[(i + 1) % ring.size()]});
    }

    std::size_t bandOf(double latitude) const
    {
        const auto band = static_cast<std::ptrdiff_t>((latitude - south) * perDegree);
        return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(band, 0, std::ssize(bands) - 1));
    }

    void add(const Edge &edge)
    {
        const auto low = bandOf(std::min(edge.from.latitude, edge.to.latitude));
        const auto high = bandOf(std::max(edge.from.latitude, edge.to.latitude));
        for (auto band = low; band <= high; ++band)
            bands[band].push_back(edge);
    }

    /// Counts the edges that a ray to the east crosses. An edge owns its lower end and not its upper one, so a ray
    /// through a vertex counts once.
    bool contains(GeoPoint p) const
    {
        bool inside = false;
        for (const Edge &edge : bands[bandOf(p.latitude)]) {
            if ((edge.from.latitude > p.latitude) == (edge.to.latitude > p.latitude))
                continue;
            const double share = (p.latitude - edge.from.latitude) / (edge.to.latitude - edge.from.latitude);
            if (p.longitude < edge.from.longitude + share * (edge.to.longitude - edge.from.longitude))
                inside = !inside;
        }
        return inside;
    }

    /// Where a parallel enters and leaves the rings, from west to east.
    std::vector<double> crossings(double latitude) const
    {
        std::vector<double> at;
        for (const Edge &edge : bands[bandOf(latitude)])
            if ((edge.from.latitude > latitude) != (edge.to.latitude > latitude))
                at.push_back(edge.from.longitude
                             + (latitude - edge.from.latitude) / (edge.to.latitude - edge.from.latitude)
                                 * (edge.to.longitude - edge.from.longitude));
        std::ranges::sort(at);
        return at;
    }
};

namespace {

/// Tolerances of the outlines for drawing, in degrees: from 0.2 metres to 60.
constexpr double finestOutline = 2e-6;
constexpr int outlineScales = 9;

/// Centre of area by the shoelace formula; rings that turn the other way are holes and count against it only where the
/// file winds them so, which is near enough for a label. The box's centre for what has no area.
GeoPoint centreOfArea(const Neighborhood &neighborhood)
{
    double area = 0;
    GeoPoint sum{0, 0};
    const GeoPoint origin = neighborhood.box.centre();
    for (const Ring &ring : neighborhood.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const GeoPoint a{ring[i].longitude - origin.longitude, ring[i].latitude - origin.latitude};
            const GeoPoint &next = ring[(i + 1) % ring.size()];
            const GeoPoint b{next.longitude - origin.longitude, next.latitude - origin.latitude};
            const double cross = a.longitude * b.latitude - b.longitude * a.latitude;
            area += cross;
            sum.longitude += (a.longitude + b.longitude) * cross;
            sum.latitude += (a.latitude + b.latitude) * cross;
        }
    }
    if (std::abs(area) < 1e-15)
        return origin;
    return {origin.longitude + sum.longitude / (3 * area), origin.latitude + sum.latitude / (3 * area)};
}

} // namespace

Neighborhoods::Neighborhoods(std::vector<Neighborhood> all, QString crs)
    : m_all(std::move(all)), m_crs(std::move(crs))
{
    m_bands.reserve(m_all.size());
    for (Neighborhood &neighborhood : m_all) {
        neighborhood.box = {};
        for (const Ring &ring : neighborhood.rings) {
            assert(ring.size() >= 3);
            for (const GeoPoint &point : ring)
                neighborhood.box.add(point);
        }
        m_box.add(neighborhood.box);
        m_bands.emplace_back(neighborhood);

        GeoPoint centre = centreOfArea(neighborhood);
        if (!neighborhood.box.contains(centre) || !m_bands.back().contains(centre)) {
            if (!neighborhood.box.contains(centre))
                centre = neighborhood.box.centre();
            const auto at = m_bands.back().crossings(centre.latitude);
            double longest = -1;
            for (std::size_t i = 0; i + 1 < at.size(); i += 2)
                if (at[i + 1] - at[i] > longest) {
                    longest = at[i + 1] - at[i];
                    centre.longitude = (at[i] + at[i + 1]) / 2;
                }
        }
        m_centres.push_back(centre);
    }
    makeOutlines();
}

void Neighborhoods::makeOutlines()
{
    double tolerance = finestOutline;
    for (int scale = 0; scale < outlineScales; ++scale, tolerance *= 2) {
        std::vector<std::vector<Ring>> outlines(m_all.size());
        for (std::size_t i = 0; i < m_all.size(); ++i)
            for (const Ring &ring : scale == 0 ? m_all[i].rings : m_outlines.back()[i])
                outlines[i].push_back(simplified(ring, tolerance));
        m_outlines.push_back(std::move(outlines));
    }
}

const std::vector<Ring> &Neighborhoods::outline(std::size_t index, double degrees) const
{
    // Each scale is made of the one before, so its outline is up to twice its own tolerance away.
    int scale = -1;
    while (scale + 1 < outlineScales && std::ldexp(finestOutline, scale + 2) <= degrees)
        ++scale;
    return scale < 0 ? m_all[index].rings : m_outlines[static_cast<std::size_t>(scale)][index];
}

Neighborhoods::~Neighborhoods() = default;

bool Neighborhoods::contains(std::size_t index, GeoPoint point) const
{
    return m_all[index].box.contains(point) && m_bands[index].contains(point);
}

Located Neighborhoods::locate(GeoPoint point) const
{
    Located located;
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        if (!contains(i, point))
            continue;
        if (located.neighborhood) {
            located.ambiguous = true;
            break;
        }
        located.neighborhood = i;
    }
    return located;
}

QString Neighborhoods::fingerprint() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const Neighborhood &neighborhood : m_all) {
        hash.addData(neighborhood.name.toUtf8());
        for (const Ring &ring : neighborhood.rings) {
            for (const GeoPoint &point : ring) {
                const std::int64_t rounded[2] = {std::llround(point.longitude * 1e7), std::llround(point.latitude * 1e7)};
                hash.addData(QByteArrayView(reinterpret_cast<const char *>(rounded), sizeof rounded));
            }
        }
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace forewatch
