#include "engine/data/sample_city.h"

#include "engine/data/sample_places.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace forewatch {

using namespace std::chrono;

namespace {

constexpr int firstYear = 2021;

template <std::size_t N> std::array<double, N> scaledToSum(std::array<double, N> values, double sum)
{
    const double scale = sum / std::accumulate(values.begin(), values.end(), 0.0);
    for (double &value : values)
        value *= scale;
    return values;
}

/// How the days of the calendar differ.
struct Calendar
{
    std::array<double, 7> weekday;
    std::array<double, 12> month;
    std::vector<double> year;

    /// Expected number on the day of `t`, as a multiple of an average day of the first year. The first and the last
    /// year's level hold before and after them.
    double dayFactor(Time t) const
    {
        const local_days day = floor<days>(t);
        const year_month_day date(day);
        const auto sinceFirst = std::clamp<std::ptrdiff_t>(int(date.year()) - firstYear, 0, std::ssize(year) - 1);
        return weekday[std::chrono::weekday(day).iso_encoding() - 1] * month[unsigned(date.month()) - 1]
            * year[static_cast<std::size_t>(sinceFirst)];
    }
};

Calendar calendarOf(const Rhythm &rhythm, int years)
{
    std::vector<double> levels;
    for (std::size_t i = 0; i < static_cast<std::size_t>(years); ++i)
        levels.push_back(rhythm.year[std::min(i, rhythm.year.size() - 1)]);
    return {scaledToSum(rhythm.weekday, 7), scaledToSum(rhythm.month, 12), std::move(levels)};
}

template <std::size_t N> std::vector<double> listOf(const std::array<double, N> &values)
{
    return {values.begin(), values.end()};
}

/// Draws incidents at the rates of their kinds, day by day.
class Chronicle
{
public:
    Chronicle(const SamplePlaces &places, int years, Random &random)
        : m_places(places)
        , m_random(random)
    {
        for (const Rhythm &rhythm : sampleRhythms) {
            m_calendars.push_back(calendarOf(rhythm, years));
            m_hours.push_back(listOf(rhythm.hour));
            auto rounding = listOf(rhythm.rounding);
            rounding.push_back(1 - std::accumulate(rounding.begin(), rounding.end(), 0.0));
            m_roundings.push_back(std::move(rounding));
        }
    }

    void addDay(local_days day)
    {
        for (std::size_t type = 0; type < sampleTypes.size(); ++type)
            for (int left = countOn(day, sampleTypes[type].kind, sampleTypes[type].perYear); left > 0; --left)
                add(happening(day, sampleTypes[type].kind), type);
        for (int left = countOn(day, Kind::Target, sampleTargetEventsPerYear); left > 0; --left)
            addTargetEvent(happening(day, Kind::Target));
    }

    /// In order of time, with rows counted in that order.
    std::vector<Incident> take()
    {
        std::ranges::stable_sort(m_incidents, {}, &Incident::time);
        std::uint32_t row = 0;
        for (Incident &incident : m_incidents)
            incident.row = ++row;
        return std::move(m_incidents);
    }

private:
    struct Happening
    {
        Time time;
        Block block;
    };

    static constexpr std::size_t homicide = 6;
    static constexpr std::size_t shooting = 14;
    static_assert(std::string_view(sampleTypes[homicide].name) == "HOMICIDE");
    static_assert(std::string_view(sampleTypes[shooting].name) == "SHOOTING");

    int countOn(local_days day, Kind kind, double perYear)
    {
        return m_random.poisson(perYear / 365.25 * m_calendars[static_cast<std::size_t>(kind)].dayFactor(day));
    }

    /// Times are rounded down inside their hour, so the rates of whole hours stay what they are.
    Happening happening(local_days day, Kind kind)
    {
        const auto index = static_cast<std::size_t>(kind);
        const hours hour(m_random.weighted(m_hours[index]));
        return {day + hour + minuteOf(m_roundings[index]), m_places.draw(kind, m_random)};
    }

