#include "engine/learning/field_calendar.h"
#include "engine/learning/risk_field.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

constexpr Duration hour = std::chrono::hours(1);
constexpr double dayHours = 24;
/// Planes are kept as steps of 1/32 of `log(1 + 4x)`.
constexpr float planeSteps = 32;
/// Standardised numbers are kept within so many standard deviations.
constexpr float farthest = 4;
/// The level of a young table is drawn to the training part's rate as by so many days.
constexpr double levelPrior = 14;

enum class Kind { Target, Violent, Other };

/// Events with an exponential memory.
struct Memory
{
    Kind kind;
    double hours;
};
constexpr std::array planeMemories{Memory{Kind::Target, 2},    Memory{Kind::Target, 24},   Memory{Kind::Target, 7 * 24},
                                   Memory{Kind::Target, 720},  Memory{Kind::Target, 4320}, Memory{Kind::Violent, 2},
                                   Memory{Kind::Violent, 24},  Memory{Kind::Violent, 720}, Memory{Kind::Other, 2},
                                   Memory{Kind::Other, 720}};
constexpr std::array scalarMemories{Memory{Kind::Target, 2},   Memory{Kind::Target, 12},  Memory{Kind::Target, 48},
                                    Memory{Kind::Target, 168}, Memory{Kind::Target, 720}, Memory{Kind::Target, 2160},
                                    Memory{Kind::Violent, 2},  Memory{Kind::Violent, 48}, Memory{Kind::Violent, 720}};
/// Harmonics of hour of day, hour of week and day of year; holiday; darkness.
constexpr int calendarScalars = 6 + 6 + 2 + 2;

std::vector<Memory> planesOf(const RiskFieldSettings &settings)
{
    std::vector<Memory> planes;
    for (const Memory &memory : planeMemories)
        if (memory.kind == Kind::Target ? settings.targetPlanes
                                        : memory.kind == Kind::Violent ? settings.violentPlanes : settings.otherPlanes)
            planes.push_back(memory);
    return planes;
}

/// Sums over known events, each weighted by `exp(−age/τ)`, that go on from moment to moment.
class Memories
{
public:
    Memories(const PlaceHistory &history, std::vector<Memory> memories, std::size_t cells)
        : m_history(history)
        , m_memories(std::move(memories))
        , m_sums(m_memories.size(), std::vector<float>(cells))
    {
    }

    /// Adds what has become known by `moment`; `cellOf(event)` says where.
    void advanceTo(Time moment, const auto &cellOf)
    {
        if (m_next > 0)
            for (std::size_t i = 0; i < m_memories.size(); ++i) {
                const auto factor = static_cast<float>(std::exp(-hoursBetween(m_moment, moment) / m_memories[i].hours));
                for (float &sum : m_sums[i])
                    sum = sum < 1e-12F ? 0 : sum * factor;
            }
        m_moment = moment;
        const auto events = m_history.events();
        for (; m_next < events.size() && events[m_next].knownAt <= moment; ++m_next) {
            const PlacedEvent &event = events[m_next];
            const Kind kind = event.source == EventSources::target ? Kind::Target
                : m_history.sources().isViolent(event.source)      ? Kind::Violent
                                                                   : Kind::Other;
            for (std::size_t i = 0; i < m_memories.size(); ++i)
                if (m_memories[i].kind == kind)
                    m_sums[i][cellOf(event)] +=
                        static_cast<float>(std::exp(-hoursBetween(event.time, moment) / m_memories[i].hours));
        }
    }

    const std::vector<std::vector<float>> &sums() const { return m_sums; }

private:
    static double hoursBetween(Time from, Time to) { return static_cast<double>((to - from).count()) / 3600; }

    const PlaceHistory &m_history;
    std::vector<Memory> m_memories;
    std::vector<std::vector<float>> m_sums;
    std::size_t m_next = 0;
    Time m_moment{};
};

