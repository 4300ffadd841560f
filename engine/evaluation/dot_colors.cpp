#include "engine/evaluation/dot_colors.h"

#include "engine/map/legend.h"
#include "engine/scores/calibration.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

/// Solves `matrix · x = right` for a symmetric positive definite matrix, row after row, by Cholesky's method; x in `right`.
void solve(std::vector<double> &matrix, std::vector<double> &right)
{
    const std::size_t size = right.size();
    const auto at = [&](std::size_t row, std::size_t column) -> double & { return matrix[row * size + column]; };
    for (std::size_t i = 0; i < size; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = at(i, j);
            for (std::size_t k = 0; k < j; ++k)
                sum -= at(i, k) * at(j, k);
            at(i, j) = i == j ? std::sqrt(sum) : sum / at(j, j);
        }
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t k = 0; k < i; ++k)
            right[i] -= at(i, k) * right[k];
        right[i] /= at(i, i);
    }
    for (std::size_t i = size; i-- > 0;) {
        for (std::size_t k = i + 1; k < size; ++k)
            right[i] -= at(k, i) * right[k];
        right[i] /= at(i, i);
    }
}

} // namespace

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

DotClassifier::DotClassifier(const std::vector<std::vector<double>> &features, std::span<const std::uint8_t> outcomes)
{
    assert(!features.empty() && features.size() == outcomes.size());
    constexpr double ridge = 0.5;
    constexpr int mostSteps = 50;
    constexpr double smallest = 1e-9;
    const std::size_t size = features.front().size() + 1;
    m_weights.assign(size, 0.0);
    for (int step = 0; step < mostSteps; ++step) {
        std::vector<double> curvature(size * size, 0.0);
        std::vector<double> move(size, 0.0);
        for (std::size_t i = 0; i < size; ++i) {
            curvature[i * size + i] = i > 0 ? ridge : smallest;
            move[i] = i > 0 ? -ridge * m_weights[i] : 0;
        }
        std::vector<double> row(size, 1.0);
        for (std::size_t example = 0; example < features.size(); ++example) {
            std::ranges::copy(features[example], row.begin() + 1);
            const double p = probability(features[example]);
            for (std::size_t i = 0; i < size; ++i) {
                if (row[i] == 0)
                    continue;
                move[i] += (outcomes[example] - p) * row[i];
                for (std::size_t j = 0; j <= i; ++j)
                    curvature[i * size + j] += p * (1 - p) * row[i] * row[j];
            }
        }
        solve(curvature, move);
        double longest = 0;
        for (std::size_t i = 0; i < size; ++i) {
            m_weights[i] += move[i];
            longest = std::max(longest, std::abs(move[i]));
        }
        if (longest < 1e-8)
            break;
    }
}

double DotClassifier::probability(std::span<const double> features) const
{
    return probabilityOf(std::inner_product(features.begin(), features.end(), m_weights.begin() + 1, m_weights.front()));
}

} // namespace forewatch
