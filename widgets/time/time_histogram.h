#pragma once

#include "engine/data/incident_table.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace forewatch {

class TimeAxis;

/// Incidents counted in adjacent bins.
struct TimeBins
{
    struct Bin
    {
        Window span;
        std::size_t incidents;
        /// Target events, not rows.
        std::size_t targets;
    };

    std::vector<Bin> bins;
    std::size_t mostIncidents = 0;
    std::size_t mostTargets = 0;

    /// Bins of `length` on a grid of Mondays' midnights, together covering `[from, to)`.
    static TimeBins count(const IncidentTable &incidents, const Target &target, Time from, Time to, Duration length);

    /// The shortest of the lengths people count by (10 minutes … 4 weeks) that makes at most `most` bins of the span.
    static Duration lengthFor(Duration span, double most);
};

/// Incidents over time as bars, target events on their own scale above them, and the window that is looked at: the
/// scrubber of the time player. A click or drag asks for a time, the wheel zooms about the pointer, a double click
/// shows everything again.
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

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// Marks the window; a zoomed range turns its page when the window leaves it.
    void setWindow(const forewatch::Window &window);
    void showAll();

Q_SIGNALS:
    void scrubbedTo(forewatch::Time time);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
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
    void showTip(const QPointF &position, const QPoint &globalPosition);

    std::shared_ptr<const IncidentTable> m_incidents;
    std::shared_ptr<const Target> m_target;
    Time m_from{};
    Time m_to{};
    Time m_shownFrom{};
    Time m_shownTo{};
    std::optional<Window> m_window;
    TimeBins m_bins;
};

} // namespace forewatch
