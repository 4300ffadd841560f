#include "engine/map/map_painter.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace forewatch {

namespace {

/// Height of the published pictures in pixels; their points are our pixels at this height.
constexpr double publishedHeight = 217;

double originalScale(const MapFrame &frame)
{
    return frame.size().height() / publishedHeight;
}

/// Width of every line in the published pictures, measured on them: a border that nothing crosses carries 0.153 of a
/// pixel's ink at alpha 0.5, and a dot is 7.35 pixels wide.
constexpr double originalLine = 0.3;

QPen originalPen(const QColor &color, const MapFrame &frame)
{
    return QPen(color, originalLine * originalScale(frame), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
}

bool isOnPaper(QPointF pixel, QSizeF size, double reach)
{
    return pixel.x() > -reach && pixel.y() > -reach && pixel.x() < size.width() + reach
        && pixel.y() < size.height() + reach;
}

const MapTheme &themeOf(const MapOptions &options)
{
    return options.dark ? MapTheme::dark() : MapTheme::light();
}

/// The part of the paper that can be drawn on: what else is given to the painter is left out early.
QRectF drawnPart(const QPainter &painter, const MapFrame &frame)
{
    const QRectF paper({0, 0}, frame.size());
    return painter.hasClipping() ? painter.clipBoundingRect().intersected(paper) : paper;
}

QRectF pixelsOf(const GeoBox &box, const MapFrame &frame)
{
    return {frame.toPixel({box.west, box.north}), frame.toPixel({box.east, box.south})};
}

} // namespace

MapPainter::MapPainter(const City &city)
    : m_city(city), m_legend(city.incidents->types(), *city.target, city.groups), m_discretion(city)
{
    m_places = std::make_shared<const SignPlaces>(
        city.incidents->all(), [this](const Incident &incident) { return m_discretion.shownPlace(incident); },
        [this](const Incident &incident) { return groupOf(incident); });
}

QPainterPath MapPainter::outline(std::size_t neighborhood, const MapFrame &frame, MapStyle style,
                                 const QRectF &part) const
{
    // Vertices that would fall onto the pixel of the one before are left out: they cost time and show nothing. The
    // clear style also leaves out those that a line passes by less than a sixth of a pixel, and those that lie, with
    // both neighbors, on one side of the part that is drawn.
    constexpr double least = 0.15;
    const Neighborhoods &all = *m_city.neighborhoods;
    const bool clear = style == MapStyle::Clear;
    const double degrees = 0.16 / frame.pixelsPerDegree();
    const auto sidesOf = [&part](QPointF pixel) {
        return (pixel.x() < part.left() ? 1 : 0) | (pixel.x() > part.right() ? 2 : 0) | (pixel.y() < part.top() ? 4 : 0)
            | (pixel.y() > part.bottom() ? 8 : 0);
    };
    QPainterPath path;
    for (const Ring &ring : clear ? all.outline(neighborhood, degrees) : all.at(neighborhood).rings) {
        QPolygonF polygon;
        polygon.reserve(static_cast<qsizetype>(ring.size()));
        int before = 0;
        int last = 0;
        for (const GeoPoint &point : ring) {
            const QPointF pixel = frame.toPixel(point);
            if (!polygon.isEmpty() && (pixel - polygon.back()).manhattanLength() <= least)
                continue;
            const int sides = clear ? sidesOf(pixel) : 0;
            if (polygon.size() >= 2 && (before & last & sides) != 0) {
                polygon.back() = pixel;
            } else {
                polygon << pixel;
                before = last;
            }
            last = sides;
        }
        path.addPolygon(polygon);
        path.closeSubpath();
    }
    return path;
}

void MapPainter::paintBase(QPainter &painter, const MapFrame &frame, const MapOptions &options) const
{
    const QRectF part = drawnPart(painter, frame).adjusted(-4, -4, 4, 4);
    std::vector<QPainterPath> outlines;
    for (std::size_t i = 0; i < m_city.neighborhoods->size(); ++i)
        if (part.intersects(pixelsOf(m_city.neighborhoods->at(i).box, frame)))
            outlines.push_back(outline(i, frame, options.style, part));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool original = options.style == MapStyle::Original;
    const QPen pen = original ? originalPen(QColor(0, 0, 0, 128), frame)
                              : QPen(themeOf(options).outline, 1, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin);
    if (!original)
        painter.fillRect(QRectF({0, 0}, frame.size()), themeOf(options).ground);
    if (!options.layers.empty()) {
        if (!original) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(themeOf(options).land);
            for (const QPainterPath &path : outlines)
                painter.drawPath(path);
        }
        for (const auto &layer : options.layers) {
            painter.save();
            layer->paintGround(painter, frame, {{}, options.dark});
            painter.restore();
        }
    }
    painter.setPen(pen);
    painter.setBrush(original || !options.layers.empty() ? QBrush(Qt::NoBrush) : QBrush(themeOf(options).land));
    for (const QPainterPath &path : outlines)
        painter.drawPath(path);
    painter.restore();
}

