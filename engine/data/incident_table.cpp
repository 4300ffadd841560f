#include "engine/data/incident_table.h"

#include <algorithm>

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

} // namespace forewatch