    minutes minuteOf(const std::vector<double> &rounding)
    {
        static constexpr std::array fives{5, 10, 20, 25, 35, 40, 50, 55};
        switch (m_random.weighted(rounding)) {
        case 0:
            return minutes(0);
        case 1:
            return minutes(30);
        case 2:
            return minutes(m_random.below(2) == 0 ? 15 : 45);
        case 3:
            return minutes(fives[m_random.below(fives.size())]);
        default:
            const std::size_t odd = m_random.below(48);
            return minutes(5 * (odd / 4) + 1 + odd % 4);
        }
    }

    void addTargetEvent(const Happening &event)
    {
        static const auto victims = listOf(sampleVictims);
        for (std::size_t left = m_random.weighted(victims) + 1; left > 0; --left)
            add(event, m_random.uniform() < sampleDeaths ? homicide : shooting);
    }

    void add(const Happening &happening, std::size_t type)
    {
        m_incidents.push_back(
            {happening.time, happening.block.place, 0, static_cast<std::uint16_t>(type), happening.block.neighborhood});
    }

    const SamplePlaces &m_places;
    Random &m_random;
    std::vector<Calendar> m_calendars;
    std::vector<std::vector<double>> m_hours;
    std::vector<std::vector<double>> m_roundings;
    std::vector<Incident> m_incidents;
};

ImportReport reportOn(const IncidentTable &table, const Neighborhoods &neighborhoods)
{
    ImportReport report;
    report.rows = static_cast<std::uint32_t>(table.size());
    report.describe(table, neighborhoods);
    return report;
}

SampleTruth truthOf(const SamplePlaces &places, int years, std::size_t neighborhoods)
{
    const Rhythm &rhythm = sampleRhythms[static_cast<std::size_t>(Kind::Target)];
    Calendar calendar = calendarOf(rhythm, years);
    return {.targetByHour = scaledToSum(rhythm.hour, sampleTargetEventsPerYear / 365.25),
            .weekday = calendar.weekday,
            .month = calendar.month,
            .year = std::move(calendar.year),
            .firstYear = firstYear,
            .place = places.shares(Kind::Target, neighborhoods)};
}

} // namespace

double SampleTruth::targetEvents(const Window &window) const
{
    const Calendar calendar{weekday, month, year};
    double events = 0;
    for (Time hour = floor<hours>(window.start); hour < window.end(); hour += hours(1)) {
        const Duration inside = std::min(window.end(), hour + hours(1)) - std::max(window.start, hour);
        events += targetByHour[static_cast<std::size_t>(hourOfDay(hour))] * calendar.dayFactor(hour)
            * duration<double, hours::period>(inside).count();
    }
    return events;
}

SampleCity makeSampleCity(std::uint64_t seed, int years, Feedback &feedback)
{
    enum Stream : std::uint64_t { Land, Places, Incidents };
    Random land(seed, Land);
    const auto neighborhoods = makeSampleNeighborhoods(land);
    feedback.checkpoint(0.1);
    Random blocks(seed, Places);
    const SamplePlaces places(*neighborhoods, blocks);
    feedback.checkpoint(0.2);

    Random random(seed, Incidents);
    Chronicle chronicle(places, years, random);
    const local_days first{year(firstYear) / January / 1};
    const local_days last{year(firstYear + years) / January / 1};
    for (local_days day = first; day < last; day += days(1)) {
        chronicle.addDay(day);
        feedback.checkpoint(0.2 + 0.6 * (day - first) / (last - first));
    }

    QStringList types;
    for (const SampleType &type : sampleTypes)
        types << QString::fromLatin1(type.name);
    const auto table = std::make_shared<const IncidentTable>(chronicle.take(), types);
    feedback.checkpoint(0.9);
    City city{QStringLiteral("Port Ansgar"), neighborhoods, table,
              std::make_shared<const Target>(Target::defaultNames(), *table),
              std::make_shared<const ImportReport>(reportOn(*table, *neighborhoods))};
    feedback.checkpoint(1);
    return {std::move(city), truthOf(places, years, neighborhoods->size())};
}

} // namespace forewatch
