#include "engine/map/map_frame.h"

#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

constexpr double metresPerDegree = 111'320;

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
    MapFrame frame;
    frame.m_centre = box.centre();
    frame.m_pixelsPerDegree = {size.width() / (box.width() * 1.1), size.height() / (box.height() * 1.1)};
    frame.m_size = size;
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
