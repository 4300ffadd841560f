#include "widgets/map/map_canvas.h"

#include <QPainter>
#include <QPromise>
#include <QThreadPool>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

/// Up to so many incidents are drawn directly in every frame.
constexpr std::size_t fewIncidents = 6000;
/// Up to so many that come or go, a picture is mended rather than drawn anew.
constexpr std::ptrdiff_t fewChanges = 120;
constexpr int fullMargin = 256;
constexpr int restMilliseconds = 200;

bool isWhole(double value)
{
    return std::abs(value - std::round(value)) < 1e-3;
}

QImage blank(QSizeF size, double pixelRatio)
{
    QImage image((size * pixelRatio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(pixelRatio);
    return image;
}

} // namespace

MapCanvas::MapCanvas(QObject *parent)
    : QObject(parent)
{
    connect(&m_drawing, &QFutureWatcherBase::finished, this, &MapCanvas::take);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        m_rests = true;
        Q_EMIT ready();
    });
}

// The work goes on with values of its own, and nobody waits for it.
MapCanvas::~MapCanvas() = default;

void MapCanvas::setPainter(std::shared_ptr<const MapPainter> painter)
{
    const bool sameGround
        = m_scene.painter && painter && m_scene.painter->city().neighborhoods == painter->city().neighborhoods;
    if (!sameGround)
        m_picture.reset();
    m_scene.painter = std::move(painter);
    m_scene.snapshot = {};
}

void MapCanvas::setSnapshot(const Snapshot &snapshot)
{
    m_scene.snapshot = snapshot;
}

void MapCanvas::setOptions(const MapOptions &options)
{
    m_scene.options = options;
}

bool MapCanvas::isDirect() const
{
    return m_scene.snapshot.incidents.size() <= fewIncidents && m_scene.options.layers.empty();
}

bool MapCanvas::hasGround() const
{
    const MapOptions &now = m_scene.options;
    const MapOptions &then = m_picture->scene.options;
    return m_picture->scene.pixelRatio == m_scene.pixelRatio && now.dark == then.dark && now.style == then.style
        && now.layers == then.layers;
}

bool MapCanvas::hasSigns() const
{
    return !m_picture->whole.isNull() && m_picture->scene.options == m_scene.options
        && m_picture->scene.painter == m_scene.painter;
}

std::optional<QPointF> MapCanvas::corner(const MapFrame &frame) const
{
    if (!m_picture || !hasGround())
        return std::nullopt;
    const QPointF size(frame.size().width(), frame.size().height());
    const QPointF from = m_picture->frame.toPixel(frame.toGeo({0, 0}));
    const QPointF across = m_picture->frame.toPixel(frame.toGeo(size)) - from - size;
    const QPointF device = from * m_scene.pixelRatio;
    if (across.manhattanLength() > 1e-4 || !isWhole(device.x()) || !isWhole(device.y()))
        return std::nullopt;
    // What the published style draws is as large as its paper makes it.
    if (m_scene.options.style == MapStyle::Original && m_picture->frame.size() != frame.size())
        return std::nullopt;
    return QPointF(std::round(device.x()), std::round(device.y())) / m_scene.pixelRatio;
}

int MapCanvas::margin() const
{
    return m_scene.options.style == MapStyle::Original ? 0 : fullMargin;
}

MapFrame MapCanvas::widened(const MapFrame &frame) const
{
    return frame.resized(frame.size() + QSizeF(2 * margin(), 2 * margin()));
}

bool MapCanvas::isNearEdge(const QRectF &covered, const MapFrame &frame) const
{
    const double reserve = margin() / 2.0;
    return !covered.adjusted(reserve, reserve, -reserve, -reserve).contains(QRectF({0, 0}, frame.size()));
}

void MapCanvas::drawOver(QPainter &painter, const Scene &scene, const MapFrame &frame,
                         const std::vector<std::size_t> &touched)
{
    scene.painter->paintMarks(painter, frame, scene.snapshot.window, scene.options);
    scene.painter->paintIncidents(painter, frame, scene.snapshot, scene.options);
    for (const std::size_t neighborhood : touched)
        scene.painter->paintTouched(painter, frame, neighborhood, scene.options);
}

