#include "engine/baselines/hawkes.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace forewatch {

using namespace std::chrono;

namespace {

/// Influence is followed for as many mean times, and as many standard deviations.
constexpr double longestInMeans = 12;
constexpr double reachInDeviations = 4;

/// The rates that kernels add, as they decay and beget others: `A′ = −A/days + branching/days · (own + Σ A)`.
class Offspring
{
public:
    explicit Offspring(const std::vector<HawkesKernel> &kernels) : m_kernels(kernels) {}

    /// Expected events in `[from, to)`, days after a moment at which the kernels add `rates`, with `own` events per day coming
    /// by themselves. By Runge and Kutta's rule of the fourth order.
    double expected(std::vector<double> rates, double own, double from, double to) const
    {
        rates.push_back(0);
        advance(rates, own, from);
        rates.back() = 0;
        advance(rates, own, to - from);
        return rates.back();
    }

private:
    /// The last one of `state` counts the events.
    void advance(std::vector<double> &state, double own, double days) const
    {
        double shortest = 1;
        for (const HawkesKernel &kernel : m_kernels)
            shortest = std::min(shortest, kernel.days / 2);
        const int steps = static_cast<int>(std::ceil(days / shortest));
        const double step = steps > 0 ? days / steps : 0;
        for (int i = 0; i < steps; ++i) {
            const auto k1 = slope(state, own);
            const auto k2 = slope(moved(state, k1, step / 2), own);
            const auto k3 = slope(moved(state, k2, step / 2), own);
            const auto k4 = slope(moved(state, k3, step), own);
            for (std::size_t j = 0; j < state.size(); ++j)
                state[j] += step / 6 * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]);
        }
    }

    std::vector<double> slope(const std::vector<double> &state, double own) const
    {
        const double rate = std::accumulate(state.begin(), state.end() - 1, own);
        std::vector<double> slope;
        for (std::size_t k = 0; k < m_kernels.size(); ++k)
            slope.push_back((m_kernels[k].branching * rate - state[k]) / m_kernels[k].days);
        slope.push_back(rate);
        return slope;
    }

    static std::vector<double> moved(std::vector<double> state, const std::vector<double> &slope, double step)
    {
        for (std::size_t i = 0; i < state.size(); ++i)
            state[i] += step * slope[i];
        return state;
    }

    const std::vector<HawkesKernel> &m_kernels;
};

/// Whoever knew what happened in the very window asked about would have no need of a forecast.
Task fromItsBeginning(Task task)
{
    if (task.question == Question::SameWindow) {
        task.question = Question::NextWindow;
        task.horizon = task.length;
        task.lead = task.delay = Duration(0);
        task.reporting = Reporting::AfterDelay;
    }
    return task;
}

Time nextMonth(Time t)
{
    const year_month_day date(floor<days>(t));
    return local_days((date.year() / date.month() + months(1)) / 1);
}

} // namespace

Hawkes::Hawkes(const City &city, const Task &task, const Window &learnt, std::shared_ptr<const PlaceGrid> grid,
               Feedback &feedback, const HawkesSettings &settings)
    : m_task(fromItsBeginning(task))
    , m_grid(std::move(grid))
    , m_cellOfGround(m_grid->ground().size(), PlaceGrid::none)
    , m_begin(city.incidents->coveredDays().start)
{
    const TargetHistory history(city, m_task);
    const auto happened = history.happenedIn(city.incidents->coveredDays());
    m_events.assign(happened.begin(), happened.end());
    for (std::uint32_t cell = 0; cell < m_grid->size(); ++cell)
        m_cellOfGround[m_grid->groundCell(cell)] = cell;
    std::vector<HawkesEvent> learning;
    for (const KnownEvent &event : m_events) {
        m_places.push_back(m_grid->ground().plane().toGround(event.place));
        if (learnt.contains(event.time))
            learning.push_back({event.time, m_places.back()});
    }
    const double squareMetres = static_cast<double>(m_grid->size()) * m_grid->cellMetres() * m_grid->cellMetres();
    m_fit = fitHawkes(learning, learnt, squareMetres, settings, feedback);
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        m_moments.push_back(m_fit.rhythm.daysAt(m_events[i].time));
        auto &footprints = m_footprints.emplace_back();
        for (const HawkesKernel &kernel : m_fit.kernels)
            footprints.push_back(footprintOf(m_places[i], kernel.metres));
    }
    layBackgrounds(learnt, city.incidents->coveredDays().end());
}

