#pragma once

#include "engine/learning/tensor.h"

#include <QJsonObject>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace forewatch {

/// One step of a convolutional network. All convolutions are "valid" with stride 1 and a bias; all but the last layer
/// are followed by ReLU where they have weights.
struct Layer
{
    enum class Kind { Convolution, MaxPool, Flatten, Dense };

    Kind kind;
    /// Filters of a convolution or units of a dense layer.
    int units = 0;
    /// Edge of the convolution's kernel or the pool's square, in pixels.
    int kernel = 0;
};

/// A network as a value: input, layers, and how it is trained. The last layer is dense with one unit; its sigmoid is
/// the score.
struct NetworkSpec
{
    QString name;
    int channels = 3;
    int height = 0;
    int width = 0;
    std::vector<Layer> layers;
    double learningRate = 1e-4;
    int batch = 20;

    /// Model 2 of the published method: 150 × 150 × 3, convolutions 32–64–128–128, dense 512; Adam 1e-4, batch 20.
    static NetworkSpec model2();

    /// The presets by name. Throws `Error`, listing them, for another name.
    static NetworkSpec preset(const QString &name);

    /// Values of one input, channels × height × width. In the header, because the learning module does not link the
    /// engine.
    std::size_t inputSize() const { return static_cast<std::size_t>(channels) * height * width; }
};

/// Shapes of all weights, by name: `conv1.weight` (filters, channels, kernel, kernel), `conv1.bias`, …, `dense1.weight`
/// (units, inputs), …, counted from 1. Throws `Error`, naming the layer, when a picture gets smaller than a kernel.
std::vector<std::pair<std::string, std::vector<std::int64_t>>> weightShapes(const NetworkSpec &spec);

std::int64_t parameterCount(const NetworkSpec &spec);

/// Throws `Error`, naming the tensor, unless `weights` holds every weight of `spec` in its shape, with finite numbers;
/// other tensors do not matter. `path` is the file they came from.
void requireWeights(const NetworkSpec &spec, const Tensors &weights, const QString &path);

/// Glorot-uniform weights (Glorot and Bengio, 2010) and zero biases, the same for a seed on every machine.
Tensors initialWeights(const NetworkSpec &spec, std::uint64_t seed);

/// Number format of the heavy arithmetic; weights are always kept in float32.
enum class Precision {
    /// bfloat16 where the processor has instructions for it, else float32.
    Auto,
    Float32,
    BFloat16,
};

/// `auto`, `float32`, `bfloat16`.
QString precisionName(Precision precision);

/// Mean loss (binary cross-entropy, nats) and number of right answers at 0.5 of one batch.
struct BatchResult
{
    double loss = 0;
    int correct = 0;
};

/// A network that can be trained, as the trainer sees it. Used by one thread at a time.
class Network
{
public:
    virtual ~Network() = default;

    /// One Adam step. `images` holds `labels.size()` inputs one after the other, channel by channel, 0–255 (the network
    /// divides by 255); labels are 0 or 1.
    virtual BatchResult train(std::span<const std::uint8_t> images, std::span<const float> labels) = 0;

    /// Scores of `images.size() / inputSize` inputs, as log-odds.
    virtual std::vector<float> logits(std::span<const std::uint8_t> images) = 0;

    virtual Tensors weights() const = 0;

    /// Adam's step count and moments, in full precision: `adam.step`, `conv1.weight.m`, `conv1.weight.v`, …
    virtual Tensors optimiserState() const = 0;
    virtual void setOptimiserState(const Tensors &state) = 0;

    /// What `Precision::Auto` became.
    virtual Precision precision() const = 0;
};

/// What makes networks: libtorch, or a fake in tests. Its networks throw `Error`.
class NetworkBackend
{
public:
    virtual ~NetworkBackend() = default;

    /// Precondition: `weights` has the shapes of `weightShapes(spec)`. `threads` limits the arithmetic's threads.
    virtual std::unique_ptr<Network> create(const NetworkSpec &spec, const Tensors &weights, Precision precision,
                                            int threads) const = 0;

    /// Name and version, for the model card: `libtorch 1.13.1`.
    virtual QString version() const = 0;
};

/// The libtorch backend. Its module is loaded at the first call, because loading it takes about half a second and
/// 150 MB that most uses of the program do not need. Throws `Error` when it is not installed beside the program.
const NetworkBackend &torchBackend();

} // namespace forewatch
