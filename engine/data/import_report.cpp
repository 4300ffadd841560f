#include "engine/data/import_report.h"

#include <QJsonArray>

#include <algorithm>
#include <set>
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
}};

constexpr std::array<Words, noteCount> noteWords{{
    {"midnight_24_00", "say 24:00 and were kept as midnight of the next day"},
    {"midnight_times", "are at exactly midnight, often a stand-in for an unknown time"},
    {"whole_hour_times", "are at a whole hour, so probably rounded"},
    {"exact_repeats", "repeat time, type and place of the row before: several victims of one incident, as a rule"},
    {"in_two_neighborhoods", "lie in two neighborhoods and were given to the first"},
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
    std::set<std::tuple<std::uint16_t, double, double>> sameTime;
    Time time{};
    for (const Incident &incident : table.all()) {
        if (incident.time != time)
            sameTime.clear();
        time = incident.time;
        repeats += !sameTime.emplace(incident.type, incident.place.longitude, incident.place.latitude).second;
    }
    return repeats;
}

} // namespace

void ImportReport::describe(const IncidentTable &table, const Neighborhoods &neighborhoods)
{
    kept = static_cast<std::uint32_t>(table.size());
    neighborhoodCount = neighborhoods.size();
    neighborhoodCrs = neighborhoods.sourceCrs();
    if (table.isEmpty())
        return;
    first = table.first();
    last = table.last();
    const auto note = [this](Note kind) -> std::uint32_t & { return notes[static_cast<std::size_t>(kind)]; };
    std::vector<std::uint32_t> perType(static_cast<std::size_t>(table.types().size()));
    for (const Incident &incident : table.all()) {
        ++perType[incident.type];
        ++years[yearOf(incident.time)];
        note(Note::MidnightTimes) += incident.time == midnightOf(incident.time);
        note(Note::WholeHourTimes) += incident.time == floor<std::chrono::hours>(incident.time);
    }
    for (std::size_t i = 0; i < perType.size(); ++i)
        if (perType[i] > 0)
            types[table.types()[static_cast<qsizetype>(i)]] = perType[i];
    for (int year = yearOf(*first); year <= yearOf(*last); ++year) {
        const Time start = makeTime(year, 1, 1);
        std::vector<std::uint32_t> inYear(perType.size());
        for (const Incident &incident : table.snapshot({start, makeTime(year + 1, 1, 1) - start}).incidents)
            ++inYear[incident.type];
        for (std::size_t i = 0; i < inYear.size(); ++i)
            if (inYear[i] > 0)
                typesByYear[table.types()[static_cast<qsizetype>(i)]][year] = inYear[i];
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
        {QStringLiteral("neighborhoods"),
         QJsonObject{{QStringLiteral("count"), static_cast<qint64>(neighborhoodCount)},
                     {QStringLiteral("crs"), neighborhoodCrs}}},
        {QStringLiteral("sources"), files},
    };
}

} // namespace forewatch
