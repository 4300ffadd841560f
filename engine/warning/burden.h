#pragma once

#include "engine/analysis/area_set.h"
#include "engine/scores/metrics.h"

#include <QJsonObject>

namespace forewatch {

/// Which hours are a burden on an area.
enum class BurdenKind {
    /// The area is among the top ranks while an alert is up. Alerts are the whole city's; this says on whom they fall.
    UnderAlert,
    /// The area is among the top ranks, whether an alert is up or not.
    TopRanks,
};

/// `alert`, `top`.
QString burdenName(BurdenKind kind);

/// What fell on each area on each day of a span, and what happened there. Vectors by day hold one value for each area.
struct BurdenRecord
{
    struct Day
    {
        std::vector<double> topHours;
        std::vector<double> alertHours;
        /// Target events, and those of them that happened in an hour of the kind.
        std::vector<double> events;
        std::vector<double> eventsInTop;
        std::vector<double> eventsUnderAlert;
        /// Target events that the model expected.
        std::vector<double> expected;
    };
    std::vector<Day> days;

    /// Adds a day on which nothing has happened yet.
    Day &addDay(std::size_t areas);
};

/// How one area's burden stands beside what happened there.
struct AreaBurden
{
    /// Index into the set.
    std::size_t area = 0;
    /// In the whole span; intervals of 95 % here and below, by days drawn anew.
    Estimate hours;
    std::size_t events = 0;
    /// Those that happened in its burden's hours.
    std::size_t eventsInside = 0;
    double expected = 0;
    /// Of all areas' hours, and of the events in all areas; 0 to 1.
    Estimate burdenShare;
    Estimate eventShare;
    /// Share of the burden less share of the events.
    Estimate difference;
    /// Two-sided: that the area's share of the events is its share of the burden. The larger of the exact binomial one and of the normal
    /// one over days drawn anew, so that neither few events nor events that come together make a finding.
    double p = 1;
    /// Found among all areas, of which at most 5 % are expected to be false (Benjamini and Hochberg, 1995): 1 more burden than events, −1
    /// less, 0 neither.
    int finding = 0;
    std::optional<double> residents;
    std::optional<double> hoursPerThousand;
    std::optional<double> eventsPerThousand;
};

/// Burden beside outcomes, by area.
struct Burden
{
    BurdenKind kind = BurdenKind::UnderAlert;
    std::size_t days = 0;
    /// Of all areas.
    double hours = 0;
    std::size_t events = 0;
    std::size_t eventsInside = 0;
    /// In the order of the set.
    std::vector<AreaBurden> areas;

    /// The verdict first: where burden and outcomes differ beyond chance, or that they do not; then how far the figures reach.
    QStringList sentences(const AreaSet &set) const;
    /// `area,hours,hours_low,hours_high,burden_share,events,event_share,events_inside,expected,difference,difference_low,
    /// difference_high,p,finding,residents,hours_per_1000,events_per_1000`
    QByteArray toCsv(const AreaSet &set) const;
    QJsonObject toJson(const AreaSet &set) const;
};

/// Adds up the days. Precondition: each day has a value for each area of the set.
Burden burdenOf(const BurdenRecord &record, const AreaSet &set, BurdenKind kind, std::uint64_t seed = 1, int resamples = 1000);

/// The chance of a count as unlikely as `hits` of `tries`, each with this probability, or less likely (exact two-sided test).
double binomialTest(std::size_t hits, std::size_t tries, double probability);

} // namespace forewatch
