#include "engine/map/sign_places.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace forewatch {

namespace {

/// Ascending from north to south, then from west to east; equal for the same place.
struct Key
{
    std::uint64_t place;
    std::uint32_t index;
};

std::uint64_t keyOf(GeoPoint place)
{
    const auto steps = [](double degrees) { return static_cast<std::uint64_t>(std::llround(std::clamp(degrees, 0.0, 400.0) * 1e7)); };
    return steps(90 - place.latitude) << 32 | steps(place.longitude + 180);
}

/// By place, the order of equal ones kept: by 11 bits at a time, which for a whole table is several times quicker than
/// comparing.
void sortByPlace(std::vector<Key> &keys)
{
    constexpr int bits = 11;
    std::vector<Key> other(keys.size());
    for (int shift = 0; shift < 64; shift += bits) {
        std::array<std::uint32_t, (1 << bits) + 1> begin{};
        const auto digit = [shift](const Key &key) { return key.place >> shift & ((1 << bits) - 1); };
        for (const Key &key : keys)
            ++begin[digit(key) + 1];
        for (std::size_t i = 1; i < begin.size(); ++i)
            begin[i] += begin[i - 1];
        for (const Key &key : keys)
            other[begin[digit(key)]++] = key;
        keys.swap(other);
    }
}

} // namespace

SignPlaces::SignPlaces(std::span<const Incident> incidents, const std::function<GeoPoint(const Incident &)> &shown,
                       const std::function<Group(const Incident &)> &groupOf)
{
    std::vector<Key> keys;
    keys.reserve(incidents.size());
    for (std::size_t i = 0; i < incidents.size(); ++i)
        keys.push_back({keyOf(shown(incidents[i])), static_cast<std::uint32_t>(i)});
    if (keys.size() < 256)
        std::ranges::stable_sort(keys, {}, &Key::place);
    else
        sortByPlace(keys);
    m_entries.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Incident &incident = incidents[keys[i].index];
        if (i == 0 || keys[i].place != keys[i - 1].place) {
            m_places.push_back(shown(incident));
            m_begin.push_back(static_cast<std::uint32_t>(i));
        }
        m_entries.push_back({keys[i].index, incident.type, groupOf(incident)});
    }
    m_begin.push_back(static_cast<std::uint32_t>(keys.size()));
}

std::pair<std::size_t, std::size_t> SignPlaces::between(double south, double north) const
{
    // The keys round to 1e-7 degree, so neighbors may be out of order by that much.
    constexpr double rounding = 1e-7;
    const auto first = std::ranges::partition_point(m_places, [&](GeoPoint p) { return p.latitude > north + rounding; });
    const auto end = std::partition_point(first, m_places.end(), [&](GeoPoint p) { return p.latitude >= south - rounding; });
    return {static_cast<std::size_t>(first - m_places.begin()), static_cast<std::size_t>(end - m_places.begin())};
}

std::span<const SignPlaces::Entry> SignPlaces::at(std::size_t place, std::size_t first, std::size_t end) const
{
    const std::span<const Entry> all(m_entries.data() + m_begin[place], m_begin[place + 1] - m_begin[place]);
    if (all.front().index >= first && all.back().index < end)
        return all;
    const auto from = std::ranges::lower_bound(all, first, {}, &Entry::index);
    const auto to = std::ranges::lower_bound(from, all.end(), end, {}, &Entry::index);
    return {from, to};
}

} // namespace forewatch
