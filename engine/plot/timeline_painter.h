#pragma once

#include "engine/warning/risk_timeline.h"

#include <QFont>
#include <QRectF>

#include <functional>
#include <optional>

class QPainter;

namespace forewatch {

/// How a risk timeline is drawn; colors for a light or a dark window.
struct TimelineLook
{
    bool dark = false;
    /// Start of the span under the cursor.
    std::optional<Time> cursor = {};
    /// Title above the chart; none when empty. Says what the risk is of: `Risk of a homicide or shooting in the 2 h
    /// from each time`.
    QString title = {};
    /// The part of the timeline that is drawn; all of it without.
    std::optional<Window> shown = {};
    /// As the original method showed its day: the prediction and what happened as lines from 0 to 1, nothing else.
    bool original = false;
};

/// Draws a risk timeline on any paint device: the risk as a line from zero in percent, at the start of the span asked
/// about; the hour-of-week rate as a thin grey one; how sure its level is as a faint band; the threshold; the spans that alerts speak of, tinted. Below it a
/// rug: target events inside a tinted span as diamonds, others as hollow triangles, and a strip that is colored where
/// the risk above it came true. The screen and the files show the same. Everything is sized by the application's font; what
/// a small area has no room for is left out. `timeline` must outlive the painter.
class TimelinePainter
{
public:
    TimelinePainter(const RiskTimeline &timeline, QRectF area, const TimelineLook &look);

    void paint(QPainter &painter) const;

    /// Index of the point whose span starts nearest to `x`; nothing for an empty timeline.
    std::optional<std::size_t> pointAt(double x) const;

    double xOf(Time time) const;
    double yOf(double probability) const;
    Time timeAt(double x) const;
    /// Not kept to what the axis holds.
    double probabilityAt(double y) const;
    /// Where the axis ends.
    double top() const { return m_top; }

private:
    void layOut();
    void paintEmpty(QPainter &painter) const;
    void paintHeader(QPainter &painter) const;
    void paintAlerts(QPainter &painter) const;
    void paintPercentAxis(QPainter &painter) const;
    void paintTimeAxis(QPainter &painter) const;
    /// Those that are drawn, with a neighbor on each side.
    std::span<const RiskPoint> shownPoints() const;
    /// Where `value` is no number, the line passes it over.
    void paintLine(QPainter &painter, const std::function<double(const RiskPoint &)> &value, const QColor &color, double width) const;
    void paintBand(QPainter &painter) const;
    void paintRisk(QPainter &painter) const;
    void clipToShown(QPainter &painter) const;
    void paintThreshold(QPainter &painter) const;
    void paintRug(QPainter &painter) const;
    void paintOutcomes(QPainter &painter) const;
    void paintCursor(QPainter &painter) const;

    const RiskTimeline &m_timeline;
    QRectF m_area;
    TimelineLook m_look;
    Window m_shown{};
    QFont m_font;
    QRectF m_titleRow;
    QRectF m_legendRow;
    QRectF m_plot;
    QRectF m_rug;
    QRectF m_outcomes;
    QRectF m_timeLabels;
    double m_top = 1;
};

} // namespace forewatch
