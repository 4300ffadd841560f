#pragma once

#include "engine/places/place_history.h"

namespace forewatch {

/// A Gaussian of a standard deviation in metres on a grid of squares, at the distances between centres, cut off at four
/// standard deviations along each axis.
class CellKernel
{
public:
    CellKernel(const PlaceGrid &grid, double sigmaMetres);

    /// Adds the smoothed field to `into`; both over the ground's cells. `scratch` is resized.
    void smooth(std::span<const float> field, std::span<float> into, std::vector<float> &scratch) const;

    /// The smoothed field at one of the ground's cells.
    double at(std::span<const float> field, std::size_t ground) const;

    /// What an event in each of the ground's cells adds to the city's cells together.
    const std::vector<float> &reach() const { return m_reach; }

private:
    std::size_t m_columns;
    std::size_t m_rows;
    /// From the middle outwards.
    std::vector<float> m_taps;
    std::vector<float> m_reach;
};

/// How an event of the past counts: by its source, how far it reaches and how long.
struct KernelComponent
{
    std::uint8_t source = EventSources::target;
    double sigmaMetres = 250;
    /// Its weight falls by e in so many days; 0: it never does.
    double decayDays = 0;

    bool operator==(const KernelComponent &) const = default;
};

/// The state of a city from day to day: for each source and decay, how many events there were in each cell up to a midnight,
/// each weighted by `exp(−age/decay)`, its age counted in whole days, as far as they were known then. A component's density
/// is the kernel's sum over them; divided by `mass` it sums to 1 over the city's cells. Used by one thread.
class KernelSums
{
public:
    /// A mass that is no longer told from nothing: sums in single precision are rounded.
    static constexpr double leastMass = 1e-6;

    KernelSums(std::shared_ptr<const PlaceHistory> history, std::span<const KernelComponent> components);

    /// Goes on to a later day (or begins again for an earlier one).
    void advanceTo(Time midnight);

    /// Of the component of that index, by the ground's cells.
    std::span<const float> counts(std::size_t component) const { return m_counts[m_uses[component].counts]; }
    const CellKernel &kernel(std::size_t component) const { return m_kernels[m_uses[component].kernel]; }
    /// Which components share a kernel: those of equal number, from 0.
    std::size_t kernelNumber(std::size_t component) const { return m_uses[component].kernel; }
    std::size_t kernelCount() const { return m_kernels.size(); }
    const CellKernel &kernelAt(std::size_t number) const { return m_kernels[number]; }

    /// Sum of the component's density over the city's cells; about 0 where there is nothing (any more).
    double mass(std::size_t component) const;

    /// The component's share of one of the city's cells; an equal share for all where there is nothing yet.
    double share(std::size_t component, std::size_t cell) const;

private:
    struct Use
    {
        std::size_t counts;
        std::size_t kernel;
    };
    struct Clock
    {
        std::uint8_t source;
        double decayDays;
    };

    void restart();
    void add(const PlacedEvent &event, Time midnight);

    std::shared_ptr<const PlaceHistory> m_history;
    std::vector<CellKernel> m_kernels;
    std::vector<Clock> m_clocks;
    std::vector<Use> m_uses;
    std::vector<std::vector<float>> m_counts;
    /// By counts, then by kernel.
    std::vector<std::vector<double>> m_masses;
    std::size_t m_next = 0;
    Time m_midnight{};
};

} // namespace forewatch
