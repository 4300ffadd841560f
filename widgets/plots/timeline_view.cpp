#include "widgets/plots/timeline_view.h"

#include "engine/plot/timeline_painter.h"
#include "widgets/look.h"

#include <QMouseEvent>
#include <QWheelEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
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
    if (!m_timeline || !timeline || m_timeline->span != timeline->span)
        m_shown.reset();
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

void TimelineView::setOriginal(bool original)
{
    m_original = original;
    update();
}

void TimelineView::show(const Window &part)
{
    if (isEmpty())
        return;
    const Window &whole = m_timeline->span;
    const Duration length = std::clamp(part.length, std::min(whole.length, Duration(std::chrono::hours(1))), whole.length);
    const Time start = std::clamp(part.start, whole.start, whole.end() - length);
    m_shown = length == whole.length ? std::nullopt : std::optional(Window{start, length});
    update();
}

void TimelineView::showAll()
{
    m_shown.reset();
    update();
}

void TimelineView::setCursorTime(Time time)
{
    m_cursor = time;
    if (m_shown && !isEmpty() && !m_shown->contains(time) && m_timeline->span.contains(time))
        show({time - m_shown->length / 2, m_shown->length});
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
    return TimelinePainter(*m_timeline, rect(), {.dark = isDark(palette()), .cursor = m_cursor, .title = m_title, .shown = m_shown, .original = m_original});
}

double TimelineView::xOf(Time time) const
{
    return painterOf().xOf(time);
}

double TimelineView::yOf(double probability) const
{
    return painterOf().yOf(probability);
}

bool TimelineView::isOnThreshold(QPointF place) const
{
    return !isEmpty() && !m_original && std::abs(place.y() - yOf(m_timeline->policy.threshold)) <= gridUnit / 2.0;
}

void TimelineView::dragThreshold(double y)
{
    Q_EMIT thresholdMoved(std::clamp(painterOf().probabilityAt(y), 0.001, std::max(0.001, m_highest)));
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
    if (isEmpty())
        return;
    const bool moves = event->button() != Qt::LeftButton || event->modifiers().testFlag(Qt::ShiftModifier);
    m_drag = moves ? Drag::Part : isOnThreshold(event->position()) ? Drag::Threshold : Drag::Cursor;
    m_seized = painterOf().timeAt(event->position().x());
    // What the axis holds with its room above.
    m_highest = painterOf().top() / 1.09;
    if (m_drag == Drag::Cursor)
        moveTo(event->position().x());
}

void TimelineView::mouseReleaseEvent(QMouseEvent *)
{
    m_drag = Drag::None;
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        showAll();
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    if (isEmpty())
        return;
    const Window before = shown();
    if (const int turned = event->angleDelta().y()) {
        const double factor = std::pow(0.8, turned / 120.0);
        const Time at = painterOf().timeAt(event->position().x());
        const auto scaled = [factor](Duration d) { return Duration(std::llround(factor * static_cast<double>(d.count()))); };
        show({at - scaled(at - before.start), scaled(before.length)});
    } else {
        show({before.start - before.length * event->angleDelta().x() / 1200, before.length});
    }
    event->accept();
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    if (isEmpty())
        return;
    if (m_drag == Drag::Cursor)
        moveTo(event->position().x());
    if (m_drag == Drag::Threshold)
        dragThreshold(event->position().y());
    if (m_drag == Drag::Part)
        show({shown().start + (m_seized - painterOf().timeAt(event->position().x())), shown().length});
    if (m_drag == Drag::None)
        setCursor(isOnThreshold(event->position()) ? Qt::SizeVerCursor : Qt::ArrowCursor);
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
