#pragma once

#include "engine/core/time.h"
#include "engine/geo/coordinates.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace forewatch {

/// Where the map stands: what is in its middle, and how close it is.
struct MapPlace
{
    GeoPoint centre;
    /// Ground metres, along a parallel at the centre.
    double metresPerPixel;

    bool operator==(const MapPlace &) const = default;

    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static MapPlace fromJson(const QJsonObject &json);
};

/// A text pinned to the map.
struct MapNote
{
    GeoPoint place;
    QString text;
    /// What the note is about, where it is about a time: shown with the windows that hold it; always shown without.
    std::optional<Time> time = {};

    bool operator==(const MapNote &) const = default;

    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static MapNote fromJson(const QJsonObject &json);
};

/// A named view to come back to: place and window.
struct Bookmark
{
    QString name;
    MapPlace place;
    Window window;

    bool operator==(const Bookmark &) const = default;

    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static Bookmark fromJson(const QJsonObject &json);
};

} // namespace forewatch
