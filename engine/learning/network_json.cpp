#include "engine/core/error.h"
#include "engine/core/json_fields.h"
#include "engine/learning/network_spec.h"

#include <algorithm>
#include <array>
#include <utility>

namespace forewatch {

namespace {

using Kind = Layer::Kind;

constexpr int mostPixels = 2048;
constexpr int mostUnits = 100'000;
constexpr int mostEpochs = 100'000;

template <class Value>
using Names = std::initializer_list<std::pair<Value, QLatin1String>>;

const Names<Kind> kinds = {
    {Kind::Convolution, QLatin1String("convolution")}, {Kind::MaxPool, QLatin1String("max_pool")},
    {Kind::AveragePool, QLatin1String("average_pool")}, {Kind::BatchNorm, QLatin1String("batch_norm")},
    {Kind::Dropout, QLatin1String("dropout")},         {Kind::Activation, QLatin1String("activation")},
    {Kind::Flatten, QLatin1String("flatten")},         {Kind::Dense, QLatin1String("dense")}};
const Names<Activation> activations = {
    {Activation::None, QLatin1String("none")},      {Activation::Relu, QLatin1String("relu")},
    {Activation::LeakyRelu, QLatin1String("leaky_relu")}, {Activation::Elu, QLatin1String("elu")},
    {Activation::Tanh, QLatin1String("tanh")},      {Activation::Sigmoid, QLatin1String("sigmoid")}};
const Names<Padding> paddings = {{Padding::Valid, QLatin1String("valid")}, {Padding::Same, QLatin1String("same")}};
const Names<bool> resizings = {{false, QLatin1String("nearest")}, {true, QLatin1String("bilinear")}};
const Names<bool> pixelScales = {{false, QLatin1String("scaled")}, {true, QLatin1String("unit")}};
const Names<OptimiserKind> optimisers = {{OptimiserKind::Adam, QLatin1String("adam")},
                                         {OptimiserKind::AdamW, QLatin1String("adamw")},
                                         {OptimiserKind::Sgd, QLatin1String("sgd")}};
const Names<DecayKind> decays = {{DecayKind::Constant, QLatin1String("constant")},
                                 {DecayKind::Step, QLatin1String("step")},
                                 {DecayKind::Cosine, QLatin1String("cosine")},
                                 {DecayKind::Plateau, QLatin1String("plateau")}};
const Names<LossKind> losses = {{LossKind::CrossEntropy, QLatin1String("cross_entropy")},
                                {LossKind::Weighted, QLatin1String("weighted")},
                                {LossKind::Focal, QLatin1String("focal")}};

template <class Value>
QString nameIn(const Names<Value> &names, Value value)
{
    return std::ranges::find(names, value, &std::pair<Value, QLatin1String>::first)->second;
}

/// Reads an object whose fields may be left out, and refuses fields that it was not asked about.
class OptionalFields
{
public:
    OptionalFields(const QJsonObject &object, const QString &owner) : m_object(object), m_owner(owner), m_fields(object, owner) {}

    template <class Value>
    void read(const QString &key, Value &value, const Names<Value> &names)
    {
        if (!has(key))
            return;
        const QString text = m_fields.text(key);
        const auto found = std::ranges::find(names, text, &std::pair<Value, QLatin1String>::second);
        if (found == names.end()) {
            QStringList known;
            for (const auto &[known_, name] : names)
                known << name;
            m_fields.refuse(key, QStringLiteral("one of ") + known.join(QStringLiteral(", ")));
        }
        value = found->first;
    }

    void read(const QString &key, int &value, int least, int most)
    {
        if (has(key))
            value = static_cast<int>(m_fields.whole(key, least, most));
    }

    void read(const QString &key, double &value, double least, double most)
    {
        if (!has(key))
            return;
        value = m_fields.number(key);
        if (value < least || value > most)
            m_fields.refuse(key, QStringLiteral("a number from %1 to %2").arg(least).arg(most));
    }

    void read(const QString &key, bool &value)
    {
        if (has(key))
            value = m_fields.truth(key);
    }

    QString text(const QString &key)
    {
        return has(key) ? m_fields.text(key) : QString();
    }

    QJsonObject object(const QString &key)
    {
        return has(key) ? m_fields.object(key) : QJsonObject();
    }

