#include "engine/analysis/area_set.h"

#include "engine/data/discretion.h"

#include <geodesic.h>

#include <cmath>

namespace forewatch {

namespace {

double geodesicArea(const Ring &ring)
{
    geod_geodesic wgs84;
    geod_init(&wgs84, 6378137, 1 / 298.257223563);
    geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (const GeoPoint &point : ring)
        geod_polygon_addpoint(&wgs84, &polygon, point.latitude, point.longitude);
    double area = 0;
    geod_polygon_compute(&wgs84, &polygon, 0, 1, &area, nullptr);
    return std::abs(area);
}

/// Whether most corners of `inner` lie inside `outer`; not all, because a hole may touch the line around it.
bool liesInside(const Ring &inner, const Neighborhoods &rings, std::size_t outer)
{
    const auto inside = std::ranges::count_if(inner, [&](GeoPoint corner) { return rings.contains(outer, corner); });
    return 2 * inside > std::ssize(inner);
}

AreaSet withRows(AreaSet areas, const City &city, const auto &areaOf)
{
    std::uint32_t last = 0;
    for (const Incident &incident : city.incidents->all())
        last = std::max(last, incident.row);
    areas.areaOfRow.assign(std::size_t(last) + 1, Incident::nothing);
    for (const Incident &incident : city.incidents->all())
        areas.areaOfRow[incident.row] = areaOf(incident);
    return areas;
}

void setOutlines(AreaSet &areas, std::shared_ptr<const Neighborhoods> outlines)
{
    for (const Neighborhood &area : *outlines) {
        areas.names << area.name;
        areas.squareKilometres.push_back(squareKilometresOf(area));
    }
    areas.outlines = std::move(outlines);
}

} // namespace

double squareKilometresOf(const Neighborhood &area)
{
    if (area.rings.size() == 1)
        return geodesicArea(area.rings.front()) / 1e6;
    std::vector<Neighborhood> single;
    for (const Ring &ring : area.rings)
        single.push_back({QString(), {ring}, {}});
    const Neighborhoods alone(std::move(single));
    double sum = 0;
    for (std::size_t i = 0; i < alone.size(); ++i) {
        int depth = 0;
        for (std::size_t j = 0; j < alone.size(); ++j)
            depth += i != j && liesInside(area.rings[i], alone, j);
        sum += (depth % 2 == 0 ? 1 : -1) * geodesicArea(area.rings[i]);
    }
    return sum / 1e6;
}

AreaSet neighborhoodAreas(const City &city)
{
    AreaSet areas;
    areas.title = QStringLiteral("Neighborhoods");
    areas.isNeighborhoods = true;
    setOutlines(areas, city.neighborhoods);
    return withRows(std::move(areas), city, [](const Incident &incident) { return incident.neighborhood; });
}

AreaSet districtAreas(const City &city)
{
    AreaSet areas;
    areas.title = QStringLiteral("Districts");
    areas.names = city.incidents->names().districts;
    return withRows(std::move(areas), city, [](const Incident &incident) { return incident.district; });
}

AreaSet polygonAreas(const City &city, std::shared_ptr<const Neighborhoods> outlines, const QString &title,
                     Feedback &feedback)
{
    AreaSet areas;
    areas.title = title;
    setOutlines(areas, outlines);
    const Discretion discretion(city);
    const double count = double(std::max<std::size_t>(city.incidents->size(), 1));
    std::size_t done = 0;
    return withRows(std::move(areas), city, [&](const Incident &incident) {
        if (++done % 4096 == 0)
            feedback.checkpoint(double(done) / count);
        const auto found = outlines->locate(discretion.shownPlace(incident)).neighborhood;
        return found ? static_cast<std::uint16_t>(*found) : Incident::nothing;
    });
}

} // namespace forewatch
