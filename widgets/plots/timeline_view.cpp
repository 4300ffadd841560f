#include "widgets/plots/timeline_view.h"

#include "engine/plot/timeline_painter.h"
#include "widgets/look.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace forewatch {

namespace {

QString percentText(double probability)
{
    return QStringLiteral("%1 %").arg(std::lround(100 * probability));
}

/// With its band, where one is known.
QString riskText(const RiskPoint &point)
{
    return point.band ? QStringLiteral("%1 (%2–%3)").arg(percentText(point.probability)).arg(100 * point.band->low, 0, 'f', 0)
                            .arg(percentText(point.band->high))
                      : percentText(point.probability);
}

} // namespace

TimelineView::TimelineView(QWidget *parent)
    : QWidget(parent)
    , m_emptyText(tr("Train or open a model to see the risk over time."))
{
    setFocusPolicy(Qt::ClickFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Risk timeline"));
}

void TimelineView::setTimeline(std::shared_ptr<const RiskTimeline> timeline)
{
    m_timeline = std::move(timeline);
    update();
}

void TimelineView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void TimelineView::setTitle(const QString &title)
{
    m_title = title;
    update();
}

void TimelineView::setCursorTime(Time time)
{
    m_cursor = time;
    update();
}

QSize TimelineView::sizeHint() const
{
    return {80 * gridUnit, 28 * gridUnit};
}

QSize TimelineView::minimumSizeHint() const
{
    return {40 * gridUnit, 20 * gridUnit};
}

TimelinePainter TimelineView::painterOf() const
{
    return TimelinePainter(*m_timeline, rect(), {.dark = isDark(palette()), .cursor = m_cursor, .title = m_title});
}

double TimelineView::xOf(Time time) const
{
    return painterOf().xOf(time);
}

void TimelineView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (isEmpty()) {
        painter.setPen(mutedText(palette()));
        painter.drawText(rect().adjusted(gridUnit, 0, -gridUnit, 0), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painterOf().paint(painter);
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        moveTo(event->position().x());
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    if (isEmpty())
        return;
    if (event->buttons() & Qt::LeftButton)
        moveTo(event->position().x());
    if (const auto index = painterOf().pointAt(event->position().x()))
        QToolTip::showText(event->globalPosition().toPoint(), describe(m_timeline->points[*index]), this);
}

void TimelineView::moveTo(double x)
{
    if (isEmpty())
        return;
    if (const auto index = painterOf().pointAt(x))
        Q_EMIT cursorMoved(m_timeline->points[*index].asked.start);
}

QString TimelineView::describe(const RiskPoint &point) const
{
    const QString outcome = !point.outcome ? tr("not known yet") : *point.outcome ? tr("a target happened")
                                                                                  : tr("no target happened");
    return tr("%1\nRisk %2%3 · %5 %4")
        .arg(formatWindow(point.asked), riskText(point),
             point.alert ? tr(", an alert") : QString(), percentText(point.hourRate),
             m_timeline->weekly ? tr("hour of week") : tr("hour of day"))
        .append(QLatin1Char('\n') + outcome);
}

} // namespace forewatch
