#pragma once

#include "engine/geo/hot_spots.h"
#include "engine/layers/counted_events.h"
#include "engine/layers/layer_spec.h"

namespace forewatch {

/// How a grid is made.
struct GridLayerSettings
{
    enum class Show { Count, GiStar };

    static constexpr double leastSize = 50;
    static constexpr double mostSize = 10'000;
    static constexpr double mostReach = 50'000;

    CellShape shape = CellShape::Hexagons;
    /// From one cell's centre to the next; 50 to 10,000.
    double sizeMetres = 400;
    Counted what = Counted::Targets;
    Show show = Show::Count;
    /// Cells whose centres lie this near are neighbors for Gi*, up to 50,000; 0 for those that touch (eight squares or
    /// six hexagons around one).
    double reachMetres = 0;
    ManyTests correction = ManyTests::FalseDiscoveryRate;

    bool operator==(const GridLayerSettings &) const = default;

    /// What `reachMetres` says, or one and a half times the size.
    double reach() const { return reachMetres > 0 ? reachMetres : 1.5 * sizeMetres; }

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static GridLayerSettings fromJson(const QJsonObject &json);
};

/// Counts on a grid over a city, and how they cluster. The vectors have the grid's size.
struct CityGrid
{
    GroundGrid grid;
    /// The city's cells: their centre lies in a neighborhood, or the table has an incident of any type in them, so that
    /// nothing falls out at the edge.
    std::vector<bool> members;
    std::vector<int> counts;
    /// Filled where the settings ask for it, else empty.
    std::vector<GiStar> spots;
    std::size_t events = 0;
};

/// Counts what the city's table holds. Throws `Error` for cells too small for the city, and `Cancelled`.
CityGrid cityGrid(const City &city, const GridLayerSettings &settings, Feedback &feedback);

/// `Hot spot at 99 %`, `Cold spot at 90 %`, `Not significant`, for levels −3 to 3.
QString hotSpotText(int level);

/// The grid as a layer: counts in up to five classes of about as many cells each, cells without any left clear; or hot
/// and cold spots. Throws `Error` and `Cancelled`.
std::shared_ptr<const MapLayer> makeGridLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

} // namespace forewatch
