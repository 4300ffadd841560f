#include "widgets/map/selection_facts.h"

#include "engine/analysis/area_set.h"
#include "engine/data/discretion.h"
#include "widgets/look.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

namespace forewatch {

namespace {

/// So many neighborhoods are told one by one.
constexpr std::size_t mostNeighborhoods = 12;

QString tr(const char *text)
{
    return QCoreApplication::translate("SelectionFacts", text);
}

QString degrees(GeoPoint place)
{
    return QStringLiteral("%1°, %2°").arg(place.latitude, 0, 'f', 5).arg(place.longitude, 0, 'f', 5);
}

/// The name an index points to; empty where the table says nothing.
QString nameAt(const QStringList &names, std::uint16_t index)
{
    return index < names.size() ? names[index] : QString();
}

FactGroup factsOfOne(const City &city, const Incident &incident)
{
    const IncidentNames &names = city.incidents->names();
    FactGroup group{names.types[incident.type], {}};
    const auto add = [&](const QString &what, const QString &value) {
        if (!value.isEmpty())
            group.facts.emplace_back(what, value);
    };
    const GeoPoint shown = Discretion(city).shownPlace(incident);
    add(tr("Time"), formatTime(incident.time));
    add(tr("Place"), degrees(shown));
    if (!(shown == incident.place))
        add(QString(), tr("shown at the neighborhood's centre"));
    if (incident.neighborhood != Incident::nowhere)
        add(tr("Neighborhood"), city.neighborhoods->at(incident.neighborhood).name);
    else
        add(tr("Neighborhood"), tr("none of them"));
    add(tr("District"), nameAt(names.districts, incident.district));
    add(tr("Weapon"), nameAt(names.weapons, incident.weapon));
    add(tr("Premise"), nameAt(names.premises, incident.premise));
    if (incident.setting != Setting::Unknown)
        add(tr("Where"), incident.setting == Setting::Inside ? tr("inside") : tr("outside"));
    QStringList flags;
    for (qsizetype i = 0; i < names.flags.size(); ++i)
        if (incident.flags >> i & 1)
            flags << names.flags[i];
    add(tr("Marked"), flags.join(QStringLiteral(", ")));
    add(tr("Row in the source"), grouped(incident.row));
    return group;
}

FactGroup factsOfSeveral(const City &city, const std::vector<const Incident *> &incidents)
{
    const Discretion discretion(city);
    std::vector<Incident> copies;
    std::map<std::uint16_t, int> types;
    std::set<std::pair<double, double>> places;
    for (const Incident *incident : incidents) {
        copies.push_back(*incident);
        ++types[incident->type];
        const GeoPoint shown = discretion.shownPlace(*incident);
        places.emplace(shown.latitude, shown.longitude);
    }
    FactGroup group{counted(static_cast<qint64>(incidents.size()), tr("incident"), tr("incidents")), {}};
    group.facts.emplace_back(tr("First"), formatTime(incidents.front()->time));
    group.facts.emplace_back(tr("Last"), formatTime(incidents.back()->time));
    if (places.size() == 1)
        group.facts.emplace_back(tr("Place"), degrees({places.begin()->second, places.begin()->first}));
    else
        group.facts.emplace_back(tr("Places"), grouped(static_cast<qint64>(places.size())));
    group.facts.emplace_back(tr("Target events"), grouped(static_cast<qint64>(city.target->eventsIn(copies))));
    std::vector<std::pair<int, std::uint16_t>> byCount;
    for (const auto &[type, count] : types)
        byCount.emplace_back(-count, type);
    std::ranges::sort(byCount);
    for (const auto &[count, type] : byCount)
        group.facts.emplace_back(city.incidents->types()[type], grouped(-count));
    return group;
}

FactGroup factsOfNeighborhood(const City &whole, const City &shown, const std::optional<Window> &window,
                              std::size_t neighborhood)
{
    const Neighborhood &area = whole.neighborhoods->at(neighborhood);
    const auto inside = [&](std::span<const Incident> all) {
        std::vector<Incident> incidents;
        std::ranges::copy_if(all, std::back_inserter(incidents),
                             [&](const Incident &incident) { return incident.neighborhood == neighborhood; });
        return incidents;
    };
    const auto countedHere = [&](const std::vector<Incident> &incidents) {
        return counted(static_cast<qint64>(incidents.size()), tr("incident"), tr("incidents")) + QStringLiteral(", ")
            + counted(static_cast<qint64>(shown.target->eventsIn(incidents)), tr("target event"), tr("target events"));
    };
    const double squareKilometres = squareKilometresOf(area);
    const std::vector<Incident> here = inside(shown.incidents->all());
    FactGroup group{area.name, {}};
    group.facts.emplace_back(tr("Area"), tr("%1 km²").arg(squareKilometres, 0, 'f', squareKilometres < 10 ? 2 : 1));
    if (window)
        group.facts.emplace_back(tr("In this window"),
                                 countedHere(inside(shown.incidents->snapshot(*window).incidents)));
    group.facts.emplace_back(tr("In all that is shown"), countedHere(here));
    if (squareKilometres > 0)
        group.facts.emplace_back(
            tr("Incidents per km²"),
            grouped(static_cast<qint64>(static_cast<double>(here.size()) / squareKilometres + 0.5)));
    return group;
}

} // namespace

std::vector<const Incident *> incidentsOfRows(const City &city, const std::vector<std::uint32_t> &rows)
{
    std::vector<const Incident *> found;
    if (rows.empty())
        return found;
    std::vector<bool> wanted(rows.back() + 1);
    for (const std::uint32_t row : rows)
        wanted[row] = true;
    for (const Incident &incident : city.incidents->all())
        if (incident.row < wanted.size() && wanted[incident.row])
            found.push_back(&incident);
    return found;
}

std::vector<FactGroup> factsOf(const City &whole, const City &shown, const std::optional<Window> &window,
                               const Selection &selection)
{
    std::vector<FactGroup> groups;
    const auto incidents = incidentsOfRows(whole, selection.rows);
    if (incidents.size() == 1)
        groups.push_back(factsOfOne(whole, *incidents.front()));
    else if (!incidents.empty())
        groups.push_back(factsOfSeveral(whole, incidents));
    std::size_t told = 0;
    for (const std::size_t neighborhood : selection.neighborhoods) {
        if (neighborhood >= whole.neighborhoods->size())
            continue;
        if (++told > mostNeighborhoods) {
            groups.push_back(
                {tr("and %1 neighborhoods more").arg(selection.neighborhoods.size() - mostNeighborhoods), {}});
            break;
        }
        groups.push_back(factsOfNeighborhood(whole, shown, window, neighborhood));
    }
    return groups;
}

} // namespace forewatch
