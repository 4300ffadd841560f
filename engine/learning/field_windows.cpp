#include "engine/core/error.h"
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
/// Coarser for layers, of whose points (calls) there may be more.
constexpr float layerSteps = 24;
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

/// Sums over known incidents that go on from moment to moment.
class Memories
{
public:
    Memories(const PlaceHistory &history, std::vector<Memory> memories, std::size_t cells)
        : m_history(history), m_memories(std::move(memories)), m_counts(hoursOf(m_memories), cells)
    {
    }

    /// Adds what has become known by `moment`; `cellOf(event)` says where.
    void advanceTo(Time moment, const auto &cellOf)
    {
        m_counts.advanceTo(moment);
        const auto events = m_history.events();
        for (; m_next < events.size() && events[m_next].knownAt <= moment; ++m_next) {
            const PlacedEvent &event = events[m_next];
            const Kind kind = event.source == EventSources::target ? Kind::Target
                : m_history.sources().isViolent(event.source)      ? Kind::Violent
                                                                   : Kind::Other;
            for (std::size_t i = 0; i < m_memories.size(); ++i)
                if (m_memories[i].kind == kind)
                    m_counts.add(i, event.time, cellOf(event));
        }
    }

    const std::vector<std::vector<float>> &sums() const { return m_counts.sums(); }

private:
    static std::vector<double> hoursOf(const std::vector<Memory> &memories)
    {
        std::vector<double> hours;
        for (const Memory &memory : memories)
            hours.push_back(memory.hours);
        return hours;
    }

    const PlaceHistory &m_history;
    std::vector<Memory> m_memories;
    DecayedCounts m_counts;
    std::size_t m_next = 0;
};

/// Sums over the known points of a layer.
struct PointMemories
{
    std::span<const FieldPoint> points;
    DecayedCounts counts;
    std::size_t next = 0;

    void advanceTo(Time moment)
    {
        counts.advanceTo(moment);
        for (; next < points.size() && points[next].knownAt <= moment; ++next)
            for (std::size_t i = 0; i < FieldLayer::memoryHours.size(); ++i)
                counts.add(i, points[next].time, points[next].cell);
    }
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

std::uint8_t inSteps(float sum, float steps)
{
    return sum < 1e-4F ? 0 : static_cast<std::uint8_t>(std::min(std::round(steps * std::log1p(4 * sum)), 255.F));
}

/// Mean and standard deviation of numbers, those that are missing left out.
class Spread
{
public:
    void add(double value)
    {
        if (std::isnan(value))
            return;
        m_sum += value;
        m_squares += value * value;
        ++m_count;
    }

    bool isEmpty() const { return m_count == 0; }
    double mean() const { return m_sum / m_count; }
    double scale() const { return std::max(std::sqrt(std::max(m_squares / m_count - mean() * mean(), 0.0)), 1e-3); }

private:
    double m_sum = 0;
    double m_squares = 0;
    double m_count = 0;
};

/// At the mean where missing.
float standardised(double value, double mean, double scale)
{
    return std::isnan(value) ? 0.F : std::clamp(static_cast<float>((value - mean) / scale), -farthest, farthest);
}

} // namespace

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

FieldShape FieldWindows::shapeFor(const PlaceHistory &history, const RiskFieldSettings &settings, const FieldInputSettings &inputs)
{
    const CoarseCells cells = coarseCells(*history.grid());
    FieldShape shape;
    shape.columns = static_cast<int>(cells.columns);
    shape.rows = static_cast<int>(cells.rows);
    // The last plane is the mixture's.
    shape.planes = static_cast<int>(planesOf(settings).size() + inputs.planes()) + 1;
    shape.scalars = calendarScalars + static_cast<int>(scalarMemories.size()) + static_cast<int>(inputs.weather.columns.size());
    return shape;
}

FieldWindows::FieldWindows(std::shared_ptr<const PlaceHistory> history, const City &city,
                           const RiskFieldParameters &parameters, std::span<const Example> examples, Feedback &feedback,
                           std::shared_ptr<const FieldInputs> inputs)
    : m_shape(parameters.shape), m_inputs(std::move(inputs))
{
    const CoarseCells coarse = coarseCells(*history->grid());
    const std::vector<std::uint32_t> &coarseOf = coarse.of;
    m_inhabited = coarse.inhabited();
    m_cityCells = static_cast<std::size_t>(std::ranges::count(m_inhabited, true));

    const bool wants = parameters.settings.network;
    const bool hasInputs = wants && !parameters.inputs.isEmpty();
    StageFeedback inputsRead(feedback, 0, hasInputs && !m_inputs ? 0.3 : 0);
    StageFeedback windowsRead(feedback, hasInputs && !m_inputs ? 0.3 : 0, 1);
    if (hasInputs && !m_inputs)
        m_inputs = std::make_shared<const FieldInputs>(parameters.inputs, city, history->task(), *history->grid(), inputsRead);
    std::vector<PointMemories> layers;
    if (hasInputs)
        for (std::size_t i = 0; i < parameters.inputs.layers.size(); ++i)
            if (parameters.inputs.layers[i].isTimed())
                layers.push_back({m_inputs->points()[i], DecayedCounts({FieldLayer::memoryHours.begin(), FieldLayer::memoryHours.end()},
                                                                       m_shape.cells())});
    m_incidentPlanes = planesOf(parameters.settings).size();
    m_changingPlanes = m_incidentPlanes + layers.size() * FieldLayer::memoryHours.size();
    Memories planes(*history, planesOf(parameters.settings), m_shape.cells());
    Memories counts(*history, {scalarMemories.begin(), scalarMemories.end()}, 1);
    KernelDays mixture(history, KernelWeights::fromJson(parameters.mixture, history->sources()));
    const Time begins = city.incidents->coveredDays().start;
    const GeoPoint centre = city.neighborhoods->box().centre();
    Time lastDay{};
    for (std::size_t i = 0; i < examples.size(); ++i) {
        if (i % 16 == 0)
            windowsRead.checkpoint(static_cast<double>(i) / static_cast<double>(examples.size()));
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
            std::ranges::transform(sums, std::back_inserter(m_planes), [](float sum) { return inSteps(sum, planeSteps); });
        for (PointMemories &layer : layers) {
            layer.advanceTo(moment);
            for (const std::vector<float> &sums : layer.counts.sums())
                std::ranges::transform(sums, std::back_inserter(m_planes), [](float sum) { return inSteps(sum, layerSteps); });
        }
        counts.advanceTo(moment, [](const PlacedEvent &) { return std::size_t(0); });
        addCalendar(m_scalars, asked.start + asked.length / 2, centre, parameters.settings.unitedStates);
        for (const std::vector<float> &sums : counts.sums())
            m_scalars.push_back(std::log(sums.front() + 0.1F));
        if (hasInputs && m_inputs->weather())
            std::ranges::copy(m_inputs->weather()->at(moment), std::back_inserter(m_scalars));
    }
}

