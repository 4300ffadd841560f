#pragma once

#include "engine/learning/field_network.h"
#include "tests/support/fake_network.h"

#include <cmath>

namespace forewatch::test {

/// A field whose network knows two numbers: one for all cells (`offset.bias`) and a multiple of the last plane
/// (`scale.weight`); the others only travel along. A negative rate unlearns.
class FakeField final : public FieldNetwork
{
public:
    FakeField(const FieldShape &shape, Tensors weights, float rate) : m_shape(shape), m_weights(std::move(weights)), m_rate(rate) {}

    BatchResult train(const FieldBatch &batch, std::uint64_t) override
    {
        const std::vector<float> logs = logFactors(batch.count, batch.planes, batch.scalars);
        BatchResult result;
        double forAll = 0;
        double forPlane = 0;
        for (std::size_t i = 0; i < logs.size(); ++i) {
            const double expected = batch.expected[i] * std::exp(logs[i]);
            const double error = (expected - batch.events[i]) / double(batch.count);
            result.loss += (expected - batch.events[i] * logs[i]) / double(batch.count);
            forAll += error;
            forPlane += error * plane(batch.planes, i);
        }
        m_momentum = {.5F * m_momentum[0] + float(forAll), .5F * m_momentum[1] + float(forPlane)};
        bias() -= m_rate * m_momentum[0];
        scale() -= m_rate * m_momentum[1];
        return result;
    }

    std::vector<float> logFactors(std::size_t count, std::span<const float> planes, std::span<const float>) override
    {
        std::vector<float> logs(count * m_shape.cells());
        for (std::size_t i = 0; i < logs.size(); ++i)
            logs[i] = std::clamp(bias() + scale() * plane(planes, i), -FieldShape::most, FieldShape::most);
        return logs;
    }

    Tensors weights() const override { return m_weights; }
    Tensors optimiserState() const override { return {{"momentum", {{2}, m_momentum}}}; }
    void setOptimiserState(const Tensors &state) override { m_momentum = state.at("momentum").values; }

private:
    float plane(std::span<const float> planes, std::size_t i) const
    {
        const std::size_t cells = m_shape.cells();
        return planes[(i / cells * std::size_t(m_shape.planes) + std::size_t(m_shape.planes) - 1) * cells + i % cells];
    }
    float &bias() { return m_weights.at("offset.bias").values.front(); }
    float &scale() { return m_weights.at("scale.weight").values.front(); }

    FieldShape m_shape;
    Tensors m_weights;
    std::vector<float> m_momentum = std::vector<float>(2);
    float m_rate;
};

class FakeFieldBackend final : public NetworkBackend
{
public:
    explicit FakeFieldBackend(float rate = .02F) : m_rate(rate) {}

    std::unique_ptr<Network> create(const NetworkSpec &, const Tensors &, Precision, int) const override { return nullptr; }
    std::unique_ptr<FieldNetwork> createField(const FieldShape &shape, const Tensors &weights, int) const override
    {
        return std::make_unique<FakeField>(shape, weights, m_rate);
    }
    std::string torchScript(const NetworkSpec &, const Tensors &) const override { return {}; }
    QString version() const override { return QStringLiteral("fake field 1"); }

private:
    float m_rate;
};

} // namespace forewatch::test
