#include "engine/data/sample_geography.h"

#include <ogr_geometry.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

namespace forewatch {

namespace {

/// A closed line, counterclockwise where it bounds land.
using Outline = std::vector<CityPoint>;

constexpr double degreesPerKilometer = 1 / 111.2;
constexpr GeoPoint origin{-40, 40};

/// Sorted from the quays to the hills.
constexpr std::array names{
    "Customs House",  "Inner Basin",    "Ropewalk",         "Chandlers Row",   "Saltmarket",       "Old Dock",
    "Exchange",       "Lanternside",    "Cooperage",        "Mariners Hill",   "Fishgate",         "Pilot Street",
    "Capstan Hill",   "Netmakers",      "Tidewater Square", "Anchor Quay",     "Sailcloth Yards",  "Drydock",
    "Harbor Heights", "Saint Ansgar",   "Windlass",         "Ferry Reach",     "Beacon Park",      "Coalhaven",
    "Tanners Bridge", "Millrace",       "Gullwing",         "Breakwater",      "Lightship",        "Weavers Field",
    "Brickyard",      "Maltings",       "Kilnwood",         "Priory Park",     "Bellfounders",     "Cartwright Green",
    "Ashlar",         "Quarry Hill",    "Millwright",       "Orchard Slope",   "Larkspur",         "Elder Common",
    "Foxglove",       "Thornbury Park", "Hazel Run",        "Reservoir Side",  "Observatory Hill", "Cloverfield",
    "Stonebridge",    "Upper Ansgar",   "Swanmere",         "Dunmore Gardens", "Plover Hill",      "Rookwood",
    "Longacre",       "Westering",      "Highfield",        "Marsh End",       "Ansgar Woods",     "Heronsgate",
};

CityPoint between(CityPoint a, CityPoint b, double share)
{
    return {std::lerp(a.x, b.x, share), std::lerp(a.y, b.y, share)};
}

/// Half way from `a` to `b`, and aside by about `roughness` of their distance.
CityPoint halfWay(CityPoint a, CityPoint b, double roughness, Random &random)
{
    const double aside = roughness * random.normal();
    const CityPoint half = between(a, b, 0.5);
    return {half.x - aside * (b.y - a.y), half.y + aside * (b.x - a.x)};
}

/// A line from `a` to `b`, without `b`, that wanders off by about `roughness` of its length.
void addRoughLine(CityPoint a, CityPoint b, double roughness, Random &random, Outline &line)
{
    constexpr double finest = 0.25;
    if (distance(a, b) < finest) {
        line.push_back(a);
        return;
    }
    const CityPoint half = halfWay(a, b, roughness, random);
    addRoughLine(a, half, roughness, random, line);
    addRoughLine(half, b, roughness, random, line);
}

Outline roughened(const Outline &outline, double roughness, Random &random)
{
    Outline line;
    for (std::size_t i = 0; i < outline.size(); ++i)
        addRoughLine(outline[i], outline[(i + 1) % outline.size()], roughness, random, line);
    return line;
}

/// A point in the middle of a water, with the distance to its banks.
struct Sounding
{
    CityPoint place;
    double halfWidth;
};

using Course = std::vector<Sounding>;

/// A reach from `a` to `b`, without `b`, that meanders and changes its width.
void addReach(const Sounding &a, const Sounding &b, Random &random, Course &course)
{
    constexpr double finest = 0.4;
    if (distance(a.place, b.place) < finest) {
        course.push_back(a);
        return;
    }
    const Sounding half{halfWay(a.place, b.place, 0.1, random),
                        std::lerp(a.halfWidth, b.halfWidth, 0.5) * random.uniform(0.85, 1.15)};
    addReach(a, half, random, course);
    addReach(half, b, random, course);
}

OGRGeometryUniquePtr geometryOf(const Outline &outline)
{
    auto ring = std::make_unique<OGRLinearRing>();
    for (const CityPoint point : outline)
        ring->addPoint(point.x, point.y);
    ring->closeRings();
    auto polygon = std::make_unique<OGRPolygon>();
    polygon->addRingDirectly(ring.release());
    return OGRGeometryUniquePtr(polygon.release());
}

/// The water along a course: whatever lies within its width.
OGRGeometryUniquePtr waterAlong(const Course &course)
{
    const auto basin = [](const Sounding &sounding) {
        constexpr int segmentsOfQuarter = 3;
        const OGRPoint middle(sounding.place.x, sounding.place.y);
        return OGRGeometryUniquePtr(middle.Buffer(sounding.halfWidth, segmentsOfQuarter));
    };
    OGRMultiPolygon reaches;
    for (std::size_t i = 1; i < course.size(); ++i) {
        OGRGeometryCollection ends;
        ends.addGeometryDirectly(basin(course[i - 1]).release());
        ends.addGeometryDirectly(basin(course[i]).release());
        reaches.addGeometryDirectly(ends.ConvexHull());
    }
    return OGRGeometryUniquePtr(reaches.UnionCascaded());
}

OGRGeometryUniquePtr meander(const Course &course, Random &random)
{
    Course fine;
    for (std::size_t i = 1; i < course.size(); ++i)
        addReach(course[i - 1], course[i], random, fine);
    fine.push_back(course.back());
    return waterAlong(fine);
}

double areaOf(const Outline &outline)
{
    double twice = 0;
    for (std::size_t i = 0; i < outline.size(); ++i) {
        const CityPoint a = outline[i];
        const CityPoint b = outline[(i + 1) % outline.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return twice / 2;
}

/// The outer outlines of all polygons in `geometry`, the largest first.
std::vector<Outline> outlinesOf(const OGRGeometry &geometry)
{
    std::vector<Outline> outlines;
    const auto add = [&](const OGRPolygon &polygon) {
        Outline outline;
        for (const OGRPoint &point : *polygon.getExteriorRing())
            outline.push_back({point.getX(), point.getY()});
        outline.pop_back();
        if (areaOf(outline) < 0)
            std::ranges::reverse(outline);
        outlines.push_back(std::move(outline));
    };
    if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon) {
        add(*geometry.toPolygon());
    } else if (OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection)) {
        for (const OGRGeometry *part : *geometry.toGeometryCollection())
            if (wkbFlatten(part->getGeometryType()) == wkbPolygon)
                add(*part->toPolygon());
    }
    std::ranges::sort(outlines, std::greater(), areaOf);
    return outlines;
}

bool contains(const Outline &outline, CityPoint p)
{
    bool inside = false;
    for (std::size_t i = 0; i < outline.size(); ++i) {
        const CityPoint a = outline[i];
        const CityPoint b = outline[(i + 1) % outline.size()];
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
            inside = !inside;
    }
    return inside;
}

/// The banks: pieces of land between the sea, the harbor, its arms and the river.
std::vector<Outline> drawLand(Random &random)
{
    const auto near = [&](double x, double y) {
        return CityPoint{x + random.uniform(-0.25, 0.25), y + random.uniform(-0.25, 0.25)};
    };
    const Outline limits{near(-7.6, 9.5),  near(-8.0, 3.5),  near(-8.2, -2.8), near(-5.2, -4.6),
                         near(-4.6, -7.2), near(-2.2, -9.4), near(2.6, -10.2), near(8.4, -9.6),
                         near(8.2, -3.4),  near(7.7, 2.5),   near(7.5, 9.7)};
    const Course harbor{{{11.5, -11.5}, 3.2},    {near(7.0, -7.6), 2.1},  {near(4.6, -5.2), 1.3},
                        {near(3.0, -3.5), 0.75}, {near(1.6, -2.0), 0.45}, {near(0.5, -1.3), 0.32},
                        {{-0.3, -0.5}, 0.25}};
    const Course river{{near(4.9, -5.3), 0.9},  {near(2.4, -5.1), 0.75},  {near(0.2, -4.6), 0.6},
                       {near(-1.4, -3.5), 0.4}, {near(-2.4, -2.2), 0.16}, {near(-2.9, -0.2), 0.1},
                       {near(-2.5, 2.0), 0.09}, {near(-3.4, 4.0), 0.08},  {near(-3.2, 6.4), 0.07},
                       {near(-4.4, 8.2), 0.07}, {{-4.6, 11.5}, 0.07}};
    const Course creek{{near(5.0, -5.3), 0.9},
                       {near(5.2, -3.4), 0.45},
                       {near(5.7, -2.0), 0.25},
                       {near(5.6, -0.7), 0.12},
                       {near(6.2, 0.6), 0.06}};
    auto land = geometryOf(roughened(limits, 0.02, random));
    for (const auto &water : {harbor, river, creek})
        land.reset(land->Difference(meander(water, random).get()));
    auto banks = outlinesOf(*land);
    std::erase_if(banks, [](const Outline &bank) { return areaOf(bank) < 2; });
    return banks;
}

struct Site
{
    CityPoint place;
    std::size_t bank;
};

CityPoint pointOn(const Outline &bank, Random &random)
{
    const auto [west, east] = std::ranges::minmax(bank, {}, &CityPoint::x);
    const auto [south, north] = std::ranges::minmax(bank, {}, &CityPoint::y);
    for (;;) {
        const CityPoint point{random.uniform(west.x, east.x), random.uniform(south.y, north.y)};
        if (contains(bank, point))
            return point;
    }
}

/// One site for each name, at least one on each bank, closer to each other in the middle of the city than at its edge.
std::vector<Site> chooseSites(const std::vector<Outline> &banks, Random &random)
{
    std::vector<double> areas;
    std::vector<Site> sites;
    for (const Outline &bank : banks) {
        areas.push_back(areaOf(bank));
        sites.push_back({pointOn(bank, random), sites.size()});
    }
    const auto room = [&](CityPoint place) {
        double nearest = std::numeric_limits<double>::infinity();
        for (const Site &site : sites)
            nearest = std::min(nearest, distance(place, site.place));
        return nearest / (1 + 0.16 * distance(place, sampleDowntown));
    };
    while (sites.size() < names.size()) {
        Site best{};
        double most = 0;
        for (int attempt = 0; attempt < 25; ++attempt) {
            const std::size_t bank = random.weighted(areas);
            const CityPoint place = pointOn(banks[bank], random);
            if (const double here = room(place); here > most) {
                most = here;
                best = {place, bank};
            }
        }
        sites.push_back(best);
    }
    return sites;
}

/// What of the convex `cell` lies nearer to `site` than to `other`.
Outline nearerPart(const Outline &cell, CityPoint site, CityPoint other)
{
    const CityPoint half = between(site, other, 0.5);
    const auto beyond
        = [&](CityPoint p) { return (p.x - half.x) * (other.x - site.x) + (p.y - half.y) * (other.y - site.y); };
    Outline part;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        const CityPoint a = cell[i];
        const CityPoint b = cell[(i + 1) % cell.size()];
        const double atA = beyond(a);
        const double atB = beyond(b);
        if (atA <= 0)
            part.push_back(a);
        if ((atA < 0 && atB > 0) || (atA > 0 && atB < 0))
            part.push_back(between(a, b, atA / (atA - atB)));
    }
    return part;
}

/// The Voronoi cell of `site` among the sites of its bank.
Outline cellOf(const Site &site, const std::vector<Site> &sites)
{
    constexpr double far = 30;
    Outline cell{{-far, -far}, {far, -far}, {far, far}, {-far, far}};
    for (const Site &other : sites)
        if (other.bank == site.bank && &other != &site)
            cell = nearerPart(cell, site.place, other.place);
    return cell;
}

/// Turns straight borders into natural ones. The plane is bent as a whole, so borders cannot cross and neighbors keep
/// the same points. The steepnesses of the waves sum to less than 1, which leaves the bend invertible.
class Bend
{
public:
    explicit Bend(Random &random)
    {
        for (const auto &[length, steepness] : {std::pair{9.0, 0.11}, {4.5, 0.11}, {2.0, 0.11}, {0.9, 0.1}})
            for (int i = 0; i < 2; ++i)
                m_waves.push_back({direction(2 * std::numbers::pi / length, random),
                                   direction(steepness * length / (2 * std::numbers::pi), random),
                                   random.uniform(0, 2 * std::numbers::pi)});
    }

