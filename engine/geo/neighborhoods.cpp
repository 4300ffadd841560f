#include "engine/geo/neighborhoods.h"

#include <QCryptographicHash>

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
};

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
    }
}

Neighborhoods::~Neighborhoods() = default;

Located Neighborhoods::locate(GeoPoint point) const
{
    Located located;
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        if (!m_all[i].box.contains(point) || !m_bands[i].contains(point))
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
