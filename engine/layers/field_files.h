#pragma once

#include "engine/layers/density_layer.h"
#include "engine/layers/grid_layer.h"

namespace forewatch {

/// Writes the density as a GeoTIFF of floating-point numbers in degrees of WGS84 (EPSG:4326), the unit in its metadata;
/// no data where the cell's centre lies in no neighborhood. Whole or not at all. Throws `Error` and `Cancelled`.
void writeDensity(const CityDensity &density, const Neighborhoods &neighborhoods, const QString &path,
                  Feedback &feedback);

/// Writes the city's cells as polygons in degrees of WGS84 with `cell` (number in the grid), `events`, `km2`, and where
/// hot spots were asked for `gi_star` (z), `p` and `level` (−3 cold at 99 % to 3 hot at 99 %, as corrected). A
/// GeoPackage for `.gpkg`, GeoJSON for `.geojson`, else CSV with the centre's `longitude` and `latitude` and the
/// polygon as `WKT`. Whole or not at all. Throws `Error` and `Cancelled`.
void writeCells(const CityGrid &grid, const QString &path, Feedback &feedback);

} // namespace forewatch
