#pragma once

#include "engine/plot/timeline_painter.h"

#include <QColor>
#include <QFontMetricsF>
#include <QPen>
#include <QString>

#include <vector>

namespace forewatch {

/// Colors of a risk timeline.
struct TimelinePalette
{
    QColor ground;
    QColor ink;
    QColor quiet;
    QColor grid;
    QColor risk;
    QColor tint;
    QColor hour;
    QColor target;
};

const TimelinePalette &timelinePalette(const TimelineLook &look);

/// What the legend explains.
enum class Sign { None, Risk, Band, Hour, Actual, Alert, Caught, Missed, CameTrue };

struct LegendItem
{
    Sign sign;
    QString text;
};

/// In the order in which they are shown while there is room.
std::vector<LegendItem> timelineLegend(const RiskTimeline &timeline, const TimelineLook &look);

/// Pixels between two items, of an item's sign, and of all items together.
constexpr double legendGap = 14;
double signWidth(Sign sign);
double legendWidth(const std::vector<LegendItem> &items, const QFontMetricsF &metrics);

void paintSign(QPainter &painter, Sign sign, const QRectF &box, const TimelinePalette &palette);

/// A target event within an alert, and one outside.
void paintCaught(QPainter &painter, QPointF centre, double radius, const TimelinePalette &palette);
void paintMissed(QPainter &painter, QPointF centre, double radius, const TimelinePalette &palette);

QColor bandColor(const TimelinePalette &palette);
QPen thresholdPen(const TimelinePalette &palette);

/// The middle of the pixel row or column, so that a line one pixel wide is sharp.
double crisp(double coordinate);

/// `23.5 %`
QString percent(double share, int decimals);

} // namespace forewatch
