#include "engine/analysis/daily_table.h"

#include "engine/analysis/event_sieve.h"
#include "engine/map/legend.h"

namespace forewatch {

using namespace std::chrono;

namespace {

/// The categories, and which of them an incident counts in.
class Categories
{
public:
    explicit Categories(const City &city)
        : m_target(*city.target), m_legend(city.incidents->types(), *city.target, city.groups)
    {
        const QStringList &types = city.incidents->types();
        const auto typeCount = static_cast<std::size_t>(types.size());
        std::vector<bool> occurs(typeCount);
        std::array<bool, groupsFromLoud.size()> groupOccurs{};
        for (const Incident &incident : city.incidents->all()) {
            occurs[incident.type] = true;
            groupOccurs[static_cast<std::size_t>(groupOf(incident))] = true;
        }
        all.push_back({QStringLiteral("All incidents"), DailyCategory::Kind::All});
        for (const Group group : groupsFromLoud) {
            if (!groupOccurs[static_cast<std::size_t>(group)])
                continue;
            m_ofGroup[static_cast<std::size_t>(group)] = all.size();
            all.push_back({groupName(group), DailyCategory::Kind::Group, group == Group::Target});
        }
        m_ofType.resize(typeCount);
        for (const bool targets : {true, false})
            for (std::size_t i = 0; i < typeCount; ++i)
                if (occurs[i] && m_target.containsType(i) == targets) {
                    m_ofType[i] = all.size();
                    all.push_back({types[static_cast<qsizetype>(i)], DailyCategory::Kind::Type, targets});
                }
    }

    std::array<std::size_t, 3> of(const Incident &incident) const
    {
        return {0, m_ofGroup[static_cast<std::size_t>(groupOf(incident))], m_ofType[incident.type]};
    }

    std::vector<DailyCategory> all;

private:
    Group groupOf(const Incident &incident) const
    {
        return m_target.contains(incident) ? Group::Target : m_legend.at(incident.type).group;
    }

    const Target &m_target;
    Legend m_legend;
    std::array<std::size_t, groupsFromLoud.size()> m_ofGroup{};
    std::vector<std::size_t> m_ofType;
};

void addSpan(const City &city, const AreaSet &areas, const Categories &categories, const Window &window,
             std::optional<qint64> Change::*when, std::size_t span, DailyTable &table)
{
    const std::size_t perArea = table.categories.size();
    std::vector<qint64> counts(table.areaCount() * perArea);
    std::vector<qint64> victims(counts.size());
    EventSieve events;
    for (const Incident &incident : city.incidents->snapshot(window).incidents) {
        const std::size_t area = areas.areaOf(incident);
        for (const std::size_t category : categories.of(incident)) {
            const bool counted = !categories.all[category].isTarget
                || events.isFirst(incident, static_cast<std::uint16_t>(category));
            for (const std::size_t line : {area, table.total()}) {
                counts[line * perArea + category] += counted;
                ++victims[line * perArea + category];
            }
        }
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
        DailyTable::Cell &cell = table.cells[i * DailyTable::spanCount + span];
        cell.count.*when = counts[i];
        if (categories.all[i % perArea].isTarget)
            cell.victims.*when = victims[i];
    }
}

} // namespace

bool DailyTable::isEmpty(std::size_t area) const
{
    const auto none = [](const Change &change) { return change.now.value_or(0) == 0 && change.before.value_or(0) == 0; };
    for (std::size_t span = 0; span < spanCount; ++span)
        if (!categories.empty() && !none(at(area, 0, span).count))
            return false;
    return true;
}

QString spanName(std::size_t span)
{
    switch (span) {
    case DailyTable::LastWeek: return QStringLiteral("Last 7 days");
    case DailyTable::LastFourWeeks: return QStringLiteral("Last 28 days");
    default: return QStringLiteral("Year to date");
    }
}

QString spanKey(std::size_t span)
{
    switch (span) {
    case DailyTable::LastWeek: return QStringLiteral("last_7_days");
    case DailyTable::LastFourWeeks: return QStringLiteral("last_28_days");
    default: return QStringLiteral("year_to_date");
    }
}

std::array<ComparedSpan, DailyTable::spanCount> dailySpans(Time day, const Window &covered)
{
    const Time end = midnightOf(day) + days(1);
    const Time newYear = makeTime(yearOf(day), 1, 1);
    std::array<ComparedSpan, DailyTable::spanCount> spans;
    const auto lastDays = [&](int count) {
        // As many days a year before, also across 29 February.
        ComparedSpan span = comparedSpan({end - days(count), days(count)}, covered);
        span.before = {yearBefore(end) - days(count), days(count)};
        span.knowsBefore = covered.start <= span.before.start && span.before.end() <= covered.end();
        return span;
    };
    spans[DailyTable::LastWeek] = lastDays(7);
    spans[DailyTable::LastFourWeeks] = lastDays(28);
    const Window yearToDate{newYear, end - newYear};
    const Time newYearBefore = yearBefore(newYear);
    const Window before{newYearBefore, yearBefore(end) - newYearBefore};
    const auto knows = [&](const Window &span) { return covered.start <= span.start && span.end() <= covered.end(); };
    spans[DailyTable::YearToDate] = {yearToDate, before, knows(yearToDate), knows(before)};
    return spans;
}

Time lastWholeDay(const IncidentTable &table)
{
    const Time day = midnightOf(table.last());
    return hourOfDay(table.last()) >= 20 ? day : day - days(1);
}

DailyTable dailyTable(const City &city, const AreaSet &areas, Time day, const Window &covered)
{
    const Categories categories(city);
    DailyTable table{midnightOf(day), dailySpans(day, covered), areas.names, categories.all, {}};
    table.areas << QStringLiteral("Elsewhere") << QStringLiteral("Total");
    table.cells.resize(table.areaCount() * table.categories.size() * DailyTable::spanCount);
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const double exposure = table.spans[i % DailyTable::spanCount].exposure();
        table.cells[i].count.exposure = exposure;
        table.cells[i].victims.exposure = exposure;
    }
    for (std::size_t span = 0; span < DailyTable::spanCount; ++span) {
        const ComparedSpan &compared = table.spans[span];
        if (compared.knowsNow)
            addSpan(city, areas, categories, compared.now, &Change::now, span, table);
        if (compared.knowsBefore)
            addSpan(city, areas, categories, compared.before, &Change::before, span, table);
    }
    return table;
}

} // namespace forewatch
