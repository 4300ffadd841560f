#pragma once

#include "engine/layers/class_breaks.h"
#include "engine/layers/color_ramp.h"
#include "engine/layers/layer_spec.h"

namespace forewatch {

/// What a choropleth shows.
struct AreaLayerSettings
{
    enum class Value {
        /// A numeric attribute of the polygons.
        Attribute,
        /// How many of the city's incidents lie in each.
        Incidents,
        /// How many target events (distinct times and places) lie in each.
        TargetEvents,
    };

    /// Anything GDAL reads as polygons; empty: the city's neighborhoods, which have no attributes.
    QString source = {};
    /// Empty: the first layer.
    QString layer = {};
    /// Used where the source names no CRS, or to overrule it.
    QString crs = {};
    /// Attribute with the areas' names; recognised when empty.
    QString nameField = {};
    Value value = Value::Attribute;
    /// For `Value::Attribute`.
    QString attribute = {};
    /// Attribute by which the value is divided, usually the population; the quotient is shown per 1,000. Empty: the value
    /// itself is shown.
    QString per = {};
    ClassMethod method = ClassMethod::Quantile;
    /// 3 to 9.
    int classes = 5;
    ColorRamp ramp = ColorRamp::Purple;
    bool outlines = true;

    bool showsIncidents() const { return value != Value::Attribute; }

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static AreaLayerSettings fromJson(const QJsonObject &json);

    bool operator==(const AreaLayerSettings &) const = default;
};

/// See `makeLayer`. An area is without data, and hatched, where its attribute is empty or no number, or what it is divided
/// by is not above 0.
std::shared_ptr<const MapLayer> makeAreaLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

/// What each area of the layer is colored by, in file order: nothing where there is no data. Throws as `makeLayer` does.
struct AreaValues
{
    std::shared_ptr<const Neighborhoods> areas;
    std::vector<std::optional<double>> values;
    /// What is divided, and by what; the second empty where nothing is.
    std::vector<std::optional<double>> counts;
    std::vector<std::optional<double>> bases;

    /// Those there are, in file order.
    std::vector<double> present() const;
};
AreaValues areaValues(const AreaLayerSettings &settings, const City &city, Feedback &feedback);

} // namespace forewatch
