#include "engine/layers/color_ramp.h"

#include <algorithm>

namespace forewatch {

namespace {

struct NamedRamp
{
    ColorRamp ramp;
    QLatin1String name;
    /// Little, middle, much; for the light and the dark theme.
    std::array<QRgb, 3> light;
    std::array<QRgb, 3> dark;
};

constexpr std::array namedRamps{
    NamedRamp{ColorRamp::Blue, QLatin1String("blue"), {0xffE6EEF6, 0xff9BBFDD, 0xff2F6CA3}, {0xff26323F, 0xff3A6A94, 0xff6FA8D8}},
    NamedRamp{ColorRamp::Green, QLatin1String("green"), {0xffE5F1EA, 0xff95C9AC, 0xff2B7A57}, {0xff24342E, 0xff37735A, 0xff66B48E}},
    NamedRamp{ColorRamp::Purple, QLatin1String("purple"), {0xffEEEAF5, 0xffB9ABD6, 0xff6A4F9E}, {0xff2F2B3C, 0xff655497, 0xff9F8CD3}},
    NamedRamp{ColorRamp::Brown, QLatin1String("brown"), {0xffF3EDE4, 0xffCFB795, 0xff80602F}, {0xff352F27, 0xff75603E, 0xffBBA178}},
    NamedRamp{ColorRamp::Grey, QLatin1String("grey"), {0xffEDEEEF, 0xffB4B9BE, 0xff5B6269}, {0xff2E3237, 0xff646B73, 0xffA2A8AF}},
};

const NamedRamp &entryOf(ColorRamp ramp)
{
    return *std::ranges::find(namedRamps, ramp, &NamedRamp::ramp);
}

} // namespace

QString colorRampName(ColorRamp ramp)
{
    return entryOf(ramp).name;
}

std::optional<ColorRamp> parseColorRamp(const QString &name)
{
    const auto found = std::ranges::find(namedRamps, name, &NamedRamp::name);
    return found == namedRamps.end() ? std::nullopt : std::optional(found->ramp);
}

QColor rampColor(ColorRamp ramp, double share, bool dark)
{
    const NamedRamp &entry = entryOf(ramp);
    const auto &stops = dark ? entry.dark : entry.light;
    const double at = std::clamp(share, 0., 1.) * 2;
    const std::size_t from = at < 1 ? 0 : 1;
    const double part = at - static_cast<double>(from);
    const auto channel = [part](int a, int b) { return static_cast<int>(a + part * (b - a) + .5); };
    const QRgb a = stops[from];
    const QRgb b = stops[from + 1];
    return QColor(channel(qRed(a), qRed(b)), channel(qGreen(a), qGreen(b)), channel(qBlue(a), qBlue(b)));
}

QColor classColor(ColorRamp ramp, std::size_t index, std::size_t count, bool dark)
{
    return rampColor(ramp, count < 2 ? .6 : static_cast<double>(index) / static_cast<double>(count - 1), dark);
}

} // namespace forewatch
