#pragma once

#include "engine/data/city.h"
#include "engine/data/discretion.h"
#include "engine/map/legend.h"
#include "engine/map/map_frame.h"
#include "engine/map/map_layer.h"
#include "engine/map/map_signs.h"
#include "engine/map/sign_places.h"

#include <QColor>
#include <QPainterPath>

#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace forewatch {

/// `Original` is the published method's picture; `Clear` is for people.
enum class MapStyle { Original, Clear };

/// How a snapshot is shown. Which incidents it holds is decided before, by the filter.
struct MapOptions
{
    MapStyle style = MapStyle::Clear;
    bool touchedOutlines = true;
    /// Sexual offences where they happened instead of at their neighborhood's centre: for the network's pictures, which
    /// nobody looks at, and for a user who has a reason and says so.
    bool exactPlaces = false;
    /// From the ground up.
    std::vector<std::shared_ptr<const MapLayer>> layers = {};
    /// Clear style only, all below. Each type in a color of its own instead of its group's.
    bool typesApart = false;
    /// Incidents at one place are one sign of the loudest, with their number where `numbersShown`, rather than signs over
    /// each other.
    bool stackCounts = false;
    bool dark = false;

    bool operator==(const MapOptions &) const = default;
};

/// Draws a snapshot on any paint device: the one painter behind the screen, the exports and the network's pictures.
/// Immutable; one painter may be used by several threads at once.
class MapPainter
{
public:
    explicit MapPainter(const City &city);

    const City &city() const { return m_city; }
    const Legend &legend() const { return m_legend; }

    /// The group an incident is drawn in: the targets where the target's rule says so, else its type's.
    Group groupOf(const Incident &incident) const
    {
        return m_city.target->contains(incident) ? Group::Target : m_legend.at(incident.type).group;
    }

    /// Where an incident is drawn.
    GeoPoint shownPlace(const Incident &incident, const MapOptions &options) const
    {
        return options.exactPlaces ? incident.place : m_discretion.shownPlace(incident);
    }

    /// Draws the ground, the layers' grounds and the neighborhoods: what stays the same from snapshot to snapshot.
    void paintBase(QPainter &painter, const MapFrame &frame, const MapOptions &options) const;

    /// Draws the layers' marks, incidents and touched neighborhoods over the base.
    void paintSnapshot(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                       const MapOptions &options) const;

    /// The parts of `paintSnapshot`: the layers' marks, the incidents, and one touched neighborhood's outline.
    void paintMarks(QPainter &painter, const MapFrame &frame, const Window &window, const MapOptions &options) const;
    void paintIncidents(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                        const MapOptions &options) const;
    void paintTouched(QPainter &painter, const MapFrame &frame, std::size_t neighborhood,
                      const MapOptions &options) const;

    /// Indices of the neighborhoods to outline as touched, ascending: those that hold an incident. In the original
    /// style a neighborhood stands here once for each of its incidents, because the published join of areas and points
    /// drew it that often, which makes its thin line denser.
    std::vector<std::size_t> outlined(const Snapshot &snapshot, const MapOptions &options) const;

    /// Whether stacks carry their numbers: not where so many signs stand so close that numbers would hide them.
    static bool numbersShown(const MapFrame &frame, const Snapshot &snapshot, const MapOptions &options);

    /// The incident drawn nearest to `pixel`, at most `radius` pixels away; the loudest of those at its place.
    const Incident *incidentAt(QPointF pixel, double radius, const MapFrame &frame, const Snapshot &snapshot,
                               const MapOptions &options) const;

    /// All incidents of the snapshot that are shown where `incident` is, in order of time, itself included.
    std::vector<const Incident *> stackOf(const Incident &incident, const Snapshot &snapshot,
                                          const MapOptions &options) const;

    /// A neighborhood's rings on the paper, without vertices that a style's lines cannot show inside `part`.
    QPainterPath outline(std::size_t neighborhood, const MapFrame &frame, MapStyle style, const QRectF &part) const;

    /// The color of an incident's sign in the clear style.
    QColor signColor(std::size_t type, Group group, const MapOptions &options) const;

    /// The sign of a group in the clear style, for legends: diamond, triangle, square, dot.
    static void paintSign(QPainter &painter, QPointF centre, Group group, const MapTheme &theme);

private:
    void paintOriginalDots(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                           const MapOptions &options) const;
    void paintClearSigns(QPainter &painter, const MapFrame &frame, const Snapshot &snapshot,
                         const MapOptions &options) const;

    /// Of the whole table where few of its places lie between the latitudes for what the snapshot holds, else made of the
    /// snapshot alone: whichever costs less. Both draw alike.
    std::shared_ptr<const SignPlaces> placesOf(const Snapshot &snapshot, const MapOptions &options, double south,
                                               double north) const;
    /// Where the snapshot begins among the incidents that `places` was made of.
    std::size_t firstIn(const SignPlaces &places, const Snapshot &snapshot) const;

    City m_city;
    Legend m_legend;
    Discretion m_discretion;
    std::shared_ptr<const SignPlaces> m_places;
};

} // namespace forewatch
