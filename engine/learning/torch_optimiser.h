#pragma once

#include "engine/learning/network_spec.h"
#include "engine/learning/tensor.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <string>

namespace forewatch {

/// A copy as a plain array.
Tensor exportedTensor(const at::Tensor &tensor);

/// A copy in the memory order that convolutions are fastest in.
at::Tensor importedTensor(const Tensor &tensor);

/// Adam (Kingma and Ba, 2015; ε of 1e-7 as in Keras, with which the published networks were trained), AdamW, or SGD with momentum.
/// Weights, gradients and moments are read and written in one pass: libtorch's own optimisers take about eight, and with
/// three million weights that is a tenth of a step's time.
class TorchOptimiser
{
public:
    /// `weights` share their memory with the network's.
    TorchOptimiser(const LearningSettings &settings, const std::map<std::string, at::Tensor> &weights);

    /// Forgets the gradients.
    void clear();

    /// Changes the weights that have a gradient.
    void step(double learningRate);

    Tensors state() const;
    /// Throws for a tensor that is missing or of another shape than its weight.
    void setState(const Tensors &state);

private:
    struct Moments
    {
        at::Tensor weight;
        at::Tensor first;
        /// Of Adam's squares.
        at::Tensor second;
    };

    bool isAdam() const { return m_settings.optimiser != OptimiserKind::Sgd; }
    void stepAdam(Moments &moments, const at::Tensor &gradient, double learningRate) const;
    void stepSgd(Moments &moments, const at::Tensor &gradient, double learningRate) const;

    LearningSettings m_settings;
    std::map<std::string, Moments> m_moments;
    std::int64_t m_steps = 0;
};

} // namespace forewatch
