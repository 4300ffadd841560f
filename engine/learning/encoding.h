#pragma once

#include "engine/map/snapshot_pictures.h"

#include <cstdint>
#include <span>

namespace forewatch {

/// A snapshot as the network's input, the published way: the original picture with its alpha dropped, about 174 × 217,
/// resized to 150 × 150 by nearest neighbor; red, green, blue plane after plane, 0–255.
/// Immutable; several threads may encode with one.
class MapImageEncoding
{
public:
    /// Raised whenever the same snapshot would give other numbers: a model only reads what it was trained on.
    static constexpr int version = 1;
    static constexpr int edge = 150;
    static constexpr std::size_t size = 3 * edge * edge;

    explicit MapImageEncoding(const City &city);

    /// Precondition: `into.size() == size`.
    void encode(const Snapshot &snapshot, std::span<std::uint8_t> into) const;

    /// What the numbers depend on beside the incidents: version, legend, extent, CRS, neighborhoods, picture size.
    /// Two cities whose identities are equal can share a model.
    QJsonObject identity() const;

private:
    std::shared_ptr<const MapPainter> m_painter;
    QSize m_size;
    SnapshotPictures m_pictures;
};

} // namespace forewatch
