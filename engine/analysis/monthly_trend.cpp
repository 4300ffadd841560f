#include "engine/analysis/monthly_trend.h"

#include <algorithm>

namespace forewatch {

using namespace std::chrono;

std::vector<MonthCount> monthlyTrend(std::span<const Incident> incidents, const Window &span)
{
    std::vector<MonthCount> months;
    if (span.length <= Duration::zero())
        return months;
    const auto monthOf = [](Time time) {
        const year_month_day date{floor<days>(time)};
        return int(date.year()) * 12 + int(unsigned(date.month())) - 1;
    };
    const auto startOf = [](int month) { return makeTime(month / 12, month % 12 + 1, 1); };
    const int first = monthOf(span.start);
    for (int month = first; startOf(month) < span.end(); ++month) {
        const Time from = std::max(startOf(month), span.start);
        const Time to = std::min(startOf(month + 1), span.end());
        MonthCount count{month / 12, month % 12 + 1};
        count.coveredDays = duration<double, days::period>(to - from).count();
        count.partial = to - from < startOf(month + 1) - startOf(month);
        months.push_back(count);
    }
    for (const Incident &incident : incidents)
        if (span.contains(incident.time))
            ++months[static_cast<std::size_t>(monthOf(incident.time) - first)].count;
    for (std::size_t i = 12; i < months.size(); ++i)
        if (!months[i - 12].partial)
            months[i].yearBefore = months[i - 12].count;
    return months;
}

} // namespace forewatch
