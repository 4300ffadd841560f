#pragma once

#include "engine/data/filter.h"

namespace forewatch {

/// A part of a filter as people say it: `Tue, Fri`, `22:00–06:00`, `without ARSON, LARCENY`, `in Canton, Downtown`,
/// `drawn area`, `within 500 m of 39.2904°, −76.6122°`, `outside`, `with FIREARM`, `since 1 Jan 2015`.
struct FilterPart
{
    /// Names the part within any filter: `types`, `groups`, `neighborhoods`, `districts`, `weapons`, `premises`,
    /// `area`, `circle`, `hours`, `weekdays`, `setting` or `dates`.
    QString id;
    QString text;

    bool operator==(const FilterPart &) const = default;
};

/// The parts that are set, in a fixed order; none of an empty filter. With a city, names are spelled as it spells them,
/// and types are named as those that are left (`only SHOOTING`) where these are fewer.
std::vector<FilterPart> filterParts(const Filter &filter, const City *city = nullptr);

/// The filter with one part let go; the same one for an unknown id.
Filter withoutPart(Filter filter, const QString &id);

/// `22:00–06:00`; an end at midnight is `24:00`.
QString hoursInWords(Filter::Hours hours);

/// `Mon–Fri`, `Tue, Fri`, `no day`. Bits as in `Filter::weekdays`.
QString weekdaysInWords(std::uint8_t weekdays);

/// `[from, to)` in whole days where both are midnights: `in 2015`, `1 Jan 2015 to 31 Dec 2016` (that day included),
/// `on 3 Feb 2015`; else with the time of day, `before` the end. `since …` and `before …` where one is missing.
/// Precondition: one is set.
QString datesInWords(std::optional<Time> from, std::optional<Time> to);

/// `500 m`, `1.2 km`.
QString distanceInWords(double metres);

/// `39.2904°, −76.6122°`: latitude first, as people say it.
QString placeInWords(GeoPoint place);

} // namespace forewatch
