#include "engine/core/error.h"
#include "engine/learning/network.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/optim/adam.h>
#include <torch/types.h>
#include <torch/version.h>

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

Tensor exported(const at::Tensor &tensor)
{
    const at::Tensor plain = tensor.detach().contiguous();
    const float *first = plain.data_ptr<float>();
    return {plain.sizes().vec(), {first, first + plain.numel()}};
}

/// A copy in the memory order that convolutions are fastest in.
at::Tensor imported(const Tensor &tensor)
{
    const at::Tensor view = at::from_blob(const_cast<float *>(tensor.values.data()), tensor.shape, at::kFloat);
    return view.clone(view.dim() == 4 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
}

/// A layer with its weights, where it has any.
struct Step
{
    Layer layer;
    at::Tensor weight;
    at::Tensor bias;
};

at::Tensor applied(const Step &step, const at::Tensor &flow)
{
    switch (step.layer.kind) {
    case Layer::Kind::Convolution: return at::conv2d(flow, step.weight, step.bias).relu_();
    case Layer::Kind::MaxPool: return at::max_pool2d(flow, step.layer.kernel);
    // In the logical order channel, row, column, whatever the order in memory.
    case Layer::Kind::Flatten: return flow.flatten(1);
    default: return at::linear(flow, step.weight, step.bias).relu_();
    }
}

class TorchNetwork final : public Network
{
public:
    /// Precondition: `precision` is not `Auto`.
    TorchNetwork(const NetworkSpec &spec, const Tensors &weights, Precision precision, int threads)
        : m_inputShape{0, spec.channels, spec.input.height, spec.input.width}
        , m_inputSize(spec.inputSize())
        , m_precision(precision)
        , m_threads(threads)
    {
        for (const auto &[name, tensor] : weights)
            m_weights[name] = imported(tensor).requires_grad_();
        int convolutions = 0;
        int denses = 0;
        for (const Layer &layer : spec.layers) {
            Step &step = m_steps.emplace_back(Step{layer, {}, {}});
            if (layer.kind == Layer::Kind::Convolution)
                attach(step, "conv" + std::to_string(++convolutions));
            else if (layer.kind == Layer::Kind::Dense)
                attach(step, "dense" + std::to_string(++denses));
        }
        std::vector<at::Tensor> parameters;
        for (const auto &[name, tensor] : m_weights)
            parameters.push_back(tensor);
        // ε as in Keras, with which the published networks were trained.
        m_adam = std::make_unique<torch::optim::Adam>(
            std::move(parameters), torch::optim::AdamOptions(spec.learning.learningRate).betas({0.9, 0.999}).eps(1e-7));
    }

    BatchResult train(std::span<const std::uint8_t> images, std::span<const float> labels) override
    {
        return translated([&] {
            at::set_num_threads(m_threads);
            const at::Tensor wanted =
                at::from_blob(const_cast<float *>(labels.data()), {static_cast<std::int64_t>(labels.size())}, at::kFloat);
            const at::Tensor scores = forward(images);
            const at::Tensor loss = at::binary_cross_entropy_with_logits(scores, wanted);
            m_adam->zero_grad();
            loss.backward();
            m_adam->step();
            return BatchResult{loss.item<double>(), scores.ge(0).eq(wanted.ge(0.5)).sum().item<int>()};
        });
    }

    std::vector<float> logits(std::span<const std::uint8_t> images) override
    {
        return translated([&] {
            at::set_num_threads(m_threads);
            const at::NoGradGuard noGradients;
            std::vector<float> scores;
            const std::size_t most = inferenceBatch * m_inputSize;
            for (std::size_t at = 0; at < images.size(); at += most) {
                const Tensor part = exported(forward(images.subspan(at, std::min(most, images.size() - at))));
                scores.insert(scores.end(), part.values.begin(), part.values.end());
            }
            return scores;
        });
    }

    std::vector<float> inputGradients(std::span<const std::uint8_t> images) override
    {
        return translated([&] {
            at::set_num_threads(m_threads);
            at::Tensor values = input(images).requires_grad_();
            at::Tensor flow = values;
            for (const Step &step : m_steps)
                flow = &step == &m_steps.back() ? at::linear(flow, step.weight, step.bias) : applied(step, flow);
            // Each score depends on its own picture alone, so that the sum's gradients are the scores'.
            const std::vector<at::Tensor> gradients = torch::autograd::grad({flow.sum()}, {values});
            return exported(gradients.front().contiguous()).values;
        });
    }

    Tensors weights() const override
    {
        return translated([&] {
            Tensors weights;
            for (const auto &[name, tensor] : m_weights)
                weights[name] = exported(tensor);
            return weights;
        });
    }

    Tensors optimiserState() const override
    {
        return translated([&] {
            Tensors result;
            std::int64_t step = 0;
            for (const auto &[name, weight] : m_weights) {
                const auto found = m_adam->state().find(keyOf(weight));
                const bool used = found != m_adam->state().end();
                const auto *state = used ? static_cast<torch::optim::AdamParamState *>(found->second.get()) : nullptr;
                step = used ? state->step() : 0;
                result[name + ".m"] = exported(used ? state->exp_avg() : at::zeros_like(weight));
                result[name + ".v"] = exported(used ? state->exp_avg_sq() : at::zeros_like(weight));
            }
            result["adam.step"] = {{1}, {static_cast<float>(step)}};
            return result;
        });
    }

    void setOptimiserState(const Tensors &state) override
    {
        translated([&] {
            const auto step = static_cast<std::int64_t>(state.at("adam.step").values.at(0));
            for (const auto &[name, weight] : m_weights) {
                auto moments = std::make_unique<torch::optim::AdamParamState>();
                moments->step(step);
                moments->exp_avg(momentOf(state, name + ".m", weight));
                moments->exp_avg_sq(momentOf(state, name + ".v", weight));
                m_adam->state()[keyOf(weight)] = std::move(moments);
            }
        });
    }

    Precision precision() const override { return m_precision; }

private:
    static std::string keyOf(const at::Tensor &weight) { return c10::guts::to_string(weight.unsafeGetTensorImpl()); }

    static at::Tensor momentOf(const Tensors &state, const std::string &name, const at::Tensor &weight)
    {
        const at::Tensor moment = imported(state.at(name));
        TORCH_CHECK(moment.sizes() == weight.sizes(), name, " has another shape than its weight");
        return moment;
    }

    void attach(Step &step, const std::string &name)
    {
        step.weight = m_weights.at(name + ".weight");
        step.bias = m_weights.at(name + ".bias");
    }

    /// Images from 0 to 1, in the memory order that convolutions are fastest in.
    at::Tensor input(std::span<const std::uint8_t> images) const
    {
        std::vector<std::int64_t> shape = m_inputShape;
        shape[0] = static_cast<std::int64_t>(images.size() / m_inputSize);
        return at::from_blob(const_cast<std::uint8_t *>(images.data()), shape, at::kByte)
            .contiguous(at::MemoryFormat::ChannelsLast)
            .to(at::kFloat)
            .div_(255);
    }

    /// Log-odds, one for each image. The last layer is computed in float32 always: it is small, and bfloat16 would make
    /// ties of scores that differ.
    at::Tensor forward(std::span<const std::uint8_t> images) const
    {
        at::Tensor flow = input(images);
        {
            const Autocast autocast(m_precision);
            for (auto step = m_steps.begin(); step != std::prev(m_steps.end()); ++step)
                flow = applied(*step, flow);
        }
        return at::linear(flow.to(at::kFloat), m_steps.back().weight, m_steps.back().bias).squeeze(1);
    }

    std::vector<std::int64_t> m_inputShape;
    std::size_t m_inputSize;
    Precision m_precision;
    int m_threads;
    std::map<std::string, at::Tensor> m_weights;
    std::vector<Step> m_steps;
    std::unique_ptr<torch::optim::Adam> m_adam;
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
