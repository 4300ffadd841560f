#pragma once

#include "engine/data/discretion.h"

#include <QSet>

#include <array>
#include <set>

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
    /// Any of these; empty: all. The targets are what the city's target says, whatever its rule.
    std::set<Group> groups = {};
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

/// The kinds of parts a filter has, each of which lets an incident through or not.
enum class FilterKind : std::uint8_t {
    Types,
    Groups,
    Neighborhoods,
    Districts,
    Weapons,
    Premises,
    Place,
    Hours,
    Weekdays,
    Setting,
    Dates,
};

/// A part of the day that people work in.
struct Shift
{
    const char *name;
    Filter::Hours hours;
};
constexpr std::array<Shift, 3> shifts = {Shift{"Day", {7 * 60, 15 * 60}}, Shift{"Evening", {15 * 60, 23 * 60}},
                                         Shift{"Night", {23 * 60, 7 * 60}}};

/// A filter made ready for one city: quick to ask. Immutable; it must not outlive the city's shared parts, which it holds.
class FilterTest
{
public:
    FilterTest(const City &city, const Filter &filter);

    bool passes(const Incident &incident) const { return !m_hiddenType[incident.type] && passesButType(incident); }

    /// All but the hidden types: what a legend counts, so that a hidden type still tells how many it hides.
    bool passesButType(const Incident &incident) const;

    /// The kinds of parts that do not let the incident through: bit `1 << kind` each. Where two or more do not, the place
    /// is not looked at.
    unsigned failed(const Incident &incident) const;

    Group groupOf(const Incident &incident) const
    {
        return m_target->contains(incident) ? Group::Target : m_groupOfType[incident.type];
    }

private:
    bool passesDates(const Incident &incident) const;
    bool passesGroup(const Incident &incident) const;
    bool passesHours(const Incident &incident) const;
    bool passesWeekday(const Incident &incident) const;
    bool passesPlace(const Incident &incident) const;

    Filter m_filter;
    std::shared_ptr<const Target> m_target;
    std::vector<Group> m_groupOfType;
    std::array<bool, groupsFromLoud.size()> m_group;
    Discretion m_discretion;
    std::shared_ptr<const Neighborhoods> m_area;
    /// Holds the circle: quicker to ask than its distance.
    GeoBox m_circleBox;
    std::vector<bool> m_hiddenType;
    std::vector<bool> m_neighborhood;
    std::vector<bool> m_district;
    std::vector<bool> m_weapon;
    std::vector<bool> m_premise;
};

/// The city with those incidents alone that pass: map, histogram, tables and charts of it all follow the filter. Shares
/// everything else; the same city where the filter is empty. A few milliseconds for 240,000 incidents.
City filtered(const City &city, const Filter &filter);

/// How many incidents each choice of a filter's part would show beside what its other parts say: what stands behind the
/// choices of a list. Each is counted without the part it belongs to.
struct FilterCounts
{
    /// Indexed as the enumerations, the city's lists of names, and 0 Monday … 6 Sunday, 0 … 23.
    std::array<std::size_t, groupsFromLoud.size()> groups = {};
    std::array<std::size_t, 3> settings = {};
    std::array<std::size_t, 7> weekdays = {};
    std::array<std::size_t, 24> hours = {};
    std::vector<std::size_t> neighborhoods = {};
    std::vector<std::size_t> districts = {};
    std::vector<std::size_t> weapons = {};
    std::vector<std::size_t> premises = {};
    /// What passes all parts.
    std::size_t shown = 0;

    bool operator==(const FilterCounts &) const = default;
};

/// One pass over the whole city: some milliseconds for 240,000 incidents.
FilterCounts filterCounts(const City &city, const FilterTest &test);

/// Metres on the ground between two places, on a sphere.
double metresBetween(GeoPoint a, GeoPoint b);

} // namespace forewatch
