#pragma once

#include "engine/core/feedback.h"
#include "engine/core/time.h"
#include "engine/data/incident_table.h"

#include <span>
#include <vector>

namespace forewatch {

/// How near is near, and how well chance is known.
struct NearRepeatSettings
{
    static constexpr int fewestRuns = 99;
    static constexpr int mostRuns = 999;

    /// Upper ends of the distance bands in metres, ascending; each band leaves out its upper end and begins where the one
    /// before ends. The same place (less than a metre) is a band of its own before them.
    std::vector<double> metres = {100, 200, 300, 400, 500};
    /// Upper ends of the time bands in days between dates, ascending, left out themselves: 7 means the same day to six
    /// days apart.
    std::vector<int> days = {7, 14, 21, 28};
    /// 99 to 999.
    int runs = 199;
    std::uint64_t seed = 1;

    bool operator==(const NearRepeatSettings &) const = default;

    /// Throws `Error`, saying what is wrong, for bands that do not ascend from above zero or a number of runs out of
    /// range.
    void require() const;
};

/// A cell of the Knox table.
struct NearRepeatCell
{
    std::size_t observed = 0;
    /// Mean over the runs.
    double expected = 0;
    /// Share of the observed table and the runs together that have at least as many pairs: `(1 + r) / (1 + runs)`.
    double p = 1;

    /// Observed to expected; nothing to compare with gives 0.
    double ratio() const { return expected > 0 ? static_cast<double>(observed) / expected : 0; }
};

/// Pairs of events by how near they are in space and time (Knox, 1964), beside what is expected when dates have nothing
/// to do with places: the dates are dealt out to the places anew, many times (Besag & Diggle, 1977; Ratcliffe & Rengert,
/// 2008).
struct NearRepeat
{
    NearRepeatSettings settings;
    /// One row for the same place, then one for each distance band; columns are time bands.
    std::vector<std::vector<NearRepeatCell>> cells;
    std::size_t events = 0;
    /// Events given, of which the latest `events` were used.
    std::size_t given = 0;
    /// Pairs nearer than the last distance band, at any time apart.
    std::size_t nearPairs = 0;
    /// Of the first event that was used.
    Time first{};

    /// `same place`, `0–100 m`, `100–200 m`; `0–6 d`, `7–13 d`.
    QString distanceLabel(std::size_t row) const;
    QString timeLabel(std::size_t column) const;
};

/// Events are in order of time; each counts once. The latest 20,000 are used. Distances on the ground's plane, times as
/// days between dates. Throws `Error` for bad settings and for more than 30 million near pairs, and `Cancelled`.
NearRepeat nearRepeat(std::span<const Incident> events, const NearRepeatSettings &settings, Feedback &feedback);

} // namespace forewatch
