#include "engine/core/error.h"
#include "engine/learning/network.h"
#include "engine/learning/torch_field.h"
#include "engine/learning/torch_optimiser.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>
#include <torch/version.h>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>

#include <algorithm>

namespace forewatch {

namespace {

constexpr std::int64_t inferenceBatch = 64;

/// Runs `work`; what libtorch throws in it becomes the engine's `Error`.
auto translated(auto &&work)
{
    try {
        return work();
    } catch (const c10::Error &error) {
        throw Error(QStringLiteral("The learning library failed: %1")
                        .arg(QString::fromUtf8(error.what_without_backtrace())));
    } catch (const std::exception &error) {
        throw Error(QStringLiteral("The learning library failed: %1").arg(QString::fromUtf8(error.what())));
    }
}

bool hasBFloat16Instructions()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

Precision resolved(Precision precision)
{
    if (precision == Precision::Auto)
        return hasBFloat16Instructions() ? Precision::BFloat16 : Precision::Float32;
    if (precision == Precision::BFloat16 && !hasBFloat16Instructions())
        throw Error(QStringLiteral("This processor has no bfloat16 instructions. Use the precision auto or fp32."));
    return precision;
}

/// bfloat16 for the convolutions and matrix products of a scope, where asked for.
class Autocast
{
public:
    explicit Autocast(Precision precision)
        : m_wasEnabled(at::autocast::is_cpu_enabled()), m_formerType(at::autocast::get_autocast_cpu_dtype())
    {
        at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
        at::autocast::set_cpu_enabled(precision == Precision::BFloat16);
    }
    ~Autocast()
    {
        // Weights change between scopes, so their rounded copies must not outlive one.
        at::autocast::clear_cache();
        at::autocast::set_cpu_enabled(m_wasEnabled);
        at::autocast::set_autocast_cpu_dtype(m_formerType);
    }
    Autocast(const Autocast &) = delete;
    Autocast &operator=(const Autocast &) = delete;

private:
    bool m_wasEnabled;
    at::ScalarType m_formerType;
};

at::Tensor activated(const at::Tensor &flow, Activation activation)
{
    switch (activation) {
    case Activation::None: return flow;
    case Activation::Relu: return at::relu(flow);
    case Activation::LeakyRelu: return at::leaky_relu(flow);
    case Activation::Elu: return at::elu(flow);
    case Activation::Tanh: return at::tanh(flow);
    case Activation::Sigmoid: return at::sigmoid(flow);
    }
    return flow;
}

/// A layer with its weights, where it has any.
struct Stage
{
    Layer layer;
    /// What is done to its result. All activations rise, so that one between a convolution and a pool of the largest gives the
    /// same after the pool, with a fraction of the work.
    Activation after = Activation::None;
    at::Tensor weight = {};
    at::Tensor bias = {};
    at::Tensor mean = {};
    at::Tensor variance = {};
};

/// What a network computes with while it is trained; null otherwise.
using Dice = c10::optional<at::Generator>;

at::Tensor normalized(const Stage &stage, const at::Tensor &flow, bool training)
{
    // The spread of a single number is not defined.
    const bool several = flow.numel() > flow.size(1);
    return at::batch_norm(flow.to(at::kFloat), stage.weight, stage.bias, stage.mean, stage.variance, training && several, .1,
                          1e-5, false);
}

at::Tensor droppedOut(const Stage &stage, const at::Tensor &flow, const Dice &dice)
{
    if (!dice || stage.layer.rate == 0)
        return flow;
    const double kept = 1 - stage.layer.rate;
    return flow * at::empty_like(flow.detach()).bernoulli_(kept, dice).div_(kept);
}

at::Tensor computed(const Stage &stage, const at::Tensor &flow, const Dice &dice)
{
    switch (stage.layer.kind) {
    case Layer::Kind::Convolution:
        return at::conv2d(flow, stage.weight, stage.bias, 1, stage.layer.padding == Padding::Same ? "same" : "valid");
    case Layer::Kind::MaxPool: return at::max_pool2d(flow, stage.layer.kernel);
    case Layer::Kind::AveragePool: return at::avg_pool2d(flow, stage.layer.kernel);
    case Layer::Kind::BatchNorm: return normalized(stage, flow, dice.has_value());
    case Layer::Kind::Dropout: return droppedOut(stage, flow, dice);
    // In the logical order channel, row, column, whatever the order in memory.
    case Layer::Kind::Flatten: return flow.flatten(1);
    case Layer::Kind::Dense: return at::linear(flow, stage.weight, stage.bias);
    case Layer::Kind::Activation: break;
    }
    return flow;
}

class TorchNetwork final : public Network
{
public:
    /// Precondition: `precision` is not `Auto`.
    TorchNetwork(const NetworkSpec &spec, const Tensors &weights, Precision precision, int threads)
        : m_inputShape{0, spec.channels, spec.input.height, spec.input.width}
        , m_inputSize(spec.inputSize())
        , m_unitPixels(spec.input.unitPixels)
        , m_learning(spec.learning)
        , m_precision(precision)
        , m_threads(threads)
    {
        for (const auto &[name, tensor] : weights)
            m_weights[name] = importedTensor(tensor).requires_grad_(isLearnt(name));
        makeStages(spec.layers);
        m_optimiser = std::make_unique<TorchOptimiser>(spec.learning, m_weights);
    }

