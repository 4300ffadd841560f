#pragma once

#include "engine/plot/time_ticks.h"

#include <QRectF>

#include <vector>

class QPainter;
class QPalette;
class QFontMetricsF;

namespace forewatch {

/// The labels of a horizontal time axis in two rows: fine ticks (hours, days, Mondays, months or years, whichever fit), and
/// the coarser unit they belong to; unlabelled ticks for the weeks where there is room between months. All are computed
/// from the span and the room there is.
class TimeAxis
{
public:
    /// Precondition: `from < to`, `width > 0`.
    TimeAxis(Time from, Time to, double width, const QFontMetricsF &metrics);

    Time from() const { return m_from; }
    Time to() const { return m_to; }
    double xOf(Time time) const;
    /// Kept inside the axis.
    Time timeAt(double x) const;

    /// In order of time, all in `[from, to)`.
    const std::vector<TimeTick> &fine() const { return m_fine; }
    /// Mondays, where months are labelled and weeks are wide enough to be seen.
    const std::vector<Time> &mondays() const { return m_mondays; }
    /// The first may lie before `from`: it says what the left end belongs to. Empty where the fine ticks are years.
    const std::vector<TimeTick> &coarse() const { return m_coarse; }

    /// Draws both rows with the painter's font; `area` is as wide as the axis.
    void paint(QPainter &painter, const QRectF &area, const QPalette &palette) const;

    static double height(const QFontMetricsF &metrics);

private:
    Time m_from;
    Time m_to;
    double m_width;
    std::vector<TimeTick> m_fine;
    std::vector<TimeTick> m_coarse;
    std::vector<Time> m_mondays;
};

} // namespace forewatch
