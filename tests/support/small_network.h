#pragma once

#include "engine/learning/network_spec.h"

namespace forewatch::test {

/// Small enough to learn in moments.
inline NetworkSpec smallNetwork(int epochs)
{
    NetworkSpec network;
    network.name = QStringLiteral("small net");
    network.input = {.width = 24, .height = 24};
    network.layers = {{.kind = Layer::Kind::Convolution, .units = 4, .kernel = 3},
                      {.kind = Layer::Kind::MaxPool, .kernel = 2},
                      {.kind = Layer::Kind::Flatten},
                      {.kind = Layer::Kind::Dense, .units = 1, .activation = Activation::None}};
    network.learning.phases = {{.epochs = epochs, .batch = 20}};
    return network;
}

} // namespace forewatch::test
