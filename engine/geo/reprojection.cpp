#include "engine/geo/reprojection.h"

#include "engine/core/error.h"

#include <proj.h>

#include <algorithm>
#include <cmath>
#include <vector>

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
    const auto to = [&](const QString &name) {
        return proj_create_crs_to_crs(m_proj->context, name.toUtf8().constData(), "EPSG:4326", nullptr);
    };
    PJ *raw = to(crs);
    // Esri's codes, such as 102696, are often quoted as if they were of EPSG.
    if (!raw && crs.startsWith(QLatin1String("EPSG:"), Qt::CaseInsensitive))
        raw = to(QStringLiteral("ESRI:") + crs.mid(5));
    m_proj->transformation = raw ? proj_normalize_for_visualization(m_proj->context, raw) : nullptr;
    proj_destroy(raw);
    if (!m_proj->transformation)
        throw Error(QStringLiteral("The coordinate system “%1” is unknown. Name it as an EPSG code, e.g. EPSG:2248.")
                        .arg(crs.left(80)));
}

Reprojection::~Reprojection() = default;
Reprojection::Reprojection(Reprojection &&) noexcept = default;
Reprojection &Reprojection::operator=(Reprojection &&) noexcept = default;

QStringList projectedSystemsAround(GeoPoint place)
{
    const std::unique_ptr<PJ_CONTEXT, decltype(&proj_context_destroy)> context(proj_context_create(), proj_context_destroy);
    const std::unique_ptr<PROJ_CRS_LIST_PARAMETERS, decltype(&proj_get_crs_list_parameters_destroy)> wanted(
        proj_get_crs_list_parameters_create(), proj_get_crs_list_parameters_destroy);
    const PJ_TYPE projected = PJ_TYPE_PROJECTED_CRS;
    wanted->types = &projected;
    wanted->typesCount = 1;
    wanted->bbox_valid = 1;
    wanted->crs_area_of_use_contains_bbox = 1;
    wanted->west_lon_degree = wanted->east_lon_degree = place.longitude;
    wanted->south_lat_degree = wanted->north_lat_degree = place.latitude;
    struct System
    {
        double area;
        QString name;
    };
    std::vector<System> systems;
    for (const char *authority : {"EPSG", "ESRI"}) {
        int count = 0;
        PROJ_CRS_INFO **list = proj_get_crs_info_list_from_database(context.get(), authority, wanted.get(), &count);
        for (int i = 0; i < count; ++i) {
            const PROJ_CRS_INFO &info = *list[i];
            systems.push_back({(info.east_lon_degree - info.west_lon_degree) * (info.north_lat_degree - info.south_lat_degree),
                               QStringLiteral("%1:%2").arg(QLatin1String(info.auth_name), QLatin1String(info.code))});
        }
        proj_crs_info_list_destroy(list);
    }
    std::ranges::stable_sort(systems, {}, &System::area);
    QStringList names;
    for (const System &system : systems)
        names << system.name;
    return names;
}

std::optional<GeoPoint> Reprojection::toWgs84(double x, double y) const
{
    const PJ_COORD there = proj_trans(m_proj->transformation, PJ_FWD, proj_coord(x, y, 0, 0));
    const GeoPoint point{there.xy.x, there.xy.y};
    const bool onEarth = std::abs(point.longitude) <= 180 && std::abs(point.latitude) <= 90;
    return onEarth ? std::optional(point) : std::nullopt;
}

} // namespace forewatch
