#pragma once

#include "engine/learning/network.h"

namespace forewatch {

/// Size of a risk field's network: planes of `rows` × `columns` cells and numbers that hold for the whole city in, the log of
/// a factor for each cell out.
///
/// Convolution 3 × 3 same of `channels` → ReLU → convolution 3 × 3 same of as many, scaled per channel by 1 + a dense net of
/// the numbers (`hidden` units, tanh) → ReLU → dropout → convolution 1 × 1; plus a learnt multiple of the last plane and an
/// offset from the dense net. The three parts of this last sum begin at exactly 0, so that an untrained network's factors
/// are all 1. The sum is kept within ±`most`.
struct FieldShape
{
    static constexpr float most = 3;

    int columns = 0;
    int rows = 0;
    int planes = 0;
    int scalars = 0;
    int channels = 16;
    int hidden = 32;
    double dropout = 0.2;
    /// Of AdamW (Loshchilov and Hutter, 2019).
    double learningRate = 2e-3;
    double weightDecay = 1e-3;

    std::size_t cells() const { return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows); }

    bool operator==(const FieldShape &) const = default;
};

/// Windows with their answers, row-major, one after the other.
struct FieldBatch
{
    std::size_t count = 0;
    /// Planes × rows × columns of each.
    std::span<const float> planes;
    std::span<const float> scalars;
    /// Rows × columns of each: expected events before the network has its say, 0 where there is no city.
    std::span<const float> expected;
    /// Target events that came.
    std::span<const float> events;
};

/// The network of a risk field, as its trainer sees it. Used by one thread at a time.
class FieldNetwork
{
public:
    virtual ~FieldNetwork() = default;

    /// One step of the optimiser. Loss: mean over the windows of `Σ λ − y log f`, λ = expected × f, that is the Poisson loss
    /// less what does not depend on the network; right answers at a probability `1 − exp(−Σ λ)` of one half. `seed` decides
    /// what dropout leaves out.
    virtual BatchResult train(const FieldBatch &batch, std::uint64_t seed) = 0;

    /// log f, rows × columns of each window.
    virtual std::vector<float> logFactors(std::size_t count, std::span<const float> planes,
                                          std::span<const float> scalars) = 0;

    virtual Tensors weights() const = 0;
    /// As of `Network`.
    virtual Tensors optimiserState() const = 0;
    virtual void setOptimiserState(const Tensors &state) = 0;
};

/// Shapes of all weights by name: `conv1.weight`, …, `gate.weight`, `offset.weight`, `scale.weight`.
std::vector<std::pair<std::string, std::vector<std::int64_t>>> weightShapes(const FieldShape &shape);

/// Glorot-uniform, zero biases, and zeros in what is summed up last.
Tensors initialWeights(const FieldShape &shape, std::uint64_t seed);

/// As `requireWeights` of a network.
void requireWeights(const FieldShape &shape, const Tensors &weights, const QString &path);

} // namespace forewatch
