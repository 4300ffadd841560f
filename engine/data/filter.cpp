#include "engine/data/filter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

/// Which of `names` are wanted; empty when all are.
std::vector<bool> wantedAmong(const QStringList &names, const QSet<QString> &wanted)
{
    std::vector<bool> flags;
    if (!wanted.isEmpty())
        for (const QString &name : names)
            flags.push_back(wanted.contains(name.toUpper()));
    return flags;
}

bool passesIndex(const std::vector<bool> &wanted, bool isSet, std::uint16_t index)
{
    return !isSet || (index < wanted.size() && wanted[index]);
}

} // namespace

double metresBetween(GeoPoint a, GeoPoint b)
{
    constexpr double radians = std::numbers::pi / 180;
    constexpr double earth = 6'371'008.8;
    const double north = std::sin((b.latitude - a.latitude) * radians / 2);
    const double east = std::sin((b.longitude - a.longitude) * radians / 2);
    const double h = north * north + std::cos(a.latitude * radians) * std::cos(b.latitude * radians) * east * east;
    return 2 * earth * std::asin(std::min(1.0, std::sqrt(h)));
}

FilterTest::FilterTest(const City &city, const Filter &filter) : m_filter(filter), m_discretion(city)
{
    const IncidentNames &names = city.incidents->names();
    for (const QString &type : names.types)
        m_hiddenType.push_back(filter.hiddenTypes.contains(type.toUpper()));
    if (!filter.neighborhoods.isEmpty())
        for (const Neighborhood &neighborhood : *city.neighborhoods)
            m_neighborhood.push_back(filter.neighborhoods.contains(neighborhood.name.toUpper()));
    m_district = wantedAmong(names.districts, filter.districts);
    m_weapon = wantedAmong(names.weapons, filter.weapons);
    m_premise = wantedAmong(names.premises, filter.premises);
    if (filter.area)
        m_area = std::make_shared<const Neighborhoods>(std::vector<Neighborhood>{{QString(), {*filter.area}, {}}});
}

bool FilterTest::passesButType(const Incident &incident) const
{
    using namespace std::chrono;
    if ((m_filter.from && incident.time < *m_filter.from) || (m_filter.to && incident.time >= *m_filter.to))
        return false;
    if (m_filter.setting && incident.setting != *m_filter.setting)
        return false;
    if (m_filter.hours) {
        const auto [from, to] = *m_filter.hours;
        const auto minute = duration_cast<minutes>(incident.time - midnightOf(incident.time)).count();
        const bool inside = from <= to ? from <= minute && minute < to : minute >= from || minute < to;
        if (!inside)
            return false;
    }
    if (m_filter.weekdays != Filter::allWeekdays) {
        const unsigned day = weekday(floor<days>(incident.time)).iso_encoding() - 1;
        if (!(m_filter.weekdays >> day & 1))
            return false;
    }
    return passesIndex(m_neighborhood, !m_filter.neighborhoods.isEmpty(), incident.neighborhood)
        && passesIndex(m_district, !m_filter.districts.isEmpty(), incident.district)
        && passesIndex(m_weapon, !m_filter.weapons.isEmpty(), incident.weapon)
        && passesIndex(m_premise, !m_filter.premises.isEmpty(), incident.premise) && passesPlace(incident);
}

bool FilterTest::passesPlace(const Incident &incident) const
{
    if (!m_filter.circle && !m_area)
        return true;
    const GeoPoint place = m_discretion.shownPlace(incident);
    if (m_filter.circle && metresBetween(m_filter.circle->centre, place) > m_filter.circle->metres)
        return false;
    return !m_area || m_area->contains(0, place);
}

City filtered(const City &city, const Filter &filter)
{
    if (filter.isEmpty())
        return city;
    const FilterTest test(city, filter);
    std::vector<Incident> kept;
    kept.reserve(city.incidents->size());
    std::ranges::copy_if(city.incidents->all(), std::back_inserter(kept),
                         [&](const Incident &incident) { return test.passes(incident); });
    kept.shrink_to_fit();
    City result = city;
    result.incidents = std::make_shared<const IncidentTable>(std::move(kept), city.incidents->names());
    return result;
}

} // namespace forewatch
