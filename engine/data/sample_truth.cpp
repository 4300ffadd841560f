#include "engine/data/sample_calendar.h"
#include "engine/data/sample_city.h"

#include <cmath>

namespace forewatch {

using namespace std::chrono;

template <class Visit> void SampleTruth::forEachCause(const Window &window, const Visit &visit) const
{
    if (branching == 0)
        return;
    // What is left after so many mean times is below 1e-13 of it.
    const double longest = 30 * days;
    const double from = rhythm.daysAt(window.start);
    const double to = rhythm.daysAt(window.end());
    const auto before = [](const Event &event, Time t) { return event.time < t; };
    auto event = std::lower_bound(events.begin(), events.end(), window.start, before);
    while (event != events.begin()) {
        --event;
        const double begins = rhythm.daysAt(floor<hours>(event->time) + hours(1));
        if (from - begins > longest)
            break;
        const auto left = [&](double moment) { return std::exp(-std::max(moment - begins, 0.0) / days); };
        visit(*event, branching * (left(from) - left(to)));
    }
}

double SampleTruth::backgroundEvents(const Window &window) const
{
    const SampleCalendar calendar{weekday, month, year};
    double expected = 0;
    for (Time hour = floor<hours>(window.start); hour < window.end(); hour += hours(1)) {
        const Duration inside = std::min(window.end(), hour + hours(1)) - std::max(window.start, hour);
        expected += backgroundByHour[static_cast<std::size_t>(hourOfDay(hour))] * calendar.dayFactor(hour)
            * duration<double, hours::period>(inside).count();
    }
    return expected;
}

double SampleTruth::targetEvents(const Window &window) const
{
    double expected = backgroundEvents(window);
    forEachCause(window, [&](const Event &, double begotten) { expected += begotten; });
    return expected;
}

std::vector<double> SampleTruth::blockEvents(const Window &window) const
{
    std::vector<double> expected = backgroundShare;
    const double background = backgroundEvents(window);
    for (double &block : expected)
        block *= background;
    forEachCause(window, [&](const Event &event, double begotten) {
        for (const BlockShare &near : around.at(event.block))
            expected[near.block] += begotten * static_cast<double>(near.share);
    });
    return expected;
}

std::vector<double> SampleTruth::neighborhoodEvents(const Window &window) const
{
    const std::vector<double> byBlock = blockEvents(window);
    std::vector<double> expected;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (blocks[i].neighborhood >= expected.size())
            expected.resize(blocks[i].neighborhood + std::size_t(1));
        expected[blocks[i].neighborhood] += byBlock[i];
    }
    return expected;
}

} // namespace forewatch