void addHarmonics(std::vector<float> &into, double turns, int harmonics)
{
    for (int k = 1; k <= harmonics; ++k) {
        into.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * k * turns)));
        into.push_back(static_cast<float>(std::cos(2 * std::numbers::pi * k * turns)));
    }
}

void addCalendar(std::vector<float> &into, Time middle, GeoPoint centre, bool unitedStates)
{
    const double since = static_cast<double>((middle - makeTime(2012, 1, 2)).count()) / 3600;
    addHarmonics(into, since / dayHours, 3);
    addHarmonics(into, since / (7 * dayHours), 3);
    addHarmonics(into, since / (365.2425 * dayHours), 1);
    into.push_back(unitedStates && isFederalHoliday(middle) ? 1.F : 0.F);
    into.push_back(static_cast<float>(darkness(middle, centre, unitedStates && isSummerTime(middle))));
}

std::uint8_t inSteps(float sum)
{
    return sum < 1e-4F ? 0 : static_cast<std::uint8_t>(std::min(std::round(planeSteps * std::log1p(4 * sum)), 255.F));
}

} // namespace

std::size_t hourOfWeek(Time t)
{
    constexpr Duration week = std::chrono::days(7);
    const auto since = (t - makeTime(2012, 1, 2)) % week; // a Monday
    return static_cast<std::size_t>((since < Duration(0) ? since + week : since) / hour);
}

double simpleExpectation(const PlaceHistory &history, const RiskFieldParameters &parameters, Time begins, const Window &asked)
{
    const Task &task = history.task();
    const Time moment = std::min(task.madeAt(asked), asked.start);
    double level = parameters.rate;
    if (parameters.settings.level) {
        const bool late = task.question == Question::NextWindow && task.reporting == Reporting::AfterDelay;
        const Time known = moment - (late ? task.delay : Duration(0));
        const auto span = Duration(std::chrono::days(RiskFieldParameters::levelDays));
        const Time from = std::max(known - span, begins);
        if (from < known) {
            const auto recent = history.targetsIn({from, known - from});
            const auto events = std::ranges::count_if(recent, [&](const PlacedEvent &event) { return event.knownAt <= moment; });
            level = (static_cast<double>(events) + levelPrior * parameters.rate)
                / (static_cast<double>((known - from).count()) / 86400 + levelPrior);
        }
    }
    double hours = 0;
    for (Time t = asked.start; t < asked.end();) {
        const Time next = std::min(Time(std::chrono::floor<std::chrono::hours>(t)) + hour, asked.end());
        hours += static_cast<double>((next - t).count()) / 3600 * (parameters.settings.hour ? parameters.hours[hourOfWeek(t)] : 1);
        t = next;
    }
    return level * hours / dayHours;
}

FieldShape FieldWindows::shapeFor(const PlaceHistory &history, const RiskFieldSettings &settings)
{
    const auto blocks = [](std::size_t cells) {
        return static_cast<int>((cells + RiskFieldParameters::coarse - 1) / RiskFieldParameters::coarse);
    };
    FieldShape shape;
    shape.columns = blocks(history.grid()->ground().columns());
    shape.rows = blocks(history.grid()->ground().rows());
    // The last plane is the mixture's.
    shape.planes = static_cast<int>(planesOf(settings).size()) + 1;
    shape.scalars = calendarScalars + static_cast<int>(scalarMemories.size());
    return shape;
}