/// Of what falls into the city, so that the shares sum to 1. Empty for a place outside.
Hawkes::Footprint Hawkes::footprintOf(GroundPoint place, double metres) const
{
    const GroundGrid &ground = m_grid->ground();
    Footprint footprint;
    const std::uint32_t own = m_grid->cellOf(ground.plane().toGeo(place));
    if (own == PlaceGrid::none)
        return footprint;
    double sum = 0;
    const double reach = std::max(reachInDeviations * metres, 1.5 * m_grid->cellMetres());
    ground.forEachRunWithin(m_grid->groundCell(own), reach, [&](std::size_t first, std::size_t last) {
        for (std::size_t cell = first; cell <= last; ++cell) {
            const std::uint32_t inCity = m_cellOfGround[cell];
            if (inCity == PlaceGrid::none)
                continue;
            const GroundPoint centre = ground.groundCentre(cell);
            const double east = (centre.east - place.east) / metres;
            const double north = (centre.north - place.north) / metres;
            footprint.push_back({inCity, static_cast<float>(std::exp(-0.5 * (east * east + north * north)))});
            sum += static_cast<double>(footprint.back().share);
        }
    });
    if (!(sum > 0))
        return {{own, 1}};
    for (CellShare &cell : footprint)
        cell.share /= static_cast<float>(sum);
    return footprint;
}

void Hawkes::layBackgrounds(const Window &learnt, Time end)
{
    const auto cells = static_cast<float>(m_grid->size());
    std::vector<std::vector<float>> densities(m_fit.bandwidths.size(), std::vector<float>(m_grid->size()));
    double weight = 0;
    const auto add = [&](std::size_t event, double by) {
        weight += by;
        for (std::size_t b = 0; b < densities.size(); ++b) {
            if (m_fit.bandwidthWeights[b] < 1e-3)
                continue;
            for (const CellShare &cell : footprintOf(m_places[event], m_fit.bandwidths[b]))
                densities[b][cell.cell] += static_cast<float>(by) * cell.share;
        }
    };
    const auto keep = [&](Time from) {
        std::vector<float> shares(m_grid->size(), static_cast<float>(std::max(m_fit.evenWeight, 1e-6)) / cells);
        for (std::size_t b = 0; b < densities.size(); ++b)
            for (std::size_t cell = 0; cell < shares.size(); ++cell)
                shares[cell] += static_cast<float>(m_fit.bandwidthWeights[b] / weight) * densities[b][cell];
        const float sum = std::accumulate(shares.begin(), shares.end(), 0.f);
        for (float &share : shares)
            share /= sum;
        m_backgrounds.emplace_back(from, std::move(shares));
    };
    std::size_t learntEvents = 0;
    std::vector<std::size_t> waiting;
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        if (learnt.contains(m_events[i].time))
            add(i, m_fit.immigrant[learntEvents++]);
        else if (m_events[i].time >= learnt.end())
            waiting.push_back(i);
    }
    keep(learnt.end());
    for (Time month = nextMonth(learnt.end()); month < end; month = nextMonth(month)) {
        std::erase_if(waiting, [&](std::size_t event) {
            if (m_events[event].knownFrom > month)
                return false;
            add(event, std::max(1 - m_fit.branching(), 0.0));
            return true;
        });
        keep(month);
    }
}

