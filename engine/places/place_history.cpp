#include "engine/places/place_history.h"

#include "engine/analysis/event_sieve.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace forewatch {

namespace {

/// The kinds of a source in the order of their numbers; a table has those that its types name.
enum class Kind : std::uint8_t { Target, Aggravated, Robbery, Common, Violent, Other };

struct NamedKind
{
    Kind kind;
    QLatin1String name;
    bool violent;
};

constexpr std::array namedKinds{NamedKind{Kind::Target, QLatin1String("target"), false},
                                NamedKind{Kind::Aggravated, QLatin1String("aggravated_assault"), true},
                                NamedKind{Kind::Robbery, QLatin1String("robbery"), true},
                                NamedKind{Kind::Common, QLatin1String("common_assault"), true},
                                NamedKind{Kind::Violent, QLatin1String("violent"), true},
                                NamedKind{Kind::Other, QLatin1String("other"), false}};

Kind kindOf(const QString &type, const TypeGroups &groups)
{
    const auto says = [&](const char *word) { return type.contains(QLatin1String(word), Qt::CaseInsensitive); };
    if (says("AGG") && (says("ASSAULT") || says("BATTERY")))
        return Kind::Aggravated;
    if (says("ROBBERY") || says("CARJACK"))
        return Kind::Robbery;
    if ((says("COMMON") || says("SIMPLE")) && (says("ASSAULT") || says("BATTERY")))
        return Kind::Common;
    return groups.value(type.toUpper(), guessedGroup(type)) == Group::Violent ? Kind::Violent : Kind::Other;
}

} // namespace

EventSources::EventSources(const City &city) : m_target(city.target)
{
    const QStringList &types = city.incidents->types();
    std::vector<Kind> kinds;
    for (const QString &type : types)
        kinds.push_back(kindOf(type, city.groups));
    std::array<std::uint8_t, namedKinds.size()> numbers{};
    for (const NamedKind &named : namedKinds) {
        bool occurs = named.kind == Kind::Target;
        for (std::size_t type = 0; type < kinds.size(); ++type)
            occurs |= kinds[type] == named.kind && !m_target->containsType(type);
        if (!occurs)
            continue;
        numbers[static_cast<std::size_t>(named.kind)] = static_cast<std::uint8_t>(m_names.size());
        m_names << named.name;
        m_violent.push_back(named.violent);
    }
    for (const Kind kind : kinds)
        m_byType.push_back(numbers[static_cast<std::size_t>(kind)]);
}

PlaceHistory::PlaceHistory(const City &city, const Task &task, std::shared_ptr<const PlaceGrid> grid)
    : m_grid(std::move(grid))
    , m_task(task)
    , m_sources(city)
{
    const bool late = task.question == Question::NextWindow;
    EventSieve sieve;
    for (const Incident &incident : city.incidents->all()) {
        const std::uint32_t cell = m_grid->cellOf(incident.place);
        const std::uint8_t source = m_sources.of(incident);
        if (cell == PlaceGrid::none || !sieve.isFirst(incident, source))
            continue;
        const Duration delay = late ? task.delayOf(incident) : Duration(0);
        m_events.push_back({incident.time, incident.time + std::max(delay, Duration(1)), cell, source});
    }
    std::ranges::copy_if(m_events, std::back_inserter(m_targets),
                         [](const PlacedEvent &event) { return event.source == EventSources::target; });
    std::ranges::stable_sort(m_events, {}, &PlacedEvent::knownAt);
}

Time PlaceHistory::dayOf(const Window &asked) const
{
    return midnightOf(std::min(m_task.madeAt(asked), asked.start));
}

std::span<const PlacedEvent> PlaceHistory::targetsIn(const Window &span) const
{
    const auto first = std::ranges::lower_bound(m_targets, span.start, {}, &PlacedEvent::time);
    const auto last = std::ranges::lower_bound(first, m_targets.end(), span.end(), {}, &PlacedEvent::time);
    return {first, last};
}

} // namespace forewatch
