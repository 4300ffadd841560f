#include "engine/plot/timeline_signs.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

QPolygonF diamond(QPointF c, double r)
{
    return {{c + QPointF(0, -r), c + QPointF(r, 0), c + QPointF(0, r), c + QPointF(-r, 0)}};
}

QPolygonF triangle(QPointF c, double r)
{
    return {{c + QPointF(0, -r), c + QPointF(r, 0.8 * r), c + QPointF(-r, 0.8 * r)}};
}

} // namespace

const TimelinePalette &timelinePalette(const TimelineLook &look)
{
    static const TimelinePalette light{0xffffff, 0x202124, 0x5f6368, {0, 0, 0, 26},
                               0x5b3a8c, 0xece6f5, 0x8f9297, 0xd55e00};
    static const TimelinePalette dark{0x1e1f22, 0xe8eaed, 0xa5a9ae, {255, 255, 255, 30},
                              0xb99fe8, 0x3a3348, 0x868a90, 0xe8742a};
    return look.dark ? dark : light;
}

QString percent(double share, int decimals)
{
    return QString::number(100 * share, 'f', decimals) + QStringLiteral(" %");
}

std::vector<LegendItem> timelineLegend(const RiskTimeline &timeline, const TimelineLook &look)
{
    std::vector<LegendItem> items = look.original ? std::vector<LegendItem>{
        {Sign::Risk, QStringLiteral("prediction")},
        {Sign::Actual, QStringLiteral("what happened: 1 with a target, 0 without")},
    } : std::vector<LegendItem>{
        {Sign::Risk, QStringLiteral("risk")},
        {Sign::Hour, timeline.weekly ? QStringLiteral("hour of week alone") : QStringLiteral("hour of day alone")},
        {Sign::Alert, QStringLiteral("alert from %1").arg(percent(timeline.policy.threshold, 1))},
        {Sign::Caught, QStringLiteral("target in an alert")},
        {Sign::Missed, QStringLiteral("target missed")},
        {Sign::CameTrue, QStringLiteral("came true")},
    };
    if (!look.original && std::ranges::any_of(timeline.points, [](const RiskPoint &point) { return point.band.has_value(); }))
        items.insert(items.begin() + 1, {Sign::Band, QStringLiteral("its level on other days, 95 %")});
    if (timeline.task.question == Question::SameWindow)
        items.insert(items.begin(), {Sign::None, QStringLiteral("The picture shows the answer: no warning.")});
    return items;
}

void paintCaught(QPainter &painter, QPointF centre, double radius, const TimelinePalette &palette)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.target);
    painter.drawPolygon(diamond(centre, radius));
}

void paintMissed(QPainter &painter, QPointF centre, double radius, const TimelinePalette &palette)
{
    painter.setPen(QPen(palette.ink, 1.4, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(palette.ground);
    painter.drawPolygon(triangle(centre, radius - 0.7));
}

QColor bandColor(const TimelinePalette &palette)
{
    QColor color = palette.risk;
    color.setAlpha(48);
    return color;
}

QPen thresholdPen(const TimelinePalette &palette)
{
    QPen pen(palette.risk, 1);
    pen.setDashPattern({5, 3});
    return pen;
}

double crisp(double coordinate)
{
    return std::floor(coordinate) + 0.5;
}

void paintSign(QPainter &painter, Sign sign, const QRectF &box, const TimelinePalette &palette)
{
    const auto across = [&](const QPen &pen) {
        painter.setPen(pen);
        painter.drawLine(QPointF(box.left(), crisp(box.center().y())), QPointF(box.right(), crisp(box.center().y())));
    };
    const double radius = std::min(box.height() / 2 - 2, 5.0);
    switch (sign) {
    case Sign::None:
        break;
    case Sign::Risk:
        across(QPen(palette.risk, 2));
        break;
    case Sign::Band:
        painter.fillRect(box.adjusted(0, 2, 0, -2), bandColor(palette));
        break;
    case Sign::Actual:
        across(QPen(palette.target, 2));
        break;
    case Sign::Hour:
        across(QPen(palette.hour, 1.2));
        break;
    case Sign::Alert:
        painter.fillRect(box.adjusted(0, 2, 0, -2), palette.tint);
        across(thresholdPen(palette));
        break;
    case Sign::Caught:
        paintCaught(painter, box.center(), radius, palette);
        break;
    case Sign::Missed:
        paintMissed(painter, box.center(), radius, palette);
        break;
    case Sign::CameTrue:
        painter.fillRect(QRectF(box.left(), std::round(box.center().y()) - 2, box.width(), 4), palette.target);
        break;
    }
}

double signWidth(Sign sign)
{
    switch (sign) {
    case Sign::None: return 0;
    case Sign::Caught:
    case Sign::Missed: return 16;
    default: return 24;
    }
}

double legendWidth(const std::vector<LegendItem> &items, const QFontMetricsF &metrics)
{
    double width = -legendGap;
    for (const auto &[sign, text] : items)
        width += signWidth(sign) + metrics.horizontalAdvance(text) + legendGap;
    return width;
}

} // namespace forewatch
