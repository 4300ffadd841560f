#include "widgets/time/time_axis.h"

#include "widgets/look.h"

#include <QDate>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <optional>

namespace forewatch {

using namespace std::chrono;

namespace {

constexpr Time aMonday{Duration(days(4))};

/// A distance between ticks: so many hours, days, weeks from Monday, months or years.
struct Spacing
{
    enum class Unit { Hour, Day, Week, Month, Year };

    Unit unit;
    int count;
};
using Unit = Spacing::Unit;

constexpr std::array spacings = {Spacing{Unit::Hour, 1}, Spacing{Unit::Hour, 2},  Spacing{Unit::Hour, 3},
                                 Spacing{Unit::Hour, 6}, Spacing{Unit::Hour, 12}, Spacing{Unit::Day, 1},
                                 Spacing{Unit::Day, 2},  Spacing{Unit::Week, 1},  Spacing{Unit::Week, 2},
                                 Spacing{Unit::Month, 1}, Spacing{Unit::Month, 3}, Spacing{Unit::Month, 6},
                                 Spacing{Unit::Year, 1}, Spacing{Unit::Year, 5},  Spacing{Unit::Year, 10},
                                 Spacing{Unit::Year, 50}};

std::optional<Unit> coarser(Unit unit)
{
    switch (unit) {
    case Unit::Hour: return Unit::Day;
    case Unit::Day:
    case Unit::Week: return Unit::Month;
    case Unit::Month: return Unit::Year;
    case Unit::Year: break;
    }
    return std::nullopt;
}

Duration lengthOf(Spacing spacing)
{
    switch (spacing.unit) {
    case Unit::Hour: return hours(spacing.count);
    case Unit::Day: return days(spacing.count);
    case Unit::Week: return weeks(spacing.count);
    case Unit::Month: return days(30 * spacing.count);
    case Unit::Year: break;
    }
    return days(365 * spacing.count);
}

year_month_day dateOf(Time t)
{
    return year_month_day{floor<days>(t)};
}

Time startOf(Unit unit, Time t)
{
    const auto date = dateOf(t);
    switch (unit) {
    case Unit::Hour: return midnightOf(t) + hours(hourOfDay(t));
    case Unit::Day: return midnightOf(t);
    case Unit::Week: return aMonday + floor<weeks>(t - aMonday);
    case Unit::Month: return local_days(date.year() / date.month() / 1);
    case Unit::Year: break;
    }
    return local_days(date.year() / 1 / 1);
}

/// Ticks are counted from the start of the coarser unit: the days of a month from the 1st, years from the year 0. Weeks
/// know no months.
Time countedFrom(Time t, Spacing spacing)
{
    if (spacing.unit == Unit::Week)
        return startOf(Unit::Week, t);
    const auto unit = coarser(spacing.unit);
    return unit ? startOf(*unit, t) : makeTime(yearOf(t) - yearOf(t) % spacing.count, 1, 1);
}

Time tickAfter(Time tick, Spacing spacing)
{
    const auto date = dateOf(tick);
    const Time firstOfNextMonth = local_days((date.year() / date.month() / 1) + months(1));
    switch (spacing.unit) {
    case Unit::Hour: return tick + hours(spacing.count);
    case Unit::Day: {
        // A stub at the end of the month (the 31st beside the 1st) would print over its neighbor.
        const Time following = tick + days(spacing.count);
        return following + days(spacing.count) > firstOfNextMonth ? firstOfNextMonth : following;
    }
    case Unit::Week: return tick + weeks(spacing.count);
    case Unit::Month: return local_days((date.year() / date.month() / 1) + months(spacing.count));
    case Unit::Year: break;
    }
    return local_days((date.year() + years(spacing.count)) / 1 / 1);
}

QString print(Time t, const char16_t *format)
{
    const auto date = dateOf(t);
    const QDate day(int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())));
    return QLocale(QLocale::English).toString(day, QString::fromUtf16(format));
}

QString fineLabel(Time t, Unit unit)
{
    switch (unit) {
    case Unit::Hour: return QStringLiteral("%1:00").arg(hourOfDay(t), 2, 10, QLatin1Char('0'));
    case Unit::Day: return print(t, u"d");
    case Unit::Week: return print(t, u"ddd d");
    case Unit::Month: return print(t, u"MMM");
    case Unit::Year: break;
    }
    return print(t, u"yyyy");
}

