#include "engine/learning/network_spec.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <numeric>

namespace forewatch {

namespace {

using Shape = std::vector<std::int64_t>;
using Kind = Layer::Kind;

/// More would not fit the memory of a desk, with its gradients and an optimiser's moments.
constexpr std::int64_t mostParameters = 200'000'000;

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
    bool flat = false;

    QString text() const
    {
        return flat ? QString::number(channels)
                    : QStringLiteral("%1 × %2 × %3").arg(width).arg(height).arg(channels);
    }
};

/// A layer with what leaves it and the weights it has.
struct PlannedLayer
{
    Flow out;
    std::vector<std::pair<std::string, Shape>> weights;
};

QString activationName(Activation activation)
{
    switch (activation) {
    case Activation::None: return {};
    case Activation::Relu: return QStringLiteral("ReLU");
    case Activation::LeakyRelu: return QStringLiteral("leaky ReLU");
    case Activation::Elu: return QStringLiteral("ELU");
    case Activation::Tanh: return QStringLiteral("tanh");
    case Activation::Sigmoid: return QStringLiteral("sigmoid");
    }
    return {};
}

QString nameOf(const Layer &layer)
{
    const auto activated = [&](const QString &name) {
        return layer.activation == Activation::None ? name : name + QStringLiteral(", ") + activationName(layer.activation);
    };
    switch (layer.kind) {
    case Kind::Convolution:
        return activated(QStringLiteral("Convolution %1 of %2 × %2%3")
                             .arg(layer.units)
                             .arg(layer.kernel)
                             .arg(layer.padding == Padding::Same ? QStringLiteral(" same size") : QString()));
    case Kind::MaxPool: return QStringLiteral("Largest of %1 × %1").arg(layer.kernel);
    case Kind::AveragePool: return QStringLiteral("Mean of %1 × %1").arg(layer.kernel);
    case Kind::BatchNorm: return QStringLiteral("Batch normalisation");
    case Kind::Dropout: return QStringLiteral("Dropout %1").arg(layer.rate);
    case Kind::Activation: return QStringLiteral("Activation %1").arg(activationName(layer.activation));
    case Kind::Flatten: return QStringLiteral("Flatten");
    case Kind::Dense: return activated(QStringLiteral("Dense %1").arg(layer.units));
    }
    return {};
}

/// Walks through the layers in order, and refuses what cannot be.
class Plan
{
public:
    explicit Plan(const NetworkSpec &spec)
        : m_flow{spec.channels, spec.input.height, spec.input.width}
    {
        if (spec.layers.empty())
            throw Error(QStringLiteral("The network has no layers. Its last one must be dense with one unit."));
        for (const Layer &layer : spec.layers) {
            ++m_number;
            m_name = nameOf(layer);
            add(layer);
        }
        const Layer &last = spec.layers.back();
        if (last.kind != Kind::Dense || last.units != 1)
            refuse(QStringLiteral("is the last one, which must be dense with one unit: the score"));
        std::int64_t parameters = 0;
        for (const PlannedLayer &layer : layers)
            for (const auto &[name, shape] : layer.weights)
                parameters += product(shape);
        if (parameters > mostParameters)
            throw Error(QStringLiteral("The network has %1 million parameters; up to %2 million are computed with. Use more "
                                       "pools or fewer units.")
                            .arg(parameters / 1'000'000)
                            .arg(mostParameters / 1'000'000));
    }

    std::vector<PlannedLayer> layers;

private:
    [[noreturn]] void refuse(const QString &why) const
    {
        throw Error(QStringLiteral("Layer %1 (%2) %3.").arg(m_number).arg(m_name, why));
    }

