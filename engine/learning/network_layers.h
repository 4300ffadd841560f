#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"
#include "engine/layers/layer_spec.h"
#include "engine/task/split.h"

namespace forewatch {

/// Makes the layers that a network is shown beside the incidents, in the order of `specs`.
///
/// No layer knows what the network is asked about: those made of the city's own incidents are made of the incidents before
/// the end of the training part alone, whatever the table holds, and are refused for a random split, which has no such
/// end; points with times are drawn only in the window that holds them. Areas' attributes and points without times are
/// taken as they are. Throws `Error` as `makeLayer` does, and `Cancelled`.
std::vector<std::shared_ptr<const MapLayer>> makeNetworkLayers(const std::vector<LayerSpec> &specs,
                                                               const SplitSettings &split, const City &city,
                                                               Feedback &feedback);

/// Why the layers cannot be shown to a network with this split, for the user; empty when they can.
QString networkLayersProblem(const std::vector<LayerSpec> &specs, const SplitSettings &split);

} // namespace forewatch