std::span<const float> FieldWindows::scalars(std::size_t index) const
{
    const auto count = static_cast<std::size_t>(m_shape.scalars);
    return std::span(m_scalars).subspan(index * count, count);
}

std::span<const std::uint8_t> FieldWindows::plane(std::size_t index, std::size_t number) const
{
    return std::span(m_planes).subspan((index * m_changingPlanes + number) * m_shape.cells(), m_shape.cells());
}

void FieldWindows::standardise(RiskFieldParameters &parameters) const
{
    const std::size_t weatherAt = parameters.means.size() - static_cast<std::size_t>(parameters.inputs.weather.columns.size());
    for (std::size_t k = 0; k < parameters.means.size(); ++k) {
        Spread spread;
        for (std::size_t i = 0; i < size(); ++i)
            spread.add(scalars(i)[k]);
        if (spread.isEmpty())
            throw Error(QStringLiteral("The weather file %1 has no number in “%2” for the training part. Choose a file that covers "
                                       "it, or other columns.")
                            .arg(parameters.inputs.weather.source,
                                 parameters.inputs.weather.columns[static_cast<qsizetype>(k - weatherAt)]));
        parameters.means[k] = spread.mean();
        parameters.scales[k] = spread.scale();
    }
    std::size_t changing = m_incidentPlanes;
    for (std::size_t at = 0; at < parameters.inputs.layers.size(); ++at) {
        FieldLayer &layer = parameters.inputs.layers[at];
        for (std::size_t k = 0; k < layer.planes(); ++k) {
            Spread spread;
            if (!layer.isTimed()) {
                for (std::size_t cell = 0; cell < m_shape.cells(); ++cell)
                    if (m_inhabited[cell])
                        spread.add(m_inputs->values()[at][cell]);
            } else {
                for (std::size_t i = 0; i < size(); ++i)
                    for (std::size_t cell = 0; cell < m_shape.cells(); ++cell)
                        if (m_inhabited[cell])
                            spread.add(plane(i, changing)[cell] / layerSteps);
                ++changing;
            }
            if (spread.isEmpty())
                throw Error(QStringLiteral("The layer “%1” has no value in the city. Leave it out.").arg(layer.spec.name));
            layer.means[k] = spread.mean();
            layer.scales[k] = spread.scale();
        }
    }
}

void FieldWindows::addLayers(std::size_t index, const RiskFieldParameters &parameters, std::vector<float> &into) const
{
    std::size_t changing = m_incidentPlanes;
    for (std::size_t at = 0; at < parameters.inputs.layers.size(); ++at) {
        const FieldLayer &layer = parameters.inputs.layers[at];
        for (std::size_t k = 0; k < layer.planes(); ++k) {
            const auto bytes = layer.isTimed() ? plane(index, changing++) : std::span<const std::uint8_t>();
            for (std::size_t cell = 0; cell < m_shape.cells(); ++cell) {
                const double value = bytes.empty() ? m_inputs->values()[at][cell] : bytes[cell] / layerSteps;
                into.push_back(m_inhabited[cell] ? standardised(value, layer.means[k], layer.scales[k]) : 0);
            }
        }
    }
}

void FieldWindows::fill(std::span<const std::size_t> indices, const RiskFieldParameters &parameters, Batch &into) const
{
    const std::size_t cells = m_shape.cells();
    into.planes.clear();
    into.scalars.clear();
    into.expected.clear();
    into.events.assign(indices.size() * cells, 0);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const std::size_t index = indices[i];
        for (std::size_t k = 0; k < m_incidentPlanes; ++k)
            for (const std::uint8_t value : plane(index, k))
                into.planes.push_back(static_cast<float>(value) / planeSteps);
        addLayers(index, parameters, into.planes);
        const auto own = masses(index);
        const auto factor = static_cast<float>(m_expected[index]);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const float relative = own[cell] * static_cast<float>(m_cityCells);
            into.planes.push_back(relative > 0 ? std::clamp(std::log(relative), -6.F, 6.F) : 0);
            into.expected.push_back(factor * own[cell]);
        }
        const auto numbers = scalars(index);
        for (std::size_t k = 0; k < numbers.size(); ++k)
            into.scalars.push_back(standardised(double(numbers[k]), parameters.means[k], parameters.scales[k]));
        for (const std::uint32_t cell : m_events[index])
            ++into.events[i * cells + cell];
    }
    into.view = {.count = indices.size(), .planes = into.planes, .scalars = into.scalars, .expected = into.expected,
                 .events = into.events};
}

} // namespace forewatch
