#pragma once

#include "engine/core/feedback.h"
#include "engine/data/table_time.h"

#include <QJsonObject>
#include <QStringList>

#include <span>
#include <vector>

namespace forewatch {

/// A table of the weather, or of anything else that is one row of numbers for the whole city at a time, and which of its
/// columns are read.
struct WeatherSettings
{
    /// A CSV or anything else that GDAL reads as a table; empty: no weather.
    QString source = {};
    /// Columns with date and time of day, the second empty where the first has both; recognised when empty.
    QString time = {};
    QString clock = {};
    DateOrder dateOrder = DateOrder::Guess;
    /// Empty: all columns of numbers but those of the time.
    QStringList columns = {};

    bool isEmpty() const { return source.isEmpty(); }

    QJsonObject toJson() const;
    /// Throws `Error`, naming the field.
    static WeatherSettings fromJson(const QJsonObject &json);

    bool operator==(const WeatherSettings &) const = default;
};

/// The rows of a weather table by the moment from which they are known. Immutable.
class WeatherTable
{
public:
    /// A row says nothing of a moment later than that.
    static constexpr Duration stale = std::chrono::days(3);
    static constexpr int mostColumns = 64;

    /// Times are of the city's own clock. A row is known at its time; a row that comes 20 hours or more after the one before,
    /// and the first one, is of a whole day, and known when that day is over. Rows without a time are left out; texts
    /// that are no number are missing values. Throws `Error` for a missing file or column, a table without times or numbers,
    /// times that name a zone, and an ambiguous date order; `Cancelled`.
    WeatherTable(const WeatherSettings &settings, Feedback &feedback);

    /// With what was recognised: the same rows are read by it whatever is added to the file.
    const WeatherSettings &settings() const { return m_settings; }

    /// The columns' values in the last row that is known at `moment`, NaN where missing; all NaN where no row is, or a stale
    /// one.
    std::span<const float> at(Time moment) const;

private:
    WeatherSettings m_settings;
    /// In order of time.
    std::vector<Time> m_knownAt;
    /// Row by row.
    std::vector<float> m_values;
    std::vector<float> m_missing;
};

} // namespace forewatch