void MapPainter::paintMarks(QPainter &painter, const MapFrame &frame, const Window &window,
                            const MapOptions &options) const
{
    for (const auto &layer : options.layers) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        layer->paintMarks(painter, frame, {window, options.dark});
        painter.restore();
    }
}

void MapPainter::paintSnapshot(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                               const MapOptions &options) const
{
    paintMarks(painter, frame, snapshot.window, options);
    paintIncidents(painter, frame, snapshot, options);
    if (options.touchedOutlines)
        for (const std::size_t neighborhood : outlined(snapshot, options))
            paintTouched(painter, frame, neighborhood, options);
}

void MapPainter::paintTouched(QPainter &painter, const MapFrame &frame, std::size_t neighborhood,
                              const MapOptions &options) const
{
    const double reach = 2 + 2 * originalScale(frame);
    const QRectF part = drawnPart(painter, frame).adjusted(-reach, -reach, reach, reach);
    if (!part.intersects(pixelsOf(m_city.neighborhoods->at(neighborhood).box, frame)))
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if (options.style == MapStyle::Original)
        painter.setPen(originalPen(Qt::red, frame));
    else
        painter.setPen(QPen(themeOf(options).touched, 1.4, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
    painter.drawPath(outline(neighborhood, frame, options.style, part));
    painter.restore();
}

void MapPainter::paintIncidents(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                                const MapOptions &options) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (options.style == MapStyle::Original)
        paintOriginalDots(painter, frame, snapshot, options);
    else
        paintClearSigns(painter, frame, snapshot, options);
    painter.restore();
}

void MapPainter::paintOriginalDots(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                                   const MapOptions &options) const
{
    // matplotlib's size 50 is an area in square points; fill and edge are both drawn at alpha 0.7 and overlap.
    const double scale = originalScale(frame);
    const double radius = std::sqrt(50.0) / 2 * scale;
    for (const Incident &incident : snapshot.incidents) {
        const QPointF pixel = frame.toPixel(shownPlace(incident, options));
        if (!isOnPaper(pixel, frame.size(), radius + scale))
            continue;
        QColor color = m_legend.at(incident.type).original;
        color.setAlphaF(0.7f);
        painter.setPen(originalPen(color, frame));
        painter.setBrush(color);
        painter.drawEllipse(pixel, radius, radius);
    }
}

bool MapPainter::numbersShown(const MapFrame &frame, const Snapshot &snapshot, const MapOptions &options)
{
    // Blocks are a hundred metres long: at two metres a pixel even the densest downtown has room for numbers.
    constexpr std::size_t few = 1500;
    constexpr double close = 2;
    return options.stackCounts && options.style == MapStyle::Clear
        && (snapshot.incidents.size() <= few || frame.metresPerPixel() <= close);
}

std::shared_ptr<const SignPlaces> MapPainter::placesOf(const Snapshot &snapshot, const MapOptions &options, double south,
                                                       double north) const
{
    // About what an incident costs to be sorted, in places to be looked at.
    constexpr std::size_t sorting = 16;
    const auto [from, to] = m_places->between(south, north);
    const std::span<const Incident> all = m_city.incidents->all();
    const bool ofTheTable = !snapshot.incidents.empty() && snapshot.incidents.data() >= all.data()
        && snapshot.incidents.data() < all.data() + all.size();
    if (ofTheTable && !options.exactPlaces && to - from < snapshot.incidents.size() * sorting)
        return m_places;
    return std::make_shared<const SignPlaces>(
        snapshot.incidents, [&](const Incident &incident) { return shownPlace(incident, options); },
        [this](const Incident &incident) { return groupOf(incident); });
}

std::size_t MapPainter::firstIn(const SignPlaces &places, const Snapshot &snapshot) const
{
    return &places == m_places.get() && !snapshot.incidents.empty()
        ? static_cast<std::size_t>(snapshot.incidents.data() - m_city.incidents->all().data()) : 0;
}

QColor MapPainter::signColor(std::size_t type, Group group, const MapOptions &options) const
{
    return options.typesApart ? themeOf(options).apart(group, m_legend.at(type).shade) : themeOf(options).of(group);
}

void MapPainter::paintClearSigns(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                                 const MapOptions &options) const
{
    const bool raster = painter.paintEngine() && painter.paintEngine()->type() == QPaintEngine::Raster;
    const double pixelRatio = painter.device()->devicePixelRatioF();
    const bool numbers = numbersShown(frame, snapshot, options);
    const QPointF farthest = numbers ? signReachWithNumber : signReach;
    const QRectF part = drawnPart(painter, frame).adjusted(-farthest.x(), -signReach.y(), signReach.x(), farthest.y());

    struct Sign
    {
        QPointF pixel;
        int number;
    };
    /// The signs of one group, or of one type of it.
    struct Kind
    {
        std::vector<Sign> signs;
        /// The row of pixels in which a column was last drawn on: the same sign on the same pixel shows nothing new.
        std::vector<int> drawnRow;
        std::size_t place = std::numeric_limits<std::size_t>::max();
    };
    const std::size_t types = m_legend.entries().size();
    std::vector<Kind> kinds(groupsFromLoud.size() * (options.typesApart ? types : 1));
    const auto kindOf = [&](const SignPlaces::Entry &entry) {
        const auto group = static_cast<std::size_t>(entry.group);
        return options.typesApart ? group * types + entry.type : group;
    };
    const auto add = [&](std::size_t index, QPointF pixel, int number) {
        Kind &kind = kinds[index];
        if (raster && !numbers) {
            const int column = static_cast<int>(std::lround((pixel.x() - part.left()) * pixelRatio));
            const int row = static_cast<int>(std::lround(pixel.y() * pixelRatio));
            if (kind.drawnRow.empty())
                kind.drawnRow.assign(static_cast<std::size_t>(std::ceil(part.width() * pixelRatio)) + 2,
                                     std::numeric_limits<int>::min());
            int &drawn = kind.drawnRow[static_cast<std::size_t>(column)];
            if (drawn == row)
                return;
            drawn = row;
        }
        kind.signs.push_back({pixel, number});
    };

    const double south = frame.toGeo(part.bottomLeft()).latitude;
    const double north = frame.toGeo(part.topLeft()).latitude;
    const std::shared_ptr<const SignPlaces> places = placesOf(snapshot, options, south, north);
    const std::size_t first = firstIn(*places, snapshot);
    const std::size_t end = first + snapshot.incidents.size();
    const auto [from, to] = places->between(south, north);
    for (std::size_t place = from; place < to; ++place) {
        const QPointF pixel = frame.toPixel(places->at(place));
        if (pixel.x() < part.left() || pixel.x() > part.right())
            continue;
        const auto here = places->at(place, first, end);
        if (options.stackCounts && !here.empty()) {
            std::size_t loudest = 0;
            for (const SignPlaces::Entry &entry : here)
                loudest = std::max(loudest, kindOf(entry));
            add(loudest, pixel, static_cast<int>(here.size()));
        } else {
            for (const SignPlaces::Entry &entry : here) {
                Kind &kind = kinds[kindOf(entry)];
                if (kind.place != place)
                    add(kindOf(entry), pixel, 1);
                kind.place = place;
            }
        }
    }

    SignStamps stamps(themeOf(options), raster, pixelRatio);
    for (std::size_t index = 0; index < kinds.size(); ++index) {
        const auto group = static_cast<Group>(options.typesApart ? index / types : index);
        const QColor color = signColor(options.typesApart ? index % types : 0, group, options);
        for (const Sign &sign : kinds[index].signs)
            stamps.paint(painter, sign.pixel, group, color);
        if (numbers)
            for (const Sign &sign : kinds[index].signs)
                if (sign.number > 1)
                    stamps.paintNumber(painter, sign.pixel, group, sign.number);
    }
}

void MapPainter::paintSign(QPainter &painter, QPointF centre, Group group, const MapTheme &theme)
{
    paintMapSign(painter, centre, group, theme.of(group), theme);
}

std::vector<std::size_t> MapPainter::outlined(const Snapshot &snapshot, const MapOptions &options) const
{
    std::vector<std::size_t> list;
    if (options.style == MapStyle::Original) {
        // After so many times a line is as dense as it can get, and a window of years has thousands.
        constexpr int dense = 64;
        std::vector<int> times(m_city.neighborhoods->size());
        for (const Incident &incident : snapshot.incidents)
            if (incident.neighborhood != Incident::nowhere && times[incident.neighborhood]++ < dense)
                list.push_back(incident.neighborhood);
        std::ranges::sort(list);
        return list;
    }
    std::vector<bool> touched(m_city.neighborhoods->size());
    std::size_t left = touched.size();
    for (const Incident &incident : snapshot.incidents) {
        if (incident.neighborhood == Incident::nowhere || touched[incident.neighborhood])
            continue;
        touched[incident.neighborhood] = true;
        if (--left == 0)
            break;
    }
    for (std::size_t i = 0; i < touched.size(); ++i)
        if (touched[i])
            list.push_back(i);
    return list;
}

const Incident *MapPainter::incidentAt(QPointF pixel, double radius, const MapFrame &frame, const Snapshot &snapshot,
                                       const MapOptions &options) const
{
    const double south = frame.toGeo(pixel + QPointF(0, radius)).latitude;
    const double north = frame.toGeo(pixel - QPointF(0, radius)).latitude;
    const std::shared_ptr<const SignPlaces> places = placesOf(snapshot, options, south, north);
    const std::size_t first = firstIn(*places, snapshot);
    const auto [from, to] = places->between(south, north);
    std::span<const SignPlaces::Entry> nearest;
    double least = radius * radius;
    for (std::size_t place = from; place < to; ++place) {
        const QPointF away = frame.toPixel(places->at(place)) - pixel;
        const double distance = QPointF::dotProduct(away, away);
        if (distance > least || (distance == least && !nearest.empty()))
            continue;
        const auto here = places->at(place, first, first + snapshot.incidents.size());
        if (!here.empty()) {
            least = distance;
            nearest = here;
        }
    }
    if (nearest.empty())
        return nullptr;
    const auto loudest = std::ranges::max_element(nearest, {}, &SignPlaces::Entry::group);
    return &snapshot.incidents[loudest->index - first];
}

std::vector<const Incident *> MapPainter::stackOf(const Incident &incident, const Snapshot &snapshot,
                                                  const MapOptions &options) const
{
    const GeoPoint shown = shownPlace(incident, options);
    constexpr double same = 1e-7;
    std::vector<const Incident *> stack;
    for (const Incident &other : snapshot.incidents) {
        const GeoPoint place = shownPlace(other, options);
        if (std::abs(place.latitude - shown.latitude) < same && std::abs(place.longitude - shown.longitude) < same)
            stack.push_back(&other);
    }
    return stack;
}

} // namespace forewatch