    CityPoint operator()(CityPoint p) const
    {
        CityPoint moved = p;
        for (const Wave &wave : m_waves) {
            const double height = std::sin(p.x * wave.number.x + p.y * wave.number.y + wave.phase);
            moved.x += height * wave.shift.x;
            moved.y += height * wave.shift.y;
        }
        return moved;
    }

private:
    struct Wave
    {
        CityPoint number;
        CityPoint shift;
        double phase;
    };

    static CityPoint direction(double length, Random &random)
    {
        const double angle = random.uniform(0, 2 * std::numbers::pi);
        return {length * std::cos(angle), length * std::sin(angle)};
    }

    std::vector<Wave> m_waves;
};

/// Draws borders so that both neighbors get the very same points.
class Borders
{
public:
    explicit Borders(Random &random)
        : m_bend(random)
    {
    }

    Ring ringAlong(const Outline &outline)
    {
        std::vector<std::size_t> corners;
        for (const CityPoint point : outline)
            if (const auto corner = cornerAt(point); corners.empty() || corners.back() != corner)
                corners.push_back(corner);
        Ring ring;
        for (std::size_t i = 0; i < corners.size(); ++i)
            addBorder(corners[i], corners[(i + 1) % corners.size()], ring);
        return ring;
    }

private:
    /// The corner at `point`; points closer than a centimeter are one, so that rounding errors do no harm.
    std::size_t cornerAt(CityPoint point)
    {
        const auto known = std::ranges::find_if(m_corners, [&](CityPoint c) { return distance(c, point) < 1e-5; });
        if (known == m_corners.end())
            return m_corners.push_back(point), m_corners.size() - 1;
        return static_cast<std::size_t>(known - m_corners.begin());
    }

