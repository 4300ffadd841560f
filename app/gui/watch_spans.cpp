#include "app/gui/watch_spans.h"

#include "app/gui/calendar_dates.h"

#include <algorithm>

namespace forewatch {

Window spanAround(WatchSpan span, Time time, const Window &known)
{
    const QDate day = dateOf(time);
    QDate from = day;
    QDate to = day.addDays(1);
    switch (span) {
    case WatchSpan::Day:
        return {timeOf(from), std::chrono::days(1)};
    case WatchSpan::Week:
        from = day.addDays(1 - day.dayOfWeek());
        to = from.addDays(7);
        break;
    case WatchSpan::Month:
        from = QDate(day.year(), day.month(), 1);
        to = from.addMonths(1);
        break;
    case WatchSpan::Quarter:
        from = QDate(day.year(), (day.month() - 1) / 3 * 3 + 1, 1);
        to = from.addMonths(3);
        break;
    case WatchSpan::Year:
        from = QDate(day.year(), 1, 1);
        to = from.addYears(1);
        break;
    case WatchSpan::All:
        return known;
    }
    const Time first = std::max(timeOf(from), known.start);
    const Time last = std::min(timeOf(to), known.end());
    return first < last ? Window{first, last - first} : Window{timeOf(day), std::chrono::days(1)};
}

} // namespace forewatch
