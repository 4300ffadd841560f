#include "widgets/look.h"


namespace forewatch {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

const MapTheme &themeOf(const QPalette &palette)
{
    return isDark(palette) ? MapTheme::dark() : MapTheme::light();
}

QColor mixed(const QColor &from, const QColor &to, double share)
{
    const auto channel = [share](float a, float b) { return static_cast<float>(a + share * (b - a)); };
    return QColor::fromRgbF(channel(from.redF(), to.redF()), channel(from.greenF(), to.greenF()),
                            channel(from.blueF(), to.blueF()), channel(from.alphaF(), to.alphaF()));
}

namespace {

QColor textTowardsWindow(const QPalette &palette, double share)
{
    return mixed(palette.color(QPalette::Active, QPalette::WindowText), palette.color(QPalette::Window), share);
}

} // namespace

QColor mutedText(const QPalette &palette)
{
    return textTowardsWindow(palette, 0.35);
}

QPalette muted(QPalette palette)
{
    palette.setColor(QPalette::WindowText, mutedText(palette));
    return palette;
}

QColor quietFill(const QPalette &palette)
{
    return textTowardsWindow(palette, 0.6);
}

QColor hairline(const QPalette &palette)
{
    return textTowardsWindow(palette, 0.8);
}

QFont scaled(const QFont &font, double factor)
{
    QFont result = font;
    if (font.pointSizeF() > 0)
        result.setPointSizeF(font.pointSizeF() * factor);
    else
        result.setPixelSize(static_cast<int>(font.pixelSize() * factor + 0.5));
    return result;
}

QString counted(qint64 number, const QString &one, const QString &many)
{
    return grouped(number) + QLatin1Char(' ') + (number == 1 ? one : many);
}

} // namespace forewatch
