#include "engine/learning/network.h"

#include "engine/core/error.h"
#include "engine/core/random.h"

#include <algorithm>
#include <cassert>
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

/// What flows between two layers: planes of a picture, or, once flattened, `channels` numbers.
struct Flow
{
    std::int64_t channels;
    std::int64_t height;
    std::int64_t width;
};

void requireRoom(const Flow &flow, const Layer &layer, std::size_t index)
{
    if (flow.height >= layer.kernel && flow.width >= layer.kernel)
        return;
    throw Error(QStringLiteral("Layer %1 (%2 %3 × %3) gets a picture of %4 × %5 pixels, which is too small. Use a "
                               "larger picture or fewer layers.")
                    .arg(index + 1)
                    .arg(layer.kind == Layer::Kind::MaxPool ? QStringLiteral("pool") : QStringLiteral("convolution"))
                    .arg(layer.kernel)
                    .arg(flow.width)
                    .arg(flow.height));
}

/// A unit's inputs and the units an input reaches, both times the kernel's area.
double glorotLimit(const Shape &shape)
{
    const std::int64_t area = product({shape.begin() + 2, shape.end()});
    return std::sqrt(6.0 / static_cast<double>((shape[0] + shape[1]) * area));
}

} // namespace

NetworkSpec NetworkSpec::model2()
{
    using enum Layer::Kind;
    NetworkSpec spec{.name = QStringLiteral("model2"), .input = {}, .layers = {}, .learning = {}};
    for (const int filters : {32, 64, 128, 128}) {
        spec.layers.push_back({.kind = Convolution, .units = filters, .kernel = 3});
        spec.layers.push_back({.kind = MaxPool, .kernel = 2});
    }
    spec.layers.insert(spec.layers.end(), {{.kind = Flatten}, {.kind = Dense, .units = 512}, {.kind = Dense, .units = 1}});
    return spec;
}

NetworkSpec NetworkSpec::preset(const QString &name)
{
    if (name == QLatin1String("model2"))
        return model2();
    throw Error(QStringLiteral("There is no network preset \"%1\". There is: model2.").arg(name));
}

std::vector<std::pair<std::string, Shape>> weightShapes(const NetworkSpec &spec)
{
    std::vector<std::pair<std::string, Shape>> shapes;
    Flow flow{spec.channels, spec.input.height, spec.input.width};
    int convolutions = 0;
    int denses = 0;
    const auto add = [&](const std::string &name, const Shape &weight) {
        shapes.emplace_back(name + ".weight", weight);
        shapes.emplace_back(name + ".bias", Shape{weight.front()});
    };
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        const Layer &layer = spec.layers[i];
        switch (layer.kind) {
        case Layer::Kind::Convolution:
            requireRoom(flow, layer, i);
            add("conv" + std::to_string(++convolutions), {layer.units, flow.channels, layer.kernel, layer.kernel});
            flow = {layer.units, flow.height - layer.kernel + 1, flow.width - layer.kernel + 1};
            break;
        case Layer::Kind::MaxPool:
            requireRoom(flow, layer, i);
            flow = {flow.channels, flow.height / layer.kernel, flow.width / layer.kernel};
            break;
        case Layer::Kind::Flatten:
            flow = {flow.channels * flow.height * flow.width, 1, 1};
            break;
        case Layer::Kind::Dense:
            assert(flow.height == 1 && flow.width == 1);
            add("dense" + std::to_string(++denses), {layer.units, flow.channels});
            flow.channels = layer.units;
            break;
        default:
            break;
        }
    }
    return shapes;
}

std::int64_t parameterCount(const NetworkSpec &spec)
{
    std::int64_t count = 0;
    for (const auto &[name, shape] : weightShapes(spec))
        count += product(shape);
    return count;
}

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
