#pragma once

#include "engine/data/discretion.h"

#include <QSet>

namespace forewatch {

/// A circle on the ground.
struct Circle
{
    GeoPoint centre;
    double metres;

    bool operator==(const Circle &) const = default;
};

/// Which incidents are looked at. Each part that is set must hold; what is not set lets everything through. Names are
/// compared without regard to case and need not occur in a table, so a filter outlives a change of city.
struct Filter
{
    /// Not shown: types that were clicked away in the legend. In capitals.
    QSet<QString> hiddenTypes = {};
    /// Any of these; empty: all. In capitals.
    QSet<QString> neighborhoods = {};
    QSet<QString> districts = {};
    QSet<QString> weapons = {};
    QSet<QString> premises = {};
    /// Inside the drawn polygon, and inside the circle: where the incident is shown (`Discretion`), so that no circle can
    /// tell what the map does not.
    std::optional<Ring> area = {};
    std::optional<Circle> circle = {};
    /// Minutes after midnight, `[from, to)`; `from > to` goes across midnight.
    struct Hours
    {
        int from;
        int to;
        bool operator==(const Hours &) const = default;
    };
    std::optional<Hours> hours = {};
    /// Bit 0 Monday … bit 6 Sunday, of the incident's own day.
    std::uint8_t weekdays = allWeekdays;
    std::optional<Setting> setting = {};
    /// `[from, to)`.
    std::optional<Time> from = {};
    std::optional<Time> to = {};

    static constexpr std::uint8_t allWeekdays = 0x7f;

    bool isEmpty() const { return *this == Filter(); }
    bool operator==(const Filter &) const = default;
};

/// A filter made ready for one city: quick to ask. Immutable; it must not outlive the city's shared parts, which it holds.
class FilterTest
{
public:
    FilterTest(const City &city, const Filter &filter);

    bool passes(const Incident &incident) const { return !m_hiddenType[incident.type] && passesButType(incident); }

    /// All but the hidden types: what a legend counts, so that a hidden type still tells how many it hides.
    bool passesButType(const Incident &incident) const;

private:
    bool passesPlace(const Incident &incident) const;

    Filter m_filter;
    Discretion m_discretion;
    std::shared_ptr<const Neighborhoods> m_area;
    std::vector<bool> m_hiddenType;
    std::vector<bool> m_neighborhood;
    std::vector<bool> m_district;
    std::vector<bool> m_weapon;
    std::vector<bool> m_premise;
};

/// The city with those incidents alone that pass: map, histogram, tables and charts of it all follow the filter. Shares
/// everything else; the same city where the filter is empty. A few milliseconds for 240,000 incidents.
City filtered(const City &city, const Filter &filter);

/// Metres on the ground between two places, on a sphere.
double metresBetween(GeoPoint a, GeoPoint b);

} // namespace forewatch
