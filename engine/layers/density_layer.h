#pragma once

#include "engine/geo/kernel_density.h"
#include "engine/layers/counted_events.h"
#include "engine/layers/layer_spec.h"

namespace forewatch {

/// How a density is made.
struct DensityLayerSettings
{
    static constexpr double leastBandwidth = 50;
    static constexpr double mostBandwidth = 10'000;

    Counted what = Counted::Targets;
    Kernel kernel = Kernel::Gaussian;
    /// 50 to 10,000; 0 for Scott's rule (`scottBandwidth`).
    double bandwidthMetres = 250;

    bool operator==(const DensityLayerSettings &) const = default;

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static DensityLayerSettings fromJson(const QJsonObject &json);
};

/// A density with what its numbers mean.
struct CityDensity
{
    /// In events per km², per year where `perYear`.
    DensityField field;
    std::size_t events = 0;
    /// As used: chosen by the user or by Scott's rule.
    double bandwidthMetres = 0;
    /// The incidents cover at least 365 days, so that a yearly rate means something.
    bool perYear = false;

    /// The highest value whose cell's centre lies in a neighborhood; 0 without any.
    double highestOn(const Neighborhoods &neighborhoods) const;

    /// `per km² a year` or `per km²`.
    QString unit() const { return perYear ? QStringLiteral("per km² a year") : QStringLiteral("per km²"); }
};

/// The density of what the city's table holds. Throws `Cancelled`.
CityDensity cityDensity(const City &city, const DensityLayerSettings &settings, Feedback &feedback);

/// The density as a layer in one translucent hue, clipped to the neighborhoods; the deepest color is the highest value
/// in them. Empty where there is nothing to count, which is no error: filters come and go. Throws `Error` for bad
/// settings, and `Cancelled`.
std::shared_ptr<const MapLayer> makeDensityLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

} // namespace forewatch
