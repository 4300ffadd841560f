#pragma once

#include "engine/core/day_rhythm.h"
#include "engine/core/feedback.h"
#include "engine/geo/ground_plane.h"
#include "engine/scores/metrics.h"

#include <span>
#include <vector>

namespace forewatch {

/// A target event on the ground.
struct HawkesEvent
{
    Time time;
    GroundPoint place;
};

/// How long and how far an event's influence reaches.
struct HawkesKernel
{
    /// Events that one event begets itself, on average.
    double branching = 0;
    /// Mean time to them, in days of a clock that runs with the rhythm of the hours; decay is exponential.
    double days = 0;
    /// Standard deviation of their distance, to the east as to the north; a normal distribution.
    double metres = 0;

    /// 95 %, from the observed information with the background's places held.
    Interval branchingInterval = {};
    Interval daysInterval = {};
    Interval metresInterval = {};
};

struct HawkesSettings
{
    /// Mean times that the search begins with, one kernel each. The first kernel, and then the second, stay only where they
    /// lower the Bayesian information criterion and reach less than 500 m and a quarter of the span: what reaches farther
    /// cannot be told apart from the background.
    std::vector<double> startDays = {5, 60};
    /// Standard deviations of the background's densities, in metres; the last is the largest.
    std::vector<double> bandwidths = {90, 150, 250, 500};
    int mostRounds = 200;

    static constexpr std::size_t fewestEvents = 50;
};

/// A Hawkes process in time and space (Hawkes, 1971; Ogata, 1988; of crime: Mohler and others, 2011). Events per day and
/// square metre at a moment s of the clock `rhythm` are
/// `background · level(s) · b(x) + Σ branching · exp(−(s − sᵢ)/days)/days · normal(x − xᵢ; metres)` over the events before,
/// summed over the kernels. `level` is events per day over the 365 days before the day; `b` a mixture of an even city and of
/// kernel densities of the events, each weighted by its probability that it came by itself.
struct HawkesFit
{
    /// Share of the level that comes by itself.
    double background = 1;
    Interval backgroundInterval;
    /// None where no event raises the rate of others as far as can be told.
    std::vector<HawkesKernel> kernels;
    DayRhythm rhythm;
    /// Weights of the even city and of the densities, in the settings' order; they sum to 1.
    double evenWeight = 0;
    std::vector<double> bandwidths;
    std::vector<double> bandwidthWeights;
    /// Of each event: probability that it came by itself.
    std::vector<double> immigrant;
    /// Mean of the level over the span.
    double eventsPerDay = 0;
    double logLikelihood = 0;

    /// Events that one event begets itself through all kernels.
    double branching() const;

    /// `{"background": {"value", "interval"}, "kernels": [{"branching": {…}, "days": {…}, "metres": {…}}], "even_weight",
    /// "bandwidths": [{"metres", "weight"}], "events", "log_likelihood"}`
    QJsonObject toJson() const;
};

/// The rhythm of the hours of some times, each hour with one event more than it has, so that none stands still.
DayRhythm hawkesRhythm(std::span<const HawkesEvent> events);

/// Fits by expectation and maximisation (Veen and Schoenberg, 2008), the background along with the rest by stochastic
/// declustering (Zhuang, Ogata and Vere-Jones, 2002); an event does not count in its own background. `events` are in order
/// of time, in `span`, which is whole days; `squareMetres` is the city's area. Throws `Error` for fewer than 50 events, and
/// `Cancelled`.
HawkesFit fitHawkes(std::span<const HawkesEvent> events, const Window &span, double squareMetres,
                    const HawkesSettings &settings, Feedback &feedback);

} // namespace forewatch
