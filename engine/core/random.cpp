#include "engine/core/random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>

namespace forewatch {

Random::Random(std::uint64_t seed, std::uint64_t stream)
{
    std::uint64_t mix = seed ^ (stream * 0xd1342543de82ef95ULL);
    for (auto &word : m_state) {
        mix += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = mix;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        word = z ^ (z >> 31);
    }
}

std::uint64_t Random::next()
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

double Random::uniform()
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::size_t Random::below(std::size_t count)
{
    return static_cast<std::size_t>(uniform() * static_cast<double>(count));
}

double Random::normal()
{
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

int Random::poisson(double mean)
{
    // Knuth's product of uniforms, in pieces so that exp(−mean) does not underflow.
    int count = 0;
    while (mean > 0) {
        const double piece = std::min(mean, 30.0);
        mean -= piece;
        const double limit = std::exp(-piece);
        for (double product = uniform(); product > limit; product *= uniform())
            ++count;
    }
    return count;
}

std::size_t Random::weighted(const std::vector<double> &weights)
{
    double left = uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        left -= weights[i];
        if (left < 0)
            return i;
    }
    return weights.size() - 1;
}

} // namespace forewatch
