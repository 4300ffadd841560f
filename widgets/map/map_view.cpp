#include "widgets/map/map_view.h"

#include "widgets/look.h"

#include <QCursor>
#include <QHelpEvent>
#include <QLineF>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

constexpr double fitMargin = 0.03;
constexpr double zoomStep = 1.25;
constexpr double hoverRadius = 9;
/// A press that moves farther than this is a drag.
constexpr double dragDistance = 3;

} // namespace

MapView::MapView(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::ClickFocus);
    setMinimumSize(240, 200);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Map"));
    m_options.dark = isDark(palette());
    showCursor();
    connect(&m_canvas, &MapCanvas::ready, this, qOverload<>(&QWidget::update));
}

void MapView::setPainter(std::shared_ptr<const MapPainter> painter)
{
    const bool sameGround
        = m_painter && painter && m_painter->city().neighborhoods->box() == painter->city().neighborhoods->box();
    m_painter = std::move(painter);
    m_snapshot = {};
    m_selected.reset();
    m_canvas.setPainter(m_painter);
    if (!sameGround)
        fitCity();
    update();
}

void MapView::setSnapshot(const Snapshot &snapshot)
{
    m_snapshot = snapshot;
    m_selected.reset();
    m_canvas.setSnapshot(snapshot);
    update();
    tellWhatIsUnderThePointer();
}

void MapView::setOptions(const MapOptions &options)
{
    m_options = options;
    m_options.dark = isDark(palette());
    m_selected.reset();
    m_canvas.setOptions(m_options);
    update();
    tellWhatIsUnderThePointer();
}

void MapView::setSelection(const Selection &selection)
{
    if (selection == m_selection)
        return;
    m_selection = selection;
    m_selected.reset();
    update();
}

void MapView::setNotes(std::vector<MapNote> notes)
{
    m_notes = std::move(notes);
    update();
}

void MapView::setTool(MapTool tool)
{
    m_drawing.setTool(tool);
    showCursor();
    update();
}

void MapView::setShownArea(const std::optional<DrawnArea> &area)
{
    m_shownArea = area;
    update();
}

void MapView::showCursor()
{
    if (m_press == Press::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_drawing.tool() == MapTool::Pan)
        setCursor(Qt::OpenHandCursor);
    else if (m_drawing.tool() == MapTool::Neighborhood)
        setCursor(Qt::PointingHandCursor);
    else
        setCursor(Qt::CrossCursor);
}

void MapView::tellWhatIsUnderThePointer()
{
    if (!m_painter || !underMouse())
        return;
    QToolTip::hideText();
    Q_EMIT hovered(describe(mapFromGlobal(QCursor::pos())));
}

void MapView::setFrame(const MapFrame &frame)
{
    if (frame == m_frame)
        return;
    m_frame = frame;
    update();
    Q_EMIT frameChanged(m_frame);
}

void MapView::follow(const MapFrame &frame)
{
    if (frame.resized(size()) == m_frame)
        return;
    m_fitted = false;
    setFrame(frame.resized(size()));
}

void MapView::fitCity()
{
    m_fitted = true;
    if (m_painter)
        setFrame(MapFrame::fit(m_painter->city().neighborhoods->box(), size(), fitMargin));
}

void MapView::fitBox(const GeoBox &box)
{
    if (!m_painter || box.isEmpty())
        return;
    // Half a kilometre around a single place.
    constexpr double least = 0.005;
    GeoBox wide = box;
    wide.add(GeoPoint{box.centre().longitude - least, box.centre().latitude - least});
    wide.add(GeoPoint{box.centre().longitude + least, box.centre().latitude + least});
    const MapFrame city = MapFrame::fit(m_painter->city().neighborhoods->box(), size(), fitMargin);
    m_fitted = false;
    moveTo(city.placedAt(wide.centre(), MapFrame::fit(wide, size(), 0.1).metresPerPixel()));
}

std::optional<MapPlace> MapView::place() const
{
    if (m_fitted)
        return std::nullopt;
    return MapPlace{m_frame.centre(), m_frame.metresPerPixel()};
}

void MapView::setPlace(const std::optional<MapPlace> &place)
{
    fitCity();
    if (!place || !m_painter)
        return;
    m_fitted = false;
    moveTo(m_frame.placedAt(place->centre, place->metresPerPixel));
}

