#include "engine/learning/field_network.h"

#include "engine/core/error.h"
#include "engine/core/random.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace forewatch {

namespace {

constexpr std::uint64_t fieldStream = std::uint64_t(1) << 34;

/// What is summed up last, and begins at nothing.
bool isLast(const std::string &name)
{
    return name.starts_with("conv3") || name.starts_with("offset") || name.starts_with("scale");
}

} // namespace

std::vector<std::pair<std::string, std::vector<std::int64_t>>> weightShapes(const FieldShape &shape)
{
    const std::int64_t channels = shape.channels;
    const std::int64_t hidden = shape.hidden;
    return {{"conv1.weight", {channels, shape.planes, 3, 3}}, {"conv1.bias", {channels}},
            {"conv2.weight", {channels, channels, 3, 3}},     {"conv2.bias", {channels}},
            {"conv3.weight", {1, channels, 1, 1}},            {"conv3.bias", {1}},
            {"gate.weight", {channels, hidden}},              {"gate.bias", {channels}},
            {"hidden.weight", {hidden, shape.scalars}},       {"hidden.bias", {hidden}},
            {"offset.weight", {1, hidden}},                   {"offset.bias", {1}},
            {"scale.weight", {1}}};
}

Tensors initialWeights(const FieldShape &shape, std::uint64_t seed)
{
    Random random(seed, fieldStream);
    Tensors weights;
    for (const auto &[name, sizes] : weightShapes(shape)) {
        const auto count = std::accumulate(sizes.begin(), sizes.end(), std::int64_t(1), std::multiplies<>());
        Tensor tensor{sizes, std::vector<float>(static_cast<std::size_t>(count))};
        if (sizes.size() > 1 && !isLast(name)) {
            const auto area = static_cast<double>(count / (sizes[0] * sizes[1]));
            const double limit = std::sqrt(6 / (static_cast<double>(sizes[0] + sizes[1]) * area));
            std::ranges::generate(tensor.values, [&] { return static_cast<float>(random.uniform(-limit, limit)); });
        }
        weights.emplace(name, std::move(tensor));
    }
    return weights;
}

void requireWeights(const FieldShape &shape, const Tensors &weights, const QString &path)
{
    for (const auto &[name, sizes] : weightShapes(shape)) {
        const auto found = weights.find(name);
        if (found == weights.end() || found->second.shape != sizes
            || !std::ranges::all_of(found->second.values, [](float value) { return std::isfinite(value); }))
            throw Error(QStringLiteral("%1 does not belong to this risk field, or is damaged: “%2” is missing, has another "
                                       "shape, or is not finite. Restore it from a copy, or train again.")
                            .arg(path, QString::fromStdString(name)));
    }
}

} // namespace forewatch
