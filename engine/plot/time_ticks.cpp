#include "engine/plot/time_ticks.h"

#include <QDate>
#include <QLocale>

namespace forewatch {

using namespace std::chrono;

namespace {

QString labelOf(Time t, const char *form)
{
    const year_month_day date{floor<days>(t)};
    const QDate day(int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())));
    return QLocale(QLocale::English).toString(day, QLatin1String(form));
}

QString clockLabel(Time t)
{
    return QStringLiteral("%1:%2").arg(hourOfDay(t), 2, 10, QLatin1Char('0'))
        .arg((t - midnightOf(t)) / minutes(1) % 60, 2, 10, QLatin1Char('0'));
}

std::vector<TimeTick> dayParts(const Window &span, Duration step)
{
    std::vector<TimeTick> ticks;
    const bool dated = span.length > days(1);
    Time t = midnightOf(span.start);
    while (t < span.start)
        t += step;
    for (; t <= span.end(); t += step)
        ticks.push_back({t, dated && t == midnightOf(t) ? labelOf(t, "d MMM") : clockLabel(t)});
    return ticks;
}

std::vector<TimeTick> midnights(const Window &span, int step)
{
    std::vector<TimeTick> ticks;
    Time t = midnightOf(span.start);
    for (t += t < span.start ? days(1) : days(0); t <= span.end(); t += days(step))
        ticks.push_back({t, labelOf(t, "d MMM")});
    return ticks;
}

/// Firsts of every `step`th month, counted from January of year 0.
std::vector<TimeTick> monthFirsts(const Window &span, int step)
{
    std::vector<TimeTick> ticks;
    const year_month_day date{floor<days>(span.start)};
    int month = int(date.year()) * 12 + int(unsigned(date.month())) - 1;
    for (month -= month % step;; month += step) {
        const Time t = makeTime(month / 12, month % 12 + 1, 1);
        if (t > span.end())
            return ticks;
        if (t >= span.start)
            ticks.push_back({t, labelOf(t, step % 12 == 0 ? "yyyy" : "MMM yyyy")});
    }
}

} // namespace

std::vector<TimeTick> timeTicks(const Window &span, std::size_t most)
{
    const auto fit = [&](Duration step) { return span.length / step + 1 <= static_cast<Duration::rep>(most); };
    for (const Duration step : {Duration(minutes(10)), Duration(minutes(30)), Duration(hours(1)), Duration(hours(2)),
                                Duration(hours(3)), Duration(hours(6)), Duration(hours(12))})
        if (fit(step))
            return dayParts(span, step);
    for (const int step : {1, 2, 7, 14})
        if (fit(days(step)))
            return midnights(span, step);
    int step = 1;
    for (const int next : {1, 2, 3, 6, 12, 24, 60, 120, 1200}) {
        step = next;
        if (fit(days(28) * step))
            break;
    }
    return monthFirsts(span, step);
}

} // namespace forewatch
