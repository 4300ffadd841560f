#include "engine/geo/hot_spots.h"

#include <array>
#include <cassert>

namespace forewatch {

namespace {

constexpr std::array<double, 3> rates = {.10, .05, .01};

void classify(std::vector<GiStar> &spots, const std::vector<bool> &members, ManyTests correction)
{
    std::array<double, 3> thresholds = rates;
    if (correction == ManyTests::FalseDiscoveryRate) {
        std::vector<double> ps;
        for (std::size_t cell = 0; cell < spots.size(); ++cell)
            if (members[cell])
                ps.push_back(spots[cell].p);
        std::ranges::transform(rates, thresholds.begin(),
                               [&](double rate) { return falseDiscoveryThreshold(ps, rate); });
    }
    for (std::size_t cell = 0; cell < spots.size(); ++cell) {
        if (!members[cell])
            continue;
        const auto level = static_cast<int>(
            std::ranges::count_if(thresholds, [&](double threshold) { return spots[cell].p <= threshold; }));
        spots[cell].level = spots[cell].z < 0 ? -level : level;
    }
}

} // namespace

double falseDiscoveryThreshold(std::vector<double> ps, double rate)
{
    std::ranges::sort(ps);
    for (std::size_t k = ps.size(); k > 0; --k)
        if (ps[k - 1] <= rate * static_cast<double>(k) / static_cast<double>(ps.size()))
            return ps[k - 1];
    return -1;
}

std::vector<GiStar> hotSpots(const GroundGrid &grid, const std::vector<bool> &members, const std::vector<int> &counts,
                             double reachMetres, ManyTests correction, Feedback &feedback)
{
    assert(members.size() == grid.size() && counts.size() == grid.size());
    // Sums over all cells before each one, so that a run of cells costs two look-ups.
    std::vector<double> countBefore(grid.size() + 1, 0);
    std::vector<double> cellsBefore(grid.size() + 1, 0);
    double squares = 0;
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        const double count = members[cell] ? counts[cell] : 0;
        countBefore[cell + 1] = countBefore[cell] + count;
        cellsBefore[cell + 1] = cellsBefore[cell] + (members[cell] ? 1 : 0);
        squares += count * count;
    }
    std::vector<GiStar> spots(grid.size());
    const double n = cellsBefore.back();
    const double mean = n > 0 ? countBefore.back() / n : 0;
    const double variance = n > 0 ? squares / n - mean * mean : 0;
    if (n < 2 || variance <= 1e-12 * std::max(1.0, mean * mean))
        return spots;
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        if (cell % 4096 == 0)
            feedback.checkpoint(static_cast<double>(cell) / static_cast<double>(grid.size()));
        if (!members[cell])
            continue;
        double sum = 0;
        double weight = 0;
        grid.forEachRunWithin(cell, reachMetres, [&](std::size_t first, std::size_t last) {
            sum += countBefore[last + 1] - countBefore[first];
            weight += cellsBefore[last + 1] - cellsBefore[first];
        });
        // With weights of 0 and 1 the sum of their squares is their sum.
        const double spread = std::sqrt(variance * (n * weight - weight * weight) / (n - 1));
        if (spread <= 0)
            continue;
        spots[cell].z = (sum - mean * weight) / spread;
        spots[cell].p = std::erfc(std::abs(spots[cell].z) / std::numbers::sqrt2);
    }
    classify(spots, members, correction);
    return spots;
}

} // namespace forewatch
