#include "engine/data/sample_places.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

/// Blocks on a grid of streets that is turned a little in each neighborhood. A block that would lie across the border
/// or in the water is not there.
std::vector<Block> layBlocks(const Neighborhoods &neighborhoods, Random &random)
{
    constexpr double alongStreet = 0.14;
    constexpr double betweenStreets = 0.09;
    std::vector<Block> blocks;
    for (std::size_t index = 0; index < neighborhoods.size(); ++index) {
        const GeoBox &box = neighborhoods.at(index).box;
        const CityPoint middle = toCityPoint(box.centre());
        const int reach = static_cast<int>(distance(middle, toCityPoint({box.east, box.north})) / betweenStreets) + 1;
        const double angle = random.uniform(-0.3, 0.3);
        for (int row = -reach; row <= reach; ++row) {
            for (int column = -reach; column <= reach; ++column) {
                const double x = alongStreet * column + random.uniform(-0.02, 0.02);
                const double y = betweenStreets * row;
                const GeoPoint place = toDegrees({middle.x + x * std::cos(angle) - y * std::sin(angle),
                                                  middle.y + x * std::sin(angle) + y * std::cos(angle)});
                const GeoPoint rounded{std::round(place.longitude * 1e5) / 1e5, std::round(place.latitude * 1e5) / 1e5};
                if (neighborhoods.locate(rounded).neighborhood == index)
                    blocks.push_back({rounded, static_cast<std::uint16_t>(index)});
            }
        }
    }
    return blocks;
}

double bell(double distance, double width)
{
    return std::exp(-0.5 * (distance / width) * (distance / width));
}

/// What distinguishes one block from the others.
class Character
{
public:
    Character(const std::vector<Block> &blocks, Random &random)
    {
        for (int i = 0; i < 3; ++i) {
            const double angle = (i + random.uniform(-0.2, 0.2)) * 2 * std::numbers::pi / 3;
            const double away = random.uniform(2.5, 5);
            m_poor.push_back({sampleDowntown.x + away * std::cos(angle), sampleDowntown.y + away * std::sin(angle)});
        }
        std::vector<double> hardships;
        for (const Block &block : blocks)
            hardships.push_back(std::pow(hardship(toCityPoint(block.place)), 2));
        for (int i = 0; i < 45; ++i) {
            m_corners.push_back(
                {toCityPoint(blocks[random.weighted(hardships)].place), std::exp(0.7 * random.normal())});
        }
    }

    /// Weight of a block at `p` for incidents of `kind`.
    double weight(Kind kind, CityPoint p, Random &random) const
    {
        const double poor = hardship(p);
        const double central = bell(distance(p, sampleDowntown), 1.5);
        const double settled = std::exp(-distance(p, sampleDowntown) / 9);
        const auto uneven = [&](double spread) { return settled * std::exp(spread * random.normal()); };
        switch (kind) {
        case Kind::Theft:
            return uneven(1.4) * (0.25 + 0.15 * poor + 2 * central);
        case Kind::Assault:
            return uneven(1.0) * (0.2 + 0.7 * poor + 0.7 * central) + 0.5 * corners(p);
        case Kind::Burglary:
            return uneven(0.7) * (0.4 + 0.6 * poor);
        case Kind::Vehicle:
            return uneven(0.7) * (0.5 + 0.2 * poor + 0.8 * central);
        case Kind::Robbery:
            return uneven(1.0) * (0.15 + 0.7 * poor + 0.9 * central) + 0.3 * corners(p);
        case Kind::Target:
            return uneven(0.6) * (0.03 + 0.5 * poor * poor + 0.1 * central) + 2 * corners(p);
        }
        return 0;
    }

private:
    struct Corner
    {
        CityPoint place;
        double strength;
    };

    double hardship(CityPoint p) const
    {
        double sum = 0;
        for (const CityPoint quarter : m_poor)
            sum += bell(distance(p, quarter), 1.9);
        return sum;
    }

    double corners(CityPoint p) const
    {
        double sum = 0;
        for (const Corner &corner : m_corners)
            sum += corner.strength * bell(distance(p, corner.place), 0.13);
        return sum;
    }

    std::vector<CityPoint> m_poor;
    std::vector<Corner> m_corners;
};

} // namespace

SamplePlaces::SamplePlaces(const Neighborhoods &neighborhoods, Random &random)
    : m_blocks(layBlocks(neighborhoods, random))
{
    const Character character(m_blocks, random);
    for (std::size_t kind = 0; kind < kindCount; ++kind) {
        double sum = 0;
        for (const Block &block : m_blocks)
            m_sums[kind].push_back(sum += character.weight(static_cast<Kind>(kind), toCityPoint(block.place), random));
    }
}

std::size_t SamplePlaces::draw(Kind kind, Random &random) const
{
    const auto &sums = m_sums[static_cast<std::size_t>(kind)];
    const auto drawn = std::ranges::upper_bound(sums, random.uniform(0, sums.back())) - sums.begin();
    return std::min(static_cast<std::size_t>(drawn), m_blocks.size() - 1);
}

std::vector<double> SamplePlaces::shares(Kind kind) const
{
    const auto &sums = m_sums[static_cast<std::size_t>(kind)];
    std::vector<double> shares;
    for (std::size_t i = 0; i < sums.size(); ++i)
        shares.push_back((sums[i] - (i == 0 ? 0 : sums[i - 1])) / sums.back());
    return shares;
}

std::vector<BlockShare> blocksAround(const std::vector<Block> &blocks, std::size_t block, double metres)
{
    const double width = metres / 1000;
    const CityPoint middle = toCityPoint(blocks[block].place);
    std::vector<BlockShare> around;
    double sum = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const double away = distance(middle, toCityPoint(blocks[i].place));
        if (away > 5 * width)
            continue;
        around.push_back({static_cast<std::uint32_t>(i), static_cast<float>(bell(away, width))});
        sum += around.back().share;
    }
    for (BlockShare &near : around)
        near.share /= static_cast<float>(sum);
    return around;
}

} // namespace forewatch
