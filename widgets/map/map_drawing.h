#pragma once

#include "engine/data/filter.h"
#include "engine/map/map_frame.h"

#include <QPalette>
#include <QString>

#include <optional>
#include <vector>

class QFont;
class QPainter;

namespace forewatch {

/// What the left mouse button does on the map.
enum class MapTool { Pan, Neighborhood, Rectangle, Polygon, Radius, Measure, Note };

/// An area that was drawn on the map: a ring, or a circle. Just one of the two is set.
struct DrawnArea
{
    std::optional<Ring> ring = {};
    std::optional<Circle> circle = {};

    /// The filter that lets through what lies in the area.
    Filter filter() const;
};

/// A shape as it grows under the pointer with one of the drawing tools. Places are degrees, so a shape stays on its
/// ground when the map moves.
class MapDrawing
{
public:
    MapTool tool() const { return m_tool; }
    /// Forgets what was begun.
    void setTool(MapTool tool);

    /// Something is begun, or a measured line stands.
    bool isActive() const { return !m_points.empty(); }
    /// Forgets what was begun.
    void clear();

    /// The left button at a place. Gives the area that this completes: a polygon closes with a press on its first
    /// point.
    std::optional<DrawnArea> press(GeoPoint place, const MapFrame &frame);
    void move(GeoPoint place);
    /// The button let go. Gives a rectangle or a circle that is large enough to have been meant.
    std::optional<DrawnArea> release(GeoPoint place, const MapFrame &frame);
    /// A double click or Enter: closes a polygon, ends a measured line.
    std::optional<DrawnArea> finish();
    /// Takes the last point back.
    void back();

    /// Geodesic metres of the measured line up to the pointer.
    double metres() const;
    /// What the shape is so far: `1.25 km`, `radius 420 m`; empty for nothing.
    QString text() const;

    void paint(QPainter &painter, const MapFrame &frame, const QPalette &palette, const QFont &font) const;

    static void paintArea(QPainter &painter, const DrawnArea &area, const MapFrame &frame, const QPalette &palette);

private:
    std::vector<GeoPoint> withPointer() const;
    Ring rectangle() const;

    MapTool m_tool = MapTool::Pan;
    std::vector<GeoPoint> m_points;
    /// Where the pointer is, while the shape follows it.
    std::optional<GeoPoint> m_pointer;
};

/// `420 m`, `1.25 km`, `12.4 km`.
QString lengthText(double metres);

} // namespace forewatch
