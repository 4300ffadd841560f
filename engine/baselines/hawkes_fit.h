#pragma once

#include "engine/core/day_rhythm.h"
#include "engine/core/feedback.h"
#include "engine/geo/ground_plane.h"
#include "engine/scores/metrics.h"

#include <array>
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

    /// 95 %, from the observed information with the background held.
    Interval branchingInterval;
    Interval daysInterval;
    Interval metresInterval;
};

struct HawkesSettings
{
    /// Decays that the search begins with, one kernel each; a second one stays only where it lowers the Bayesian
    /// information criterion.
    std::vector<double> startDays = {5, 60};
    /// Bandwidths of the background's densities, in metres.
    std::vector<double> bandwidths = {90, 150, 250, 500, 1000};
    int mostRounds = 200;
};

/// A Hawkes process in time and space (Hawkes, 1971; Ogata, 1988; in crime: Mohler and others, 2011): events per day and
/// square metre at a time `s` of the clock `rhythm` are
/// `background · level(s) · b(x) + Σ branching · exp(−(s − sᵢ)/days)/days · normal(x − xᵢ; metres)` over the events before,
/// summed over the kernels. `level` is events per day over the 365 days before; `b` a mixture of kernel densities of the
/// events that begot nobody knows whom, and of an even city.
struct HawkesFit
{
    /// Share of the level that comes by itself.
    double background = 1;
    Interval backgroundInterval;
    std::vector<HawkesKernel> kernels;
    DayRhythm rhythm;
    /// Weights of the even city and of the densities, in the settings' order; they sum to 1.
    double evenWeight = 0;
    std::vector<double> bandwidths;
    std::vector<double> bandwidthWeights;
    /// Of each event: probability that it came by itself.
    std::vector<double> immigrant;
    double logLikelihood = 0;
    std::size_t events = 0;

    /// Events that one event begets itself through all kernels.
    double branching() const;

    QJsonObject toJson() const;
};

/// Fits by expectation and maximisation (stochastic declustering: Zhuang, Ogata and Vere-Jones, 2002; Veen and Schoenberg,
/// 2008), the background along with the rest; an event does not count in its own background. `events` are in order of
/// time, at least 50, in `[from, to)`; `squareMetres` is the city's area. Throws `Cancelled`.
HawkesFit fitHawkes(std::span<const HawkesEvent> events, const Window &span, double squareMetres,
                    const HawkesSettings &settings, Feedback &feedback);

} // namespace forewatch
