#pragma once

#include "engine/data/city.h"
#include "engine/map/legend.h"
#include "engine/map/map_frame.h"

#include <QColor>
#include <QPainterPath>

#include <array>
#include <optional>
#include <vector>

class QPainter;

namespace forewatch {

/// `Original` is the published method's picture; `Clear` is for people.
enum class MapStyle { Original, Clear };

/// Greys and signal colors of the clear style, designed for a light or a dark window.
struct MapTheme
{
    QColor ground;
    QColor land;
    QColor outline;
    QColor text;
    QColor touched;
    QColor halo;
    std::array<QColor, 4> groups;

    static const MapTheme &light();
    static const MapTheme &dark();

    const QColor &of(Group group) const { return groups[static_cast<std::size_t>(group)]; }
};

/// What of a snapshot is shown, beyond the snapshot itself.
struct MapOptions
{
    MapStyle style = MapStyle::Clear;
    /// Types that are not drawn; empty draws all. Indexed as the table's types.
    std::vector<bool> hiddenTypes = {};
    bool touchedOutlines = true;
    /// Clear style only.
    bool dark = false;
};

/// Draws a snapshot on any paint device: the one painter behind the screen, the exports and the network's pictures.
/// Immutable; one painter may be used by several threads at once.
class MapPainter
{
public:
    explicit MapPainter(const City &city);

    const City &city() const { return m_city; }
    const Legend &legend() const { return m_legend; }

    /// Draws the ground and the neighborhoods: what stays the same from snapshot to snapshot.
    void paintBase(QPainter &painter, const MapFrame &frame, const MapOptions &options) const;

    /// Draws incidents and touched neighborhoods over the base.
    void paintSnapshot(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                       const MapOptions &options) const;

    /// The two halves of `paintSnapshot`: the incidents, and one touched neighborhood's outline.
    void paintIncidents(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                        const MapOptions &options) const;
    void paintTouched(QPainter &painter, const MapFrame &frame, std::size_t neighborhood,
                      const MapOptions &options) const;

    /// Indices of the neighborhoods to outline as touched, ascending: those that hold a shown incident. In the original
    /// style a neighborhood stands here once for each of its incidents, because the published join of areas and points
    /// drew it that often, which makes its thin line denser.
    std::vector<std::size_t> outlined(const Snapshot &snapshot, const MapOptions &options) const;

    /// The incident drawn nearest to `pixel`, at most `radius` pixels away.
    const Incident *incidentAt(QPointF pixel, double radius, const MapFrame &frame, const Snapshot &snapshot,
                               const MapOptions &options) const;

    /// The sign of a group in the clear style, for legends: diamond, triangle, square, dot.
    static void paintSign(QPainter &painter, QPointF centre, Group group, const MapTheme &theme);

private:
    QPainterPath outline(std::size_t neighborhood, const MapFrame &frame) const;
    void paintOriginalDots(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                           const MapOptions &options) const;
    void paintClearSigns(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                         const MapOptions &options) const;

    City m_city;
    Legend m_legend;
};

} // namespace forewatch
