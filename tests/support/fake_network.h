#pragma once

#include "engine/learning/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace forewatch::test {

/// Logistic regression on the mean of each color plane, learnt with momentum. Its four numbers are the first of
/// `conv1.bias`; the other weights only travel along. After `worsensAfter` steps it unlearns.
class FakeNetwork final : public Network
{
public:
    FakeNetwork(std::size_t inputSize, Tensors weights, int worsensAfter)
        : m_inputSize(inputSize), m_weights(std::move(weights)), m_worsensAfter(worsensAfter)
    {
    }

    BatchResult train(std::span<const std::uint8_t> images, std::span<const float> labels, const TrainingStep &) override
    {
        BatchResult result;
        std::array<double, 4> gradient{};
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const auto features = featuresOf(images, i);
            const double score = scoreOf(features);
            const double error = 1 / (1 + std::exp(-score)) - labels[i];
            for (std::size_t k = 0; k < 4; ++k)
                gradient[k] += error * features[k] / double(labels.size());
            result.loss += std::log1p(std::exp(labels[i] > 0 ? -score : score)) / double(labels.size());
            result.correct += (score >= 0) == (labels[i] > 0);
        }
        const double rate = m_step++ < m_worsensAfter ? -.3 : 3;
        for (std::size_t k = 0; k < 4; ++k) {
            m_momentum[k] = .5F * m_momentum[k] + float(gradient[k]);
            numbers()[k] += float(rate) * m_momentum[k];
        }
        return result;
    }

    std::vector<float> logits(std::span<const std::uint8_t> images) override
    {
        std::vector<float> logits;
        for (std::size_t i = 0; i < images.size() / m_inputSize; ++i)
            logits.push_back(float(scoreOf(featuresOf(images, i))));
        return logits;
    }

    std::vector<float> inputGradients(std::span<const std::uint8_t> images) override
    {
        return std::vector<float>(images.size());
    }

    Tensors weights() const override { return m_weights; }
    Tensors optimiserState() const override
    {
        return {{"adam.step", {{1}, {float(m_step)}}}, {"momentum", {{4}, m_momentum}}};
    }
    void setOptimiserState(const Tensors &state) override
    {
        m_step = int(state.at("adam.step").values.front());
        m_momentum = state.at("momentum").values;
    }
    Precision precision() const override { return Precision::Float32; }

private:
    std::array<double, 4> featuresOf(std::span<const std::uint8_t> images, std::size_t index) const
    {
        const std::size_t plane = m_inputSize / 3;
        std::array<double, 4> features{1};
        for (std::size_t k = 0; k < 3; ++k) {
            const auto values = images.subspan(index * m_inputSize + k * plane, plane);
            features[k + 1] = 100 * (std::accumulate(values.begin(), values.end(), 0.) / (255. * double(plane)) - .97);
        }
        return features;
    }
    double scoreOf(const std::array<double, 4> &features) const
    {
        const auto &w = m_weights.at("conv1.bias").values;
        return std::inner_product(features.begin(), features.end(), w.begin(), 0.);
    }
    std::vector<float> &numbers() { return m_weights.at("conv1.bias").values; }

    std::size_t m_inputSize;
    Tensors m_weights;
    std::vector<float> m_momentum = std::vector<float>(4);
    int m_worsensAfter;
    int m_step = 0;
};

class FakeBackend final : public NetworkBackend
{
public:
    explicit FakeBackend(int worsensAfter = std::numeric_limits<int>::max()) : m_worsensAfter(worsensAfter) {}

    std::unique_ptr<Network> create(const NetworkSpec &spec, const Tensors &weights, Precision, int) const override
    {
        return std::make_unique<FakeNetwork>(spec.inputSize(), weights, m_worsensAfter);
    }
    QString version() const override { return QStringLiteral("fake 1"); }

private:
    int m_worsensAfter;
};

/// Stops a training after a number of batches (the start of the calibration counts as one), and remembers what it was
/// told.
struct Listener final : Feedback
{
    explicit Listener(int stopAfter = std::numeric_limits<int>::max()) : batchesLeft(stopAfter) {}

    void progress(double fraction) override
    {
        rises = rises && fraction >= last - 1e-9 && fraction <= 1 + 1e-9;
        last = fraction;
    }
    bool cancelled() const override { return batchesLeft <= 0; }

    TrainingObserver observer()
    {
        return [this](const TrainingProgress &progress) {
            told.push_back(progress);
            batchesLeft -= progress.stage != TrainingProgress::Stage::Drawing && !progress.ended;
        };
    }

    int batchesLeft;
    double last = 0;
    bool rises = true;
    std::vector<TrainingProgress> told;
};

} // namespace forewatch::test