void MapView::zoom(double factor, QPointF about)
{
    if (!m_painter)
        return;
    // From the city as a third of the map to a few houses.
    const double fitted = MapFrame::fit(m_painter->city().neighborhoods->box(), size(), fitMargin).metresPerPixel();
    const double now = m_frame.metresPerPixel();
    const double wanted = std::clamp(now / factor, fitted / 400, fitted * 3);
    m_fitted = false;
    moveTo(m_frame.zoomed(now / wanted, about));
}

void MapView::moveTo(const MapFrame &frame)
{
    // Part of the city stays in sight.
    const GeoBox seen = frame.visibleBox();
    const GeoBox &city = m_painter->city().neighborhoods->box();
    if (seen.west < city.east && city.west < seen.east && seen.south < city.north && city.south < seen.north)
        setFrame(frame);
}

void MapView::zoomIn()
{
    zoom(zoomStep, QRectF(rect()).center());
}

void MapView::zoomOut()
{
    zoom(1 / zoomStep, QRectF(rect()).center());
}

void MapView::pan(QPointF pixels)
{
    if (!m_painter)
        return;
    m_fitted = false;
    moveTo(m_frame.moved(-pixels));
}

void MapView::paintOverlay(QPainter &painter) const
{
    if (!m_selected)
        m_selected.emplace(*m_painter, m_snapshot, m_options, m_selection);
    paintSelectedNeighborhoods(painter, *m_painter, m_frame, m_selection, palette());
    m_selected->paint(painter, m_frame, palette());
    if (m_shownArea)
        MapDrawing::paintArea(painter, *m_shownArea, m_frame, palette());
    paintNotes(painter, m_notes, m_snapshot.window, m_frame, palette());
    m_drawing.paint(painter, m_frame, palette(), font());
    paintFurniture(painter, m_frame,
                   m_options.style == MapStyle::Original ? MapTheme::light().text : themeOf(palette()).text, font());
}

QImage MapView::picture(double scale, const QString &caption) const
{
    if (!m_painter)
        return {};
    const int captionHeight = fontMetrics().height() + 2 * gridUnit;
    QImage image(QSize(width(), height() + captionHeight) * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    const bool onWhite = m_options.style == MapStyle::Original;
    image.fill(onWhite ? QColor(Qt::white) : themeOf(palette()).ground);
    QPainter painter(&image);
    painter.save();
    painter.setClipRect(rect());
    m_painter->paintBase(painter, m_frame, m_options);
    m_painter->paintSnapshot(painter, m_frame, m_snapshot, m_options);
    paintOverlay(painter);
    painter.restore();
    painter.setFont(font());
    painter.setPen(onWhite ? MapTheme::light().text : themeOf(palette()).text);
    painter.drawText(QRectF(2 * gridUnit, height(), width() - 4 * gridUnit, captionHeight), Qt::AlignVCenter, caption);
    return image;
}

Selection MapView::incidentsIn(const DrawnArea &area) const
{
    Selection selection;
    if (!m_painter)
        return selection;
    const FilterTest test(m_painter->city(), area.filter());
    for (const Incident &incident : m_snapshot.incidents)
        if (test.passes(incident))
            selection.rows.push_back(incident.row);
    std::ranges::sort(selection.rows);
    return selection;
}

void MapView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_painter) {
        painter.fillRect(rect(), themeOf(palette()).ground);
        return;
    }
    m_canvas.paint(painter, m_frame, devicePixelRatioF());
    paintOverlay(painter);
}

void MapView::resizeEvent(QResizeEvent *)
{
    if (m_fitted)
        fitCity();
    else
        setFrame(m_frame.resized(size()));
}

void MapView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_options.dark = isDark(palette());
        m_canvas.setOptions(m_options);
        update();
    }
    QWidget::changeEvent(event);
}

