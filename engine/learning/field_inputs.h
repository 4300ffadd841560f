#pragma once

#include "engine/layers/layer_spec.h"
#include "engine/learning/field_weather.h"
#include "engine/places/place_grid.h"
#include "engine/task/task.h"

#include <array>

namespace forewatch {

/// A layer of the map as planes of a risk field's network.
struct FieldLayer
{
    /// Hours of memory of a layer of points with times: a plane for each.
    static constexpr std::array memoryHours{2., 24., 720.};

    LayerSpec spec;
    /// By plane: over the city's cells, and the windows of the training part where the plane changes.
    std::vector<double> means = {};
    std::vector<double> scales = {};
    /// Of a layer made of the city's incidents: its values by coarse cell as they were at the end of the training part, NaN
    /// where missing. Else empty: read from its source.
    std::vector<float> kept = {};

    /// Points with times give `memoryHours.size()`, other layers one.
    std::size_t planes() const { return means.size(); }
    bool isTimed() const { return planes() > 1; }
};

/// What a risk field's network reads beside the city's incidents.
struct FieldInputSettings
{
    std::vector<FieldLayer> layers = {};
    WeatherSettings weather = {};

    bool isEmpty() const { return layers.empty() && weather.isEmpty(); }
    /// Of all layers.
    std::size_t planes() const;

    /// What is not there is left out.
    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static FieldInputSettings fromJson(const QJsonObject &json);
};

/// Why the layers cannot be planes of a risk field, for the user; empty when they can. Pictures of the ground are no numbers; and
/// no one knows since when a row with a time was in its table where the task asks each row of the crime table for that.
QString fieldLayersProblem(const std::vector<LayerSpec> &specs, const Task &task);

/// A point of a layer with times.
struct FieldPoint
{
    Time time;
    /// `Task::delay` after its time; for a point at midnight sharp, which is taken for one of the day, after that day.
    Time knownAt;
    /// Coarse.
    std::uint32_t cell;
};

/// Sums over events by cell, each weighted by exp(−age/τ), that go on from moment to moment.
class DecayedCounts
{
public:
    /// `hours` are the τ.
    DecayedCounts(std::vector<double> hours, std::size_t cells);

    /// Precondition: not before the last moment.
    void advanceTo(Time moment);
    /// An event before the moment.
    void add(std::size_t memory, Time time, std::size_t cell);

    /// By memory and cell.
    const std::vector<std::vector<float>> &sums() const { return m_sums; }

private:
    std::vector<double> m_hours;
    std::vector<std::vector<float>> m_sums;
    Time m_moment{};
};

/// The coarse cells of a city: those of `RiskFieldParameters::coarse` × `coarse` fine ones.
struct CoarseCells
{
    /// By fine cell.
    std::vector<std::uint32_t> of;
    std::size_t columns = 0;
    std::size_t rows = 0;

    std::size_t size() const { return columns * rows; }
    /// By coarse cell: whether it has a fine one.
    std::vector<bool> inhabited() const;
};
CoarseCells coarseCells(const PlaceGrid &grid);

/// The layers and the weather as they were read. Immutable.
class FieldInputs
{
public:
    /// Throws `Error` as the layers and `WeatherTable` do, naming the layer; and `Cancelled`.
    FieldInputs(const FieldInputSettings &settings, const City &city, const Task &task, const PlaceGrid &grid, Feedback &feedback);

    /// By layer: points in the order in which they become known; empty for a layer without times.
    const std::vector<std::vector<FieldPoint>> &points() const { return m_points; }
    /// By layer: a value for each coarse cell, NaN where missing; empty for a layer with times. Counts of points are
    /// log(1 + n); others are means over the centres of the coarse cell's fine cells.
    const std::vector<std::vector<float>> &values() const { return m_values; }
    /// Null without weather.
    const WeatherTable *weather() const { return m_weather.get(); }

private:
    std::vector<std::vector<FieldPoint>> m_points;
    std::vector<std::vector<float>> m_values;
    std::shared_ptr<const WeatherTable> m_weather;
};

/// What a training reads of the layers and the weather, with all that has to be recognised: layers of the city's incidents are made
/// of those before `trainTo` alone, and kept. Not standardised yet. Throws `Error` (`fieldLayersProblem`) and as `FieldInputs`.
FieldInputSettings fieldInputs(const std::vector<LayerSpec> &layers, const WeatherSettings &weather, const City &city,
                               const Task &task, Time trainTo, const PlaceGrid &grid, Feedback &feedback);

/// Files that were read, with their hashes: `[{"path", "sha256"}]`; what is no file has none. For the model card.
QJsonArray filesRead(const FieldInputSettings &settings);

} // namespace forewatch
