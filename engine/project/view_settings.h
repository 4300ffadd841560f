#pragma once

#include "engine/data/filter.h"
#include "engine/layers/layer_spec.h"
#include "engine/map/map_painter.h"

namespace forewatch {

/// How the city is looked at: which incidents, and how they are drawn. What undo and redo step through, and a project
/// stores.
struct ViewSettings
{
    Filter filter = {};
    MapStyle style = MapStyle::Clear;
    bool touchedOutlines = true;
    bool typesApart = false;
    bool stackCounts = true;
    bool exactPlaces = false;
    /// From the ground up.
    std::vector<LayerSpec> layers = {};

    bool operator==(const ViewSettings &) const = default;
};

} // namespace forewatch