    BatchResult train(std::span<const std::uint8_t> images, std::span<const float> labels, const TrainingStep &step) override
    {
        return translated([&] {
            at::set_num_threads(m_threads);
            const at::Tensor wanted =
                at::from_blob(const_cast<float *>(labels.data()), {static_cast<std::int64_t>(labels.size())}, at::kFloat);
            const at::Tensor scores = forward(scaled(floats(images)), at::make_generator<at::CPUGeneratorImpl>(step.seed));
            const at::Tensor entropies = at::binary_cross_entropy_with_logits(scores, wanted, {}, {}, at::Reduction::None);
            m_optimiser->clear();
            lossOf(entropies, wanted).backward();
            m_optimiser->step(step.learningRate);
            return BatchResult{entropies.mean().item<double>(), scores.ge(0).eq(wanted.ge(0.5)).sum().item<int>()};
        });
    }

    std::vector<float> logits(std::span<const std::uint8_t> images) override
    {
        return translated([&] {
            at::set_num_threads(m_threads);
            const at::NoGradGuard noGradients;
            return inParts(images, [this](std::span<const std::uint8_t> part) { return forward(scaled(floats(part)), {}); });
        });
    }

    std::vector<float> inputGradients(std::span<const std::uint8_t> images) override
    {
        return translated([&] {
            at::set_num_threads(m_threads);
            return inParts(images, [this](std::span<const std::uint8_t> part) {
                const at::Tensor input = floats(part).requires_grad_();
                return torch::autograd::grad({forward(scaled(input), {}).sum()}, {input}).front();
            });
        });
    }

    Tensors weights() const override
    {
        return translated([&] {
            Tensors weights;
            for (const auto &[name, tensor] : m_weights)
                weights[name] = exportedTensor(tensor);
            return weights;
        });
    }

    Tensors optimiserState() const override
    {
        return translated([&] { return m_optimiser->state(); });
    }

    void setOptimiserState(const Tensors &state) override
    {
        translated([&] { m_optimiser->setState(state); });
    }

    Precision precision() const override { return m_precision; }

private:
    void makeStages(const std::vector<Layer> &layers)
    {
        int convolutions = 0;
        int denses = 0;
        int norms = 0;
        for (const Layer &layer : layers) {
            Stage &stage = m_stages.emplace_back(Stage{.layer = layer});
            switch (layer.kind) {
            case Layer::Kind::Convolution: attach(stage, "conv" + std::to_string(++convolutions)); break;
            case Layer::Kind::Dense: attach(stage, "dense" + std::to_string(++denses)); break;
            case Layer::Kind::BatchNorm: {
                const std::string name = "norm" + std::to_string(++norms);
                attach(stage, name);
                stage.mean = m_weights.at(name + ".mean");
                stage.variance = m_weights.at(name + ".variance");
                continue;
            }
            case Layer::Kind::MaxPool:
                if (m_stages.size() > 1)
                    std::swap(stage.after, std::prev(m_stages.end(), 2)->after);
                continue;
            case Layer::Kind::Activation: break;
            default: continue;
            }
            stage.after = layer.activation;
        }
        m_stages.back().after = Activation::None;
    }

