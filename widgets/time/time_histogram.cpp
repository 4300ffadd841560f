#include "widgets/time/time_histogram.h"

#include "engine/data/filter_words.h"
#include "widgets/look.h"
#include "widgets/time/range_bar.h"
#include "widgets/time/time_axis.h"

#include <QApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace forewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration shortestRange = 6h;
constexpr double pixelsPerBin = 3;
/// Share of the plot's height that target events take.
constexpr double targetShare = 0.34;
/// From the edge of a range, in pixels, within which it is grasped.
constexpr double reach = 5;

double ratio(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

TimeHistogram::TimeHistogram(QWidget *parent)
    : QWidget(parent)
    , m_bar(new RangeBar(this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::ClickFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(QStringLiteral("Incidents over time"));
    m_bar->hide();
    const auto connectBar = [this](void (RangeBar::*asked)(), auto act) {
        connect(m_bar, asked, this, [this, act] {
            const Window range = *m_range;
            clearRange();
            act(range);
        });
    };
    connectBar(&RangeBar::filterRequested, [this](const Window &range) { Q_EMIT filterRequested(range); });
    connectBar(&RangeBar::playRequested, [this](const Window &range) { Q_EMIT playRequested(range); });
    connectBar(&RangeBar::zoomRequested, [this](const Window &range) { zoomTo(range); });
    connectBar(&RangeBar::clearRequested, [](const Window &) {});
}

void TimeHistogram::setIncidents(std::shared_ptr<const IncidentTable> incidents, std::shared_ptr<const Target> target,
                                 Time from, Time to)
{
    // Other incidents of the same span are looked at as closely as those before.
    const bool sameSpan = from == m_from && to == m_to;
    m_incidents = std::move(incidents);
    m_target = std::move(target);
    m_from = from;
    m_to = to;
    if (isEmpty())
        m_shown.reset();
    if (!sameSpan || isEmpty())
        clearRange();
    if (sameSpan && m_shownFrom < m_shownTo)
        recount();
    else
        showAll();
    placeBar();
}

QSize TimeHistogram::sizeHint() const
{
    return {60 * gridUnit, static_cast<int>(6 * gridUnit + TimeAxis::height(QFontMetricsF(axisFont())))};
}

QSize TimeHistogram::minimumSizeHint() const
{
    return {30 * gridUnit, sizeHint().height()};
}

QRectF TimeHistogram::plotArea() const
{
    const double below = TimeAxis::height(QFontMetricsF(axisFont()));
    return QRectF(rect()).adjusted(gridUnit, 2, -gridUnit, -below);
}

QFont TimeHistogram::axisFont() const
{
    return scaled(font(), 0.85);
}

TimeAxis TimeHistogram::axis() const
{
    return TimeAxis(m_shownFrom, m_shownTo, std::max(1.0, plotArea().width()), QFontMetricsF(axisFont()));
}

double TimeHistogram::xOf(Time time) const
{
    return isEmpty() ? 0 : plotArea().left() + axis().xOf(time);
}

void TimeHistogram::showAll()
{
    showRange(m_from, m_to - m_from);
}

void TimeHistogram::zoomTo(const Window &range)
{
    if (!isEmpty())
        showRange(range.start, range.length);
}

void TimeHistogram::setFilterDates(std::optional<Time> from, std::optional<Time> to)
{
    m_filterFrom = from;
    m_filterTo = to;
    update();
}

void TimeHistogram::setPlayed(std::optional<Window> played)
{
    m_played = played;
    update();
}

void TimeHistogram::setRange(std::optional<Window> range)
{
    if (range == m_range)
        return;
    m_range = range;
    placeBar();
    update();
    Q_EMIT rangeChanged();
}

void TimeHistogram::clearRange()
{
    m_brushedFrom.reset();
    setRange({});
}

void TimeHistogram::placeBar()
{
    if (!m_range || isEmpty()) {
        m_bar->hide();
        return;
    }
    const auto held = m_incidents->snapshot(*m_range).incidents;
    m_bar->setText(datesInWords(m_range->start, m_range->end()),
                   QStringLiteral("%1 · %2").arg(counted(static_cast<qint64>(held.size()), tr("incident"), tr("incidents")),
                                                 counted(static_cast<qint64>(m_target->eventsIn(held)), tr("target"),
                                                         tr("targets"))));
    // Beside the range where there is room, so that its bars are seen.
    const int wide = m_bar->width();
    const int right = qRound(xOf(m_range->end())) + gridUnit;
    const int left = qRound(xOf(m_range->start)) - gridUnit - wide;
    const int x = right + wide <= width() ? right : left >= 0 ? left : width() - wide;
    m_bar->move(std::clamp(x, 0, std::max(0, width() - wide)), 0);
    // Not under the hand that drags.
    m_bar->setAttribute(Qt::WA_TransparentForMouseEvents, m_brushedFrom.has_value());
    m_bar->show();
}

void TimeHistogram::showRange(Time from, Duration span)
{
    const Duration whole = m_to - m_from;
    span = std::clamp(span, std::min(shortestRange, whole), whole);
    m_shownFrom = std::clamp(from, m_from, m_to - span);
    m_shownTo = m_shownFrom + span;
    recount();
    placeBar();
}

void TimeHistogram::recount()
{
    m_bins = isEmpty() ? TimeBins()
                       : TimeBins::count(*m_incidents, *m_target, m_shownFrom, m_shownTo,
                                         TimeBins::lengthFor(m_shownTo - m_shownFrom,
                                                             plotArea().width() / pixelsPerBin));
    update();
}

void TimeHistogram::setWindow(const Window &window, const Window &shown)
{
    m_shown = shown;
    const Duration span = m_shownTo - m_shownFrom;
    if (window.start < m_shownFrom || window.start >= m_shownTo)
        showRange(window.start - span / 8, span);
    update();
}

void TimeHistogram::resizeEvent(QResizeEvent *)
{
    recount();
    placeBar();
}

void TimeHistogram::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
        recount();
    }
    QWidget::changeEvent(event);
}