    /// From one corner up to the point before the other, worked out alike in both directions.
    void addBorder(std::size_t from, std::size_t to, Ring &ring) const
    {
        const CityPoint a = m_corners[std::min(from, to)];
        const CityPoint b = m_corners[std::max(from, to)];
        const int pieces = static_cast<int>(std::ceil(distance(a, b) / 0.15));
        for (int i = 0; i < pieces; ++i)
            ring.push_back(rounded(m_bend(between(a, b, double(from < to ? i : pieces - i) / pieces))));
    }

    static GeoPoint rounded(CityPoint point)
    {
        const GeoPoint p = toDegrees(point);
        return {std::round(p.longitude * 1e7) / 1e7, std::round(p.latitude * 1e7) / 1e7};
    }

    Bend m_bend;
    std::vector<CityPoint> m_corners;
};

/// Without what the water cuts off from the site's own part, unless that is large.
std::vector<Ring> ringsOf(const Outline &cell, const Outline &bank, Borders &borders)
{
    const auto parts = outlinesOf(*OGRGeometryUniquePtr(geometryOf(cell)->Intersection(geometryOf(bank).get())));
    std::vector<Ring> rings;
    for (const Outline &part : parts)
        if (areaOf(part) > areaOf(parts.front()) / 8)
            rings.push_back(borders.ringAlong(part));
    return rings;
}

} // namespace