double Hawkes::levelAt(Time madeAt) const
{
    const Time to = madeAt - (m_task.reporting == Reporting::AfterDelay ? m_task.delay : Duration(0));
    const Time from = std::max(to - Duration(days(365)), m_begin);
    if (to - from < days(30))
        return m_fit.eventsPerDay;
    const auto first = std::ranges::lower_bound(m_events, from, {}, &KnownEvent::time);
    const auto last = std::ranges::lower_bound(m_events, to, {}, &KnownEvent::time);
    const auto known = std::count_if(first, last, [&](const KnownEvent &event) { return event.knownFrom <= madeAt; });
    return static_cast<double>(known) / duration<double, days::period>(to - from).count();
}

Hawkes::Outlook Hawkes::outlookOf(const Example &example) const
{
    const Time madeAt = m_task.madeAt(example.asked);
    // Up to here all is known, as far as it can be told.
    const Time complete = madeAt - (m_task.reporting == Reporting::AfterDelay ? m_task.delay : Duration(0));
    Outlook outlook;
    outlook.since = m_fit.rhythm.daysAt(complete);
    const double from = m_fit.rhythm.daysAt(example.asked.start) - outlook.since;
    const double to = from + m_fit.rhythm.daysIn(example.asked);
    const Offspring offspring(m_fit.kernels);
    std::vector<double> rates(m_fit.kernels.size());
    outlook.background = offspring.expected(rates, m_fit.background * levelAt(madeAt), from, to);
    for (double &rate : rates) {
        rate = 1;
        outlook.perRate.push_back(offspring.expected(rates, 0, from, to));
        rate = 0;
    }
    return outlook;
}

template <class Visit> void Hawkes::forEachCause(const Example &example, const Outlook &outlook, const Visit &visit) const
{
    const Time madeAt = m_task.madeAt(example.asked);
    double longest = 0;
    for (const HawkesKernel &kernel : m_fit.kernels)
        longest = std::max(longest, longestInMeans * kernel.days);
    auto i = static_cast<std::size_t>(std::ranges::lower_bound(m_events, madeAt, {}, &KnownEvent::time) - m_events.begin());
    while (i-- > 0) {
        const double lag = outlook.since - m_moments[i];
        if (lag > longest)
            break;
        if (lag < 0 || m_events[i].knownFrom > madeAt)
            continue;
        for (std::size_t k = 0; k < m_fit.kernels.size(); ++k) {
            const HawkesKernel &kernel = m_fit.kernels[k];
            visit(i, k, kernel.branching / kernel.days * std::exp(-lag / kernel.days) * outlook.perRate[k]);
        }
    }
}

std::vector<double> Hawkes::expected(std::span<const Example> examples, Feedback &feedback) const
{
    std::vector<double> all;
    for (const Example &example : examples) {
        feedback.checkpoint(static_cast<double>(all.size()) / static_cast<double>(examples.size()));
        const Outlook outlook = outlookOf(example);
        double sum = outlook.background;
        forEachCause(example, outlook, [&](std::size_t, std::size_t, double begotten) { sum += begotten; });
        all.push_back(sum);
    }
    return all;
}

void Hawkes::shares(const Example &example, std::span<float> into) const
{
    const Outlook outlook = outlookOf(example);
    const Time madeAt = m_task.madeAt(example.asked);
    const auto later = std::ranges::upper_bound(m_backgrounds, madeAt, {}, [](const auto &entry) { return entry.first; });
    const std::vector<float> &background
        = (later == m_backgrounds.begin() ? later : std::prev(later))->second;
    for (std::size_t cell = 0; cell < into.size(); ++cell)
        into[cell] = static_cast<float>(outlook.background) * background[cell];
    forEachCause(example, outlook, [&](std::size_t event, std::size_t kernel, double begotten) {
        for (const CellShare &cell : m_footprints[event][kernel])
            into[cell.cell] += static_cast<float>(begotten) * cell.share;
    });
    const double sum = std::accumulate(into.begin(), into.end(), 0.0);
    for (float &share : into)
        share /= static_cast<float>(sum);
}

} // namespace forewatch
