#include "engine/map/snapshot_pictures.h"

#include <QPainter>

#include <cmath>

namespace forewatch {

namespace {

/// 16 bits a channel: where alpha is thrown away, a faint pixel must still have its ink's color.
constexpr auto layerFormat = QImage::Format_RGBA64_Premultiplied;

} // namespace

SnapshotPictures::SnapshotPictures(std::shared_ptr<const MapPainter> painter, QSize size, const MapOptions &options)
    : m_painter(std::move(painter)), m_options(options), m_base(size, layerFormat)
{
    const GeoBox &box = m_painter->city().neighborhoods->box();
    m_frame = options.style == MapStyle::Original ? MapFrame::original(box, size) : MapFrame::fit(box, size, 0.03);
    m_base.fill(Qt::transparent);
    QPainter onBase(&m_base);
    m_painter->paintBase(onBase, m_frame, m_options);
    m_inkOptions = m_options;
    m_inkOptions.layers.clear();
    m_inkBase = m_base;
    if (!m_options.layers.empty()) {
        m_inkBase = QImage(size, layerFormat);
        m_inkBase.fill(Qt::transparent);
        QPainter onInk(&m_inkBase);
        m_painter->paintBase(onInk, m_frame, m_inkOptions);
    }
    m_paper = QImage(size, QImage::Format_RGB32);
    m_paper.fill(Qt::white);
    QPainter onPaper(&m_paper);
    for (const auto &layer : m_options.layers) {
        onPaper.save();
        layer->paintGround(onPaper, m_frame, {{}, m_options.dark});
        onPaper.restore();
    }

    for (std::size_t i = 0; i < m_painter->city().neighborhoods->size(); ++i) {
        const GeoBox &part = m_painter->city().neighborhoods->at(i).box;
        const QRectF pixels(m_frame.toPixel({part.west, part.north}), m_frame.toPixel({part.east, part.south}));
        const double reach = 2 + 4.0 * size.height() / 217;
        const QRect area = pixels.adjusted(-reach, -reach, reach, reach).toAlignedRect().intersected(m_base.rect());
        Stamp stamp{area.topLeft(), QImage(area.size().expandedTo({1, 1}), layerFormat)};
        stamp.image.fill(Qt::transparent);
        QPainter onStamp(&stamp.image);
        onStamp.translate(-area.topLeft());
        m_painter->paintTouched(onStamp, m_frame, i, m_options);
        m_touched.push_back(std::move(stamp));
    }
}

QImage SnapshotPictures::drawn(const Snapshot &snapshot, const MapOptions &options, const QImage &base) const
{
    QImage image = base;
    QPainter painter(&image);
    m_painter->paintMarks(painter, m_frame, snapshot.window, options);
    m_painter->paintIncidents(painter, m_frame, snapshot, options);
    if (options.touchedOutlines)
        for (const std::size_t neighborhood : m_painter->outlined(snapshot, options))
            painter.drawImage(m_touched[neighborhood].corner, m_touched[neighborhood].image);
    return image;
}

QImage SnapshotPictures::picture(const Snapshot &snapshot) const
{
    QImage image(m_base.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter(&image).drawImage(0, 0, drawn(snapshot, m_options, m_base));
    return image;
}

QImage SnapshotPictures::alphaDropped(const Snapshot &snapshot) const
{
    const QImage inked = drawn(snapshot, m_inkOptions, m_inkBase);
    QImage image = m_paper;
    if (!m_options.layers.empty()) {
        QPainter onPaper(&image);
        m_painter->paintMarks(onPaper, m_frame, snapshot.window, m_options);
    }
    for (int y = 0; y < image.height(); ++y) {
        const auto *from = reinterpret_cast<const QRgba64 *>(inked.constScanLine(y));
        auto *to = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            if (from[x].alpha() != 0)
                to[x] = from[x].unpremultiplied().toArgb32() | 0xff000000;
        }
    }
    return image;
}

} // namespace forewatch
