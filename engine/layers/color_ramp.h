#pragma once

#include <QColor>
#include <QString>

#include <array>
#include <optional>

namespace forewatch {

/// One hue from little to much, quiet enough for targets and incidents to stay loud over it. Little is near the land's
/// color of the theme, so much is darker in the light theme and brighter in the dark one.
enum class ColorRamp { Blue, Green, Purple, Brown, Grey };
inline constexpr std::array<ColorRamp, 5> colorRamps = {ColorRamp::Blue, ColorRamp::Green, ColorRamp::Purple, ColorRamp::Brown, ColorRamp::Grey};

/// As files say it: `blue`, …
QString colorRampName(ColorRamp ramp);
std::optional<ColorRamp> parseColorRamp(const QString &name);

/// `share` from 0, little, to 1, much.
QColor rampColor(ColorRamp ramp, double share, bool dark);

/// The color of class `index` of `count`.
QColor classColor(ColorRamp ramp, std::size_t index, std::size_t count, bool dark);

} // namespace forewatch
