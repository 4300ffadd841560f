#include "engine/geo/simplify.h"

#include <cmath>
#include <numbers>

namespace forewatch {

namespace {

/// Squared distance from `p` to the stretch from `a` to `b`, in degrees of latitude.
double squaredDistance(GeoPoint p, GeoPoint a, GeoPoint b, double cosine)
{
    const double abX = (b.longitude - a.longitude) * cosine;
    const double abY = b.latitude - a.latitude;
    const double apX = (p.longitude - a.longitude) * cosine;
    const double apY = p.latitude - a.latitude;
    const double length = abX * abX + abY * abY;
    const double share = length > 0 ? std::clamp((apX * abX + apY * abY) / length, 0.0, 1.0) : 0;
    const double x = apX - share * abX;
    const double y = apY - share * abY;
    return x * x + y * y;
}

} // namespace

Ring simplified(const Ring &ring, double degrees)
{
    if (ring.size() <= 4)
        return ring;
    const double cosine = std::cos(ring.front().latitude * std::numbers::pi / 180);
    const std::size_t last = ring.size(); // the first point again
    const auto at = [&](std::size_t i) { return ring[i % ring.size()]; };
    std::vector<bool> kept(ring.size());
    kept[0] = true;

    // The first stretch is closed, so its farthest point is kept whatever the distance.
    std::vector<std::pair<std::size_t, std::size_t>> stretches{{0, last}};
    while (!stretches.empty()) {
        const auto [from, to] = stretches.back();
        stretches.pop_back();
        double farthest = -1;
        std::size_t middle = from;
        for (std::size_t i = from + 1; i < to; ++i) {
            const double distance = squaredDistance(at(i), at(from), at(to), cosine);
            if (distance > farthest) {
                farthest = distance;
                middle = i;
            }
        }
        if (middle == from || (to - from < last && farthest <= degrees * degrees))
            continue;
        kept[middle] = true;
        stretches.push_back({from, middle});
        stretches.push_back({middle, to});
    }

    Ring result;
    for (std::size_t i = 0; i < ring.size(); ++i)
        if (kept[i])
            result.push_back(ring[i]);
    return result.size() >= 3 ? result : Ring{ring[0], ring[ring.size() / 3], ring[2 * ring.size() / 3]};
}

} // namespace forewatch
