#include "engine/evaluation/dot_colors.h"

#include "engine/map/legend.h"

#include <algorithm>
#include <numeric>

namespace forewatch {

DotColors::DotColors(const City &city)
{
    const Legend legend(city.incidents->types(), *city.target, city.groups);
    const auto indexOf = [this](const QColor &color) {
        const auto found = std::ranges::find(m_colors, color);
        const auto index = static_cast<std::size_t>(found - m_colors.begin());
        if (found == m_colors.end())
            m_colors.push_back(color);
        return index;
    };
    const auto &entries = legend.entries();
    for (std::size_t type = 0; type < entries.size(); ++type)
        if (city.target->touchesType(type))
            indexOf(entries[type].original);
    m_targetColors = m_colors.size();
    for (std::size_t type = 0; type < entries.size(); ++type) {
        m_colorOfType.push_back(indexOf(entries[type].original));
        if (m_colorOfType.back() < m_targetColors && !city.target->containsType(type))
            m_sharedBy << entries[type].type;
    }
}

std::vector<int> DotColors::counts(std::span<const Incident> incidents) const
{
    std::vector<int> counts(m_colors.size(), 0);
    for (const Incident &incident : incidents)
        ++counts[m_colorOfType[incident.type]];
    return counts;
}

int DotColors::targetDots(std::span<const Incident> incidents) const
{
    const std::vector<int> all = counts(incidents);
    return std::accumulate(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(m_targetColors), 0);
}

std::vector<double> DotColors::indicators(std::span<const Incident> incidents) const
{
    std::vector<double> features(m_colors.size() * most, 0.0);
    const std::vector<int> all = counts(incidents);
    for (std::size_t color = 0; color < all.size(); ++color)
        if (all[color] > 0)
            features[color * most + static_cast<std::size_t>(std::min(all[color], most) - 1)] = 1;
    return features;
}

} // namespace forewatch
