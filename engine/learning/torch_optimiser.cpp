#include "engine/learning/torch_optimiser.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cmath>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
/// Compiled for several generations of processors; the program takes the best at its start.
#define FOREWATCH_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOREWATCH_CLONES
#endif

namespace forewatch {

namespace {

constexpr double beta1 = .9;
constexpr double beta2 = .999;
constexpr float epsilon = 1e-7F;
constexpr std::int64_t atOnce = 32'768;

struct AdamNumbers
{
    float rate;
    float rootCorrection;
    float decay;
    float shrink;
};

FOREWATCH_CLONES
void adam(float *__restrict weight, const float *__restrict gradient, float *__restrict first, float *__restrict second,
          std::int64_t count, AdamNumbers numbers)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = gradient[i] + numbers.decay * weight[i];
        first[i] = float(beta1) * first[i] + float(1 - beta1) * g;
        second[i] = float(beta2) * second[i] + float(1 - beta2) * g * g;
        weight[i] = numbers.shrink * weight[i]
            - numbers.rate * first[i] / (std::sqrt(second[i]) * numbers.rootCorrection + epsilon);
    }
}

struct SgdNumbers
{
    float rate;
    float momentum;
    float decay;
    bool nesterov;
};

FOREWATCH_CLONES
void sgd(float *__restrict weight, const float *__restrict gradient, float *__restrict velocity, std::int64_t count,
         SgdNumbers numbers)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = gradient[i] + numbers.decay * weight[i];
        velocity[i] = numbers.momentum * velocity[i] + g;
        weight[i] -= numbers.rate * (numbers.nesterov ? g + numbers.momentum * velocity[i] : velocity[i]);
    }
}

at::Tensor momentOf(const Tensors &state, const std::string &name, const at::Tensor &weight)
{
    const at::Tensor moment = importedTensor(state.at(name));
    TORCH_CHECK(moment.sizes() == weight.sizes(), name, " has another shape than its weight");
    return at::empty_like(weight, weight.options().requires_grad(false)).copy_(moment);
}

} // namespace

Tensor exportedTensor(const at::Tensor &tensor)
{
    const at::Tensor plain = tensor.detach().contiguous();
    const float *first = plain.data_ptr<float>();
    return {plain.sizes().vec(), {first, first + plain.numel()}};
}

at::Tensor importedTensor(const Tensor &tensor)
{
    const at::Tensor view = at::from_blob(const_cast<float *>(tensor.values.data()), tensor.shape, at::kFloat);
    return view.clone(view.dim() == 4 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
}

TorchOptimiser::TorchOptimiser(const LearningSettings &settings, const std::map<std::string, at::Tensor> &weights)
    : m_settings(settings)
{
    for (const auto &[name, weight] : weights) {
        if (!weight.requires_grad())
            continue;
        const at::Tensor plain = weight.detach();
        m_moments[name] = {weight, at::zeros_like(plain), isAdam() ? at::zeros_like(plain) : at::Tensor()};
    }
}

void TorchOptimiser::clear()
{
    for (auto &[name, moments] : m_moments)
        moments.weight.mutable_grad().reset();
}

void TorchOptimiser::step(double learningRate)
{
    ++m_steps;
    for (auto &[name, moments] : m_moments) {
        at::Tensor gradient = moments.weight.grad();
        if (!gradient.defined())
            continue;
        if (gradient.strides() != moments.weight.strides())
            gradient = at::empty_like(moments.first).copy_(gradient);
        if (isAdam())
            stepAdam(moments, gradient, learningRate);
        else
            stepSgd(moments, gradient, learningRate);
    }
}

void TorchOptimiser::stepAdam(Moments &moments, const at::Tensor &gradient, double learningRate) const
{
    const auto steps = static_cast<double>(m_steps);
    const bool decoupled = m_settings.optimiser == OptimiserKind::AdamW;
    const AdamNumbers numbers{
        .rate = static_cast<float>(learningRate / (1 - std::pow(beta1, steps))),
        .rootCorrection = static_cast<float>(1 / std::sqrt(1 - std::pow(beta2, steps))),
        .decay = decoupled ? 0 : static_cast<float>(m_settings.weightDecay),
        .shrink = decoupled ? static_cast<float>(1 - learningRate * m_settings.weightDecay) : 1,
    };
    float *const weight = moments.weight.data_ptr<float>();
    const float *const slope = gradient.data_ptr<float>();
    float *const first = moments.first.data_ptr<float>();
    float *const second = moments.second.data_ptr<float>();
    at::parallel_for(0, gradient.numel(), atOnce, [&](std::int64_t from, std::int64_t to) {
        adam(weight + from, slope + from, first + from, second + from, to - from, numbers);
    });
}

void TorchOptimiser::stepSgd(Moments &moments, const at::Tensor &gradient, double learningRate) const
{
    const SgdNumbers numbers{.rate = static_cast<float>(learningRate),
                             .momentum = static_cast<float>(m_settings.momentum),
                             .decay = static_cast<float>(m_settings.weightDecay),
                             .nesterov = m_settings.nesterov};
    float *const weight = moments.weight.data_ptr<float>();
    const float *const slope = gradient.data_ptr<float>();
    float *const velocity = moments.first.data_ptr<float>();
    at::parallel_for(0, gradient.numel(), atOnce, [&](std::int64_t from, std::int64_t to) {
        sgd(weight + from, slope + from, velocity + from, to - from, numbers);
    });
}

Tensors TorchOptimiser::state() const
{
    Tensors state;
    for (const auto &[name, moments] : m_moments) {
        state[name + ".m"] = exportedTensor(moments.first);
        if (isAdam())
            state[name + ".v"] = exportedTensor(moments.second);
    }
    if (isAdam())
        state["adam.step"] = {{1}, {static_cast<float>(m_steps)}};
    return state;
}

void TorchOptimiser::setState(const Tensors &state)
{
    m_steps = isAdam() ? static_cast<std::int64_t>(state.at("adam.step").values.at(0)) : 0;
    for (auto &[name, moments] : m_moments) {
        moments.first = momentOf(state, name + ".m", moments.weight);
        if (isAdam())
            moments.second = momentOf(state, name + ".v", moments.weight);
    }
}

} // namespace forewatch
