#pragma once

#include "engine/map/map_painter.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QTimer>

#include <optional>

namespace forewatch {

/// Brings what `MapPainter` draws to the screen at the screen's rate. It keeps a picture that is larger than the view:
///
/// - moving the map copies another part of it, and draws directly what lies outside;
/// - a step in time draws again where an incident came or went;
/// - at rest, all is drawn once more in one go;
/// - another scale, another filter and other layers are drawn by a thread of the global pool; until the new picture is
///   there, the one before is shown moved and scaled. `isTrue` tells which of the two was painted.
///
/// Few incidents without layers are drawn directly at once, on a picture of the ground. Lives on the GUI thread.
class MapCanvas : public QObject
{
    Q_OBJECT

public:
    explicit MapCanvas(QObject *parent = nullptr);
    ~MapCanvas() override;

    /// What to draw. The snapshot is of the painter's city, which keeps the incidents alive.
    void setPainter(std::shared_ptr<const MapPainter> painter);
    void setSnapshot(const Snapshot &snapshot);
    void setOptions(const MapOptions &options);

    /// Draws the map for the frame. Precondition: there is a painter.
    void paint(QPainter &painter, const MapFrame &frame, double pixelRatio);

    /// Whether what was painted last is what `MapPainter` draws. While the map moves or plays it is put together of
    /// parts, whose lines may differ from the whole's by a level of grey where the parts meet.
    bool isTrue() const { return m_true; }

    /// Whether it was drawn in one go for just this frame: the same pixels. So it is a moment after the last change.
    bool isSettled() const { return m_settled; }

Q_SIGNALS:
    /// A better picture is ready: paint again.
    void ready();

private:
    /// All that a picture depends on but the frame.
    struct Scene
    {
        std::shared_ptr<const MapPainter> painter;
        Snapshot snapshot{};
        MapOptions options;
        double pixelRatio = 1;
    };
    struct Picture
    {
        Scene scene;
        /// Of the whole picture, margin included.
        MapFrame frame;
        QImage ground;
        /// The ground with all the rest on it; null where that is drawn directly.
        QImage whole;
        std::vector<std::size_t> touched;
        /// Parts of `whole` were drawn again.
        bool isMended = false;
    };

    static Picture draw(const Scene &scene, const MapFrame &frame, bool whole, const std::optional<Picture> &before);
    static void drawOver(QPainter &painter, const Scene &scene, const MapFrame &frame,
                         const std::vector<std::size_t> &touched);
    bool isDirect() const;
    /// Whether the picture's ground, and the signs on it, are drawn as they are wanted now.
    bool hasGround() const;
    bool hasSigns() const;
    /// Where the view's corner lies in the picture; nothing where the ground or its scale is another, or no whole
    /// number of pixels lies between.
    std::optional<QPointF> corner(const MapFrame &frame) const;
    /// Pixels that the picture is larger than the view on each side.
    int margin() const;
    MapFrame widened(const MapFrame &frame) const;
    bool isNearEdge(const QRectF &covered, const MapFrame &frame) const;
    bool stepTo(const Snapshot &snapshot);
    void paintStale(QPainter &painter, const MapFrame &frame) const;
    void paintUncovered(QPainter &painter, const MapFrame &frame, const QRect &covered, bool withSigns) const;
    void paintDirectly(QPainter &painter, const MapFrame &frame);
    /// Whether the picture holds all of the frame.
    bool holds(const MapFrame &frame) const;
    void order(const MapFrame &wanted);
    void take();

    Scene m_scene;
    std::optional<Picture> m_picture;
    QFutureWatcher<std::shared_ptr<const Picture>> m_drawing;
    /// Of what was painted last.
    MapFrame m_paintedFrame;
    /// Runs out when nothing was painted in parts for a while.
    QTimer m_rest;
    bool m_rests = false;
    bool m_settled = false;
    bool m_isDrawing = false;
    bool m_true = false;
};

} // namespace forewatch
