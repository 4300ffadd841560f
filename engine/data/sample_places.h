#pragma once

#include "engine/data/sample_figures.h"
#include "engine/data/sample_geography.h"

#include <array>
#include <cstdint>
#include <vector>

namespace forewatch {

/// The middle of a street block, with five decimals as tables have them.
struct Block
{
    GeoPoint place;
    std::uint16_t neighborhood;
};

/// The blocks of the sample city, and how incidents of each kind are spread over them: thefts downtown and at a few
/// shops, violence in the poorer quarters, targets at a few dozen corners that stay the same.
class SamplePlaces
{
public:
    SamplePlaces(const Neighborhoods &neighborhoods, Random &random);

    const std::vector<Block> &blocks() const { return m_blocks; }

    /// Index of a block.
    std::size_t draw(Kind kind, Random &random) const;

    /// Share of each block in the incidents of a kind; sums to 1.
    std::vector<double> shares(Kind kind) const;

private:
    std::vector<Block> m_blocks;
    /// Running sums of the blocks' weights, by kind.
    std::array<std::vector<double>, kindCount> m_sums;
};

/// A block with its share of something.
struct BlockShare
{
    std::uint32_t block;
    float share;
};

/// Blocks within five standard deviations of one, weighted by a normal distribution of their distance; shares sum to 1.
std::vector<BlockShare> blocksAround(const std::vector<Block> &blocks, std::size_t block, double metres);

} // namespace forewatch
