#pragma once

#include "engine/data/groups.h"
#include "engine/data/incident_table.h"

#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace forewatch {

/// The distinct places at which incidents are shown, from north to south, each with its incidents in order of time. Real
/// tables name blocks, so a place often holds many. It is what makes a map of all incidents quick: a part of the map, or
/// what lies under the pointer, is found without looking at every incident. Immutable.
class SignPlaces
{
public:
    /// An incident as its sign needs it.
    struct Entry
    {
        /// Into the incidents that the places were made of.
        std::uint32_t index;
        std::uint16_t type;
        Group group;
    };

    /// `shown` says where an incident is shown. Places less than 1e-7 degree (a centimetre) apart are the same.
    SignPlaces(std::span<const Incident> incidents, const std::function<GeoPoint(const Incident &)> &shown,
               const std::function<Group(const Incident &)> &groupOf);

    std::size_t size() const { return m_places.size(); }
    GeoPoint at(std::size_t place) const { return m_places[place]; }

    /// Indices `[first, end)` of the places between two latitudes, both included.
    std::pair<std::size_t, std::size_t> between(double south, double north) const;

    /// Of the incidents `[first, end)`, those at a place, in order of time.
    std::span<const Entry> at(std::size_t place, std::size_t first, std::size_t end) const;

private:
    std::vector<GeoPoint> m_places;
    /// Where each place's entries begin; one more than places.
    std::vector<std::uint32_t> m_begin;
    std::vector<Entry> m_entries;
};

} // namespace forewatch
