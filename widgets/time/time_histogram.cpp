#include "widgets/time/time_histogram.h"

#include "widgets/look.h"
#include "widgets/time/time_axis.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

namespace forewatch {

using namespace std::chrono_literals;

namespace {

constexpr Time aMonday{Duration(std::chrono::days(4))};
constexpr Duration shortestRange = 6h;
constexpr double pixelsPerBin = 3;
/// Share of the plot's height that target events take.
constexpr double targetShare = 0.34;

double ratio(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

TimeBins TimeBins::count(const IncidentTable &incidents, const Target &target, Time from, Time to, Duration length)
{
    TimeBins result;
    const auto sinceMonday = (from - aMonday) % length;
    const Time start = from - (sinceMonday < Duration::zero() ? sinceMonday + length : sinceMonday);
    for (Window span{start, length}; span.start < to; span.start += length) {
        const auto found = incidents.snapshot(span).incidents;
        result.bins.push_back({span, found.size(), target.eventsIn(found)});
        result.mostIncidents = std::max(result.mostIncidents, result.bins.back().incidents);
        result.mostTargets = std::max(result.mostTargets, result.bins.back().targets);
    }
    return result;
}

Duration TimeBins::lengthFor(Duration span, double most)
{
    constexpr std::array<Duration, 11> lengths = {10min, 30min, 1h, 2h, 4h, 8h, 24h, 48h, 168h, 336h, 672h};
    const auto found = std::ranges::find_if(lengths, [&](Duration length) {
        return static_cast<double>(span.count()) <= most * static_cast<double>(length.count());
    });
    return found == lengths.end() ? lengths.back() : *found;
}

TimeHistogram::TimeHistogram(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::ClickFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(QStringLiteral("Incidents over time"));
}

void TimeHistogram::setIncidents(std::shared_ptr<const IncidentTable> incidents, std::shared_ptr<const Target> target,
                                 Time from, Time to)
{
    m_incidents = std::move(incidents);
    m_target = std::move(target);
    m_from = from;
    m_to = to;
    if (isEmpty())
        m_window.reset();
    showAll();
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

void TimeHistogram::showRange(Time from, Duration span)
{
    const Duration whole = m_to - m_from;
    span = std::clamp(span, std::min(shortestRange, whole), whole);
    m_shownFrom = std::clamp(from, m_from, m_to - span);
    m_shownTo = m_shownFrom + span;
    recount();
}

void TimeHistogram::recount()
{
    m_bins = isEmpty() ? TimeBins()
                       : TimeBins::count(*m_incidents, *m_target, m_shownFrom, m_shownTo,
                                         TimeBins::lengthFor(m_shownTo - m_shownFrom,
                                                             plotArea().width() / pixelsPerBin));
    update();
}

void TimeHistogram::setWindow(const Window &window)
{
    m_window = window;
    const Duration span = m_shownTo - m_shownFrom;
    if (window.start < m_shownFrom || window.start >= m_shownTo)
        showRange(window.start - span / 8, span);
    update();
}

void TimeHistogram::resizeEvent(QResizeEvent *)
{
    recount();
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
    paintBars(painter);
    const QRectF plot = plotArea();
    painter.setPen(hairline(palette()));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    axis().paint(painter, QRectF(plot.left(), plot.bottom(), plot.width(), height() - plot.bottom()), palette());
    paintWindow(painter);
}

void TimeHistogram::paintBars(QPainter &painter) const
{
    const QRectF plot = plotArea();
    const TimeAxis time = axis();
    const double targetsBottom = plot.top() + std::round(targetShare * plot.height());
    const double incidentsTop = targetsBottom + 2;
    const QColor quiet = quietFill(palette());
    const QColor loud = themeOf(palette()).of(Group::Target);
    const auto bar = [&](const TimeBins::Bin &bin, double bottom, double height, const QColor &color) {
        const double left = std::max(plot.left(), plot.left() + time.xOf(bin.span.start));
        const double right = std::min(plot.right(), plot.left() + time.xOf(bin.span.end()));
        const double gap = right - left >= 3 ? 1 : 0;
        painter.fillRect(QRectF(left, bottom - height, right - left - gap, height), color);
    };
    for (const TimeBins::Bin &bin : m_bins.bins) {
        bar(bin, plot.bottom(), (plot.bottom() - incidentsTop) * ratio(bin.incidents, m_bins.mostIncidents), quiet);
        bar(bin, targetsBottom, (targetsBottom - plot.top()) * ratio(bin.targets, m_bins.mostTargets), loud);
    }
    painter.setPen(hairline(palette()));
    painter.drawLine(QPointF(plot.left(), targetsBottom), QPointF(plot.right(), targetsBottom));
}

void TimeHistogram::paintWindow(QPainter &painter) const
{
    if (!m_window)
        return;
    const QRectF plot = plotArea();
    const double left = xOf(m_window->start);
    const double right = std::max(left + 2, xOf(m_window->end()));
    const QRectF mark = QRectF(left, plot.top(), right - left, plot.height() + 3) & QRectF(rect());
    const QColor ink = palette().color(QPalette::WindowText);
    QColor veil = ink;
    veil.setAlphaF(0.18F);
    painter.fillRect(mark, veil);
    painter.fillRect(QRectF(mark.left(), mark.top(), 1, mark.height()), ink);
    painter.fillRect(QRectF(mark.right() - 1, mark.top(), 1, mark.height()), ink);
}

void TimeHistogram::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || isEmpty()) {
        event->ignore();
        return;
    }
    Q_EMIT scrubbedTo(axis().timeAt(event->position().x() - plotArea().left()));
}

void TimeHistogram::mouseMoveEvent(QMouseEvent *event)
{
    if (isEmpty())
        return;
    if (event->buttons() & Qt::LeftButton)
        Q_EMIT scrubbedTo(axis().timeAt(event->position().x() - plotArea().left()));
    showTip(event->position(), event->globalPosition().toPoint());
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
    const Time time = axis().timeAt(position.x() - plotArea().left());
    const auto found = std::ranges::find_if(m_bins.bins, [&](const auto &bin) { return bin.span.contains(time); });
    if (found == m_bins.bins.end())
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
