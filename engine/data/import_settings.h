#pragma once

#include "engine/core/time.h"
#include "engine/data/groups.h"
#include "engine/geo/neighborhoods.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <span>

namespace forewatch {

/// How a table writes its dates: the order of day, month and year, or a count since 1970 in UTC.
enum class DateOrder { Guess, MonthDayYear, DayMonthYear, YearMonthDay, EpochSeconds, EpochMilliseconds };

/// As options and files say it: `mdy`, `dmy`, `ymd`, `epoch`, `epoch-ms`; empty for `Guess`.
QString dateOrderKey(DateOrder order);
std::optional<DateOrder> dateOrderNamed(const QString &key);

/// Which column of a table holds what, by the table's own names. Empty ones are recognised; `noColumn` stands for one
/// that must not be.
struct ColumnMapping
{
    /// Either `time`, or `date` and `clock`.
    QString time = {};
    QString date = {};
    QString clock = {};
    QString type = {};
    /// Not a column: the type of every row, for a table of one kind of incident that has no column for it.
    QString everyType = {};
    /// x where `IncidentSettings::crs` is not geographic.
    QString longitude = {};
    QString latitude = {};
    /// Both coordinates in one text, latitude first: `(39.29, -76.6)`.
    QString pair = {};
    QString weapon = {};
    QString premise = {};
    QString inside = {};
    QString district = {};
    /// The neighborhood as the table has it; read for the report alone, as places tell neighborhoods.
    QString neighborhood = {};
    /// When the row was reported or entered: from then on a forecast may know it; from the day's end where it is a day or
    /// midnight.
    QString reported = {};
    /// How many incidents a row stands for; below zero for a withdrawn report.
    QString count = {};
    /// Yes/no columns, at most eight.
    QStringList flags = {};

    bool operator==(const ColumnMapping &) const = default;
};

/// In a `ColumnMapping`: the table has nothing of the kind, whatever its columns are called.
const inline QString noColumn = QStringLiteral("-");

/// A part that one column can play.
struct ColumnRole
{
    /// As `--columns` and files name it: `lon`.
    QString key;
    /// As people read it: `Longitude or x`.
    QString title;
    QString ColumnMapping::*column;
};

/// All roles but the flags, in the order a form asks for them.
std::span<const ColumnRole> columnRoles();

/// Reads `K=NAME,…` with the keys of `columnRoles`, `x` and `y` for `lon` and `lat`, and `flag`, which may be repeated.
/// A name with a comma stands in double quotes. Throws `Error` for another key.
ColumnMapping parseColumnMapping(const QString &text);

/// What a crime table does not say itself. Empty parts are found out.
struct IncidentSettings
{
    /// Anything GDAL reads as a vector source, or the address of a layer of an ArcGIS feature service.
    QString source;
    /// Empty: the first layer.
    QString layer = {};
    ColumnMapping columns = {};
    /// Of the coordinate columns.
    QString crs = {};
    DateOrder dateOrder = DateOrder::Guess;
    /// Keep incidents in `[from, to)`.
    std::optional<Time> from = {};
    std::optional<Time> to = {};
    /// The zone of times that name none: an IANA name such as `America/New_York`, `UTC`, or `wallClock`: as they stand,
    /// whatever zone they name. Empty: the city's wall clock, but for times that name a zone and tables known to be in
    /// UTC.
    QString timeZone = {};
    /// IANA name of the city's own zone, into which times of another are turned.
    QString cityTimeZone = {};
    /// `UTF-8`, `CP1252`, `ISO-8859-1`, …
    QString encoding = {};
    /// `comma`, `semicolon`, `tab` or `pipe`.
    QString delimiter = {};
    /// Longitude and latitude have changed places.
    bool swapAxes = false;

    bool operator==(const IncidentSettings &) const = default;
};

/// A `timeZone` that takes all times as written.
const inline QString wallClock = QStringLiteral("local");

/// Everything an import is made from.
struct ImportSettings
{
    IncidentSettings incidents;
    NeighborhoodSettings neighborhoods;
    /// Alternatives of a `Target`; empty: what suits the kind of table, else `Target::defaultNames`.
    QStringList target = {};
    /// What the user said about single types, over the presets of the kind of table.
    TypeGroups groups = {};
};

/// Where a city comes from and how its table is read, as a project stores it; sources as they stand, relative or not.
/// What is empty is left out.
QJsonObject sourcesToJson(const ImportSettings &settings);

/// Throws `Error`, naming the field.
ImportSettings sourcesFromJson(const QJsonObject &json);

} // namespace forewatch
