#pragma once

#include "engine/learning/field_network.h"

namespace forewatch {

/// The network of a risk field on libtorch, in float32. What libtorch throws passes through.
std::unique_ptr<FieldNetwork> makeTorchField(const FieldShape &shape, const Tensors &weights, int threads);

} // namespace forewatch
