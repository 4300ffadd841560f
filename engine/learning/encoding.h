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

    /// `layers`, from the ground up, take the place of the published picture's white paper: incidents and outlines are
    /// drawn over them. Without any the picture is the published one.
    explicit MapImageEncoding(const City &city, std::vector<std::shared_ptr<const MapLayer>> layers = {});

    /// Precondition: `into.size() == size`.
    void encode(const Snapshot &snapshot, std::span<std::uint8_t> into) const;

    /// What the numbers depend on beside the incidents: version, legend, extent, CRS, neighborhoods, picture size, and,
    /// where there are any, the layers' identities in `layers`, by their number from 1. Two cities whose identities are
    /// equal can share a model.
    QJsonObject identity() const;

private:
    std::shared_ptr<const MapPainter> m_painter;
    QSize m_size;
    std::vector<std::shared_ptr<const MapLayer>> m_layers;
    SnapshotPictures m_pictures;
};

} // namespace forewatch
