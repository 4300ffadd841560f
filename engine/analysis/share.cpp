#include "engine/analysis/share.h"

#include <algorithm>
#include <cmath>

namespace forewatch {

ShareInterval wilsonInterval(const Share &share)
{
    if (share.whole == 0)
        return {0, 1};
    constexpr double z = 1.959963984540054;
    const auto n = static_cast<double>(share.whole);
    const double p = share.value();
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

} // namespace forewatch
