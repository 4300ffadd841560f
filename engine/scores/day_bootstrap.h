#pragma once

#include "engine/core/random.h"
#include "engine/scores/metrics.h"

#include <vector>

namespace forewatch {

/// The days of a period, to be drawn anew with replacement: hours of one day are not independent, days nearly are (block
/// bootstrap: Künsch, 1989).
class DayBlocks
{
public:
    /// `day` is the day of each window or event, in any numbering.
    explicit DayBlocks(const std::vector<int> &day);

    std::size_t count() const { return m_count; }
    /// The block of a window or event, counted from 0 without gaps.
    std::size_t of(std::size_t index) const { return m_blocks[index]; }

    /// As many days as there are, drawn with replacement: how often each was drawn.
    std::vector<double> resample(Random &random) const;

    /// Sums of a figure over each day.
    std::vector<double> sums(auto &&figureOf) const
    {
        std::vector<double> sums(m_count, 0);
        for (std::size_t i = 0; i < m_blocks.size(); ++i)
            sums[m_blocks[i]] += figureOf(i);
        return sums;
    }

private:
    std::vector<std::size_t> m_blocks;
    std::size_t m_count = 0;
};

/// Σ aᵢ bᵢ. Precondition: of equal length.
double dot(const std::vector<double> &a, const std::vector<double> &b);

/// The middle 95 %. Precondition: not empty.
Interval middleRange(std::vector<double> values);

/// A mean over windows or events with its 95 % interval by resampled days. Precondition: one day for each value; not empty.
Estimate meanOverDays(const std::vector<double> &values, const std::vector<int> &day, std::uint64_t seed = 1,
                         int resamples = 500);

} // namespace forewatch
