#include "engine/geo/reprojection.h"

#include "engine/core/error.h"

#include <proj.h>

#include <cmath>

namespace forewatch {

struct Reprojection::Proj
{
    PJ_CONTEXT *context = proj_context_create();
    PJ *transformation = nullptr;

    ~Proj()
    {
        proj_destroy(transformation);
        proj_context_destroy(context);
    }
};

Reprojection::Reprojection(const QString &crs) : m_proj(std::make_unique<Proj>())
{
    proj_log_level(m_proj->context, PJ_LOG_NONE);
    PJ *raw = proj_create_crs_to_crs(m_proj->context, crs.toUtf8().constData(), "EPSG:4326", nullptr);
    m_proj->transformation = raw ? proj_normalize_for_visualization(m_proj->context, raw) : nullptr;
    proj_destroy(raw);
    if (!m_proj->transformation)
        throw Error(QStringLiteral("The coordinate system “%1” is unknown. Name it as an EPSG code, e.g. EPSG:2248.")
                        .arg(crs.left(80)));
}

Reprojection::~Reprojection() = default;
Reprojection::Reprojection(Reprojection &&) noexcept = default;
Reprojection &Reprojection::operator=(Reprojection &&) noexcept = default;

std::optional<GeoPoint> Reprojection::toWgs84(double x, double y) const
{
    const PJ_COORD there = proj_trans(m_proj->transformation, PJ_FWD, proj_coord(x, y, 0, 0));
    const GeoPoint point{there.xy.x, there.xy.y};
    const bool onEarth = std::abs(point.longitude) <= 180 && std::abs(point.latitude) <= 90;
    return onEarth ? std::optional(point) : std::nullopt;
}

} // namespace forewatch
