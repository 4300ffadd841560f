#pragma once

#include "engine/core/feedback.h"
#include "engine/data/city.h"

namespace forewatch {

/// Order of day, month and year in a table's dates.
enum class DateOrder { Guess, MonthDayYear, DayMonthYear, YearMonthDay };

/// Which column of a table holds what. Either `time`, or `date` and `clock`; empty ones are recognised by name.
struct ColumnMapping
{
    QString time = {};
    QString date = {};
    QString clock = {};
    QString type = {};
    /// x where `IncidentSettings::crs` is not geographic.
    QString longitude = {};
    QString latitude = {};
};

/// Reads `K=NAME,…` with the keys time, date, clock, type, lon, lat (or x, y). Throws `Error` for another key.
ColumnMapping parseColumnMapping(const QString &text);

/// What a crime table does not say itself.
struct IncidentSettings
{
    /// Anything GDAL reads as a vector source.
    QString source;
    /// Empty: the first layer.
    QString layer = {};
    ColumnMapping columns = {};
    /// Of the coordinate columns; WGS84 when empty.
    QString crs = {};
    DateOrder dateOrder = DateOrder::Guess;
    /// Keep incidents in `[from, to)`.
    std::optional<Time> from = {};
    std::optional<Time> to = {};
};

/// Everything an import is made from.
struct ImportSettings
{
    IncidentSettings incidents;
    NeighborhoodSettings neighborhoods;
    QStringList target = Target::defaultNames();
};

/// Reads and checks a city's table, places each incident in its neighborhood, and reports what was left out and why.
/// Throws `Error` when nothing can be kept or the sources do not fit each other (missing columns, swapped or zero
/// coordinates, an ambiguous date order), and `Cancelled`.
City importCity(const ImportSettings &settings, Feedback &feedback);

/// The same with neighborhoods that are there already.
City importIncidents(const IncidentSettings &settings, std::shared_ptr<const Neighborhoods> neighborhoods,
                     const QStringList &target, Feedback &feedback);

/// Writes the rejected rows with their number and reason as CSV, read again from the source; columns about persons
/// are left out. Throws `Error` and `Cancelled`.
void writeRejectedRows(const IncidentSettings &settings, const ImportReport &report, const QString &path,
                       Feedback &feedback);

} // namespace forewatch