void TimeHistogram::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(axisFont());
    if (isEmpty()) {
        painter.setPen(mutedText(palette()));
        painter.drawText(rect(), Qt::AlignCenter, QStringLiteral("Incidents over time appear here."));
        return;
    }
    const QRectF plot = plotArea();
    painter.setPen(hairline(palette()));
    const TimeAxis time = axis();
    for (const TimeTick &tick : time.coarse())
        if (tick.time > m_shownFrom)
            painter.drawLine(QPointF(xOf(tick.time), plot.top()), QPointF(xOf(tick.time), plot.bottom()));
    paintBars(painter);
    paintLimits(painter);
    painter.setPen(hairline(palette()));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    time.paint(painter, QRectF(plot.left(), plot.bottom(), plot.width(), height() - plot.bottom()), palette());
    paintWindow(painter);
    paintRange(painter);
}

void TimeHistogram::paintBars(QPainter &painter) const
{
    const QRectF plot = plotArea();
    const TimeAxis time = axis();
    const double targetsBottom = plot.top() + std::round(targetShare * plot.height());
    const double incidentsTop = targetsBottom + 2;
    const QColor quiet = quietFill(palette());
    const QColor loud = themeOf(palette()).of(Group::Target);
    const auto bar = [&](const TimeBins::Bin &bin, double top, double bottom, const QColor &color) {
        const double left = std::max(plot.left(), plot.left() + time.xOf(bin.span.start));
        const double right = std::min(plot.right(), plot.left() + time.xOf(bin.span.end()));
        const double gap = right - left >= 3 ? 1 : 0;
        painter.fillRect(QRectF(left, top, right - left - gap, bottom - top), color);
    };
    const double room = plot.bottom() - incidentsTop;
    for (const TimeBins::Bin &bin : m_bins.bins) {
        const double top = std::round(plot.bottom() - room * ratio(bin.incidents, m_bins.mostIncidents));
        // However few, targets are seen.
        const double stacked = bin.targetRows == 0
            ? 0 : std::max(1.0, std::round(room * ratio(bin.targetRows, m_bins.mostIncidents)));
        bar(bin, std::min(top + stacked, plot.bottom()), plot.bottom(), quiet);
        bar(bin, std::min(top, plot.bottom() - stacked), std::min(top + stacked, plot.bottom()), loud);
        bar(bin, targetsBottom - (targetsBottom - plot.top()) * ratio(bin.targets, m_bins.mostTargets), targetsBottom, loud);
    }
    painter.setPen(hairline(palette()));
    painter.drawLine(QPointF(plot.left(), targetsBottom), QPointF(plot.right(), targetsBottom));
}

