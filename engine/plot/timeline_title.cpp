#include "engine/plot/timeline_title.h"

namespace forewatch {

QString timelineTitle(const RiskTimeline &timeline, const Target &target)
{
    if (timeline.points.empty())
        return {};
    const QString length = formatDuration(timeline.points.front().asked.length);
    const Time lastStart = timeline.points.back().asked.start;
    const auto dayOf = [](Time time) {
        return formatWindow({midnightOf(time), std::chrono::days(1)}).section(QLatin1Char(' '), 0, 3);
    };
    QString days = dayOf(timeline.span.start);
    if (midnightOf(lastStart) != midnightOf(timeline.span.start))
        days += QStringLiteral(" – ") + dayOf(lastStart);
    const QString what = timeline.task.question == Question::SameWindow
        ? QStringLiteral("A %1 seen in the %2 from each time: read from the window itself, no warning")
        : QStringLiteral("Risk of a %1 in the %2 from each time");
    return what.arg(target.spoken(), length) + QStringLiteral("  ·  ") + days;
}

} // namespace forewatch
