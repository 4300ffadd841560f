#pragma once

#include "engine/warning/risk_timeline.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace forewatch {

class TimelinePainter;

/// A risk timeline with a cursor that is shared with the map: a click or drag asks for the time under it, and what is
/// under the pointer is said in words. The wheel zooms, a drag with Shift or another button moves the part that is shown, a double
/// click shows all; the threshold is a line to drag.
class TimelineView : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineView(QWidget *parent = nullptr);

    /// Null or empty shows the empty state.
    void setTimeline(std::shared_ptr<const RiskTimeline> timeline);
    /// Why there is no timeline, and what to do.
    void setEmptyText(const QString &text);
    void setTitle(const QString &title);
    /// See `TimelineLook::original`.
    void setOriginal(bool original);

    /// Shows a part of the timeline: as long as an hour at least, and within the timeline.
    void show(const Window &part);
    void showAll();
    /// Precondition: there is a timeline.
    Window shown() const { return m_shown.value_or(m_timeline->span); }
    using QWidget::show;

    /// Pixel of a time, for what is drawn beside the timeline. Precondition: there is one.
    double xOf(Time time) const;
    /// Likewise, of a probability.
    double yOf(double probability) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// Marks the span that starts at `time`.
    void setCursorTime(forewatch::Time time);

Q_SIGNALS:
    /// The start of the span that was clicked or dragged to.
    void cursorMoved(forewatch::Time time);
    /// The threshold's line was dragged there.
    void thresholdMoved(double probability);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    bool isEmpty() const { return !m_timeline || m_timeline->points.empty(); }
    TimelinePainter painterOf() const;
    void moveTo(double x);
    bool isOnThreshold(QPointF place) const;
    void dragThreshold(double y);
    QString describe(const RiskPoint &point) const;

    std::shared_ptr<const RiskTimeline> m_timeline;
    QString m_emptyText;
    QString m_title;
    std::optional<Time> m_cursor;
    std::optional<Window> m_shown;
    bool m_original = false;
    enum class Drag { None, Cursor, Threshold, Part };
    Drag m_drag = Drag::None;
    /// Where a part was seized.
    Time m_seized{};
    /// How far up a threshold can be dragged, so that the axis stays.
    double m_highest = 1;
};

} // namespace forewatch
