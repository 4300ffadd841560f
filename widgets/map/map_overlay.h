#pragma once

#include "engine/data/selection.h"
#include "engine/map/map_painter.h"
#include "engine/project/places.h"

#include <QPalette>

class QFont;

namespace forewatch {

/// The incidents of a snapshot that are selected, as places on the map.
class SelectedPlaces
{
public:
    SelectedPlaces() = default;
    SelectedPlaces(const MapPainter &painter, const Snapshot &snapshot, const MapOptions &options,
                   const Selection &selection);

    const std::vector<GeoPoint> &places() const { return m_places; }

    /// A calm ring around each. Where thousands are selected, fewer rings than places are drawn.
    void paint(QPainter &painter, const MapFrame &frame, const QPalette &palette) const;

private:
    std::vector<GeoPoint> m_places;
};

/// A firm outline around each selected neighborhood.
void paintSelectedNeighborhoods(QPainter &painter, const MapPainter &map, const MapFrame &frame,
                                const Selection &selection, const QPalette &palette);

/// Pins of the notes that belong to the window: those without a time, and those whose time lies in it.
void paintNotes(QPainter &painter, const std::vector<MapNote> &notes, const Window &window, const MapFrame &frame,
                const QPalette &palette);

bool isShown(const MapNote &note, const Window &window);

/// The note whose pin is at `pixel`, the last of several.
std::optional<std::size_t> noteAt(QPointF pixel, const std::vector<MapNote> &notes, const Window &window,
                                  const MapFrame &frame);

/// Scale bar and north.
void paintFurniture(QPainter &painter, const MapFrame &frame, const QColor &ink, const QFont &font);

} // namespace forewatch
