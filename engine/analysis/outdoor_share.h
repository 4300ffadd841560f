#pragma once

#include "engine/analysis/share.h"
#include "engine/data/city.h"

namespace forewatch {

/// Where the incidents of one kind happened.
struct SettingCounts
{
    std::size_t outside = 0;
    std::size_t inside = 0;
    /// The table does not say.
    std::size_t unknown = 0;

    /// Of those whose setting is known.
    Share outdoors() const { return {outside, outside + inside}; }

    bool operator==(const SettingCounts &) const = default;
};

/// The published method's figure: how much of the target, and of all other crime, happens outdoors.
struct OutdoorShare
{
    /// Rows of the table, as published: each victim counts.
    SettingCounts targetRows;
    /// Events: rows of one time and place count once, with their first row's setting.
    SettingCounts targetEvents;
    SettingCounts others;
};

OutdoorShare outdoorShare(const City &city);

} // namespace forewatch
