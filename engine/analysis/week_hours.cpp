#include "engine/analysis/week_hours.h"

#include <algorithm>

namespace forewatch {

using namespace std::chrono;

namespace {

/// 0 Monday … 6 Sunday.
std::size_t weekdayOf(Time time)
{
    return weekday(floor<days>(time)).iso_encoding() - 1;
}

} // namespace

WeekHours weekHours(std::span<const Incident> incidents, const Window &span)
{
    WeekHours result;
    for (const Incident &incident : incidents) {
        if (!span.contains(incident.time))
            continue;
        ++result.total;
        ++result.counts[weekdayOf(incident.time)][static_cast<std::size_t>(hourOfDay(incident.time))];
        const Duration ofDay = incident.time - midnightOf(incident.time);
        result.atMidnight += ofDay == Duration::zero();
        result.atWholeHour += ofDay != Duration::zero() && ofDay % hours(1) == Duration::zero();
    }
    for (Time hour = floor<hours>(span.start); hour < span.end(); hour += hours(1)) {
        const Duration inside = std::min<Time>(hour + hours(1), span.end()) - std::max<Time>(hour, span.start);
        result.exposure[weekdayOf(hour)][static_cast<std::size_t>(hourOfDay(hour))] += duration<double, std::ratio<3600>>(inside).count();
    }
    return result;
}

} // namespace forewatch