FieldWindows::FieldWindows(std::shared_ptr<const PlaceHistory> history, const City &city,
                           const RiskFieldParameters &parameters, std::span<const Example> examples, Feedback &feedback)
    : m_shape(parameters.shape)
{
    const PlaceGrid &grid = *history->grid();
    const std::size_t columns = grid.ground().columns();
    std::vector<std::uint32_t> coarseOf;
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        const std::size_t ground = grid.groundCell(cell);
        coarseOf.push_back(static_cast<std::uint32_t>(
            ground / columns / RiskFieldParameters::coarse * static_cast<std::size_t>(m_shape.columns)
            + ground % columns / RiskFieldParameters::coarse));
    }
    std::vector<std::uint32_t> inhabited = coarseOf;
    std::ranges::sort(inhabited);
    m_cityCells = static_cast<std::size_t>(std::ranges::unique(inhabited).begin() - inhabited.begin());

    const bool wants = parameters.settings.network;
    Memories planes(*history, planesOf(parameters.settings), m_shape.cells());
    Memories counts(*history, {scalarMemories.begin(), scalarMemories.end()}, 1);
    KernelDays mixture(history, KernelWeights::fromJson(parameters.mixture, history->sources()));
    const Time begins = city.incidents->coveredDays().start;
    const GeoPoint centre = city.neighborhoods->box().centre();
    Time lastDay{};
    for (std::size_t i = 0; i < examples.size(); ++i) {
        if (i % 16 == 0)
            feedback.checkpoint(static_cast<double>(i) / static_cast<double>(examples.size()));
        const Window &asked = examples[i].asked;
        assert(i == 0 || examples[i - 1].asked.start <= asked.start);
        m_expected.push_back(simpleExpectation(*history, parameters, begins, asked));
        const Time day = history->dayOf(asked);
        if (m_masses.empty() || day != lastDay) {
            lastDay = day;
            std::vector<float> &masses = m_masses.emplace_back(m_shape.cells());
            const auto shares = mixture.sharesAt(day);
            for (std::size_t cell = 0; cell < shares.size(); ++cell)
                masses[coarseOf[cell]] += shares[cell];
        }
        m_dayOf.push_back(m_masses.size() - 1);
        std::vector<std::uint32_t> &events = m_events.emplace_back();
        for (const PlacedEvent &event : history->targetsIn(asked))
            events.push_back(coarseOf[event.cell]);
        if (!wants)
            continue;
        const Time moment = std::min(history->task().madeAt(asked), asked.start);
        planes.advanceTo(moment, [&](const PlacedEvent &event) { return std::size_t(coarseOf[event.cell]); });
        for (const std::vector<float> &sums : planes.sums())
            std::ranges::transform(sums, std::back_inserter(m_planes), inSteps);
        counts.advanceTo(moment, [](const PlacedEvent &) { return std::size_t(0); });
        addCalendar(m_scalars, asked.start + asked.length / 2, centre, parameters.settings.unitedStates);
        for (const std::vector<float> &sums : counts.sums())
            m_scalars.push_back(std::log(sums.front() + 0.1F));
    }
}

std::span<const float> FieldWindows::scalars(std::size_t index) const
{
    const auto count = static_cast<std::size_t>(m_shape.scalars);
    return std::span(m_scalars).subspan(index * count, count);
}

void FieldWindows::fill(std::span<const std::size_t> indices, const RiskFieldParameters &parameters, Batch &into) const
{
    const std::size_t cells = m_shape.cells();
    const std::size_t kept = static_cast<std::size_t>(m_shape.planes - 1) * cells;
    into.planes.clear();
    into.scalars.clear();
    into.expected.clear();
    into.events.assign(indices.size() * cells, 0);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const std::size_t index = indices[i];
        for (std::size_t k = 0; k < kept; ++k)
            into.planes.push_back(static_cast<float>(m_planes[index * kept + k]) / planeSteps);
        const auto own = masses(index);
        const auto factor = static_cast<float>(m_expected[index]);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const float relative = own[cell] * static_cast<float>(m_cityCells);
            into.planes.push_back(relative > 0 ? std::clamp(std::log(relative), -6.F, 6.F) : 0);
            into.expected.push_back(factor * own[cell]);
        }
        const auto numbers = scalars(index);
        for (std::size_t k = 0; k < numbers.size(); ++k)
            into.scalars.push_back(std::clamp(static_cast<float>((numbers[k] - parameters.means[k]) / parameters.scales[k]),
                                              -farthest, farthest));
        for (const std::uint32_t cell : m_events[index])
            ++into.events[i * cells + cell];
    }
    into.view = {.count = indices.size(), .planes = into.planes, .scalars = into.scalars, .expected = into.expected,
                 .events = into.events};
}

} // namespace forewatch