    /// Objects of a list; empty when it is not there.
    std::vector<QJsonObject> objects(const QString &key)
    {
        std::vector<QJsonObject> result;
        if (!has(key))
            return result;
        for (const QJsonValue value : m_fields.array(key)) {
            if (!value.isObject())
                m_fields.refuse(key, QStringLiteral("a list of objects"));
            result.push_back(value.toObject());
        }
        return result;
    }

    bool has(const QString &key)
    {
        m_known << key;
        return m_fields.has(key);
    }

    [[noreturn]] void refuse(const QString &key, const QString &expected) const { m_fields.refuse(key, expected); }

    void refuseOthers() const
    {
        for (const QString &key : m_object.keys())
            if (!m_known.contains(key))
                throw Error(QStringLiteral("The %1 has no field \"%2\". It has: %3.")
                                .arg(m_owner, key, m_known.join(QStringLiteral(", "))));
    }

private:
    QJsonObject m_object;
    QString m_owner;
    JsonFields m_fields;
    QStringList m_known;
};

QJsonObject toJson(const Layer &layer, bool isLast)
{
    QJsonObject json{{QStringLiteral("kind"), nameIn(kinds, layer.kind)}};
    switch (layer.kind) {
    case Kind::Convolution:
        json[QStringLiteral("filters")] = layer.units;
        json[QStringLiteral("kernel")] = layer.kernel;
        json[QStringLiteral("padding")] = nameIn(paddings, layer.padding);
        break;
    case Kind::Dense: json[QStringLiteral("units")] = layer.units; break;
    case Kind::MaxPool:
    case Kind::AveragePool: json[QStringLiteral("size")] = layer.kernel; break;
    case Kind::Dropout: json[QStringLiteral("rate")] = layer.rate; break;
    default: break;
    }
    const bool activates = layer.kind == Kind::Convolution || layer.kind == Kind::Dense || layer.kind == Kind::Activation;
    if (activates && !isLast)
        json[QStringLiteral("activation")] = nameIn(activations, layer.activation);
    return json;
}

Layer layerFrom(const QJsonObject &json, std::size_t number, bool isLast)
{
    OptionalFields fields(json, QStringLiteral("network's layer %1").arg(number));
    Layer layer{.kind = Kind::Dense};
    if (!fields.has(QStringLiteral("kind")))
        fields.refuse(QStringLiteral("kind"), QStringLiteral("a kind of layer"));
    fields.read(QStringLiteral("kind"), layer.kind, kinds);
    switch (layer.kind) {
    case Kind::Convolution:
        layer.kernel = 3;
        fields.read(QStringLiteral("filters"), layer.units, 1, mostUnits);
        fields.read(QStringLiteral("kernel"), layer.kernel, 1, mostPixels);
        fields.read(QStringLiteral("padding"), layer.padding, paddings);
        break;
    case Kind::Dense: fields.read(QStringLiteral("units"), layer.units, 1, mostUnits); break;
    case Kind::MaxPool:
    case Kind::AveragePool:
        layer.kernel = 2;
        fields.read(QStringLiteral("size"), layer.kernel, 1, mostPixels);
        break;
    case Kind::Dropout:
        layer.rate = .5;
        fields.read(QStringLiteral("rate"), layer.rate, 0, .99);
        break;
    default: break;
    }
    if (layer.kind == Kind::Convolution || layer.kind == Kind::Dense || layer.kind == Kind::Activation)
        fields.read(QStringLiteral("activation"), layer.activation, activations);
    fields.refuseOthers();
    if (isLast)
        layer.activation = Activation::None;
    return layer;
}

QJsonObject toJson(const PictureInput &input)
{
    return {{QStringLiteral("width"), input.width},
            {QStringLiteral("height"), input.height},
            {QStringLiteral("resize"), nameIn(resizings, input.smooth)},
            {QStringLiteral("pixels"), nameIn(pixelScales, input.unitPixels)}};
}

PictureInput inputFrom(const QJsonObject &json)
{
    OptionalFields fields(json, QStringLiteral("network's input"));
    PictureInput input;
    fields.read(QStringLiteral("width"), input.width, 1, mostPixels);
    fields.read(QStringLiteral("height"), input.height, 1, mostPixels);
    fields.read(QStringLiteral("resize"), input.smooth, resizings);
    fields.read(QStringLiteral("pixels"), input.unitPixels, pixelScales);
    fields.refuseOthers();
    return input;
}

QJsonObject toJson(const LearningSettings &learning)
{
    QJsonArray phases;
    for (const Phase &phase : learning.phases)
        phases << QJsonObject{{QStringLiteral("epochs"), phase.epochs},
                              {QStringLiteral("batch"), phase.batch},
                              {QStringLiteral("augmented"), phase.augmented}};
    return {{QStringLiteral("optimiser"), nameIn(optimisers, learning.optimiser)},
            {QStringLiteral("learning_rate"), learning.learningRate},
            {QStringLiteral("weight_decay"), learning.weightDecay},
            {QStringLiteral("momentum"), learning.momentum},
            {QStringLiteral("nesterov"), learning.nesterov},
            {QStringLiteral("decay"), nameIn(decays, learning.decay)},
            {QStringLiteral("decay_every"), learning.decayEvery},
            {QStringLiteral("decay_factor"), learning.decayFactor},
            {QStringLiteral("loss"), nameIn(losses, learning.loss)},
            {QStringLiteral("positive_weight"), learning.positiveWeight},
            {QStringLiteral("focus"), learning.focus},
            {QStringLiteral("phases"), phases},
            {QStringLiteral("patience"), learning.patience}};
}

LearningSettings learningFrom(const QJsonObject &json)
{
    OptionalFields fields(json, QStringLiteral("network's learning"));
    LearningSettings learning;
    fields.read(QStringLiteral("optimiser"), learning.optimiser, optimisers);
    fields.read(QStringLiteral("learning_rate"), learning.learningRate, 1e-9, 100);
    fields.read(QStringLiteral("weight_decay"), learning.weightDecay, 0, 100);
    fields.read(QStringLiteral("momentum"), learning.momentum, 0, .9999);
    fields.read(QStringLiteral("nesterov"), learning.nesterov);
    fields.read(QStringLiteral("decay"), learning.decay, decays);
    fields.read(QStringLiteral("decay_every"), learning.decayEvery, 1, mostEpochs);
    fields.read(QStringLiteral("decay_factor"), learning.decayFactor, 1e-6, 1);
    fields.read(QStringLiteral("loss"), learning.loss, losses);
    fields.read(QStringLiteral("positive_weight"), learning.positiveWeight, 1e-6, 1e6);
    fields.read(QStringLiteral("focus"), learning.focus, 0, 100);
    fields.read(QStringLiteral("patience"), learning.patience, 0, mostEpochs);
    if (fields.has(QStringLiteral("phases"))) {
        learning.phases.clear();
        for (const QJsonObject &object : fields.objects(QStringLiteral("phases"))) {
            OptionalFields phaseFields(object, QStringLiteral("phase %1 of the network's learning").arg(learning.phases.size() + 1));
            Phase phase;
            phaseFields.read(QStringLiteral("epochs"), phase.epochs, 1, mostEpochs);
            phaseFields.read(QStringLiteral("batch"), phase.batch, 1, mostEpochs);
            phaseFields.read(QStringLiteral("augmented"), phase.augmented);
            phaseFields.refuseOthers();
            learning.phases.push_back(phase);
        }
        if (learning.phases.empty())
            fields.refuse(QStringLiteral("phases"), QStringLiteral("a list of at least one phase"));
    }
    fields.refuseOthers();
    if (learning.nesterov && learning.momentum == 0)
        fields.refuse(QStringLiteral("momentum"), QStringLiteral("above 0, as Nesterov's needs it"));
    return learning;
}

} // namespace

QJsonObject NetworkSpec::toJson() const
{
    QJsonArray list;
    for (const Layer &layer : layers)
        list << forewatch::toJson(layer, &layer == &layers.back());
    return {{QStringLiteral("name"), name},
            {QStringLiteral("input"), forewatch::toJson(input)},
            {QStringLiteral("layers"), list},
            {QStringLiteral("learning"), forewatch::toJson(learning)}};
}

NetworkSpec NetworkSpec::fromJson(const QJsonObject &json)
{
    OptionalFields fields(json, QStringLiteral("network"));
    NetworkSpec spec;
    spec.name = fields.text(QStringLiteral("name"));
    if (spec.name.isEmpty())
        spec.name = QStringLiteral("own");
    spec.input = inputFrom(fields.object(QStringLiteral("input")));
    const std::vector<QJsonObject> layers = fields.objects(QStringLiteral("layers"));
    for (const QJsonObject &layer : layers)
        spec.layers.push_back(layerFrom(layer, spec.layers.size() + 1, spec.layers.size() + 1 == layers.size()));
    spec.learning = learningFrom(fields.object(QStringLiteral("learning")));
    fields.refuseOthers();
    weightShapes(spec);
    return spec;
}

} // namespace forewatch
