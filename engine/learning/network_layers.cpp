#include "engine/learning/network_layers.h"

#include "engine/core/error.h"
#include "engine/data/filter.h"

#include <algorithm>

namespace forewatch {

QString networkLayersProblem(const std::vector<LayerSpec> &specs, const SplitSettings &split)
{
    const auto known = std::ranges::find_if(specs, &LayerSpec::isMadeOfIncidents);
    if (split.kind == SplitKind::Chronological || known == specs.end())
        return {};
    return QStringLiteral("The layer “%1” is made of the city's incidents. With a random split it would show the network "
                          "what it is tested on. Split chronologically, or leave the layer out.")
        .arg(known->name);
}

std::vector<std::shared_ptr<const MapLayer>> makeNetworkLayers(const std::vector<LayerSpec> &specs,
                                                               const SplitSettings &split, const City &city,
                                                               Feedback &feedback)
{
    if (const QString problem = networkLayersProblem(specs, split); !problem.isEmpty())
        throw Error(problem);
    std::vector<std::shared_ptr<const MapLayer>> layers;
    if (specs.empty())
        return layers;
    const City past = filtered(city, {.to = split.trainTo});
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto share = [&](std::size_t done) { return static_cast<double>(done) / static_cast<double>(specs.size()); };
        StageFeedback part(feedback, share(i), share(i + 1));
        layers.push_back(makeLayer(specs[i], specs[i].isMadeOfIncidents() ? past : city, part));
    }
    return layers;
}

} // namespace forewatch