void TimeHistogram::paintWindow(QPainter &painter) const
{
    if (!m_shown)
        return;
    const QRectF plot = plotArea();
    const double left = xOf(m_shown->start);
    const double right = std::max(left + 2, xOf(m_shown->end()));
    const QRectF mark = QRectF(left, plot.top(), right - left, plot.height() + 3) & QRectF(rect());
    const QColor ink = palette().color(QPalette::WindowText);
    QColor veil = ink;
    veil.setAlphaF(0.18F);
    painter.fillRect(mark, veil);
    painter.fillRect(QRectF(mark.left(), mark.top(), 1, mark.height()), ink);
    painter.fillRect(QRectF(mark.right() - 1, mark.top(), 1, mark.height()), ink);
}

void TimeHistogram::paintLimits(QPainter &painter) const
{
    const QRectF plot = plotArea();
    const auto outside = [&](Time from, Time to, const QBrush &brush) {
        const double left = std::clamp(xOf(from), plot.left(), plot.right());
        const double right = std::clamp(xOf(to), plot.left(), plot.right());
        painter.fillRect(QRectF(plot.left(), plot.top(), left - plot.left(), plot.height()), brush);
        painter.fillRect(QRectF(right, plot.top(), plot.right() - right, plot.height()), brush);
    };
    if (m_filterFrom || m_filterTo)
        outside(m_filterFrom.value_or(m_from), m_filterTo.value_or(m_to), QBrush(hairline(palette()), Qt::BDiagPattern));
    if (m_played) {
        QColor veil = palette().color(QPalette::Window);
        veil.setAlphaF(0.7F);
        outside(m_played->start, m_played->end(), veil);
    }
}

void TimeHistogram::paintRange(QPainter &painter) const
{
    if (!m_range)
        return;
    const QRectF plot = plotArea();
    const double left = xOf(m_range->start);
    const double right = xOf(m_range->end());
    const QColor mark = palette().color(QPalette::Highlight);
    QColor veil = mark;
    veil.setAlphaF(0.25F);
    painter.fillRect(QRectF(left, plot.top(), right - left, plot.height() + 4) & QRectF(rect()), veil);
    for (const double x : {left, right}) {
        if (x < plot.left() - 1 || x > plot.right() + 1)
            continue;
        painter.fillRect(QRectF(x - 0.5, plot.top(), 1, plot.height() + 4), mark);
        painter.fillRect(QRectF(x - 2, plot.center().y() - gridUnit, 4, 2 * gridUnit), mark);
    }
}

Time TimeHistogram::timeAt(double x) const
{
    return axis().timeAt(x - plotArea().left());
}

Time TimeHistogram::snapped(Time time) const
{
    const Duration grain = m_bins.bins.empty() ? Duration(24h) : std::min<Duration>(24h, m_bins.bins.front().span.length);
    return std::clamp(startOfBin(time + grain / 2, grain), m_from, m_to);
}

std::optional<Time> TimeHistogram::otherEdge(double x) const
{
    if (!m_range)
        return std::nullopt;
    const double toStart = std::abs(x - xOf(m_range->start));
    const double toEnd = std::abs(x - xOf(m_range->end()));
    if (std::min(toStart, toEnd) > reach)
        return std::nullopt;
    return toStart < toEnd ? m_range->end() : m_range->start;
}