QString coarseLabel(Time t, Unit unit)
{
    switch (unit) {
    case Unit::Day: return print(t, u"ddd d MMM yyyy");
    case Unit::Month: return print(t, u"MMMM yyyy");
    case Unit::Hour:
    case Unit::Week:
    case Unit::Year: break;
    }
    return print(t, u"yyyy");
}

Spacing finestThatFits(Duration span, double width, const QFontMetricsF &metrics)
{
    const auto fits = [&](Spacing spacing) {
        const QString widest = spacing.unit == Unit::Hour ? QStringLiteral("00:00")
            : spacing.unit == Unit::Day                   ? QStringLiteral("00")
            : spacing.unit == Unit::Week                  ? QStringLiteral("Mon 00")
            : spacing.unit == Unit::Month                 ? QStringLiteral("MMM")
                                                          : QStringLiteral("0000");
        const double room = width * static_cast<double>(lengthOf(spacing).count()) / static_cast<double>(span.count());
        return room >= metrics.horizontalAdvance(widest) + 2 * gridUnit;
    };
    const auto found = std::ranges::find_if(spacings, fits);
    return found == spacings.end() ? spacings.back() : *found;
}

} // namespace

TimeAxis::TimeAxis(Time from, Time to, double width, const QFontMetricsF &metrics)
    : m_from(from)
    , m_to(to)
    , m_width(width)
{
    const Spacing spacing = finestThatFits(to - from, width, metrics);
    const double week = width * static_cast<double>(Duration(weeks(1)).count()) / static_cast<double>((to - from).count());
    if ((spacing.unit == Unit::Month || spacing.unit == Unit::Week) && week >= gridUnit / 2)
        for (Time t = startOf(Unit::Week, from) + weeks(1); t < to; t += weeks(1))
            m_mondays.push_back(t);
    for (Time t = countedFrom(from, spacing); t < to; t = tickAfter(t, spacing)) {
        if (t >= from)
            m_fine.push_back({t, fineLabel(t, spacing.unit)});
    }
    if (const auto unit = coarser(spacing.unit)) {
        for (Time t = startOf(*unit, from); t < to; t = tickAfter(t, {*unit, 1}))
            m_coarse.push_back({t, coarseLabel(t, *unit)});
    }
}

double TimeAxis::xOf(Time time) const
{
    return m_width * static_cast<double>((time - m_from).count()) / static_cast<double>((m_to - m_from).count());
}

Time TimeAxis::timeAt(double x) const
{
    const double share = std::clamp(x / m_width, 0.0, 1.0);
    return m_from + Duration(static_cast<Duration::rep>(share * static_cast<double>((m_to - m_from).count())));
}

double TimeAxis::height(const QFontMetricsF &metrics)
{
    return 4 + 2 * metrics.height();
}

void TimeAxis::paint(QPainter &painter, const QRectF &area, const QPalette &palette) const
{
    const QFontMetricsF metrics(painter.font());
    const double fineBaseline = area.top() + 4 + metrics.ascent();
    const double coarseBaseline = fineBaseline + metrics.height();
    painter.setPen(hairline(palette));
    for (const Time monday : m_mondays) {
        const double x = area.left() + xOf(monday);
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.top() + 2));
    }
    for (const TimeTick &tick : m_fine) {
        const double x = area.left() + xOf(tick.time);
        painter.setPen(hairline(palette));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.top() + 4));
        const double textWidth = metrics.horizontalAdvance(tick.label);
        if (x + 3 + textWidth > area.right())
            continue;
        painter.setPen(mutedText(palette));
        painter.drawText(QPointF(x + 3, fineBaseline), tick.label);
    }
    for (std::size_t i = 0; i < m_coarse.size(); ++i) {
        const double x = area.left() + std::max(0.0, xOf(m_coarse[i].time));
        const double end = i + 1 < m_coarse.size() ? area.left() + xOf(m_coarse[i + 1].time) : area.right();
        if (m_coarse[i].time >= m_from) {
            painter.setPen(hairline(palette));
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        }
        if (x + 3 + metrics.horizontalAdvance(m_coarse[i].label) > end)
            continue;
        painter.setPen(palette.color(QPalette::WindowText));
        painter.drawText(QPointF(x + 3, coarseBaseline), m_coarse[i].label);
    }
}

} // namespace forewatch
