#pragma once

#include "engine/learning/network_spec.h"
#include "engine/learning/tensor.h"

#include <string>

namespace forewatch {

/// The network as a TorchScript archive: `forward` takes N × 3 × height × width float values from 0 to 255 and gives N
/// log-odds, as `Network::logits` does in float32. Weights are parameters, running statistics buffers.
std::string torchScriptOf(const NetworkSpec &spec, const Tensors &weights);

} // namespace forewatch
