#include "engine/learning/augmentation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

/// Beside the streams of shuffling, weights and validation; see `trainer.cpp`.
constexpr std::uint64_t augmentationStream = std::uint64_t(1) << 35;
constexpr int epochShift = 36;

/// Coordinates in 65,536ths of a pixel.
using Fixed = std::int32_t;
constexpr int fraction = 16;

constexpr std::uint64_t lowBytes = 0x00ff'00ff'00ff'00ff;
constexpr std::uint64_t halves = 0x0080'0080'0080'0080;

/// Four channels at once, each in 16 bits, between two pixels; `weight` is of the second, in 256ths.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t weight)
{
    return ((a * (256 - weight) + b * weight + halves) >> 8) & lowBytes;
}

/// All channels of a pixel side by side.
void pack(std::span<const std::uint8_t> picture, int channels, std::vector<std::uint64_t> &pixels)
{
    const std::size_t plane = pixels.size();
    std::ranges::fill(pixels, 0);
    for (std::size_t channel = 0; channel < static_cast<std::size_t>(channels); ++channel)
        for (std::size_t i = 0; i < plane; ++i)
            pixels[i] |= static_cast<std::uint64_t>(picture[channel * plane + i]) << (16 * channel);
}

/// From a place of the result to one of the picture: `x = a·x' + b·y' + c`.
struct Affine
{
    double xx, xy, x0;
    double yx, yy, y0;
};

/// Keras' matrices with rows first: rotation · shift · shear · zoom about the middle of the picture.
Affine affineOf(const Distortion &distortion, int width, int height)
{
    const double degree = std::numbers::pi / 180;
    const double sine = std::sin(distortion.rotation * degree);
    const double cosine = std::cos(distortion.rotation * degree);
    const double shearSine = std::sin(distortion.shear * degree);
    const double shearCosine = std::cos(distortion.shear * degree);
    // Row and column: (row) = R · (T + S · Z · (row', column')).
    const double rowRow = distortion.zoomY;
    const double rowColumn = -shearSine * distortion.zoomX;
    const double columnColumn = shearCosine * distortion.zoomX;
    const double shiftRow = distortion.shiftY * height;
    const double shiftColumn = distortion.shiftX * width;
    const double middleX = (width - 1) / 2.0;
    const double middleY = (height - 1) / 2.0;
    Affine map{};
    map.yy = cosine * rowRow;
    map.yx = cosine * rowColumn - sine * columnColumn;
    map.y0 = cosine * shiftRow - sine * shiftColumn + middleY - map.yy * middleY - map.yx * middleX;
    map.xy = sine * rowRow;
    map.xx = sine * rowColumn + cosine * columnColumn;
    map.x0 = sine * shiftRow + cosine * shiftColumn + middleX - map.xy * middleY - map.xx * middleX;
    if (distortion.mirrored) {
        map.x0 += map.xx * (width - 1);
        map.y0 += map.yx * (width - 1);
        map.xx = -map.xx;
        map.yx = -map.yx;
    }
    return map;
}

Fixed fixed(double value)
{
    return static_cast<Fixed>(std::lround(value * (1 << fraction)));
}

} // namespace

Distortion Distortion::drawn(Random random)
{
    Distortion distortion;
    distortion.rotation = random.uniform(-20, 20);
    distortion.shiftY = random.uniform(-.1, .1);
    distortion.shiftX = random.uniform(-.1, .1);
    distortion.shear = random.uniform(-.1, .1);
    distortion.zoomY = random.uniform(.9, 1.1);
    distortion.zoomX = random.uniform(.9, 1.1);
    distortion.mirrored = random.uniform() < .5;
    return distortion;
}

void distort(std::span<const std::uint8_t> picture, int channels, int width, int height, const Distortion &distortion,
             std::span<std::uint8_t> into)
{
    const std::size_t plane = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    assert(channels >= 1 && channels <= 4 && picture.size() == channels * plane && into.size() == picture.size());
    std::vector<std::uint64_t> pixels(plane);
    pack(picture, channels, pixels);

    const Affine map = affineOf(distortion, width, height);
    const Fixed lastX = (width - 1) << fraction;
    const Fixed lastY = (height - 1) << fraction;
    std::array<std::uint8_t *, 4> planes{};
    for (std::size_t channel = 0; channel < static_cast<std::size_t>(channels); ++channel)
        planes[channel] = into.data() + channel * plane;

    const Fixed stepX = fixed(map.xx);
    const Fixed stepY = fixed(map.yx);
    std::size_t at = 0;
    for (int row = 0; row < height; ++row) {
        Fixed x = fixed(map.xy * row + map.x0);
        Fixed y = fixed(map.yy * row + map.y0);
        for (int column = 0; column < width; ++column, ++at, x += stepX, y += stepY) {
            const Fixed insideX = std::clamp(x, 0, lastX);
            const Fixed insideY = std::clamp(y, 0, lastY);
            const int left = insideX >> fraction;
            const int top = insideY >> fraction;
            const auto toRight = static_cast<std::uint64_t>((insideX >> (fraction - 8)) & 0xff);
            const auto toBottom = static_cast<std::uint64_t>((insideY >> (fraction - 8)) & 0xff);
            const std::uint64_t *const first = pixels.data() + top * width + left;
            const int right = left < width - 1;
            const std::uint64_t *const second = first + (top < height - 1 ? width : 0);
            const std::uint64_t value =
                mixed(mixed(first[0], first[right], toRight), mixed(second[0], second[right], toRight), toBottom);
            for (int channel = 0; channel < channels; ++channel)
                planes[static_cast<std::size_t>(channel)][at] = static_cast<std::uint8_t>(value >> (16 * channel));
        }
    }
}

void augment(std::span<const std::uint8_t> picture, const PictureInput &input, std::uint64_t seed, int epoch, std::size_t index,
             std::span<std::uint8_t> into)
{
    const Random random(seed, (static_cast<std::uint64_t>(epoch) << epochShift) | augmentationStream | index);
    distort(picture, 3, input.width, input.height, Distortion::drawn(random), into);
}

} // namespace forewatch
