#include "widgets/map/map_view.h"

#include "widgets/look.h"

#include <QCursor>
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

/// 1, 2 or 5 times a power of ten: the longest that is no longer than `metres`.
double niceDistance(double metres)
{
    const double power = std::pow(10, std::floor(std::log10(metres)));
    for (const double factor : {5.0, 2.0})
        if (factor * power <= metres)
            return factor * power;
    return power;
}

QString distanceText(double metres)
{
    return metres >= 1000 ? QStringLiteral("%1 km").arg(metres / 1000) : QStringLiteral("%1 m").arg(metres);
}

} // namespace

MapView::MapView(QWidget *parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::ClickFocus);
    setMinimumSize(240, 200);
    setCursor(Qt::OpenHandCursor);
    setAccessibleName(tr("Map"));
    m_options.dark = isDark(palette());
}

void MapView::setPainter(std::shared_ptr<const MapPainter> painter)
{
    const bool sameGround = m_painter && painter
        && m_painter->city().neighborhoods->box() == painter->city().neighborhoods->box();
    m_painter = std::move(painter);
    m_snapshot = {};
    m_base = {};
    if (!sameGround)
        fitCity();
    update();
}

void MapView::setSnapshot(const Snapshot &snapshot)
{
    m_snapshot = snapshot;
    update();
    tellWhatIsUnderThePointer();
}

void MapView::setOptions(const MapOptions &options)
{
    if (options.style != m_options.style || options.layers != m_options.layers)
        m_base = {};
    m_options = options;
    m_options.dark = isDark(palette());
    update();
    tellWhatIsUnderThePointer();
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
    m_base = {};
    update();
}

void MapView::fitCity()
{
    m_fitted = true;
    if (m_painter)
        setFrame(MapFrame::fit(m_painter->city().neighborhoods->box(), size(), fitMargin));
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

QImage MapView::drawBase(double pixelRatio) const
{
    QImage base(size() * pixelRatio, QImage::Format_RGB32);
    base.setDevicePixelRatio(pixelRatio);
    base.fill(Qt::white);
    QPainter painter(&base);
    m_painter->paintBase(painter, m_frame, m_options);
    return base;
}

void MapView::paintMap(QPainter &painter, const QImage &base) const
{
    painter.drawImage(QPointF(0, 0), base);
    m_painter->paintSnapshot(painter, m_frame, m_snapshot, m_options);
    paintFurniture(painter);
}

void MapView::paintFurniture(QPainter &painter) const
{
    const double metres = niceDistance(m_frame.metresPerPixel() * 160);
    const double length = metres / m_frame.metresPerPixel();
    const QPointF end(width() - 2 * gridUnit, height() - 2 * gridUnit);
    const bool onWhite = m_options.style == MapStyle::Original;
    const QColor ink = onWhite ? MapTheme::light().text : themeOf(palette()).text;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(scaled(font(), 0.9));
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::FlatCap));
    painter.drawPolyline(QPolygonF({end - QPointF(length, 5), end - QPointF(length, 0), end, end - QPointF(0, 5)}));
    painter.drawText(QRectF(end.x() - length, end.y() - 24, length, 18), Qt::AlignCenter, distanceText(metres));

    const QPointF north(width() - 3 * gridUnit, 5 * gridUnit);
    painter.setBrush(ink);
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(QPolygonF({north + QPointF(0, -14), north + QPointF(5, 0), north + QPointF(0, -3),
                                   north + QPointF(-5, 0)}));
    painter.setPen(ink);
    painter.drawText(QRectF(north.x() - 10, north.y() + 1, 20, 16), Qt::AlignCenter, tr("N"));
    painter.restore();
}

QImage MapView::picture(double scale, const QString &caption) const
{
    if (!m_painter)
        return {};
    const int captionHeight = fontMetrics().height() + 2 * gridUnit;
    QImage image(QSize(width(), height() + captionHeight) * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(m_options.style == MapStyle::Original ? QColor(Qt::white) : themeOf(palette()).ground);
    QPainter painter(&image);
    painter.save();
    painter.setClipRect(rect());
    paintMap(painter, drawBase(scale));
    painter.restore();
    painter.setFont(font());
    painter.setPen(m_options.style == MapStyle::Original ? MapTheme::light().text : themeOf(palette()).text);
    painter.drawText(QRectF(2 * gridUnit, height(), width() - 4 * gridUnit, captionHeight), Qt::AlignVCenter, caption);
    return image;
}

void MapView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_painter) {
        painter.fillRect(rect(), themeOf(palette()).ground);
        return;
    }
    if (m_base.isNull())
        m_base = drawBase(devicePixelRatioF());
    paintMap(painter, m_base);
}

void MapView::resizeEvent(QResizeEvent *)
{
    m_base = {};
    if (m_fitted)
        fitCity();
    else
        setFrame(m_frame.resized(size()));
}

void MapView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_options.dark = isDark(palette());
        m_base = {};
        update();
    }
    QWidget::changeEvent(event);
}

void MapView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_painter)
        return;
    m_dragging = true;
    m_dragFrom = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void MapView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_dragging) {
        m_fitted = false;
        moveTo(m_frame.moved(event->position() - m_dragFrom));
        m_dragFrom = event->position();
        return;
    }
    if (!m_painter)
        return;
    const QString text = describe(event->position());
    Q_EMIT hovered(text);
    const bool overIncident = m_painter->incidentAt(event->position(), hoverRadius, m_frame, m_snapshot, m_options);
    if (overIncident)
        QToolTip::showText(event->globalPosition().toPoint(), text, this);
    else
        QToolTip::hideText();
}

void MapView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragging = false;
    setCursor(Qt::OpenHandCursor);
}

void MapView::mouseDoubleClickEvent(QMouseEvent *)
{
    fitCity();
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

QString MapView::describe(QPointF pixel) const
{
    const City &city = m_painter->city();
    if (const Incident *incident = m_painter->incidentAt(pixel, hoverRadius, m_frame, m_snapshot, m_options)) {
        const qsizetype here = std::ranges::count(m_snapshot.incidents, incident->place, &Incident::place);
        QString text = QStringLiteral("%1, %2, %3").arg(city.incidents->types()[incident->type], formatTime(incident->time),
                                                        city.neighborhoods->at(incident->neighborhood).name);
        if (here > 1)
            text += tr(" (%1 incidents at this place)").arg(here);
        return text;
    }
    const GeoPoint place = m_frame.toGeo(pixel);
    const QString degrees = QStringLiteral("%1°, %2°").arg(place.latitude, 0, 'f', 5).arg(place.longitude, 0, 'f', 5);
    const Located located = city.neighborhoods->locate(place);
    return located.neighborhood ? degrees + QStringLiteral("  ") + city.neighborhoods->at(*located.neighborhood).name : degrees;
}

} // namespace forewatch
