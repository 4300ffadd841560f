#include "engine/data/incident_table.h"

#include "engine/core/error.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace forewatch {

IncidentTable::IncidentTable(std::vector<Incident> incidents, IncidentNames names)
    : m_incidents(std::move(incidents)), m_names(std::move(names))
{
    // What is sorted already, as a filtered table is, need not be moved.
    if (!std::ranges::is_sorted(m_incidents, {}, &Incident::time))
        std::ranges::stable_sort(m_incidents, {}, &Incident::time);
}

IncidentTable::IncidentTable(std::vector<Incident> incidents, QStringList types)
    : IncidentTable(std::move(incidents), IncidentNames{.types = std::move(types)})
{
}

Snapshot IncidentTable::snapshot(const Window &window) const
{
    const auto first = std::ranges::lower_bound(m_incidents, window.start, {}, &Incident::time);
    const auto last = std::ranges::lower_bound(first, m_incidents.end(), window.end(), {}, &Incident::time);
    return {window, {first, last}};
}

Window IncidentTable::coveredDays() const
{
    if (isEmpty())
        return {};
    const Time start = midnightOf(first());
    return {start, midnightOf(last()) + std::chrono::days(1) - start};
}

WindowSequence IncidentTable::windows(Duration length, Duration step, std::optional<Time> from,
                                      std::optional<Time> to) const
{
    if (isEmpty() && !(from && to))
        return {};
    const Time grid = midnightOf(from ? *from : first());
    const auto stepsBefore = from ? (*from - grid + step - Duration(1)) / step : 0;
    const Time end = to ? *to - length + Duration(1) : coveredDays().end();
    return WindowSequence::startingIn(grid + stepsBefore * step, end, length, step);
}

Target::Target(const QStringList &names, const IncidentTable &table)
{
    m_byType.resize(static_cast<std::size_t>(table.types().size()));
    for (const QString &name : names.isEmpty() ? defaultNames() : names)
        m_names << name.trimmed().toUpper();
    m_names.removeDuplicates();
    for (qsizetype i = 0; i < table.types().size(); ++i)
        m_byType[static_cast<std::size_t>(i)] = m_names.contains(table.types()[i], Qt::CaseInsensitive);
    if (std::ranges::find(m_byType, true) == m_byType.end())
        throw Error(QStringLiteral("No incident is of the target type %1. The table's types are: %2. "
                                   "Name the target with --target.")
                        .arg(m_names.join(QStringLiteral(" or ")), table.types().join(QStringLiteral(", "))));
}

void Target::requireAll(const IncidentTable &table) const
{
    for (const QString &name : m_names)
        if (!table.types().contains(name, Qt::CaseInsensitive))
            throw Error(QStringLiteral("No incident is of the target type %1. The table's types are: %2. "
                                       "Name the target with --target.")
                            .arg(name, table.types().join(QStringLiteral(", "))));
}

bool Target::anyIn(std::span<const Incident> incidents) const
{
    return std::ranges::any_of(incidents, [this](const Incident &incident) { return contains(incident); });
}

std::size_t Target::eventsIn(std::span<const Incident> incidents) const
{
    std::set<std::tuple<Time, double, double>> events;
    for (const Incident &incident : incidents)
        if (contains(incident))
            events.emplace(incident.time, incident.place.longitude, incident.place.latitude);
    return events.size();
}

QString Target::spoken() const
{
    QStringList words;
    for (const QString &name : m_names)
        words << name.toLower();
    return words.join(QStringLiteral(" or "));
}

} // namespace forewatch
