#pragma once

#include "engine/core/random.h"
#include "engine/learning/network_spec.h"

#include <cstdint>
#include <span>
#include <vector>

namespace forewatch {

/// How a training picture is moved at random, as published: rotated, shifted, sheared, zoomed separately along both axes, then
/// mirrored. On a map it makes geography that does not exist; it is here because the published networks were trained so.
struct Distortion
{
    /// Degrees, and degrees of shear.
    double rotation = 0;
    double shear = 0;
    /// Shares of the picture's width and height.
    double shiftX = 0;
    double shiftY = 0;
    /// 1: as it is.
    double zoomX = 1;
    double zoomY = 1;
    bool mirrored = false;

    /// Drawn uniformly within ±20°, ±0.1° of shear, ±0.1 of the edges and 0.9 to 1.1; mirrored every other time.
    static Distortion drawn(Random random);
};

/// Writes the distorted picture: `channels` planes (at most 4) of height × width, 0–255. Bilinear between pixels with weights of
/// 256ths; beyond the edges the outermost pixels go on. The middle of the picture stays where it is. Transformations in the
/// order of Keras' `ImageDataGenerator` (`apply_affine_transform`), with which the published networks were trained.
/// Precondition: `picture` and `into` have as many values, and do not overlap.
void distort(std::span<const std::uint8_t> picture, int channels, int width, int height, const Distortion &distortion,
             std::span<std::uint8_t> into);

/// Picture `index` of an epoch as training sees it: the same for the same seed, epoch and index, whatever the threads.
void augment(std::span<const std::uint8_t> picture, const PictureInput &input, std::uint64_t seed, int epoch, std::size_t index,
             std::span<std::uint8_t> into);

} // namespace forewatch
