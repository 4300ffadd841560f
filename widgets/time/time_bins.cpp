#include "widgets/time/time_bins.h"

#include <algorithm>
#include <array>

namespace forewatch {

using namespace std::chrono_literals;

namespace {

constexpr Time aMonday{Duration(std::chrono::days(4))};

} // namespace

Time startOfBin(Time time, Duration length)
{
    const auto since = (time - aMonday) % length;
    return time - (since < Duration::zero() ? since + length : since);
}

TimeBins TimeBins::count(const IncidentTable &incidents, const Target &target, Time from, Time to, Duration length)
{
    TimeBins result;
    for (Window span{startOfBin(from, length), length}; span.start < to; span.start += length) {
        const auto found = incidents.snapshot(span).incidents;
        const auto rows
            = std::ranges::count_if(found, [&](const Incident &incident) { return target.contains(incident); });
        result.bins.push_back(
            {span, found.size(), static_cast<std::size_t>(rows), rows == 0 ? 0 : target.eventsIn(found)});
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

} // namespace forewatch
