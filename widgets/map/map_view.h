#pragma once

#include "engine/map/map_painter.h"
#include "engine/project/places.h"

#include <QImage>
#include <QWidget>

#include <memory>

namespace forewatch {

/// The interactive map of one snapshot: drag pans, the wheel and +/− zoom, F and a double click fit the city, hovering
/// tells what is there. Zoom and place are kept where the city is. Shows what `MapPainter` draws and nothing else, beside a scale bar and north.
class MapView : public QWidget
{
    Q_OBJECT

public:
    explicit MapView(QWidget *parent = nullptr);

    /// Shows another city, without a snapshot; the view keeps its place when the city covers the same ground.
    void setPainter(std::shared_ptr<const MapPainter> painter);
    const std::shared_ptr<const MapPainter> &painter() const { return m_painter; }

    /// Precondition: of the painter's city, which keeps the incidents alive.
    void setSnapshot(const Snapshot &snapshot);

    /// What is shown; `dark` follows the window's palette and is not read.
    void setOptions(const MapOptions &options);
    const MapOptions &options() const { return m_options; }

    const MapFrame &frame() const { return m_frame; }

    /// Where the map was moved to; nothing while it shows the whole city, whatever the size of the window.
    std::optional<MapPlace> place() const;
    /// Goes to a place of the city, or fits the city.
    void setPlace(const std::optional<MapPlace> &place);

    /// The map as it is seen, `scale` times as many pixels, with a line below that says what it shows.
    QImage picture(double scale, const QString &caption) const;

    QSize sizeHint() const override { return {720, 560}; }

public Q_SLOTS:
    void fitCity();
    void zoomIn();
    void zoomOut();

Q_SIGNALS:
    /// Place under the pointer, and what is there; empty when the pointer has left.
    void hovered(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void setFrame(const MapFrame &frame);
    void moveTo(const MapFrame &frame);
    void zoom(double factor, QPointF about);
    void tellWhatIsUnderThePointer();
    void paintMap(QPainter &painter, const QImage &base) const;
    void paintFurniture(QPainter &painter) const;
    QImage drawBase(double pixelRatio) const;
    QString describe(QPointF pixel) const;

    std::shared_ptr<const MapPainter> m_painter;
    Snapshot m_snapshot{};
    MapOptions m_options;
    MapFrame m_frame;
    /// The neighborhoods, drawn for `m_frame`; null when they must be drawn again.
    QImage m_base;
    QPointF m_dragFrom;
    bool m_dragging = false;
    /// The user has not moved the map, so it is fitted again when the window's size changes.
    bool m_fitted = true;
};

} // namespace forewatch