double distance(CityPoint a, CityPoint b)
{
    return std::hypot(a.x - b.x, a.y - b.y);
}

GeoPoint toDegrees(CityPoint point)
{
    static const double shrink = std::cos(origin.latitude * std::numbers::pi / 180);
    return {origin.longitude + point.x * degreesPerKilometer / shrink, origin.latitude + point.y * degreesPerKilometer};
}

CityPoint toCityPoint(GeoPoint point)
{
    const GeoPoint unit = toDegrees({1, 1});
    return {(point.longitude - origin.longitude) / (unit.longitude - origin.longitude),
            (point.latitude - origin.latitude) / (unit.latitude - origin.latitude)};
}

std::shared_ptr<const Neighborhoods> makeSampleNeighborhoods(Random &random)
{
    const auto banks = drawLand(random);
    auto sites = chooseSites(banks, random);
    std::ranges::sort(sites, {}, [](const Site &site) { return distance(site.place, sampleDowntown); });
    Borders borders(random);
    std::vector<Neighborhood> all;
    for (std::size_t i = 0; i < sites.size(); ++i) {
        auto rings = ringsOf(cellOf(sites[i], sites), banks[sites[i].bank], borders);
        all.push_back({QString::fromLatin1(names[i]), std::move(rings), {}});
    }
    std::ranges::sort(all, {}, &Neighborhood::name);
    return std::make_shared<const Neighborhoods>(std::move(all));
}

} // namespace forewatch