MapCanvas::Picture MapCanvas::draw(const Scene &scene, const MapFrame &frame, bool whole,
                                   const std::optional<Picture> &before)
{
    Picture picture{scene, frame, {}, {}, {}, false};
    if (before && before->frame == frame) {
        picture.ground = before->ground;
    } else {
        picture.ground = blank(frame.size(), scene.pixelRatio);
        picture.ground.fill(Qt::white);
        QPainter painter(&picture.ground);
        scene.painter->paintBase(painter, frame, scene.options);
    }
    if (whole) {
        if (scene.options.touchedOutlines)
            picture.touched = scene.painter->outlined(scene.snapshot, scene.options);
        picture.whole = picture.ground;
        QPainter painter(&picture.whole);
        drawOver(painter, scene, frame, picture.touched);
    }
    return picture;
}

bool MapCanvas::stepTo(const Snapshot &snapshot)
{
    Picture &picture = *m_picture;
    const std::span<const Incident> then = picture.scene.snapshot.incidents;
    const std::span<const Incident> now = snapshot.incidents;
    const MapOptions &options = m_scene.options;
    const bool sameIncidents = then.data() == now.data() && then.size() == now.size();
    if (sameIncidents && (options.layers.empty() || picture.scene.snapshot.window == snapshot.window)) {
        picture.scene.snapshot = snapshot;
        return true;
    }
    if (!options.layers.empty() || options.style != MapStyle::Clear || then.empty() || now.empty()
        || MapPainter::numbersShown(picture.frame, picture.scene.snapshot, options)
            != MapPainter::numbersShown(picture.frame, snapshot, options))
        return false;
    const Incident *const thenEnd = then.data() + then.size();
    const Incident *const nowEnd = now.data() + now.size();
    if (std::abs(now.data() - then.data()) + std::abs(nowEnd - thenEnd) > fewChanges)
        return false;

    // Not a region: it would cut the parts, which may overlap, into many more.
    std::vector<QRect> changed;
    const QRect paper = QRectF({0, 0}, picture.frame.size()).toAlignedRect();
    const auto change = [&](const QRectF &part) {
        const QRect rect = part.toAlignedRect() & paper;
        if (!rect.isEmpty() && std::ranges::none_of(changed, [&](const QRect &other) { return other.contains(rect); }))
            changed.push_back(rect);
    };
    const QPointF before = signReach;
    const QPointF after = MapPainter::numbersShown(picture.frame, snapshot, options) ? signReachWithNumber : signReach;
    const auto add = [&](const Incident *first, const Incident *end) {
        for (const Incident *incident = first; incident < end; ++incident) {
            const QPointF pixel = picture.frame.toPixel(m_scene.painter->shownPlace(*incident, options));
            change(QRectF(pixel - before, pixel + after));
        }
    };
    add(std::min(then.data(), now.data()), std::max(then.data(), now.data()));
    add(std::min(thenEnd, nowEnd), std::max(thenEnd, nowEnd));
    std::vector<std::size_t> touched;
    if (options.touchedOutlines)
        touched = m_scene.painter->outlined(snapshot, options);
    std::vector<std::size_t> turned;
    std::ranges::set_symmetric_difference(picture.touched, touched, std::back_inserter(turned));
    for (const std::size_t neighborhood : turned) {
        const GeoBox &box = m_scene.painter->city().neighborhoods->at(neighborhood).box;
        change(QRectF(picture.frame.toPixel({box.west, box.north}), picture.frame.toPixel({box.east, box.south}))
                   .adjusted(-2, -2, 2, 2));
    }

    picture.scene.snapshot = snapshot;
    picture.isMended = true;
    picture.touched = std::move(touched);
    QPainter painter(&picture.whole);
    for (const QRect &rect : changed) {
        painter.setClipRect(rect);
        painter.drawImage(QPointF(0, 0), picture.ground);
        drawOver(painter, picture.scene, picture.frame, picture.touched);
    }
    return true;
}

bool MapCanvas::holds(const MapFrame &frame) const
{
    const auto at = corner(frame);
    return at && QRectF(-*at, m_picture->frame.size()).contains(QRectF({0, 0}, frame.size()));
}

