#include "engine/places/kernel_sums.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace forewatch {

namespace {

/// Index of the value, which is added where it is missing.
template <class Values, class Same>
std::size_t numberOf(Values &values, const auto &value, const Same &same)
{
    const auto found = std::ranges::find_if(values, [&](const auto &other) { return same(other, value); });
    if (found != values.end())
        return static_cast<std::size_t>(found - values.begin());
    values.push_back(value);
    return values.size() - 1;
}

double daysBetween(Time from, Time to)
{
    return static_cast<double>((to - from) / std::chrono::days(1));
}

double decayed(double days, double decayDays)
{
    return decayDays > 0 ? std::exp(-days / decayDays) : 1;
}

/// `into[i] += factor · from[i]`
void addScaled(std::span<const float> from, float factor, std::span<float> into)
{
    for (std::size_t i = 0; i < from.size(); ++i)
        into[i] += factor * from[i];
}

} // namespace

CellKernel::CellKernel(const PlaceGrid &grid, double sigmaMetres)
    : m_columns(grid.ground().columns())
    , m_rows(grid.ground().rows())
{
    assert(sigmaMetres > 0);
    const double sigma = sigmaMetres / grid.cellMetres();
    for (int i = 0; i <= static_cast<int>(std::ceil(4 * sigma)); ++i)
        m_taps.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma * sigma))));
    std::vector<float> inside(grid.ground().size());
    for (std::size_t cell = 0; cell < grid.size(); ++cell)
        inside[grid.groundCell(cell)] = 1;
    m_reach.resize(inside.size());
    std::vector<float> scratch;
    smooth(inside, m_reach, scratch);
}

void CellKernel::smooth(std::span<const float> field, std::span<float> into, std::vector<float> &scratch) const
{
    assert(field.size() == m_columns * m_rows && into.size() == field.size());
    scratch.assign(field.size(), 0);
    for (std::size_t row = 0; row < m_rows; ++row) {
        const auto from = field.subspan(row * m_columns, m_columns);
        const auto to = std::span(scratch).subspan(row * m_columns, m_columns);
        addScaled(from, m_taps[0], to);
        for (std::size_t i = 1; i < std::min(m_taps.size(), m_columns); ++i) {
            addScaled(from.first(m_columns - i), m_taps[i], to.subspan(i));
            addScaled(from.subspan(i), m_taps[i], to.first(m_columns - i));
        }
    }
    const std::span<const float> rows(scratch);
    for (std::size_t i = 0; i < std::min(m_taps.size(), m_rows); ++i) {
        const std::size_t shift = i * m_columns;
        addScaled(rows.first(rows.size() - shift), m_taps[i], into.subspan(shift));
        if (i > 0)
            addScaled(rows.subspan(shift), m_taps[i], into.first(rows.size() - shift));
    }
}

double CellKernel::at(std::span<const float> field, std::size_t ground) const
{
    const auto column = static_cast<std::ptrdiff_t>(ground % m_columns);
    const auto row = static_cast<std::ptrdiff_t>(ground / m_columns);
    const auto reach = std::ssize(m_taps) - 1;
    const auto firstColumn = std::max<std::ptrdiff_t>(column - reach, 0);
    const auto lastColumn = std::min(column + reach, static_cast<std::ptrdiff_t>(m_columns) - 1);
    double sum = 0;
    for (auto y = std::max<std::ptrdiff_t>(row - reach, 0);
         y <= std::min(row + reach, static_cast<std::ptrdiff_t>(m_rows) - 1); ++y) {
        const float *const line = field.data() + y * static_cast<std::ptrdiff_t>(m_columns);
        float along = 0;
        for (auto x = firstColumn; x <= lastColumn; ++x)
            along += line[x] * m_taps[static_cast<std::size_t>(std::abs(x - column))];
        sum += double(along) * m_taps[static_cast<std::size_t>(std::abs(y - row))];
    }
    return sum;
}

KernelSums::KernelSums(std::shared_ptr<const PlaceHistory> history, std::span<const KernelComponent> components)
    : m_history(std::move(history))
{
    std::vector<double> sigmas;
    for (const KernelComponent &component : components) {
        const std::size_t clock =
            numberOf(m_clocks, Clock{component.source, component.decayDays}, [](const Clock &a, const Clock &b) {
                return a.source == b.source && a.decayDays == b.decayDays;
            });
        m_uses.push_back({clock, numberOf(sigmas, component.sigmaMetres, std::equal_to<>())});
    }
    for (const double sigma : sigmas)
        m_kernels.emplace_back(*m_history->grid(), sigma);
    restart();
}

void KernelSums::restart()
{
    m_counts.assign(m_clocks.size(), std::vector<float>(m_history->grid()->ground().size()));
    m_masses.assign(m_clocks.size(), std::vector<double>(m_kernels.size()));
    m_next = 0;
}

void KernelSums::advanceTo(Time midnight)
{
    assert(midnight == midnightOf(midnight));
    if (m_next > 0 && midnight < m_midnight)
        restart();
    if (m_next > 0 && midnight > m_midnight)
        for (std::size_t clock = 0; clock < m_clocks.size(); ++clock) {
            const double factor = decayed(daysBetween(m_midnight, midnight), m_clocks[clock].decayDays);
            if (factor == 1)
                continue;
            for (float &count : m_counts[clock])
                count *= static_cast<float>(factor);
            for (double &mass : m_masses[clock])
                mass *= factor;
        }
    m_midnight = midnight;
    const auto events = m_history->events();
    for (; m_next < events.size() && events[m_next].knownAt <= midnight; ++m_next)
        add(events[m_next], midnight);
}

void KernelSums::add(const PlacedEvent &event, Time midnight)
{
    const double age = daysBetween(midnightOf(event.time), midnight);
    const std::size_t ground = m_history->grid()->groundCell(event.cell);
    for (std::size_t clock = 0; clock < m_clocks.size(); ++clock) {
        if (m_clocks[clock].source != event.source)
            continue;
        const double weight = decayed(age, m_clocks[clock].decayDays);
        m_counts[clock][ground] += static_cast<float>(weight);
        for (std::size_t kernel = 0; kernel < m_kernels.size(); ++kernel)
            m_masses[clock][kernel] += weight * m_kernels[kernel].reach()[ground];
    }
}

double KernelSums::mass(std::size_t component) const
{
    return m_masses[m_uses[component].counts][m_uses[component].kernel];
}

double KernelSums::share(std::size_t component, std::size_t cell) const
{
    const PlaceGrid &grid = *m_history->grid();
    const double whole = mass(component);
    return whole > leastMass ? kernel(component).at(counts(component), grid.groundCell(cell)) / whole
                             : 1 / static_cast<double>(grid.size());
}

} // namespace forewatch
