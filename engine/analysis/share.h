#pragma once

#include <cstddef>

namespace forewatch {

/// How many of a number.
struct Share
{
    std::size_t part = 0;
    std::size_t whole = 0;

    /// 0 to 1; 0 of nothing.
    double value() const { return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole); }

    bool operator==(const Share &) const = default;
};

/// Both ends 0 to 1.
struct ShareInterval
{
    double low;
    double high;
};

/// The 95 % interval of a share (Wilson, 1927), as for independent draws; from 0 to 1 for a share of nothing. Repeated
/// victims and places make incidents less than independent, so the true uncertainty is somewhat larger.
ShareInterval wilsonInterval(const Share &share);

} // namespace forewatch
