#pragma once

#include "widgets/time/time_bins.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace forewatch {

class RangeBar;
class TimeAxis;

/// Incidents over time as bars with the targets stacked on them, target events once more on a scale of their own above,
/// and the window that is looked at: the scrubber of the time player. A click or drag asks for a time, the wheel zooms
/// about the pointer, a double click shows everything again. A drag along the axis, or anywhere with Shift, marks a range
/// of time that can be filtered to, zoomed to or played alone; its edges can be dragged, Esc lets it go.
class TimeHistogram : public QWidget
{
    Q_OBJECT

public:
    explicit TimeHistogram(QWidget *parent = nullptr);

    /// Shows all of `[from, to)`; nothing when a pointer is null or the span is empty.
    void setIncidents(std::shared_ptr<const IncidentTable> incidents, std::shared_ptr<const Target> target, Time from,
                      Time to);

    /// What is drawn now.
    const TimeBins &bins() const { return m_bins; }
    /// The shown range: all, or what was zoomed to.
    Time shownFrom() const { return m_shownFrom; }
    Time shownTo() const { return m_shownTo; }
    double xOf(Time time) const;

    /// The marked range, on whole bins or days.
    const std::optional<Window> &range() const { return m_range; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// Marks what is shown up to the window's end; a zoomed range turns its page when the window leaves it.
    void setWindow(const forewatch::Window &window, const forewatch::Window &shown);
    void showAll();
    void zoomTo(const forewatch::Window &range);
    /// Shown as what a filter lets through: the rest of the time is hatched. Each end may be open.
    void setFilterDates(std::optional<forewatch::Time> from, std::optional<forewatch::Time> to);
    /// Shown as what is played: the rest of the time is dimmed. Nothing: all is played.
    void setPlayed(std::optional<forewatch::Window> played);
    void setRange(std::optional<forewatch::Window> range);
    void clearRange();

Q_SIGNALS:
    void scrubbedTo(forewatch::Time time);
    void rangeChanged();
    void filterRequested(const forewatch::Window &range);
    void playRequested(const forewatch::Window &range);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    bool isEmpty() const { return !m_incidents || !m_target || m_from >= m_to; }
    QRectF plotArea() const;
    QFont axisFont() const;
    TimeAxis axis() const;
    void showRange(Time from, Duration span);
    void recount();
    void paintBars(QPainter &painter) const;
    void paintWindow(QPainter &painter) const;
    void paintLimits(QPainter &painter) const;
    void paintRange(QPainter &painter) const;
    void placeBar();
    Time timeAt(double x) const;
    /// The nearest edge of a bin, or midnight where bins are longer than a day.
    Time snapped(Time time) const;
    /// The end of the range that is not under `x`; nothing where neither end is.
    std::optional<Time> otherEdge(double x) const;
    void brushTo(double x);
    void showTip(const QPointF &position, const QPoint &globalPosition);

    std::shared_ptr<const IncidentTable> m_incidents;
    std::shared_ptr<const Target> m_target;
    Time m_from{};
    Time m_to{};
    Time m_shownFrom{};
    Time m_shownTo{};
    std::optional<Window> m_shown;
    std::optional<Time> m_filterFrom;
    std::optional<Time> m_filterTo;
    std::optional<Window> m_played;
    std::optional<Window> m_range;
    /// While a range is dragged: the end that stays.
    std::optional<Time> m_brushedFrom;
    QPointF m_pressed;
    RangeBar *m_bar;
    TimeBins m_bins;
};

} // namespace forewatch
