#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace forewatch {

/// A seeded stream of random numbers that is the same on every machine and with every standard library.
/// Generator: xoshiro256** (Blackman and Vigna, 2018), seeded by splitmix64.
class Random
{
public:
    /// `stream` gives independent sequences from one seed, e.g. one for each epoch.
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

    std::uint64_t next();

    /// Uniform in [0, 1).
    double uniform();

    /// Uniform in [low, high).
    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    /// Uniform in 0 … count − 1. Precondition: `count > 0`.
    std::size_t below(std::size_t count);

    /// Standard normal (Box–Muller).
    double normal();

    /// Poisson-distributed count. Precondition: `mean >= 0`.
    int poisson(double mean);

    /// An index drawn with probability proportional to its weight. Precondition: a positive sum.
    std::size_t weighted(const std::vector<double> &weights);

    template <class T>
    void shuffle(std::vector<T> &values)
    {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t m_state[4];
};

} // namespace forewatch
