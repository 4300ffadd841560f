#pragma once

#include "engine/geo/coordinates.h"
#include "engine/layers/layer_spec.h"

#include <QImage>

namespace forewatch {

/// Which picture of the ground.
struct RasterLayerSettings
{
    /// Anything GDAL reads as a raster (GeoTIFF, MBTiles, GeoPackage, a WMS or TMS description, …), or the address of
    /// map tiles with `{z}`, `{x}` and `{y}` (or `{-y}`, counted from the south) in it.
    QString source;
    /// Whom the picture's license names; empty for what the file itself says.
    QString attribution = {};

    bool operator==(const RasterLayerSettings &) const = default;

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static RasterLayerSettings fromJson(const QJsonObject &json);
};

/// A picture turned to degrees: its edges are the box, its rows run along parallels, clear where nothing is known.
struct GroundPicture
{
    GeoBox box;
    /// `Format_RGBA8888_Premultiplied`.
    QImage image;
    /// Of a single band without palette: the values drawn black and white, else equal.
    double black = 0;
    double white = 0;
    /// As the source states it.
    QString attribution;
};

/// Reads as much of a source as lies within a quarter of the box's width and height around it, at up to `mostPixels` to
/// the longer side, and turns it to degrees with GDAL's warper. Of tiles from the network the finest zoom is taken that
/// needs at most about ten by ten of them, which is what a server's owner may be asked for at once. Bytes in three or
/// four bands are colors, palettes are looked up, a single band and wider numbers are stretched from the least value to
/// the greatest. Throws `Error` for a source that is missing or unreadable, says not where it lies, lies elsewhere, or
/// whose server does not answer; and `Cancelled`.
GroundPicture readGroundPicture(const RasterLayerSettings &settings, const GeoBox &box, int mostPixels,
                                Feedback &feedback);

/// The picture as a layer. It is read once, at 4096 pixels to the longer side, and stretched from then on: below some
/// 8 m to a pixel (20 m with tiles from the network; in a city of 20 km) it does not get sharper. Throws as
/// `readGroundPicture`.
std::shared_ptr<const MapLayer> makeRasterLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

} // namespace forewatch
