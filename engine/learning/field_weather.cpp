#include "engine/learning/field_weather.h"

#include "engine/core/error.h"
#include "engine/core/json_fields.h"
#include "engine/geo/vector_source.h"
#include "engine/layers/layer_source.h"
#include "engine/layers/point_layer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

namespace forewatch {

namespace {

constexpr float missing = std::numeric_limits<float>::quiet_NaN();
constexpr Duration almostDay = std::chrono::hours(20);

float numberIn(std::string_view text)
{
    float value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() && std::isfinite(value) ? value : missing;
}

int indexOf(const QStringList &fields, const QString &name, const QString &source)
{
    const auto found = std::ranges::find_if(fields, [&](const QString &field) { return field.compare(name, Qt::CaseInsensitive) == 0; });
    if (found == fields.end())
        throw Error(QStringLiteral("The weather file %1 has no column “%2”; it has: %3.")
                        .arg(shownSource(source), name, fields.join(QStringLiteral(", "))));
    if (isAboutPersons(*found))
        throw Error(QStringLiteral("The column “%1” of %2 is about persons, and such columns are never read.")
                        .arg(*found, shownSource(source)));
    return static_cast<int>(found - fields.begin());
}

/// What the settings leave open, but the order of dates.
WeatherSettings recognised(WeatherSettings settings)
{
    if (settings.time.isEmpty()) {
        const PointLayerSettings times = recognisedTimes({.source = settings.source});
        if (times.time.isEmpty())
            throw Error(QStringLiteral("The weather file %1 has no column known to hold times. It needs one with a date, such "
                                       "as 2016-01-31 14:00, or one with the date and one with the time of day.")
                            .arg(shownSource(settings.source)));
        settings.time = times.time;
        settings.clock = times.clock == times.time ? QString() : times.clock;
    }
    if (settings.columns.isEmpty()) {
        for (const SourceColumn &column : lookAtSource(settings.source, QString()).columns)
            if (column.isNumber && !column.aboutPersons && column.name != settings.time && column.name != settings.clock)
                settings.columns << column.name;
        if (settings.columns.isEmpty())
            throw Error(QStringLiteral("The weather file %1 has no column of numbers.").arg(shownSource(settings.source)));
    }
    if (settings.columns.size() > WeatherTable::mostColumns)
        throw Error(QStringLiteral("The weather file %1 has %2 columns of numbers, and at most %3 are read. Choose some.")
                        .arg(shownSource(settings.source)).arg(settings.columns.size()).arg(WeatherTable::mostColumns));
    return settings;
}

DateOrder orderOf(OGRLayer &layer, int field, const WeatherSettings &settings)
{
    DateOrderGuess guess;
    std::size_t rows = 0;
    layer.ResetReading();
    for (const auto &feature : layer) {
        guess.look(textOf(*feature, field));
        if (++rows % 1000 == 0 && guess.order())
            break;
    }
    if (const auto order = guess.order())
        return *order;
    throw Error(QStringLiteral("The dates in the column “%1” of %2 can be read with the month or with the day first, or not at "
                               "all. Write them as 2016-01-31.")
                    .arg(settings.time, shownSource(settings.source)));
}

} // namespace

QJsonObject WeatherSettings::toJson() const
{
    return {{QStringLiteral("source"), source},
            {QStringLiteral("time"), time},
            {QStringLiteral("clock"), clock},
            {QStringLiteral("date_order"), dateOrderKey(dateOrder)},
            {QStringLiteral("columns"), QJsonArray::fromStringList(columns)}};
}

WeatherSettings WeatherSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("weather"));
    const auto order = dateOrderNamed(fields.text(QStringLiteral("date_order")));
    if (!order)
        fields.refuse(QStringLiteral("date_order"), QStringLiteral("mdy, dmy, ymd or empty"));
    return {.source = fields.text(QStringLiteral("source")),
            .time = fields.text(QStringLiteral("time")),
            .clock = fields.text(QStringLiteral("clock")),
            .dateOrder = *order,
            .columns = fields.texts(QStringLiteral("columns"))};
}

WeatherTable::WeatherTable(const WeatherSettings &settings, Feedback &feedback)
{
    const VectorSource source = openVectorSource(settings.source, QStringLiteral("weather file"));
    m_settings = recognised(settings);
    OGRLayer &layer = layerOf(source, QString(), shownSource(settings.source));
    const QStringList fields = fieldNames(layer);
    const int time = indexOf(fields, m_settings.time, settings.source);
    const int clock = m_settings.clock.isEmpty() ? -1 : indexOf(fields, m_settings.clock, settings.source);
    std::vector<int> columns;
    for (const QString &column : m_settings.columns)
        columns.push_back(indexOf(fields, column, settings.source));
    const QuietGdal quiet;
    if (m_settings.dateOrder == DateOrder::Guess)
        m_settings.dateOrder = orderOf(layer, time, m_settings);

    std::vector<Time> times;
    std::vector<float> values;
    std::size_t rows = 0;
    layer.ResetReading();
    for (const auto &feature : layer) {
        if (++rows % 1000 == 0)
            feedback.checkpoint(static_cast<double>(rows) / static_cast<double>(rows + 20000));
        auto moment = readTableTime(textOf(*feature, time), m_settings.dateOrder);
        if (!moment)
            continue;
        if (moment->offset)
            throw Error(QStringLiteral("The times in the column “%1” of %2 name a time zone or count seconds. Write them as the "
                                       "city's own clock shows them, such as 2016-01-31 14:00.")
                            .arg(m_settings.time, shownSource(settings.source)));
        if (clock >= 0) {
            const auto ofDay = readClock(textOf(*feature, clock));
            if (!ofDay)
                continue;
            moment->time = midnightOf(moment->time) + *ofDay;
        }
        times.push_back(moment->time);
        for (const int column : columns)
            values.push_back(numberIn(textOf(*feature, column)));
    }
    requireWholeRead(settings.source);
    if (times.empty())
        throw Error(QStringLiteral("No row of the weather file %1 has a time that can be read in “%2”.")
                        .arg(shownSource(settings.source), m_settings.time));

    std::vector<std::size_t> order(times.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, [&](std::size_t row) { return times[row]; });
    std::vector<std::pair<Time, std::size_t>> known;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Time own = times[order[i]];
        // Rows of one time are alike.
        const bool ofDay = i > 0 && own == times[order[i - 1]] ? known.back().first != own
                                                              : i == 0 || own - times[order[i - 1]] >= almostDay;
        known.emplace_back(ofDay ? midnightOf(own) + std::chrono::days(1) : own, order[i]);
    }
    std::ranges::stable_sort(known, {}, &std::pair<Time, std::size_t>::first);
    for (const auto &[moment, row] : known) {
        m_knownAt.push_back(moment);
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(row * columns.size());
        m_values.insert(m_values.end(), first, first + static_cast<std::ptrdiff_t>(columns.size()));
    }
    m_missing.assign(columns.size(), missing);
}

std::span<const float> WeatherTable::at(Time moment) const
{
    const auto after = std::ranges::upper_bound(m_knownAt, moment);
    if (after == m_knownAt.begin() || moment - *(after - 1) > stale)
        return m_missing;
    const auto row = static_cast<std::size_t>(after - m_knownAt.begin()) - 1;
    return std::span(m_values).subspan(row * m_missing.size(), m_missing.size());
}

} // namespace forewatch