void MapCanvas::paint(QPainter &painter, const MapFrame &frame, double pixelRatio)
{
    m_scene.pixelRatio = pixelRatio;
    m_true = true;
    const std::optional<QPointF> at = corner(frame);
    const QRectF covered = at ? QRectF(-*at, m_picture->frame.size()) : QRectF();
    const bool moved = !(frame == m_paintedFrame);
    const bool zoomed = frame.pixelsPerDegree() != m_paintedFrame.pixelsPerDegree();
    m_paintedFrame = frame;
    if (isDirect()) {
        if (at)
            painter.drawImage(covered.topLeft(), m_picture->ground);
        paintUncovered(painter, frame, covered.toRect(), false);
        m_scene.painter->paintSnapshot(painter, frame, m_scene.snapshot, m_scene.options);
        m_settled = !at || m_picture->frame == frame;
        // While the scale changes, the next frame is on another ground.
        if (!at && !zoomed)
            order(frame);
    } else if (at && hasSigns() && stepTo(m_scene.snapshot)) {
        painter.drawImage(covered.topLeft(), m_picture->whole);
        paintUncovered(painter, frame, covered.toRect(), true);
        m_settled = m_picture->frame == frame && !m_picture->isMended;
    } else if (!m_picture || m_picture->whole.isNull()) {
        // Nothing like it was seen yet, so there is nothing to show meanwhile.
        m_picture = draw(m_scene, frame, true, m_picture && hasGround() ? m_picture : std::nullopt);
        painter.drawImage(QPointF(0, 0), m_picture->whole);
        m_settled = true;
    } else {
        m_true = m_settled = false;
        paintStale(painter, frame);
        order(holds(frame) ? m_picture->frame : frame);
    }
    if (m_true && at && moved && isNearEdge(covered, frame)) {
        // Before the view leaves the picture, a larger one is drawn about it.
        order(widened(frame));
    } else if (!m_settled && m_rests && !moved) {
        order(frame);
    }
    m_rests = false;
    if (m_settled)
        m_rest.stop();
    else
        m_rest.start();
}

void MapCanvas::paintUncovered(QPainter &painter, const MapFrame &frame, const QRect &covered, bool withSigns) const
{
    const QRegion uncovered = QRegion(QRectF({0, 0}, frame.size()).toAlignedRect()) - covered;
    for (const QRect &rect : uncovered) {
        painter.save();
        painter.setClipRect(rect);
        painter.fillRect(rect, Qt::white);
        m_scene.painter->paintBase(painter, frame, m_scene.options);
        if (withSigns)
            drawOver(painter, m_scene, frame, m_picture->touched);
        painter.restore();
    }
}

void MapCanvas::paintStale(QPainter &painter, const MapFrame &frame) const
{
    const GeoBox box = m_picture->frame.visibleBox();
    const QRectF target(frame.toPixel({box.west, box.north}), frame.toPixel({box.east, box.south}));
    painter.fillRect(QRectF({0, 0}, frame.size()),
                     m_scene.options.style == MapStyle::Original
                         ? QColor(Qt::white)
                         : (m_scene.options.dark ? MapTheme::dark() : MapTheme::light()).ground);
    painter.drawImage(target, m_picture->whole, QRectF(m_picture->whole.rect()));
}

void MapCanvas::order(const MapFrame &wanted)
{
    // One at a time: when it is there, painting finds out whether another is needed. Not the watcher is asked, which
    // has done before its signal is delivered.
    if (m_isDrawing)
        return;
    m_isDrawing = true;
    const std::optional<Picture> before = m_picture && hasGround() ? m_picture : std::nullopt;
    auto promise = std::make_shared<QPromise<std::shared_ptr<const Picture>>>();
    promise->start();
    m_drawing.setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, scene = m_scene, wanted, before, whole = !isDirect()] {
        promise->addResult(std::make_shared<const Picture>(draw(scene, wanted, whole, before)));
        promise->finish();
    });
}

void MapCanvas::take()
{
    m_isDrawing = false;
    const std::shared_ptr<const Picture> picture = m_drawing.result();
    // What was drawn for another city, or has no signs where they are wanted, is of no use any more.
    if (!m_scene.painter || picture->scene.painter->city().neighborhoods != m_scene.painter->city().neighborhoods)
        return;
    if (picture->whole.isNull() && !isDirect() && m_picture && !m_picture->whole.isNull())
        return;
    m_picture = *picture;
    Q_EMIT ready();
}

} // namespace forewatch
