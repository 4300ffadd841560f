#pragma once

#include "engine/warning/risk_timeline.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace forewatch {

class TimelinePainter;

/// A risk timeline with a cursor that is shared with the map: a click or drag asks for the time under it, and what is
/// under the pointer is said in words.
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

    /// Pixel of a time, for what is drawn beside the timeline. Precondition: there is one.
    double xOf(Time time) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// Marks the span that starts at `time`.
    void setCursorTime(forewatch::Time time);

Q_SIGNALS:
    /// The start of the span that was clicked or dragged to.
    void cursorMoved(forewatch::Time time);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    bool isEmpty() const { return !m_timeline || m_timeline->points.empty(); }
    TimelinePainter painterOf() const;
    void moveTo(double x);
    QString describe(const RiskPoint &point) const;

    std::shared_ptr<const RiskTimeline> m_timeline;
    QString m_emptyText;
    QString m_title;
    std::optional<Time> m_cursor;
};

} // namespace forewatch
