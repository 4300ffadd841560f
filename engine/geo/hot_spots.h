#pragma once

#include "engine/core/feedback.h"
#include "engine/geo/ground_grid.h"

namespace forewatch {

/// How much more, or less, than the city's average there is around a cell.
struct GiStar
{
    /// Standard normal where nothing clusters.
    double z = 0;
    /// Two-sided, by the normal distribution.
    double p = 1;
    /// Hot 1, 2, 3 at 90, 95, 99 %; cold −1, −2, −3; 0 not significant.
    int level = 0;
};

/// Who counts as a false alarm's share: with thousands of cells, 5 % of them are "significant at 95 %" by chance alone.
enum class ManyTests {
    /// Of all cells found at 90 %, at most 10 % are expected to be false (and so on): Benjamini and Hochberg, 1995; for
    /// this statistic Caldas de Castro and Singer, 2006.
    FalseDiscoveryRate,
    /// Each cell for itself.
    Uncorrected,
};

/// Getis and Ord's Gi* (1992, 1995) of each cell of `members`, with weight 1 for cells whose centre lies at most
/// `reachMetres` from its own, itself included, and 0 for others; cells outside `members` do not exist and keep the
/// defaults. The normal distribution holds roughly where several events lie within reach of an average cell; with
/// fewer, high values are commoner by chance than p says. Both vectors have the grid's size. Throws `Cancelled`.
std::vector<GiStar> hotSpots(const GroundGrid &grid, const std::vector<bool> &members, const std::vector<int> &counts,
                             double reachMetres, ManyTests correction, Feedback &feedback);

/// The largest p that is still found when a share of at most `rate` of what is found may be false (Benjamini and
/// Hochberg); negative when nothing is.
double falseDiscoveryThreshold(std::vector<double> ps, double rate);

} // namespace forewatch
