#pragma once

#include "engine/data/city.h"

#include <QColor>

#include <span>
#include <vector>

namespace forewatch {

/// The dots of the published picture as numbers: how many there are of each color, and nothing about where they lie.
class DotColors
{
public:
    /// Counts above this one are not told apart by `indicators`.
    static constexpr int most = 3;

    /// The colors of the city's legend; those of which a target can be drawn come first.
    explicit DotColors(const City &city);

    std::size_t size() const { return m_colors.size(); }
    /// How many of them a target can have: one for the published targets.
    std::size_t targetColors() const { return m_targetColors; }
    QColor color(std::size_t index) const { return m_colors[index]; }

    /// Types that are drawn in a color of the targets and are none, in the table's order.
    const QStringList &sharedBy() const { return m_sharedBy; }

    /// By color.
    std::vector<int> counts(std::span<const Incident> incidents) const;

    /// Dots of the colors that targets have.
    int targetDots(std::span<const Incident> incidents) const;

    /// Features of a classifier that sees no map: for each color whether there are 1, 2, or `most` or more dots (0 or 1);
    /// all zero for none.
    std::vector<double> indicators(std::span<const Incident> incidents) const;

private:
    std::vector<QColor> m_colors;
    std::size_t m_targetColors = 0;
    /// By type of the table.
    std::vector<std::size_t> m_colorOfType;
    QStringList m_sharedBy;
};

} // namespace forewatch
