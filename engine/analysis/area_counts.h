#pragma once

#include "engine/analysis/area_set.h"
#include "engine/analysis/change.h"

namespace forewatch {

/// What happened in one area during a span, beside the same span a year before.
struct AreaCount
{
    /// Rows of the table.
    Change incidents = {};
    /// Target events: distinct times and places among the target rows.
    Change targets = {};
    /// Target rows.
    Change victims = {};

    bool operator==(const AreaCount &) const = default;
};

/// A span's counts by area.
struct AreaCounts
{
    ComparedSpan span;
    /// In the order of the `AreaSet`.
    std::vector<AreaCount> areas;
    /// In none of them.
    AreaCount elsewhere;
    AreaCount total;

    /// The area's part of all target events, 0 to 1; nothing where there are none.
    std::optional<double> shareOfTargets(const AreaCount &count) const;
};

/// Counts the city's incidents of the span and of the year before. An event belongs to the area of its first row.
/// `city` may be filtered, but not by date: what a filter left out would be missing from the year before.
AreaCounts countByArea(const City &city, const AreaSet &areas, const ComparedSpan &span);

/// `count` per km² of area `index`; nothing without outlines.
std::optional<double> perSquareKilometre(qint64 count, const AreaSet &areas, std::size_t index);

/// `count` per 1,000 residents of area `index`; nothing where the source says none, or nobody lives there.
std::optional<double> perThousandResidents(qint64 count, const AreaSet &areas, std::size_t index);

/// Whether the rate per 1,000 of area `index` rests on fewer than `fewResidents`.
bool hasFewResidents(const AreaSet &areas, std::size_t index);

} // namespace forewatch
