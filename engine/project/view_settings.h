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
    /// Sexual offences where they happened (`MapOptions::exactPlaces`). Not stored: whoever opens a project has not said
    /// so.
    bool exactPlaces = false;
    /// From the ground up.
    std::vector<LayerSpec> layers = {};

    bool operator==(const ViewSettings &) const = default;

    QJsonObject toJson() const;
    /// What is missing stays as it is by default. Throws `Error`, naming the field.
    static ViewSettings fromJson(const QJsonObject &json);
};

} // namespace forewatch
