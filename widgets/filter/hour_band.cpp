#include "widgets/filter/hour_band.h"

#include "widgets/look.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

constexpr int wholeDay = 24 * 60;
constexpr double reach = 5;

} // namespace

HourBand::HourBand(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Incidents by hour of day"));
}

void HourBand::setCounts(const std::array<std::size_t, 24> &counts)
{
    m_counts = counts;
    update();
}

void HourBand::setHours(const std::optional<Filter::Hours> &hours)
{
    m_hours = hours;
    update();
}

QSize HourBand::sizeHint() const
{
    return {30 * gridUnit, 5 * gridUnit + QFontMetrics(scaled(font(), 0.85)).height()};
}

QSize HourBand::minimumSizeHint() const
{
    return {20 * gridUnit, sizeHint().height()};
}

QRectF HourBand::plot() const
{
    return QRectF(rect()).adjusted(3, 0, -3, -QFontMetricsF(scaled(font(), 0.85)).height() - 2);
}

double HourBand::xOf(int minute) const
{
    return plot().left() + plot().width() * minute / wholeDay;
}

int HourBand::hourAt(double x) const
{
    return std::clamp(static_cast<int>(std::lround((x - plot().left()) / plot().width() * 24)), 0, 24);
}

HourBand::Drag HourBand::edgeAt(double x) const
{
    if (!m_hours)
        return Drag::None;
    const double from = std::abs(x - xOf(m_hours->from));
    const double to = std::abs(x - xOf(m_hours->to));
    if (std::min(from, to) > reach)
        return Drag::None;
    return from < to ? Drag::From : Drag::To;
}

void HourBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(scaled(font(), 0.85));
    const QRectF area = plot();
    painter.fillRect(area, palette().color(QPalette::Base));
    const std::size_t most = *std::ranges::max_element(m_counts);
    for (int hour = 0; hour < 24; ++hour) {
        const int minute = 60 * hour;
        const bool chosen = !m_hours
            || (m_hours->from <= m_hours->to ? minute + 60 > m_hours->from && minute < m_hours->to
                                             : minute + 60 > m_hours->from || minute < m_hours->to);
        const double height = most == 0 ? 0
                                        : (area.height() - 2)
                * static_cast<double>(m_counts[static_cast<std::size_t>(hour)]) / static_cast<double>(most);
        painter.fillRect(QRectF(xOf(minute), area.bottom() - height, xOf(minute + 60) - xOf(minute) - 1, height),
                         chosen ? quietFill(palette()) : hairline(palette()));
    }
    painter.setPen(hairline(palette()));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.setPen(mutedText(palette()));
    for (int hour = 0; hour <= 24; hour += 6) {
        const QRectF label(xOf(60 * hour) - 20, area.bottom() + 2, 40, height() - area.bottom() - 2);
        const QString text = QStringLiteral("%1").arg(hour, 2, 10, QLatin1Char('0'));
        if (hour == 0)
            painter.drawText(label.adjusted(20, 0, 20, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
        else if (hour == 24)
            painter.drawText(label.adjusted(-20, 0, -20, 0), Qt::AlignRight | Qt::AlignVCenter, text);
        else
            painter.drawText(label, Qt::AlignCenter, text);
    }
    if (!m_hours)
        return;
    const QColor mark = palette().color(QPalette::Highlight);
    QColor veil = mark;
    veil.setAlphaF(0.25F);
    const auto shade = [&](int from, int to) {
        painter.fillRect(QRectF(xOf(from), area.top(), xOf(to) - xOf(from), area.height()), veil);
    };
    if (m_hours->from <= m_hours->to) {
        shade(m_hours->from, m_hours->to);
    } else {
        shade(m_hours->from, wholeDay);
        shade(0, m_hours->to);
    }
    for (const int minute : {m_hours->from, m_hours->to}) {
        painter.fillRect(QRectF(xOf(minute) - 0.5, area.top(), 1, area.height()), mark);
        painter.fillRect(QRectF(xOf(minute) - 2, area.center().y() - gridUnit, 4, 2 * gridUnit), mark);
    }
}

void HourBand::dragTo(double x)
{
    Filter::Hours hours = m_before;
    const int there = hourAt(x);
    if (m_drag == Drag::From) {
        hours.from = there % 24 * 60;
    } else if (m_drag == Drag::To) {
        hours.to = there == 0 ? wholeDay : there * 60;
    } else {
        const int begun = hourAt(m_pressed);
        hours = {begun % 24 * 60, there == 0 ? wholeDay : there * 60};
    }
    const bool all = hours.from == hours.to % wholeDay;
    const auto wanted = all ? std::nullopt : std::optional(hours);
    if (wanted == m_hours)
        return;
    m_hours = wanted;
    update();
    Q_EMIT hoursChanged();
}

void HourBand::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position().x();
    m_drag = edgeAt(m_pressed);
    m_before = m_hours.value_or(Filter::Hours{0, wholeDay});
    if (m_drag == Drag::None)
        m_drag = Drag::New;
}

void HourBand::mouseMoveEvent(QMouseEvent *event)
{
    const double x = event->position().x();
    if (event->buttons() & Qt::LeftButton && m_drag != Drag::None) {
        if (m_drag != Drag::New || hourAt(x) != hourAt(m_pressed))
            dragTo(x);
        return;
    }
    setCursor(edgeAt(x) != Drag::None ? Qt::SizeHorCursor : Qt::ArrowCursor);
    const int hour = std::clamp(static_cast<int>((x - plot().left()) / plot().width() * 24), 0, 23);
    QToolTip::showText(event->globalPosition().toPoint(),
                       tr("%1:00–%2:00 · %3\nDrag to choose hours; to the left, across midnight")
                           .arg(hour, 2, 10, QLatin1Char('0'))
                           .arg(hour + 1, 2, 10, QLatin1Char('0'))
                           .arg(counted(static_cast<qint64>(m_counts[static_cast<std::size_t>(hour)]), tr("incident"),
                                        tr("incidents"))),
                       this);
}

void HourBand::mouseReleaseEvent(QMouseEvent *)
{
    m_drag = Drag::None;
    Q_EMIT dragEnded();
}

} // namespace forewatch
