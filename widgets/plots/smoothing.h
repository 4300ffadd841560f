#pragma once

#include <vector>

namespace forewatch {

/// The exponentially weighted mean of each value with those before it, weights falling by `share` from one to the one before;
/// weights add up to one from the first value on, so that the start is not drawn towards zero. `share` 0 changes nothing.
/// Precondition: `0 <= share < 1`.
inline std::vector<double> smoothed(std::vector<double> values, double share)
{
    double sum = 0;
    double weight = 0;
    for (double &value : values) {
        sum = share * sum + value;
        weight = share * weight + 1;
        value = sum / weight;
    }
    return values;
}

} // namespace forewatch
