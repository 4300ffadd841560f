#pragma once

#include "engine/map/map_painter.h"

#include <QImage>

#include <memory>

namespace forewatch {

/// Draws many snapshots as pictures of one size. What repeats is drawn once, in the constructor: the base, and each
/// neighborhood's outline as touched. Immutable after it, so several threads may draw with one.
class SnapshotPictures
{
public:
    /// The original style's frame is `MapFrame::original`, the clear style's fits the city.
    SnapshotPictures(std::shared_ptr<const MapPainter> painter, QSize size, const MapOptions &options);

    /// As eyes see it: the original style composited on white, the clear style on its theme's ground. Format RGB32.
    QImage picture(const Snapshot &snapshot) const;

    /// As the published networks saw it: drawn on nothing, and the alpha thrown away. Wherever ink touches a pixel it
    /// has its full color; the rest is white, or what the layers look like on white, which keeps their shades. Format
    /// RGB32.
    QImage alphaDropped(const Snapshot &snapshot) const;

private:
    struct Stamp
    {
        QPoint corner;
        QImage image;
    };

    QImage drawn(const Snapshot &snapshot, const MapOptions &options, const QImage &base) const;

    std::shared_ptr<const MapPainter> m_painter;
    MapFrame m_frame;
    MapOptions m_options;
    QImage m_base;
    /// Without the layers: what is inked over them where alpha is dropped.
    MapOptions m_inkOptions;
    QImage m_inkBase;
    /// The layers' grounds on white, RGB32.
    QImage m_paper;
    std::vector<Stamp> m_touched;
};

} // namespace forewatch
