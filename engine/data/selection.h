#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace forewatch {

/// What the user has picked: incidents by their row in the source, neighborhoods by index. Map, tables, charts and
/// details show the same one.
struct Selection
{
    /// Both ascending, without repeats.
    std::vector<std::uint32_t> rows = {};
    std::vector<std::size_t> neighborhoods = {};

    bool isEmpty() const { return rows.empty() && neighborhoods.empty(); }
    bool operator==(const Selection &) const = default;
};

} // namespace forewatch
