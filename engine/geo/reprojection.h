#pragma once

#include "engine/geo/coordinates.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <span>

namespace forewatch {

/// Turns coordinates of any CRS into degrees of WGS84. Axis order is always x (east, longitude) then y, whatever the
/// authority says. Not shared between threads.
class Reprojection
{
public:
    /// `crs` is anything PROJ understands: `EPSG:2248`, `ESRI:102696`, WKT, a PROJ string. Throws `Error` for an unknown one.
    explicit Reprojection(const QString &crs);
    ~Reprojection();
    Reprojection(Reprojection &&) noexcept;
    Reprojection &operator=(Reprojection &&) noexcept;

    /// Nothing where the point lies outside what the CRS can express.
    std::optional<GeoPoint> toWgs84(double x, double y) const;

private:
    struct Proj;
    std::unique_ptr<Proj> m_proj;
};

/// Projected systems of the EPSG and ESRI lists that are meant for the place, those for the smallest areas first; none
/// that is out of use.
QStringList projectedSystemsAround(GeoPoint place);

} // namespace forewatch
