#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"

#include <array>
#include <cstdint>
#include <vector>

namespace forewatch {

/// The rates the sample city's incidents were drawn from: what a perfect forecast would know. Events are independent
/// of each other, so earlier ones say nothing more.
struct SampleTruth
{
    /// Expected target events in `window`; the probability of at least one is `1 − exp(−rate)`. Exact for whole hours:
    /// times are told rounded down inside their hour. Before and after the years, the nearest year's level holds.
    double targetEvents(const Window &window) const;

    /// Expected target events per hour of the day on an average day, 0 to 23; sums to the daily mean.
    std::array<double, 24> targetByHour{};
    /// Mean 1 over the week (Monday first) and over the year (January first).
    std::array<double, 7> weekday{};
    std::array<double, 12> month{};
    /// Level of each year, the first one 1.
    std::vector<double> year;
    int firstYear = 0;
    /// Share of target events in each neighborhood; sums to 1.
    std::vector<double> place;
};

/// A fictional city, drawn from a seed, with the rates it was drawn from.
struct SampleCity
{
    City city;
    SampleTruth truth;
};

/// Port Ansgar, a harbor city of about 60 neighborhoods that lies nowhere: `years` years of incidents from 2021 on
/// whose rhythm by hour, weekday, season and type follows the figures of a real city's table. The same seed gives
/// the same city on every machine. Throws `Cancelled`. Precondition: `years > 0`.
SampleCity makeSampleCity(std::uint64_t seed, int years, Feedback &feedback);

/// Writes `incidents.csv` (with the columns of a Part 1 table) and `neighborhoods.geojson`, which import to the same
/// city again. Throws `Error`.
void writeSampleCity(const SampleCity &sample, const QString &folder);

} // namespace forewatch