    void attach(Stage &stage, const std::string &name)
    {
        stage.weight = m_weights.at(name + ".weight");
        stage.bias = m_weights.at(name + ".bias");
    }

    /// What `compute` makes of a few images at a time, one after the other.
    std::vector<float> inParts(std::span<const std::uint8_t> images, auto &&compute) const
    {
        std::vector<float> values;
        const std::size_t most = inferenceBatch * m_inputSize;
        for (std::size_t at = 0; at < images.size(); at += most) {
            const Tensor part = exportedTensor(compute(images.subspan(at, std::min(most, images.size() - at))));
            values.insert(values.end(), part.values.begin(), part.values.end());
        }
        return values;
    }

    /// Images from 0 to 255, in the memory order that convolutions are fastest in.
    at::Tensor floats(std::span<const std::uint8_t> images) const
    {
        std::vector<std::int64_t> shape = m_inputShape;
        shape[0] = static_cast<std::int64_t>(images.size() / m_inputSize);
        return at::from_blob(const_cast<std::uint8_t *>(images.data()), shape, at::kByte)
            .contiguous(at::MemoryFormat::ChannelsLast)
            .to(at::kFloat);
    }

    at::Tensor scaled(const at::Tensor &images) const
    {
        // A black pixel has no direction, and stays black.
        return m_unitPixels ? images / images.square().sum(1, true).clamp_min(1).sqrt() : images / 255;
    }

    /// Log-odds, one for each image. The last layer is computed in float32 always: it is small, and bfloat16 would make
    /// ties of scores that differ.
    at::Tensor forward(at::Tensor flow, const Dice &dice) const
    {
        {
            const Autocast autocast(m_precision);
            for (auto stage = m_stages.begin(); stage != std::prev(m_stages.end()); ++stage)
                flow = activated(computed(*stage, flow, dice), stage->after);
        }
        return computed(m_stages.back(), flow.to(at::kFloat), dice).squeeze(1);
    }

    at::Tensor lossOf(const at::Tensor &entropies, const at::Tensor &wanted) const
    {
        switch (m_learning.loss) {
        case LossKind::CrossEntropy: break;
        case LossKind::Weighted: return (entropies * (1 + (m_learning.positiveWeight - 1) * wanted)).mean();
        case LossKind::Focal:
            return (entropies * (1 - at::exp(-entropies)).clamp_min(1e-7).pow(m_learning.focus)).mean();
        }
        return entropies.mean();
    }

    std::vector<std::int64_t> m_inputShape;
    std::size_t m_inputSize;
    bool m_unitPixels;
    LearningSettings m_learning;
    Precision m_precision;
    int m_threads;
    std::map<std::string, at::Tensor> m_weights;
    std::vector<Stage> m_stages;
    std::unique_ptr<TorchOptimiser> m_optimiser;
};

class TorchBackend final : public NetworkBackend
{
public:
    std::unique_ptr<Network> create(const NetworkSpec &spec, const Tensors &weights, Precision precision,
                                    int threads) const override
    {
        const Precision chosen = resolved(precision);
        return translated([&] { return std::make_unique<TorchNetwork>(spec, weights, chosen, threads); });
    }

    std::unique_ptr<FieldNetwork> createField(const FieldShape &shape, const Tensors &weights, int threads) const override
    {
        return makeTorchField(shape, weights, threads);
    }

    QString version() const override { return QStringLiteral("libtorch " TORCH_VERSION); }
};

} // namespace

} // namespace forewatch

extern "C" __attribute__((visibility("default"))) const forewatch::NetworkBackend *forewatchNetworkBackend();

const forewatch::NetworkBackend *forewatchNetworkBackend()
{
    static const forewatch::TorchBackend backend;
    return &backend;
}
