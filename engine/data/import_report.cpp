#include "engine/data/import_report.h"

#include <QJsonArray>

#include <algorithm>
#include <map>
#include <tuple>

namespace forewatch {

namespace {

struct Words
{
    const char *key;
    const char *text;
};

constexpr std::array<Words, rejectionCount> rejectionWords{{
    {"no_time", "have no date or time"},
    {"bad_time", "have a date or time that cannot be read"},
    {"no_type", "have no incident type"},
    {"no_coordinates", "have no coordinates"},
    {"bad_coordinates", "have coordinates that are no numbers or lie off the earth"},
    {"outside_neighborhoods", "lie in none of the neighborhoods"},
    {"outside_period", "lie outside the chosen period"},
    {"withdrawn", "withdraw an earlier report (counted below zero)"},
}};

constexpr std::array<Words, noteCount> noteWords{{
    {"midnight_24_00", "say 24:00 and were kept as midnight of the next day"},
    {"midnight_times", "are at exactly midnight, often a stand-in for an unknown time"},
    {"whole_hour_times", "are at a whole hour, so probably rounded"},
    {"exact_repeats", "repeat time, type and place of the row before: several victims of one incident, as a rule"},
    {"in_two_neighborhoods", "lie in two neighborhoods and were given to the first"},
    {"missing_hour", "are in an hour that the city's clock skips in spring"},
    {"doubled_hour", "are in an hour that the city's clock shows twice in autumn"},
    {"other_time_zone", "say a time in another zone and were turned into the city's wall clock"},
    {"two_digit_years", "have a year of two digits, taken as 1970 to 2069"},
    {"cut_names", "have a neighborhood's name of 25 characters, the longest there is, so probably cut"},
    {"reported_before", "were reported before they happened, by the table; they count as known at once"},
    {"not_reported", "have no time of report that can be read; no forecast that goes by it knows them"},
    {"reported_by_day", "name the day of the report alone, or its midnight; they count as known from the end of that day"},
}};

} // namespace

QString rejectionKey(Rejection reason)
{
    return QLatin1String(rejectionWords[static_cast<std::size_t>(reason)].key);
}

QString rejectionText(Rejection reason)
{
    return QLatin1String(rejectionWords[static_cast<std::size_t>(reason)].text);
}

QString noteKey(Note note)
{
    return QLatin1String(noteWords[static_cast<std::size_t>(note)].key);
}

QString noteText(Note note)
{
    return QLatin1String(noteWords[static_cast<std::size_t>(note)].text);
}

std::uint32_t ImportReport::rejectedFor(Rejection reason) const
{
    return static_cast<std::uint32_t>(std::ranges::count(rejected, reason, &RejectedRow::reason));
}

namespace {

/// Rows that repeat time, type and place of an earlier one.
std::uint32_t countRepeats(const IncidentTable &table)
{
    std::uint32_t repeats = 0;
    const auto all = table.all();
    using What = std::tuple<std::uint16_t, double, double>;
    std::vector<What> sameTime;
    for (auto first = all.begin(); first != all.end();) {
        const auto next = std::ranges::find_if_not(first, all.end(), [&](Time time) { return time == first->time; }, &Incident::time);
        sameTime.clear();
        for (; first != next; ++first)
            sameTime.emplace_back(first->type, first->place.longitude, first->place.latitude);
        std::ranges::sort(sameTime);
        const auto repeated = std::ranges::unique(sameTime);
        repeats += static_cast<std::uint32_t>(repeated.size());
    }
    return repeats;
}

} // namespace

void ImportReport::describe(const IncidentTable &table, const Neighborhoods &neighborhoods, const WallClock *clock)
{
    kept = static_cast<std::uint32_t>(table.size());
    neighborhoodCount = neighborhoods.size();
    neighborhoodCrs = neighborhoods.sourceCrs();
    if (table.isEmpty())
        return;
    first = table.first();
    last = table.last();
    const auto note = [this](Note which) -> std::uint32_t & { return notes[static_cast<std::size_t>(which)]; };
    std::vector<std::map<int, std::uint32_t>> perType(static_cast<std::size_t>(table.types().size()));
    Time midnight{};
    int year = 0;
    for (const Incident &incident : table.all()) {
        if (const Time day = midnightOf(incident.time); day != midnight || year == 0) {
            midnight = day;
            year = yearOf(day);
        }
        ++perType[incident.type][year];
        note(Note::MidnightTimes) += incident.time == midnight;
        note(Note::WholeHourTimes) += incident.time == floor<std::chrono::hours>(incident.time);
    }
    for (std::size_t i = 0; i < perType.size(); ++i)
        for (const auto &[each, count] : perType[i]) {
            const QString &type = table.types()[static_cast<qsizetype>(i)];
            types[type] += count;
            years[each] += count;
            typesByYear[type][each] += count;
        }
    if (clock) {
        const auto count = [&](std::span<const Window> hours) {
            std::size_t sum = 0;
            for (const Window &hour : hours)
                sum += table.snapshot(hour).incidents.size();
            return static_cast<std::uint32_t>(sum);
        };
        note(Note::MissingHour) = count(clock->missing());
        note(Note::DoubledHour) = count(clock->doubled());
    }
    note(Note::ExactRepeats) = countRepeats(table);
}

QJsonObject ImportReport::toJson() const
{
    const auto number = [](std::uint32_t value) { return static_cast<qint64>(value); };
    QJsonObject reasons;
    for (std::size_t i = 0; i < rejectionCount; ++i)
        if (const auto count = rejectedFor(static_cast<Rejection>(i)))
            reasons[rejectionKey(static_cast<Rejection>(i))] = number(count);
    QJsonObject oddities;
    for (std::size_t i = 0; i < noteCount; ++i)
        if (notes[i] > 0)
            oddities[noteKey(static_cast<Note>(i))] = number(notes[i]);
    QJsonObject perType;
    for (auto it = types.begin(); it != types.end(); ++it)
        perType[it.key()] = number(it.value());
    QJsonObject perYear;
    for (auto it = years.begin(); it != years.end(); ++it)
        perYear[QString::number(it.key())] = number(it.value());
    QJsonObject perTypeAndYear;
    for (auto type = typesByYear.begin(); type != typesByYear.end(); ++type) {
        QJsonObject counts;
        for (auto year = type->begin(); year != type->end(); ++year)
            counts[QString::number(year.key())] = number(year.value());
        perTypeAndYear[type.key()] = counts;
    }
    QJsonArray files;
    for (const SourceFile &file : sources)
        files << QJsonObject{{QStringLiteral("path"), file.path}, {QStringLiteral("sha256"), file.sha256}};
    return {
        {QStringLiteral("rows"), number(rows)},
        {QStringLiteral("kept"), number(kept)},
        {QStringLiteral("rejected"), reasons},
        {QStringLiteral("notes"), oddities},
        {QStringLiteral("left_out_columns"), QJsonArray::fromStringList(leftOutColumns)},
        {QStringLiteral("columns"), QJsonArray::fromStringList(columns)},
        {QStringLiteral("first"), first ? QJsonValue(formatTime(*first)) : QJsonValue()},
        {QStringLiteral("last"), last ? QJsonValue(formatTime(*last)) : QJsonValue()},
        {QStringLiteral("types"), perType},
        {QStringLiteral("years"), perYear},
        {QStringLiteral("types_by_year"), perTypeAndYear},
        {QStringLiteral("target"), QJsonObject{{QStringLiteral("events"), static_cast<qint64>(targetEvents)},
                                               {QStringLiteral("victims"), static_cast<qint64>(targetVictims)}}},
        {QStringLiteral("kind"), kind},
        {QStringLiteral("crs"), crs},
        {QStringLiteral("crs_guessed"), crsGuessed},
        {QStringLiteral("axes_swapped"), axesSwapped},
        {QStringLiteral("date_order"), dateOrder},
        {QStringLiteral("time_zone"), timeZone},
        {QStringLiteral("city_time_zone"), cityTimeZone},
        {QStringLiteral("encoding"), encoding},
        {QStringLiteral("delimiter"), delimiter},
        {QStringLiteral("neighborhoods"),
         QJsonObject{{QStringLiteral("count"), static_cast<qint64>(neighborhoodCount)},
                     {QStringLiteral("crs"), neighborhoodCrs}}},
        {QStringLiteral("sources"), files},
    };
}

} // namespace forewatch
