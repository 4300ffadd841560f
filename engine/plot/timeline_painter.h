#pragma once

#include "engine/warning/risk_timeline.h"

#include <QRectF>

#include <optional>

class QPainter;

namespace forewatch {

/// How a risk timeline is drawn; colors for a light or a dark window.
struct TimelineLook
{
    bool dark = false;
    /// Start of the span under the cursor.
    std::optional<Time> cursor = {};
    /// Title above the chart; none when empty.
    QString title = {};
};

/// Draws a risk timeline on any paint device: the risk as a line from zero in percent, the hour-of-day rate as a thin
/// grey one, the threshold, alerts as tinted spans, outcomes on a rug below. The screen and the files show the same.
class TimelinePainter
{
public:
    TimelinePainter(const RiskTimeline &timeline, QRectF area, const TimelineLook &look);

    void paint(QPainter &painter) const;

    /// Index of the point whose span starts nearest to `x`; nothing for an empty timeline.
    std::optional<std::size_t> pointAt(double x) const;

    double xOf(Time time) const;
    double yOf(double probability) const;

private:
    const RiskTimeline &m_timeline;
    QRectF m_area;
    QRectF m_plot;
    TimelineLook m_look;
    double m_top = 1;
};

} // namespace forewatch
