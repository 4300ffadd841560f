#pragma once

#include "engine/core/day_rhythm.h"
#include "engine/core/feedback.h"
#include "engine/data/city.h"
#include "engine/data/sample_places.h"

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace forewatch {

/// What there is to be found in the sample city's target events.
enum class SampleStructure {
    /// A self-exciting process: a background with its rhythm and its corners, and events that beget others nearby.
    Hawkes,
    /// Nothing: a constant rate, each block as likely as any other. No forecast can be better than always the same.
    None,
};

struct SampleOptions
{
    SampleStructure structure = SampleStructure::Hawkes;
    /// One more type, VANDALISM, with an incident somewhere in each two-hour window (from midnight on) that holds a target
    /// event and in no other: the answer, drawn in the picture.
    bool plantedLeak = false;
};

/// The process that the sample city's target events were drawn from, with its history: what a perfect forecast would know.
/// A Hawkes process in time and space (Hawkes, 1971; Ogata, 1988). Each event begets a Poisson number of others, `branching` on
/// average, from the end of its hour on, after times that are exponential with mean `days` on the clock `rhythm`, at blocks
/// drawn by a normal distribution of their distance. Times are told rounded down inside their hour; rates are exact for
/// windows of whole hours.
struct SampleTruth
{
    double branching = 0;
    double days = 0;
    /// Standard deviation to the east as to the north.
    double metres = 0;
    DayRhythm rhythm;

    /// Expected events that come by themselves.
    double backgroundEvents(const Window &window) const;

    /// Expected target events in `window`, given all events before it and none inside it: the probability of at least one
    /// is exactly `1 − exp(−this)`. The best forecast that is made when the window starts.
    double targetEvents(const Window &window) const;

    /// The same by block, and by neighborhood; both sum to `targetEvents`.
    std::vector<double> blockEvents(const Window &window) const;
    std::vector<double> neighborhoodEvents(const Window &window) const;

    /// Of the background, per hour of the day on an average day, 0 to 23; sums to the daily mean of the first year.
    std::array<double, 24> backgroundByHour{};
    /// Of the background: mean 1 over the week (Monday first) and over the year (January first).
    std::array<double, 7> weekday{};
    std::array<double, 12> month{};
    /// Level of each year's background, the first one 1. Before and after the years, the nearest year's level holds.
    std::vector<double> year;
    int firstYear = 0;
    std::vector<Block> blocks;
    /// Each block's share of the background; sums to 1.
    std::vector<double> backgroundShare;

    struct Event
    {
        Time time;
        std::uint32_t block;
        /// Begotten by an earlier event.
        bool begotten;
    };
    /// In order of time.
    std::vector<Event> events;
    /// Where an event at a block begets others; for all blocks with an event.
    std::unordered_map<std::uint32_t, std::vector<BlockShare>> around;

private:
    /// Calls `visit(event, expected)` for the events whose offspring are to be expected in the window.
    template <class Visit> void forEachCause(const Window &window, const Visit &visit) const;
};

/// A fictional city, drawn from a seed, with the process it was drawn from.
struct SampleCity
{
    City city;
    SampleTruth truth;
};

/// Port Ansgar, a harbor city of about 60 neighborhoods that lies nowhere: `years` years of incidents from 2021 on
/// whose rhythm by hour, weekday, season and type follows the figures of a real city's table; its target events are a
/// Hawkes process besides. The same seed and options give the same city on every machine, and the same incidents without
/// targets whatever the options. Throws `Cancelled`. Precondition: `years > 0`.
SampleCity makeSampleCity(std::uint64_t seed, int years, Feedback &feedback, const SampleOptions &options = {});

/// Writes `incidents.csv` (with the columns of a Part 1 table) and `neighborhoods.geojson`, which import to the same
/// city again. Throws `Error`.
void writeSampleCity(const SampleCity &sample, const QString &folder);

} // namespace forewatch