    void add(const Layer &layer)
    {
        m_weights.clear();
        switch (layer.kind) {
        case Kind::Convolution: addConvolution(layer); break;
        case Kind::MaxPool:
        case Kind::AveragePool:
            requirePicture(layer);
            m_flow = {m_flow.channels, m_flow.height / layer.kernel, m_flow.width / layer.kernel};
            break;
        case Kind::BatchNorm: addNorm(); break;
        case Kind::Dropout:
            if (!(layer.rate >= 0 && layer.rate < 1))
                refuse(QStringLiteral("leaves out a share of %1; it must be at least 0 and below 1").arg(layer.rate));
            break;
        case Kind::Activation: break;
        case Kind::Flatten:
            if (m_flow.flat)
                refuse(QStringLiteral("gets numbers that are flattened already. Leave it out"));
            m_flow = {m_flow.channels * m_flow.height * m_flow.width, 1, 1, true};
            break;
        case Kind::Dense:
            requireUnits(layer);
            if (!m_flow.flat)
                refuse(QStringLiteral("gets a picture of %1. Put a layer that flattens it before").arg(m_flow.text()));
            addWeights("dense" + std::to_string(++m_denses), {layer.units, m_flow.channels});
            m_flow.channels = layer.units;
            break;
        }
        layers.push_back({m_flow, m_weights});
    }

    void addConvolution(const Layer &layer)
    {
        requireUnits(layer);
        requirePicture(layer);
        addWeights("conv" + std::to_string(++m_convolutions), {layer.units, m_flow.channels, layer.kernel, layer.kernel});
        const int less = layer.padding == Padding::Same ? 0 : layer.kernel - 1;
        m_flow = {layer.units, m_flow.height - less, m_flow.width - less};
    }

    void addNorm()
    {
        const std::string name = "norm" + std::to_string(++m_norms);
        addWeights(name, {m_flow.channels});
        m_weights.emplace_back(name + ".mean", Shape{m_flow.channels});
        m_weights.emplace_back(name + ".variance", Shape{m_flow.channels});
    }

    void addWeights(const std::string &name, const Shape &weight)
    {
        m_weights.emplace_back(name + ".weight", weight);
        m_weights.emplace_back(name + ".bias", Shape{weight.front()});
    }

    void requireUnits(const Layer &layer) const
    {
        if (layer.units < 1)
            refuse(QStringLiteral("has %1 units; it must have at least one").arg(layer.units));
    }

    void requirePicture(const Layer &layer) const
    {
        if (layer.kernel < 1)
            refuse(QStringLiteral("looks at squares of %1 pixels; their edge must be at least 1").arg(layer.kernel));
        if (m_flow.flat)
            refuse(QStringLiteral("needs a picture, but stands after one was flattened. Move it before"));
        const bool padded = layer.kind == Kind::Convolution && layer.padding == Padding::Same;
        if (!padded && (m_flow.height < layer.kernel || m_flow.width < layer.kernel))
            refuse(QStringLiteral("gets a picture of %1 × %2 pixels, which is too small. Use a larger picture or fewer layers")
                       .arg(m_flow.width)
                       .arg(m_flow.height));
    }

    Flow m_flow;
    int m_number = 0;
    QString m_name;
    std::vector<std::pair<std::string, Shape>> m_weights;
    int m_convolutions = 0;
    int m_denses = 0;
    int m_norms = 0;
};

std::int64_t learntNumbers(const std::vector<std::pair<std::string, Shape>> &weights)
{
    std::int64_t count = 0;
    for (const auto &[name, shape] : weights)
        count += isLearnt(name) ? product(shape) : 0;
    return count;
}

} // namespace

int LearningSettings::epochs() const
{
    return std::accumulate(phases.begin(), phases.end(), 0, [](int sum, const Phase &phase) { return sum + phase.epochs; });
}

const Phase &LearningSettings::phaseOf(int epoch) const
{
    for (const Phase &phase : phases) {
        if (epoch <= phase.epochs)
            return phase;
        epoch -= phase.epochs;
    }
    return phases.back();
}

