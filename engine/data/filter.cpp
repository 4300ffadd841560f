#include "engine/data/filter.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

constexpr double radians = std::numbers::pi / 180;

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

/// 0 Monday … 6 Sunday.
unsigned weekdayOf(Time time)
{
    using namespace std::chrono;
    return weekday(floor<days>(time)).iso_encoding() - 1;
}

} // namespace

double metresBetween(GeoPoint a, GeoPoint b)
{
    constexpr double earth = 6'371'008.8;
    const double north = std::sin((b.latitude - a.latitude) * radians / 2);
    const double east = std::sin((b.longitude - a.longitude) * radians / 2);
    const double h = north * north + std::cos(a.latitude * radians) * std::cos(b.latitude * radians) * east * east;
    return 2 * earth * std::asin(std::min(1.0, std::sqrt(h)));
}

FilterTest::FilterTest(const City &city, const Filter &filter)
    : m_filter(filter), m_target(city.target), m_discretion(city)
{
    const IncidentNames &names = city.incidents->names();
    for (const QString &type : names.types) {
        m_hiddenType.push_back(filter.hiddenTypes.contains(type.toUpper()));
        m_groupOfType.push_back(city.groups.value(type.toUpper(), guessedGroup(type)));
    }
    for (std::size_t group = 0; group < m_group.size(); ++group)
        m_group[group] = filter.groups.contains(static_cast<Group>(group));
    if (!filter.neighborhoods.isEmpty())
        for (const Neighborhood &neighborhood : *city.neighborhoods)
            m_neighborhood.push_back(filter.neighborhoods.contains(neighborhood.name.toUpper()));
    m_district = wantedAmong(names.districts, filter.districts);
    m_weapon = wantedAmong(names.weapons, filter.weapons);
    m_premise = wantedAmong(names.premises, filter.premises);
    if (filter.circle) {
        // A hair wider than the circle, so that what it leaves out is left out for certain.
        const double north = filter.circle->metres / 111'000;
        const double east = north / std::max(1e-6, std::cos(filter.circle->centre.latitude * radians) - north * radians);
        const auto [x, y] = filter.circle->centre;
        m_circleBox.add(GeoPoint{x - east, y - north});
        m_circleBox.add(GeoPoint{x + east, y + north});
    }
    if (filter.area)
        m_area = std::make_shared<const Neighborhoods>(std::vector<Neighborhood>{{QString(), {*filter.area}, {}}});
}

bool FilterTest::passesButType(const Incident &incident) const
{
    return passesDates(incident) && passesGroup(incident) && (!m_filter.setting || incident.setting == *m_filter.setting)
        && passesIndex(m_neighborhood, !m_filter.neighborhoods.isEmpty(), incident.neighborhood)
        && passesIndex(m_district, !m_filter.districts.isEmpty(), incident.district)
        && passesIndex(m_weapon, !m_filter.weapons.isEmpty(), incident.weapon)
        && passesIndex(m_premise, !m_filter.premises.isEmpty(), incident.premise) && passesHours(incident)
        && passesWeekday(incident) && passesPlace(incident);
}

unsigned FilterTest::failed(const Incident &incident) const
{
    unsigned kinds = 0;
    const auto note = [&](FilterKind kind, bool passes) { kinds |= unsigned(!passes) << static_cast<unsigned>(kind); };
    note(FilterKind::Types, !m_hiddenType[incident.type]);
    note(FilterKind::Groups, passesGroup(incident));
    note(FilterKind::Neighborhoods, passesIndex(m_neighborhood, !m_filter.neighborhoods.isEmpty(), incident.neighborhood));
    note(FilterKind::Districts, passesIndex(m_district, !m_filter.districts.isEmpty(), incident.district));
    note(FilterKind::Weapons, passesIndex(m_weapon, !m_filter.weapons.isEmpty(), incident.weapon));
    note(FilterKind::Premises, passesIndex(m_premise, !m_filter.premises.isEmpty(), incident.premise));
    note(FilterKind::Hours, passesHours(incident));
    note(FilterKind::Weekdays, passesWeekday(incident));
    note(FilterKind::Setting, !m_filter.setting || incident.setting == *m_filter.setting);
    note(FilterKind::Dates, passesDates(incident));
    if (std::popcount(kinds) < 2)
        note(FilterKind::Place, passesPlace(incident));
    return kinds;
}

bool FilterTest::passesDates(const Incident &incident) const
{
    return (!m_filter.from || incident.time >= *m_filter.from) && (!m_filter.to || incident.time < *m_filter.to);
}

bool FilterTest::passesGroup(const Incident &incident) const
{
    return m_filter.groups.empty() || m_group[static_cast<std::size_t>(groupOf(incident))];
}

bool FilterTest::passesHours(const Incident &incident) const
{
    if (!m_filter.hours)
        return true;
    const auto [from, to] = *m_filter.hours;
    const auto minute = (incident.time - midnightOf(incident.time)) / std::chrono::minutes(1);
    return from <= to ? from <= minute && minute < to : minute >= from || minute < to;
}

bool FilterTest::passesWeekday(const Incident &incident) const
{
    return m_filter.weekdays == Filter::allWeekdays || (m_filter.weekdays >> weekdayOf(incident.time) & 1);
}

bool FilterTest::passesPlace(const Incident &incident) const
{
    if (!m_filter.circle && !m_area)
        return true;
    const GeoPoint place = m_discretion.shownPlace(incident);
    if (m_filter.circle
        && (!m_circleBox.contains(place) || metresBetween(m_filter.circle->centre, place) > m_filter.circle->metres))
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

FilterCounts filterCounts(const City &city, const FilterTest &test)
{
    const IncidentNames &names = city.incidents->names();
    FilterCounts counts;
    counts.neighborhoods.resize(city.neighborhoods->size());
    counts.districts.resize(static_cast<std::size_t>(names.districts.size()));
    counts.weapons.resize(static_cast<std::size_t>(names.weapons.size()));
    counts.premises.resize(static_cast<std::size_t>(names.premises.size()));
    const auto addTo = [](std::vector<std::size_t> &list, std::uint16_t index) {
        if (index < list.size())
            ++list[index];
    };
    for (const Incident &incident : city.incidents->all()) {
        const unsigned failed = test.failed(incident);
        if (std::popcount(failed) > 1)
            continue;
        // Counted where its own part alone keeps it out, or nothing does.
        const auto belongsTo = [&](FilterKind kind) { return (failed & ~(1u << static_cast<unsigned>(kind))) == 0; };
        if (belongsTo(FilterKind::Groups))
            ++counts.groups[static_cast<std::size_t>(test.groupOf(incident))];
        if (belongsTo(FilterKind::Setting))
            ++counts.settings[static_cast<std::size_t>(incident.setting)];
        if (belongsTo(FilterKind::Weekdays))
            ++counts.weekdays[weekdayOf(incident.time)];
        if (belongsTo(FilterKind::Hours))
            ++counts.hours[static_cast<std::size_t>(hourOfDay(incident.time))];
        if (belongsTo(FilterKind::Neighborhoods))
            addTo(counts.neighborhoods, incident.neighborhood);
        if (belongsTo(FilterKind::Districts))
            addTo(counts.districts, incident.district);
        if (belongsTo(FilterKind::Weapons))
            addTo(counts.weapons, incident.weapon);
        if (belongsTo(FilterKind::Premises))
            addTo(counts.premises, incident.premise);
        counts.shown += failed == 0;
    }
    return counts;
}

} // namespace forewatch
