#include "engine/learning/network.h"

#include "engine/core/error.h"
#include "engine/core/random.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace forewatch {

namespace {

/// Far from the streams that a training draws from the same seed.
constexpr std::uint64_t weightStream = std::uint64_t(1) << 32;

using Shape = std::vector<std::int64_t>;

std::int64_t product(const Shape &shape)
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t(1), std::multiplies<>());
}

/// A unit's inputs and the units an input reaches, both times the kernel's area.
double glorotLimit(const Shape &shape)
{
    const std::int64_t area = product({shape.begin() + 2, shape.end()});
    return std::sqrt(6.0 / static_cast<double>((shape[0] + shape[1]) * area));
}

} // namespace

void requireWeights(const NetworkSpec &spec, const Tensors &weights, const QString &path)
{
    for (const auto &[name, shape] : weightShapes(spec)) {
        const auto found = weights.find(name);
        const bool fits = found != weights.end() && found->second.shape == shape;
        if (!fits || !std::ranges::all_of(found->second.values, [](float value) { return std::isfinite(value); }))
            throw Error(QStringLiteral("%1 does not belong to a network %2, or is damaged: \"%3\" %4. Restore it from a "
                                       "copy, or train again.")
                            .arg(path, spec.name, QString::fromStdString(name),
                                 fits ? QStringLiteral("holds numbers that are not finite")
                                      : QStringLiteral("is missing or has another shape")));
    }
}

Tensors initialWeights(const NetworkSpec &spec, std::uint64_t seed)
{
    Random random(seed, weightStream);
    Tensors weights;
    for (const auto &[name, shape] : weightShapes(spec)) {
        Tensor tensor{shape, std::vector<float>(static_cast<std::size_t>(product(shape)))};
        if (shape.size() > 1) {
            const double limit = glorotLimit(shape);
            std::ranges::generate(tensor.values, [&] { return static_cast<float>(random.uniform(-limit, limit)); });
        } else if (name.ends_with(".weight") || name.ends_with(".variance")) {
            std::ranges::fill(tensor.values, 1.F);
        }
        weights.emplace(name, std::move(tensor));
    }
    return weights;
}

QString precisionName(Precision precision)
{
    switch (precision) {
    case Precision::Float32: return QStringLiteral("float32");
    case Precision::BFloat16: return QStringLiteral("bfloat16");
    default: return QStringLiteral("auto");
    }
}

} // namespace forewatch