void MapView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (m_drawing.isActive())
            m_drawing.clear();
        else
            Q_EMIT escaped();
        update();
    } else if (m_drawing.isActive() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        if (const auto area = m_drawing.finish())
            Q_EMIT areaDrawn(*area, event->modifiers().testFlag(Qt::ControlModifier));
        update();
    } else if (m_drawing.isActive() && event->key() == Qt::Key_Backspace) {
        m_drawing.back();
        update();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void MapView::mousePressEvent(QMouseEvent *event)
{
    if (!m_painter)
        return;
    m_pressedAt = m_dragFrom = event->position();
    if (event->button() == Qt::MiddleButton || event->button() == Qt::RightButton) {
        m_press = Press::Pan;
    } else if (event->button() == Qt::LeftButton) {
        const auto note = noteAt(event->position(), m_notes, m_snapshot.window, m_frame);
        const MapTool tool = m_drawing.tool();
        if (note && (tool == MapTool::Pan || tool == MapTool::Note)) {
            m_press = Press::Note;
            m_pressedNote = *note;
        } else if (tool == MapTool::Pan || tool == MapTool::Neighborhood || tool == MapTool::Note) {
            m_press = Press::Undecided;
        } else {
            m_press = Press::Draw;
            if (const auto area = m_drawing.press(m_frame.toGeo(event->position()), m_frame))
                Q_EMIT areaDrawn(*area, event->modifiers().testFlag(Qt::ControlModifier));
            update();
        }
    }
    showCursor();
}

void MapView::mouseMoveEvent(QMouseEvent *event)
{
    const bool moved = QLineF(event->position(), m_pressedAt).length() > dragDistance;
    if (m_press == Press::Undecided && moved) {
        m_press = Press::Pan;
        showCursor();
    }
    if (m_press == Press::Pan) {
        // By whole pixels of the screen, so that the picture can be moved instead of drawn.
        const double ratio = devicePixelRatioF();
        const QPointF by = ((event->position() - m_dragFrom) * ratio).toPoint() / ratio;
        pan(-by);
        m_dragFrom += by;
        return;
    }
    if (!m_painter)
        return;
    if (m_press == Press::Note && moved && m_pressedNote < m_notes.size()) {
        m_notes[m_pressedNote].place = m_frame.toGeo(event->position());
        update();
        return;
    }
    if (m_drawing.isActive()) {
        m_drawing.move(m_frame.toGeo(event->position()));
        update();
    }
    Q_EMIT hovered(describe(event->position()));
    const bool speaks = !m_drawing.isActive()
        && (incidentAt(event->position()) || noteAt(event->position(), m_notes, m_snapshot.window, m_frame));
    if (speaks)
        QToolTip::showText(event->globalPosition().toPoint(), tooltip(event->position()), this);
    else
        QToolTip::hideText();
}

void MapView::mouseReleaseEvent(QMouseEvent *event)
{
    const Press press = std::exchange(m_press, Press::None);
    const bool adds = event->modifiers().testFlag(Qt::ControlModifier);
    const bool moved = QLineF(event->position(), m_pressedAt).length() > dragDistance;
    showCursor();
    if (press == Press::Draw) {
        if (const auto area = m_drawing.release(m_frame.toGeo(event->position()), m_frame))
            Q_EMIT areaDrawn(*area, adds);
        update();
    } else if (press == Press::Note) {
        if (moved)
            Q_EMIT noteMoved(m_pressedNote, m_frame.toGeo(event->position()));
        else
            Q_EMIT noteOpened(m_pressedNote);
    } else if (press == Press::Undecided) {
        pick(event->position(), adds);
    }
}

void MapView::pick(QPointF pixel, bool adds)
{
    if (m_drawing.tool() == MapTool::Note) {
        Q_EMIT noteWanted(m_frame.toGeo(pixel));
        return;
    }
    Selection selection;
    const Incident *incident = m_drawing.tool() == MapTool::Pan ? incidentAt(pixel) : nullptr;
    if (incident) {
        for (const Incident *one : m_painter->stackOf(*incident, m_snapshot, m_options))
            selection.rows.push_back(one->row);
        std::ranges::sort(selection.rows);
    } else if (const auto in = m_painter->city().neighborhoods->locate(m_frame.toGeo(pixel)).neighborhood) {
        selection.neighborhoods = {*in};
    }
    Q_EMIT picked(selection, adds);
}

void MapView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (m_drawing.tool() == MapTool::Pan) {
        fitCity();
    } else if (m_drawing.isActive()) {
        if (const auto area = m_drawing.finish())
            Q_EMIT areaDrawn(*area, event->modifiers().testFlag(Qt::ControlModifier));
        update();
    }
}

void MapView::leaveEvent(QEvent *)
{
    Q_EMIT hovered({});
}

void MapView::wheelEvent(QWheelEvent *event)
{
    zoom(std::pow(zoomStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

bool MapView::event(QEvent *event)
{
    // Where the pointer rests, neighborhood and layers tell of themselves.
    if (event->type() == QEvent::ToolTip && m_painter && !m_drawing.isActive()) {
        auto *help = static_cast<QHelpEvent *>(event);
        const QString text = tooltip(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

const Incident *MapView::incidentAt(QPointF pixel) const
{
    return m_painter->incidentAt(pixel, hoverRadius, m_frame, m_snapshot, m_options);
}

} // namespace forewatch
