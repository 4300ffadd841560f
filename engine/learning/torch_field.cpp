#include "engine/learning/torch_field.h"

#include "engine/core/error.h"
#include "engine/learning/torch_optimiser.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <cmath>
#include <map>

namespace forewatch {

namespace {

auto translated(auto &&work)
{
    try {
        return work();
    } catch (const c10::Error &error) {
        throw Error(QStringLiteral("The learning library failed: %1").arg(QString::fromUtf8(error.what_without_backtrace())));
    }
}

LearningSettings learningOf(const FieldShape &shape)
{
    LearningSettings learning;
    learning.optimiser = OptimiserKind::AdamW;
    learning.learningRate = shape.learningRate;
    learning.weightDecay = shape.weightDecay;
    return learning;
}

at::Tensor view(std::span<const float> values, const std::vector<std::int64_t> &sizes)
{
    return at::from_blob(const_cast<float *>(values.data()), sizes, at::kFloat);
}

class TorchField final : public FieldNetwork
{
public:
    TorchField(const FieldShape &shape, const Tensors &weights, int threads) : m_shape(shape), m_threads(threads)
    {
        for (const auto &[name, tensor] : weights)
            m_weights[name] = importedTensor(tensor).requires_grad_();
        m_optimiser = std::make_unique<TorchOptimiser>(learningOf(shape), m_weights);
    }

    BatchResult train(const FieldBatch &batch, std::uint64_t seed) override
    {
        return translated([&] {
            at::set_num_threads(m_threads);
            const auto count = static_cast<std::int64_t>(batch.count);
            const std::vector<std::int64_t> cells{count, m_shape.rows, m_shape.columns};
            const at::Tensor logs = forward(batch.count, batch.planes, batch.scalars, at::detail::createCPUGenerator(seed));
            const at::Tensor events = view(batch.events, cells);
            const at::Tensor expected = view(batch.expected, cells) * logs.exp();
            const at::Tensor loss = (expected - events * logs).sum().div(static_cast<double>(count));
            m_optimiser->clear();
            torch::autograd::backward({loss}, {});
            m_optimiser->step(m_shape.learningRate);
            const at::Tensor said = expected.detach().flatten(1).sum(1).ge(std::log(2.0));
            const at::Tensor came = events.flatten(1).sum(1).ge(0.5);
            return BatchResult{loss.item<double>(), said.eq(came).sum().item<int>()};
        });
    }

    std::vector<float> logFactors(std::size_t count, std::span<const float> planes, std::span<const float> scalars) override
    {
        return translated([&] {
            at::set_num_threads(m_threads);
            const at::NoGradGuard noGradients;
            return exportedTensor(forward(count, planes, scalars, c10::nullopt)).values;
        });
    }

    Tensors weights() const override
    {
        return translated([&] {
            Tensors result;
            for (const auto &[name, weight] : m_weights)
                result[name] = exportedTensor(weight);
            return result;
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

private:
    const at::Tensor &weight(const char *name) const { return m_weights.at(name); }

    at::Tensor dense(const at::Tensor &flow, const std::string &name) const
    {
        return at::linear(flow, m_weights.at(name + ".weight"), m_weights.at(name + ".bias"));
    }

    at::Tensor forward(std::size_t windows, std::span<const float> planeValues, std::span<const float> scalarValues,
                       const c10::optional<at::Generator> &dice) const
    {
        const auto count = static_cast<std::int64_t>(windows);
        const at::Tensor planes = view(planeValues, {count, m_shape.planes, m_shape.rows, m_shape.columns});
        const at::Tensor hidden = dense(view(scalarValues, {count, m_shape.scalars}), "hidden").tanh();
        const at::Tensor gate = 1 + dense(hidden, "gate").unsqueeze(2).unsqueeze(3);
        at::Tensor flow = at::conv2d(planes, weight("conv1.weight"), weight("conv1.bias"), 1, 1).relu();
        flow = (at::conv2d(flow, weight("conv2.weight"), weight("conv2.bias"), 1, 1) * gate).relu();
        if (dice && m_shape.dropout > 0) {
            const double kept = 1 - m_shape.dropout;
            flow = flow * at::empty_like(flow.detach()).bernoulli_(kept, dice).div_(kept);
        }
        flow = at::conv2d(flow, weight("conv3.weight"), weight("conv3.bias")).squeeze(1);
        flow = flow + planes.select(1, m_shape.planes - 1) * weight("scale.weight") + dense(hidden, "offset").unsqueeze(2);
        return flow.clamp(-FieldShape::most, FieldShape::most);
    }

    FieldShape m_shape;
    int m_threads;
    std::map<std::string, at::Tensor> m_weights;
    std::unique_ptr<TorchOptimiser> m_optimiser;
};

} // namespace

std::unique_ptr<FieldNetwork> makeTorchField(const FieldShape &shape, const Tensors &weights, int threads)
{
    return translated([&] { return std::make_unique<TorchField>(shape, weights, threads); });
}

} // namespace forewatch
