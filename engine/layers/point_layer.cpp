#include "engine/layers/point_layer.h"

#include "engine/core/json_fields.h"
#include "engine/core/text.h"
#include "engine/map/layer_sign.h"
#include "engine/map/map_painter.h"

#include <QCryptographicHash>
#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <ranges>
#include <span>

namespace forewatch {

namespace {

using Shape = LayerSign::Shape;

struct NamedShape
{
    Shape shape;
    QLatin1String name;
};
constexpr std::array namedShapes{NamedShape{Shape::Dot, QLatin1String("dot")}, NamedShape{Shape::Square, QLatin1String("square")},
                                 NamedShape{Shape::Triangle, QLatin1String("triangle")},
                                 NamedShape{Shape::Diamond, QLatin1String("diamond")}};

struct NamedOrder
{
    DateOrder order;
    QLatin1String name;
};
constexpr std::array namedOrders{NamedOrder{DateOrder::Guess, QLatin1String("")},
                                 NamedOrder{DateOrder::MonthDayYear, QLatin1String("mdy")},
                                 NamedOrder{DateOrder::DayMonthYear, QLatin1String("dmy")},
                                 NamedOrder{DateOrder::YearMonthDay, QLatin1String("ymd")}};

/// Pixels between a point and the pointer that still mean the point.
constexpr double reach = 3;

const QColor &haloOf(bool dark)
{
    return (dark ? MapTheme::dark() : MapTheme::light()).halo;
}

/// The user's color, brightened where the dark theme would swallow it.
QColor colorFor(const QColor &color, bool dark)
{
    return dark && color.lightness() < 110 ? color.lighter(150) : color;
}

class PointLayer final : public MapLayer
{
public:
    PointLayer(QString name, PointLayerSettings settings, PointTable table)
        : m_name(std::move(name)), m_settings(std::move(settings)), m_table(std::move(table))
    {
    }

    QString name() const override { return m_name; }

    void paintMarks(QPainter &painter, const MapFrame &frame, const LayerPaint &paint) const override
    {
        const auto points = shownIn(paint.window);
        if (points.empty())
            return;
        const double margin = m_settings.radius * 1.5 + 2;
        const QRectF paper(-margin, -margin, frame.size().width() + 2 * margin, frame.size().height() + 2 * margin);
        painter.setPen(QPen(haloOf(paint.dark), 1));
        painter.setBrush(colorFor(m_settings.color, paint.dark));
        if (!painter.paintEngine() || painter.paintEngine()->type() != QPaintEngine::Raster) {
            for (const LayerPoint &point : points)
                if (const QPointF pixel = frame.toPixel(point.place); paper.contains(pixel))
                    painter.drawPath(signPath(m_settings.shape, pixel, m_settings.radius));
            return;
        }
        // On pixels, a sign is drawn once and stamped; of signs on one pixel, one.
        const double ratio = painter.device()->devicePixelRatioF();
        const QImage stamp = stampFor(painter.pen(), painter.brush(), margin, ratio);
        const QPointF corner(margin, margin);
        const int width = static_cast<int>(std::ceil(paper.width()));
        std::vector<bool> taken(static_cast<std::size_t>(width) * static_cast<std::size_t>(std::ceil(paper.height())));
        for (const LayerPoint &point : points) {
            const QPointF pixel = frame.toPixel(point.place);
            if (!paper.contains(pixel))
                continue;
            const auto at = static_cast<std::size_t>(pixel.y() - paper.top()) * static_cast<std::size_t>(width)
                + static_cast<std::size_t>(pixel.x() - paper.left());
            if (at >= taken.size() || taken[at])
                continue;
            taken[at] = true;
            painter.drawImage(pixel - corner, stamp);
        }
    }

    std::vector<LayerSign> signs(bool dark) const override
    {
        return {{m_settings.shape, colorFor(m_settings.color, dark),
                 m_settings.isTimed() ? QStringLiteral("%1 points, those of the window shown").arg(countOf(m_table.points.size()))
                                      : QStringLiteral("%1 points").arg(countOf(m_table.points.size()))}};
    }

    QString note() const override
    {
        QStringList parts = {QStringLiteral("%1 of %2 rows are shown").arg(countOf(m_table.points.size()), countOf(m_table.rows))};
        const auto add = [&](std::size_t count, const QString &one, const QString &many) {
            if (count > 0)
                parts << countOf(count) + QLatin1Char(' ') + (count == 1 ? one : many);
        };
        add(m_table.filteredOut, QStringLiteral("is filtered out"), QStringLiteral("are filtered out"));
        add(m_table.withoutPlace, QStringLiteral("has no place"), QStringLiteral("have no place"));
        add(m_table.withoutTime, QStringLiteral("has no readable time"), QStringLiteral("have no readable time"));
        add(m_table.withheld, QStringLiteral("sexual offence outside all neighborhoods is withheld"),
            QStringLiteral("sexual offences outside all neighborhoods are withheld"));
        return parts.join(QStringLiteral("; "));
    }

    QString tellAt(GeoPoint place, const MapFrame &frame, const Window &window) const override
    {
        const QPointF pixel = frame.toPixel(place);
        const double radius = m_settings.radius + reach;
        const LayerPoint *nearest = nullptr;
        double least = radius * radius;
        std::size_t count = 0;
        for (const LayerPoint &point : shownIn(window)) {
            const QPointF away = frame.toPixel(point.place) - pixel;
            const double distance = QPointF::dotProduct(away, away);
            if (distance > radius * radius)
                continue;
            ++count;
            if (distance <= least) {
                least = distance;
                nearest = &point;
            }
        }
        if (!nearest)
            return {};
        const QString &label = m_table.labels[static_cast<qsizetype>(nearest->label)];
        if (label.isEmpty())
            return count == 1 ? m_name : QStringLiteral("%1: %2 here").arg(m_name, countOf(count));
        return count == 1 ? QStringLiteral("%1: %2").arg(m_name, label)
                          : QStringLiteral("%1: %2 and %3 more").arg(m_name, label, countOf(count - 1));
    }

