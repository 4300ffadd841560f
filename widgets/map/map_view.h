#pragma once

#include "engine/data/selection.h"
#include "engine/map/map_painter.h"
#include "engine/project/places.h"
#include "widgets/map/map_canvas.h"
#include "widgets/map/map_drawing.h"
#include "widgets/map/map_overlay.h"

#include <QWidget>

#include <memory>

namespace forewatch {

/// The interactive map of one snapshot: drag pans (with a drawing tool: the middle button), the wheel and +/− zoom, F
/// and a double click fit the city, hovering tells what is there, a click picks it. Zoom and place are kept where the
/// city is. Shows what `MapPainter` draws, and over it selection, notes, what is being drawn, a scale bar and north.
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
    const Snapshot &snapshot() const { return m_snapshot; }

    /// What is shown; `dark` follows the window's palette and is not read.
    void setOptions(const MapOptions &options);
    const MapOptions &options() const { return m_options; }

    void setSelection(const Selection &selection);
    void setNotes(std::vector<MapNote> notes);

    void setTool(MapTool tool);
    MapTool tool() const { return m_drawing.tool(); }
    const MapDrawing &drawing() const { return m_drawing; }

    /// An area that stays on the map after it was drawn.
    void setShownArea(const std::optional<DrawnArea> &area);

    const MapFrame &frame() const { return m_frame; }
    /// The same ground as another view, on this view's paper.
    void follow(const MapFrame &frame);

    /// Where the map was moved to; nothing while it shows the whole city, whatever the size of the window.
    std::optional<MapPlace> place() const;
    /// Goes to a place of the city, or fits the city.
    void setPlace(const std::optional<MapPlace> &place);

    /// The map as it is seen, `scale` times as many pixels, with a line below that says what it shows.
    QImage picture(double scale, const QString &caption) const;

    /// The incidents of the snapshot that are shown inside an area.
    Selection incidentsIn(const DrawnArea &area) const;

    /// Whether what was painted last is the true picture, and not one before it, moved or scaled.
    bool isTrue() const { return m_canvas.isTrue(); }
    /// Whether it was drawn in one go for just this view: a moment after the last change.
    bool isSettled() const { return m_canvas.isSettled(); }

    QSize sizeHint() const override { return {720, 560}; }

public Q_SLOTS:
    void fitCity();
    /// The box in the middle, not closer than some blocks.
    void fitBox(const forewatch::GeoBox &box);
    void zoomIn();
    void zoomOut();
    /// Moves the view over the ground, in pixels.
    void pan(QPointF pixels);

Q_SIGNALS:
    /// Place under the pointer, and what is there; empty when the pointer has left.
    void hovered(const QString &text);
    void frameChanged(const forewatch::MapFrame &frame);
    /// A click: the incidents of a place, a neighborhood, or nothing. `adds` with Ctrl.
    void picked(const forewatch::Selection &picked, bool adds);
    void areaDrawn(const forewatch::DrawnArea &area, bool adds);
    void noteWanted(forewatch::GeoPoint place);
    void noteOpened(std::size_t note);
    void noteMoved(std::size_t note, forewatch::GeoPoint place);
    /// Esc, and nothing was being drawn.
    void escaped();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    /// What the pressed button does.
    enum class Press { None, Undecided, Pan, Draw, Note };

    void setFrame(const MapFrame &frame);
    void moveTo(const MapFrame &frame);
    void zoom(double factor, QPointF about);
    void pick(QPointF pixel, bool adds);
    void showCursor();
    void tellWhatIsUnderThePointer();
    const Incident *incidentAt(QPointF pixel) const;
    void paintOverlay(QPainter &painter) const;
    /// One line about a place, and several.
    QString describe(QPointF pixel) const;
    QString tooltip(QPointF pixel) const;
    QStringList layersTell(QPointF pixel) const;

    std::shared_ptr<const MapPainter> m_painter;
    Snapshot m_snapshot{};
    MapOptions m_options;
    MapFrame m_frame;
    MapCanvas m_canvas;
    MapDrawing m_drawing;
    std::optional<DrawnArea> m_shownArea;
    Selection m_selection;
    /// Of `m_selection` in the snapshot; nothing when it must be looked up again.
    mutable std::optional<SelectedPlaces> m_selected;
    std::vector<MapNote> m_notes;
    Press m_press = Press::None;
    QPointF m_pressedAt;
    QPointF m_dragFrom;
    std::size_t m_pressedNote = 0;
    /// The user has not moved the map, so it is fitted again when the window's size changes.
    bool m_fitted = true;
};

} // namespace forewatch
