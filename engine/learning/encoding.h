#pragma once

#include "engine/learning/network_spec.h"
#include "engine/map/snapshot_pictures.h"

#include <cstdint>
#include <span>

namespace forewatch {

/// A snapshot as the network's input, the published way: the original picture with its alpha dropped, about 174 × 217,
/// resized as the network wants it; red, green, blue plane after plane, row after row, 0–255.
/// Immutable; several threads may encode with one.
class MapImageEncoding
{
public:
    /// Raised whenever the same snapshot would give other numbers: a model only reads what it was trained on.
    static constexpr int version = 1;

    /// `layers`, from the ground up, take the place of the published picture's white paper: incidents and outlines are
    /// drawn over them. Without any the picture is the published one.
    explicit MapImageEncoding(const City &city, std::vector<std::shared_ptr<const MapLayer>> layers = {},
                              const PictureInput &input = {});

    const PictureInput &input() const { return m_input; }

    /// Values of one input: 3 × height × width.
    std::size_t size() const { return 3 * static_cast<std::size_t>(m_input.width) * static_cast<std::size_t>(m_input.height); }

    /// Precondition: `into.size() == size()`.
    void encode(const Snapshot &snapshot, std::span<std::uint8_t> into) const;

    /// What the numbers depend on beside the incidents and the network: version, legend, extent, CRS, neighborhoods, picture
    /// size, and, where there are any, the layers' identities in `layers`, by their number from 1. Two cities whose
    /// identities are equal can share a model.
    QJsonObject identity() const;

private:
    void takeNearest(const QImage &picture, std::span<std::uint8_t> into) const;
    void takeSmooth(const QImage &picture, std::span<std::uint8_t> into) const;

    std::shared_ptr<const MapPainter> m_painter;
    QSize m_size;
    PictureInput m_input;
    std::vector<std::shared_ptr<const MapLayer>> m_layers;
    SnapshotPictures m_pictures;
};

} // namespace forewatch
