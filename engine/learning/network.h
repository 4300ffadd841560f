#pragma once

#include "engine/core/error.h"
#include "engine/learning/network_spec.h"
#include "engine/learning/tensor.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace forewatch {

/// Throws `Error`, naming the tensor, unless `weights` holds every weight of `spec` in its shape, with finite numbers;
/// other tensors do not matter. `path` is the file they came from.
void requireWeights(const NetworkSpec &spec, const Tensors &weights, const QString &path);

/// Glorot-uniform weights (Glorot and Bengio, 2010) and zero biases; batch norms that change nothing yet. The same for a seed on every machine.
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

/// Mean loss and number of right answers at 0.5 of one batch. The loss is the binary cross-entropy in nats, whichever
/// the network learns from, so that runs and parts can be compared.
struct BatchResult
{
    double loss = 0;
    int correct = 0;
};

/// What one step of the optimiser needs beside its examples.
struct TrainingStep
{
    double learningRate = 1e-4;
    /// Of what dropout leaves out: the same seed leaves out the same.
    std::uint64_t seed = 0;
};

/// A network that can be trained, as the trainer sees it. Used by one thread at a time.
class Network
{
public:
    virtual ~Network() = default;

    /// One step of the optimiser. `images` holds `labels.size()` inputs one after the other, channel by channel, 0–255 (the
    /// network scales them as its spec says); labels are 0 or 1.
    virtual BatchResult train(std::span<const std::uint8_t> images, std::span<const float> labels,
                              const TrainingStep &step) = 0;

    /// Scores of `images.size() / inputSize` inputs, as log-odds.
    virtual std::vector<float> logits(std::span<const std::uint8_t> images) = 0;

    /// How much the log-odds change with each value of the inputs, per unit of 0–255, in their order.
    virtual std::vector<float> inputGradients(std::span<const std::uint8_t> images) = 0;

    /// With a batch norm's running statistics.
    virtual Tensors weights() const = 0;

    /// The optimiser's memory in full precision: Adam's step count and moments, `adam.step`, `conv1.weight.m`,
    /// `conv1.weight.v`, …; SGD's velocities, `conv1.weight.m`, ….
    virtual Tensors optimiserState() const = 0;
    virtual void setOptimiserState(const Tensors &state) = 0;

    /// What `Precision::Auto` became.
    virtual Precision precision() const = 0;
};

class FieldNetwork;
struct FieldShape;

/// What makes networks: libtorch, or a fake in tests. Its networks throw `Error`.
class NetworkBackend
{
public:
    virtual ~NetworkBackend() = default;

    /// Precondition: `weights` has the shapes of `weightShapes(spec)`. `threads` limits the arithmetic's threads.
    virtual std::unique_ptr<Network> create(const NetworkSpec &spec, const Tensors &weights, Precision precision,
                                            int threads) const = 0;

    /// The network of a risk field (see `engine/learning/field_network.h`). In the header, because the learning module does not
    /// link the engine.
    virtual std::unique_ptr<FieldNetwork> createField(const FieldShape &, const Tensors &, int /*threads*/) const
    {
        throw Error(QStringLiteral("This learning library makes no networks for risk fields."));
    }

    /// Name and version, for the model card: `libtorch 1.13.1`.
    virtual QString version() const = 0;
};

/// The libtorch backend. Its module is loaded at the first call, because loading it takes about half a second and
/// 150 MB that most uses of the program do not need. Throws `Error` when it is not installed beside the program.
const NetworkBackend &torchBackend();

} // namespace forewatch
