#pragma once

#include "engine/analysis/area_set.h"
#include "engine/analysis/change.h"

#include <array>

namespace forewatch {

/// A line of the supervisors' table: all incidents, a group, or a single type.
struct DailyCategory
{
    enum class Kind { All, Group, Type };

    QString name;
    Kind kind;
    /// Counted as events, with victims beside them.
    bool isTarget = false;

    bool operator==(const DailyCategory &) const = default;
};

/// The supervisors' daily table: the last 7 days, the last 28 days and the year to date, by area and category, each
/// beside the same span a year before.
struct DailyTable
{
    enum Span { LastWeek, LastFourWeeks, YearToDate };
    static constexpr std::size_t spanCount = 3;

    struct Cell
    {
        /// Target events where the category is a target's, else incidents.
        Change count = {};
        /// Target rows, for targets alone.
        Change victims = {};

        bool operator==(const Cell &) const = default;
    };

    /// Midnight at which the day begins that the spans end with.
    Time day;
    std::array<ComparedSpan, spanCount> spans;
    /// The areas, then those in none of them, then the total.
    QStringList areas;
    std::vector<DailyCategory> categories;
    /// By area, category, span.
    std::vector<Cell> cells;

    std::size_t areaCount() const { return static_cast<std::size_t>(areas.size()); }
    std::size_t total() const { return areaCount() - 1; }
    std::size_t elsewhere() const { return areaCount() - 2; }

    const Cell &at(std::size_t area, std::size_t category, std::size_t span) const
    {
        return cells[(area * categories.size() + category) * spanCount + span];
    }

    /// Whether any span of the area or of the year before holds an incident.
    bool isEmpty(std::size_t area) const;
};

/// As people and files say it: `Last 7 days`, `last_7_days`.
QString spanName(std::size_t span);
QString spanKey(std::size_t span);

/// The spans that end with the day which begins at `day`, and those a year before.
std::array<ComparedSpan, DailyTable::spanCount> dailySpans(Time day, const Window &covered);

/// The last day that the table holds whole, as midnight at its beginning: the day of the last incident where that is at
/// 20:00 or later, else the day before. Precondition: not empty.
Time lastWholeDay(const IncidentTable &table);

/// Counts. `city` may be filtered, but not by date; `covered` is what its whole table covers. Categories: all incidents,
/// the groups in the order of loudness, then the types that occur in `city` in the table's order, targets first. A
/// target event belongs to the area of its first row.
DailyTable dailyTable(const City &city, const AreaSet &areas, Time day, const Window &covered);

} // namespace forewatch