    QJsonObject identity() const override
    {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        for (const LayerPoint &point : m_table.points) {
            const std::int64_t numbers[] = {point.time.time_since_epoch().count(), std::llround(point.place.longitude * 1e7),
                                            std::llround(point.place.latitude * 1e7)};
            hash.addData(QByteArrayView(reinterpret_cast<const char *>(numbers), sizeof numbers));
        }
        QJsonObject settings = m_settings.toJson();
        for (const char *key : {"source", "layer", "label"}) // what they lead to is in the hash
            settings.remove(QLatin1String(key));
        return {{QStringLiteral("kind"), QStringLiteral("points")},
                {QStringLiteral("settings"), settings},
                {QStringLiteral("points"), static_cast<qint64>(m_table.points.size())},
                {QStringLiteral("sha256"), QString::fromLatin1(hash.result().toHex())}};
    }

private:
    static QString countOf(std::size_t count) { return grouped(static_cast<qint64>(count)); }

    std::span<const LayerPoint> shownIn(const Window &window) const
    {
        if (!m_settings.isTimed())
            return m_table.points;
        const auto first = std::ranges::lower_bound(m_table.points, window.start, {}, &LayerPoint::time);
        const auto last = std::ranges::lower_bound(first, m_table.points.end(), window.end(), {}, &LayerPoint::time);
        return {first, last};
    }

    QImage stampFor(const QPen &pen, const QBrush &brush, double margin, double ratio) const
    {
        const int edge = static_cast<int>(std::ceil(2 * margin * ratio));
        QImage stamp(edge, edge, QImage::Format_ARGB32_Premultiplied);
        stamp.setDevicePixelRatio(ratio);
        stamp.fill(Qt::transparent);
        QPainter painter(&stamp);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(pen);
        painter.setBrush(brush);
        painter.drawPath(signPath(m_settings.shape, QPointF(margin, margin), m_settings.radius));
        return stamp;
    }

    QString m_name;
    PointLayerSettings m_settings;
    PointTable m_table;
};

} // namespace

QJsonObject PointLayerSettings::toJson() const
{
    return {{QStringLiteral("source"), source},
            {QStringLiteral("layer"), layer},
            {QStringLiteral("longitude"), longitude},
            {QStringLiteral("latitude"), latitude},
            {QStringLiteral("place"), place},
            {QStringLiteral("crs"), crs},
            {QStringLiteral("time"), time},
            {QStringLiteral("clock"), clock},
            {QStringLiteral("date_order"), std::ranges::find(namedOrders, dateOrder, &NamedOrder::order)->name},
            {QStringLiteral("filter_column"), filterColumn},
            {QStringLiteral("filter"), QJsonArray::fromStringList(filterPatterns)},
            {QStringLiteral("label"), label},
            {QStringLiteral("shape"), std::ranges::find(namedShapes, shape, &NamedShape::shape)->name},
            {QStringLiteral("color"), color.name().toUpper()},
            {QStringLiteral("radius"), radius}};
}

PointLayerSettings PointLayerSettings::fromJson(const QJsonObject &json)
{
    // What is left out is as in a new layer; a source is always needed.
    QJsonObject whole = PointLayerSettings().toJson();
    whole.remove(QStringLiteral("source"));
    for (auto field = json.begin(); field != json.end(); ++field)
        whole[field.key()] = field.value();
    const JsonFields fields(whole, QStringLiteral("point layer"));
    const auto shape = std::ranges::find(namedShapes, fields.text(QStringLiteral("shape")), &NamedShape::name);
    if (shape == namedShapes.end())
        fields.refuse(QStringLiteral("shape"), QStringLiteral("dot, square, triangle or diamond"));
    const auto order = std::ranges::find(namedOrders, fields.text(QStringLiteral("date_order")), &NamedOrder::name);
    if (order == namedOrders.end())
        fields.refuse(QStringLiteral("date_order"), QStringLiteral("mdy, dmy, ymd or empty"));
    const QColor color(fields.text(QStringLiteral("color")));
    if (!color.isValid())
        fields.refuse(QStringLiteral("color"), QStringLiteral("a color like #567A9E"));
    PointLayerSettings settings{.source = fields.text(QStringLiteral("source")),
                                .layer = fields.text(QStringLiteral("layer")),
                                .longitude = fields.text(QStringLiteral("longitude")),
                                .latitude = fields.text(QStringLiteral("latitude")),
                                .place = fields.text(QStringLiteral("place")),
                                .crs = fields.text(QStringLiteral("crs")),
                                .time = fields.text(QStringLiteral("time")),
                                .clock = fields.text(QStringLiteral("clock")),
                                .dateOrder = order->order,
                                .filterColumn = fields.text(QStringLiteral("filter_column")),
                                .filterPatterns = fields.texts(QStringLiteral("filter")),
                                .label = fields.text(QStringLiteral("label")),
                                .shape = shape->shape,
                                .color = color,
                                .radius = fields.number(QStringLiteral("radius"))};
    if (!(settings.radius >= 1.5 && settings.radius <= 12))
        fields.refuse(QStringLiteral("radius"), QStringLiteral("a number from 1.5 to 12"));
    return settings;
}

std::shared_ptr<const MapLayer> makePointLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
{
    const auto settings = PointLayerSettings::fromJson(spec.settings);
    return std::make_shared<const PointLayer>(spec.name, settings, readPoints(settings, city, feedback));
}

} // namespace forewatch
