#include "engine/data/import_report.h"

#include <QJsonArray>

#include <algorithm>

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
        {QStringLiteral("neighborhoods"),
         QJsonObject{{QStringLiteral("count"), static_cast<qint64>(neighborhoodCount)},
                     {QStringLiteral("crs"), neighborhoodCrs}}},
        {QStringLiteral("sources"), files},
    };
}

} // namespace forewatch
