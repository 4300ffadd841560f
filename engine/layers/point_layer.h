#pragma once

#include "engine/core/time.h"
#include "engine/data/table_time.h"
#include "engine/layers/layer_spec.h"

#include <QStringList>

namespace forewatch {

/// What a layer of points shows, and how.
struct PointLayerSettings
{
    /// Anything GDAL reads as a vector source.
    QString source = {};
    /// Empty: the first layer.
    QString layer = {};
    /// Columns with the coordinates; with all three empty they are recognised, or taken from the features' geometry.
    QString longitude = {};
    QString latitude = {};
    /// One column with both: `… (39.29, −76.62)`, latitude first as open-data portals write it, or `POINT (−76.62 39.29)`.
    QString place = {};
    /// Of the coordinates; empty: what the geometry says, else degrees of WGS84.
    QString crs = {};
    /// Column with the time, or with the date where `clock` has the time of day. Empty: the points are always there; else
    /// a point is shown in the windows that hold its time.
    QString time = {};
    QString clock = {};
    DateOrder dateOrder = DateOrder::Guess;
    /// Only rows whose value in this column fits one of the patterns: whole values with `*` and `?` as wildcards, a part
    /// of the value where a pattern has none; without regard to case. Empty: all rows.
    QString filterColumn = {};
    QStringList filterPatterns = {};
    /// Column that tells what a point is when it is pointed at.
    QString label = {};
    LayerSign::Shape shape = LayerSign::Shape::Dot;
    QColor color = QColor(0x56, 0x7A, 0x9E);
    /// Half the sign's width, in pixels: 1.5 to 12.
    double radius = 3;

    bool isTimed() const { return !time.isEmpty(); }

    QJsonObject toJson() const;

    /// Throws `Error`, naming the field.
    static PointLayerSettings fromJson(const QJsonObject &json);

    bool operator==(const PointLayerSettings &) const = default;
};

/// One row of a table of points.
struct LayerPoint
{
    /// The epoch where the table is read without times.
    Time time;
    GeoPoint place;
    /// Index into `PointTable::labels`.
    std::uint32_t label = 0;
};

/// A table of points as a layer shows it.
struct PointTable
{
    /// In order of time; those of equal time in order of the source.
    std::vector<LayerPoint> points;
    /// The first is empty.
    QStringList labels;
    std::size_t rows = 0;
    std::size_t filteredOut = 0;
    std::size_t withoutPlace = 0;
    std::size_t withoutTime = 0;
    /// Rows that speak of a sexual offence are shown at their neighborhood's centre, as incidents are; outside all
    /// neighborhoods they are left out.
    std::size_t withheld = 0;
    /// What was recognised: `place=Location.1`, ….
    QStringList chosen;
};

/// Reads the table; columns about persons never. Throws `Error` for a missing file or column, an ambiguous date order, and
/// when no row has a place; `Cancelled`.
PointTable readPoints(const PointLayerSettings &settings, const City &city, Feedback &feedback);

/// The settings with the columns of date and time of day that their names and first values tell; unchanged where the table
/// has none. Throws `Error` for a source that cannot be read.
PointLayerSettings recognisedTimes(const PointLayerSettings &settings);

/// See `makeLayer`.
std::shared_ptr<const MapLayer> makePointLayer(const LayerSpec &spec, const City &city, Feedback &feedback);

} // namespace forewatch