void TimeHistogram::brushTo(double x)
{
    const Time there = snapped(timeAt(x));
    const Time from = std::min(there, *m_brushedFrom);
    const Time to = std::max(there, *m_brushedFrom);
    if (from < to)
        setRange(Window{from, to - from});
}

void TimeHistogram::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || isEmpty()) {
        event->ignore();
        return;
    }
    m_pressed = event->position();
    m_brushedFrom = otherEdge(m_pressed.x());
    if (m_brushedFrom)
        return;
    if (event->modifiers() & Qt::ShiftModifier || m_pressed.y() > plotArea().bottom())
        m_brushedFrom = snapped(timeAt(m_pressed.x()));
    else
        Q_EMIT scrubbedTo(timeAt(m_pressed.x()));
}

void TimeHistogram::mouseMoveEvent(QMouseEvent *event)
{
    if (isEmpty())
        return;
    const QPointF position = event->position();
    if (!(event->buttons() & Qt::LeftButton))
        setCursor(otherEdge(position.x())              ? Qt::SizeHorCursor
                      : position.y() > plotArea().bottom() ? Qt::IBeamCursor
                                                           : Qt::ArrowCursor);
    else if (!m_brushedFrom)
        Q_EMIT scrubbedTo(timeAt(position.x()));
    else if (m_range || std::abs(position.x() - m_pressed.x()) >= QApplication::startDragDistance())
        brushTo(position.x());
    showTip(position, event->globalPosition().toPoint());
}

void TimeHistogram::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_brushedFrom)
        return;
    m_brushedFrom.reset();
    placeBar();
    // A click on the axis goes there, as one above it does.
    if (std::abs(event->position().x() - m_pressed.x()) < QApplication::startDragDistance()
        && !(event->modifiers() & Qt::ShiftModifier) && !otherEdge(m_pressed.x()))
        Q_EMIT scrubbedTo(timeAt(m_pressed.x()));
}

void TimeHistogram::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_range)
        clearRange();
    else
        QWidget::keyPressEvent(event);
}

void TimeHistogram::mouseDoubleClickEvent(QMouseEvent *)
{
    showAll();
}

void TimeHistogram::wheelEvent(QWheelEvent *event)
{
    if (isEmpty())
        return;
    const QPoint turned = event->angleDelta();
    const Duration span = m_shownTo - m_shownFrom;
    const auto times = [](Duration duration, double factor) {
        return Duration(std::llround(static_cast<double>(duration.count()) * factor));
    };
    if (std::abs(turned.x()) > std::abs(turned.y())) {
        showRange(m_shownFrom - times(span, turned.x() / 1200.0), span);
    } else {
        const Time kept = axis().timeAt(event->position().x() - plotArea().left());
        const double factor = std::max(std::pow(0.8, turned.y() / 120.0),
                                       static_cast<double>(shortestRange.count()) / static_cast<double>(span.count()));
        showRange(kept - times(kept - m_shownFrom, factor), times(span, factor));
    }
    event->accept();
}

void TimeHistogram::showTip(const QPointF &position, const QPoint &globalPosition)
{
    if (position.y() > plotArea().bottom() && !m_brushedFrom) {
        QToolTip::showText(globalPosition, tr("Drag along the axis to mark a range of time, or anywhere with Shift"), this);
        return;
    }
    const Time time = axis().timeAt(position.x() - plotArea().left());
    const auto found = std::ranges::find_if(m_bins.bins, [&](const auto &bin) { return bin.span.contains(time); });
    if (found == m_bins.bins.end() || m_brushedFrom)
        return;
    QToolTip::showText(globalPosition,
                       QStringLiteral("%1\n%2 · %3")
                           .arg(formatWindow(found->span),
                                counted(static_cast<qint64>(found->incidents), QStringLiteral("incident"),
                                        QStringLiteral("incidents")),
                                counted(static_cast<qint64>(found->targets), QStringLiteral("target"),
                                        QStringLiteral("targets"))),
                       this);
}

} // namespace forewatch
