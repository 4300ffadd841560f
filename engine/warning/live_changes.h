#pragma once

#include "engine/analysis/share.h"
#include "engine/data/city.h"
#include "engine/task/task.h"

namespace forewatch {

/// How a table differs from the same table at an earlier look. Rows are compared by what they say, as many times as they say it;
/// their order and numbers do not matter.
struct RowChanges
{
    /// Rows that were not there before, the corrected ones not counted.
    std::size_t added = 0;
    /// Of these, rows of before the newest row at the earlier look.
    std::size_t late = 0;
    /// Pairs of a row that went and one that came which agree in two of time, type and place.
    std::size_t corrected = 0;
    /// Rows that went without another in their stead.
    std::size_t removed = 0;
    /// Times of the added rows.
    std::vector<Time> arrived = {};
    /// Earliest time of a row that is late, corrected or removed: what was said of later spans may have changed.
    std::optional<Time> reachesBack = std::nullopt;

    bool any() const { return added + corrected + removed > 0; }

    /// `12 new rows, 3 of them late; 1 corrected, 2 removed`; empty when nothing changed.
    QString spoken() const;
};

/// Counts what came, changed and went; both tables of the same neighborhoods. Costs a sort of each.
RowChanges changesBetween(const IncidentTable &before, const IncidentTable &now);

/// How long rows take until they are in a table.
struct FeedDelay
{
    /// Rows that tell it.
    std::size_t rows = 0;
    Duration median{0};
    /// 95 % of the rows took no longer.
    Duration most{0};
    /// Rows that took longer than the model was trained for.
    Share beyondModel = {};
    /// By the table's own times of report; else by when rows were seen to come, which rounds up to the next look.
    bool fromReports = false;

    /// The feed's delay held against the one that the model was trained for.
    QString sentence(const Task &task) const;
};

/// By the times of report of the rows of the five weeks that end a week before the newest row, so that those which come late can
/// have come. Nothing where the table has no such column, or fewer than twenty rows there.
std::optional<FeedDelay> delayOfReports(const City &city, const Task &task);

/// By how old rows were when they were first seen; rows of all ages, so those of a first look must not be among them. Nothing for
/// fewer than twenty.
std::optional<FeedDelay> delayOfArrivals(std::vector<Duration> ages, const Task &task);

} // namespace forewatch