double LearningSettings::rateOf(int epoch, std::span<const double> validationLosses) const
{
    switch (decay) {
    case DecayKind::Constant: return learningRate;
    case DecayKind::Step: return learningRate * std::pow(decayFactor, (epoch - 1) / decayEvery);
    case DecayKind::Cosine: {
        const double done = static_cast<double>(std::min(epoch, epochs()) - 1) / epochs();
        return learningRate * (1 + std::cos(std::numbers::pi * done)) / 2;
    }
    case DecayKind::Plateau: break;
    }
    double rate = learningRate;
    double lowest = std::numeric_limits<double>::infinity();
    int waited = 0;
    for (const double value : validationLosses) {
        if (value < lowest) {
            lowest = value;
            waited = 0;
        } else if (++waited == decayEvery) {
            rate *= decayFactor;
            waited = 0;
        }
    }
    return rate;
}

NetworkSpec NetworkSpec::model1()
{
    using enum Kind;
    NetworkSpec spec;
    spec.name = QStringLiteral("model1");
    spec.input = {.width = 172, .height = 216, .smooth = true, .unitPixels = true};
    spec.layers = {{.kind = Convolution, .units = 128, .kernel = 3, .padding = Padding::Same},
                   {.kind = MaxPool, .kernel = 2},
                   {.kind = Convolution, .units = 64, .kernel = 3},
                   {.kind = MaxPool, .kernel = 3},
                   {.kind = Convolution, .units = 64, .kernel = 2},
                   {.kind = MaxPool, .kernel = 3},
                   {.kind = Flatten},
                   {.kind = Dense, .units = 64},
                   {.kind = Dense, .units = 32},
                   {.kind = Dense, .units = 1, .activation = Activation::None}};
    spec.learning.learningRate = 1e-3;
    spec.learning.phases = {{.epochs = 20, .batch = 20}};
    return spec;
}

NetworkSpec NetworkSpec::model2()
{
    using enum Kind;
    NetworkSpec spec;
    spec.name = QStringLiteral("model2");
    for (const int filters : {32, 64, 128, 128}) {
        spec.layers.push_back({.kind = Convolution, .units = filters, .kernel = 3});
        spec.layers.push_back({.kind = MaxPool, .kernel = 2});
    }
    spec.layers.insert(spec.layers.end(), {{.kind = Flatten},
                                           {.kind = Dense, .units = 512},
                                           {.kind = Dense, .units = 1, .activation = Activation::None}});
    spec.learning.phases = {{.epochs = 10, .batch = 20}, {.epochs = 50, .batch = 32, .augmented = true}};
    return spec;
}

QStringList NetworkSpec::presets()
{
    return {QStringLiteral("model1"), QStringLiteral("model2")};
}

NetworkSpec NetworkSpec::preset(const QString &name)
{
    if (name == QLatin1String("model1"))
        return model1();
    if (name == QLatin1String("model2"))
        return model2();
    throw Error(QStringLiteral("There is no network preset \"%1\". There are: %2.")
                    .arg(name, presets().join(QStringLiteral(", "))));
}

std::vector<LayerSummary> summaryOf(const NetworkSpec &spec)
{
    const Plan plan(spec);
    std::vector<LayerSummary> rows;
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        Layer layer = spec.layers[i];
        if (i + 1 == spec.layers.size())
            layer.activation = Activation::None;
        rows.push_back({nameOf(layer), plan.layers[i].out.text(), learntNumbers(plan.layers[i].weights)});
    }
    return rows;
}

std::vector<std::pair<std::string, Shape>> weightShapes(const NetworkSpec &spec)
{
    std::vector<std::pair<std::string, Shape>> shapes;
    for (const PlannedLayer &layer : Plan(spec).layers)
        shapes.insert(shapes.end(), layer.weights.begin(), layer.weights.end());
    return shapes;
}

std::int64_t parameterCount(const NetworkSpec &spec)
{
    return learntNumbers(weightShapes(spec));
}

} // namespace forewatch
