#pragma once

#include "engine/map/legend.h"

#include <QColor>
#include <QHash>
#include <QImage>
#include <QPointF>

#include <array>

class QPainter;

namespace forewatch {

/// Greys and signal colors of the clear style, designed for a light or a dark window.
struct MapTheme
{
    QColor ground;
    QColor land;
    QColor outline;
    QColor text;
    QColor touched;
    QColor halo;
    std::array<QColor, 4> groups;

    static const MapTheme &light();
    static const MapTheme &dark();

    const QColor &of(Group group) const { return groups[static_cast<std::size_t>(group)]; }

    /// Where types are told apart, the color with a number (`Legend::Entry::shade`). Loud ones for targets; for all
    /// others the nine of Paul Tol's "muted" (dark windows: "light") scheme, made to be told apart by color-blind eyes.
    /// After the last the first comes again; the group's shape still tells them apart.
    QColor apart(Group group, int shade) const;
};

/// The farthest that a sign or its number reaches from its place, in pixels: left and up, then right and down.
constexpr QPointF signReach{14, 18};
constexpr QPointF signReachWithNumber{46, 14};

/// A group's shape in a color: diamond, triangle, square, dot.
void paintMapSign(QPainter &painter, QPointF centre, Group group, const QColor &color, const MapTheme &theme);

/// Signs and numbers of one picture, each drawn once and stamped from then on where the device is a raster.
class SignStamps
{
public:
    SignStamps(const MapTheme &theme, bool raster, double pixelRatio);

    void paint(QPainter &painter, QPointF centre, Group group, const QColor &color);

    /// The number of incidents beside a group's sign.
    void paintNumber(QPainter &painter, QPointF centre, Group group, int number);

private:
    QImage blank(QSizeF size) const;

    const MapTheme &m_theme;
    bool m_raster;
    double m_pixelRatio;
    QHash<std::pair<int, QRgb>, QImage> m_signs;
    QHash<int, QImage> m_numbers;
};

} // namespace forewatch
