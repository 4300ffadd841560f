#include "engine/map/map_frame.h"

#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

constexpr double metresPerDegree = 111'320;

/// The published pictures' axes are 217.44 pixels high (0.755 of 4 inches at 72 dpi) and the pictures 217: what is cut
/// off, at the top, is empty margin.
constexpr double publishedCut = 217.44 / 217;
/// Likewise the axes are 175.04 pixels wide and the narrowest picture 174.
constexpr double narrowestCut = 175.04 / 174;

double cosineOf(double latitude)
{
    return std::cos(latitude * std::numbers::pi / 180);
}

} // namespace

MapFrame MapFrame::fit(const GeoBox &box, QSizeF size, double margin)
{
    const double cosine = cosineOf(box.centre().latitude);
    const double share = 1 + 2 * margin;
    const double scale = std::min(size.width() / (std::max(box.width(), 1e-9) * cosine * share),
                                  size.height() / (std::max(box.height(), 1e-9) * share));
    MapFrame frame;
    frame.m_centre = box.centre();
    frame.m_pixelsPerDegree = {scale * cosine, scale};
    frame.m_size = size;
    return frame;
}

MapFrame MapFrame::original(const GeoBox &box, QSize size)
{
    constexpr double axes = 1.1; // of the box, with its margins
    const double cosine = cosineOf(box.centre().latitude);
    const double scale = std::min(size.height() * publishedCut / (axes * box.height()),
                                  size.width() * narrowestCut / (axes * box.width() * cosine));
    const double freeBelow = std::max(0.0, (size.height() - axes * box.height() * scale) / 2);
    MapFrame frame;
    frame.m_pixelsPerDegree = {scale * cosine, scale};
    frame.m_size = size;
    frame.m_centre = {box.centre().longitude,
                      box.south - (axes - 1) / 2 * box.height() + (size.height() / 2.0 - freeBelow) / scale};
    return frame;
}

QSize MapFrame::originalSize(const GeoBox &box, int height)
{
    const double width = height * box.width() * cosineOf(box.centre().latitude) / box.height();
    return {std::max(1, static_cast<int>(std::lround(width))), height};
}

QPointF MapFrame::toPixel(GeoPoint place) const
{
    return {m_size.width() / 2 + (place.longitude - m_centre.longitude) * m_pixelsPerDegree.x(),
            m_size.height() / 2 - (place.latitude - m_centre.latitude) * m_pixelsPerDegree.y()};
}

GeoPoint MapFrame::toGeo(QPointF pixel) const
{
    return {m_centre.longitude + (pixel.x() - m_size.width() / 2) / m_pixelsPerDegree.x(),
            m_centre.latitude - (pixel.y() - m_size.height() / 2) / m_pixelsPerDegree.y()};
}

GeoBox MapFrame::visibleBox() const
{
    GeoBox box;
    box.add(toGeo({0, 0}));
    box.add(toGeo({m_size.width(), m_size.height()}));
    return box;
}

MapFrame MapFrame::moved(QPointF pixels) const
{
    MapFrame frame = *this;
    frame.m_centre = toGeo(QPointF(m_size.width() / 2, m_size.height() / 2) - pixels);
    return frame;
}

MapFrame MapFrame::placedAt(GeoPoint centre, double metresPerPixel) const
{
    MapFrame frame = *this;
    frame.m_centre = centre;
    frame.m_pixelsPerDegree *= frame.metresPerPixel() / metresPerPixel;
    return frame;
}

MapFrame MapFrame::zoomed(double factor, QPointF about) const
{
    // From a continent on the screen to about ten centimetres a pixel.
    const double scale = std::clamp(m_pixelsPerDegree.y() * factor, 20.0, 1e6);
    const double change = scale / m_pixelsPerDegree.y();
    const GeoPoint kept = toGeo(about);
    MapFrame frame = *this;
    frame.m_pixelsPerDegree *= change;
    return frame.moved(about - frame.toPixel(kept));
}

MapFrame MapFrame::resized(QSizeF size) const
{
    MapFrame frame = *this;
    frame.m_size = size;
    return frame;
}

double MapFrame::metresPerPixel() const
{
    return metresPerDegree * cosineOf(m_centre.latitude) / m_pixelsPerDegree.x();
}

} // namespace forewatch
