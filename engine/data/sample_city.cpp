#include "engine/data/sample_city.h"

#include "engine/data/sample_calendar.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace forewatch {

using namespace std::chrono;

namespace {

enum Stream : std::uint64_t { Land, Places, Others, Targets, Details, Leak };

constexpr double daysPerYear = 365.25;

SampleCalendar calendarOf(const Rhythm &rhythm, int years)
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

/// The minutes to which people tell times inside an hour. They are rounded down, so the rates of whole hours stay what
/// they are.
class ToldMinutes
{
public:
    explicit ToldMinutes(const Rhythm &rhythm)
        : m_rounding(listOf(rhythm.rounding))
    {
        m_rounding.push_back(1 - std::accumulate(m_rounding.begin(), m_rounding.end(), 0.0));
    }

    minutes draw(Random &random) const
    {
        static constexpr std::array fives{5, 10, 20, 25, 35, 40, 50, 55};
        switch (random.weighted(m_rounding)) {
        case 0:
            return minutes(0);
        case 1:
            return minutes(30);
        case 2:
            return minutes(random.below(2) == 0 ? 15 : 45);
        case 3:
            return minutes(fives[random.below(fives.size())]);
        default:
            const std::size_t odd = random.below(48);
            return minutes(5 * (odd / 4) + 1 + odd % 4);
        }
    }

private:
    std::vector<double> m_rounding;
};

/// What the rows of an incident tell besides time, place and type.
class Circumstances
{
public:
    Circumstances(const Neighborhoods &neighborhoods, Random &random)
        : m_random(random)
    {
        for (std::size_t i = 0; i < neighborhoods.size(); ++i)
            m_districts.push_back(districtOf(toCityPoint(neighborhoods.centre(i))));
    }

    static QStringList districts()
    {
        return {QStringLiteral("EASTERN"), QStringLiteral("HARBOR"), QStringLiteral("NORTHERN"),
                QStringLiteral("SOUTHERN"), QStringLiteral("WESTERN")};
    }

    void fill(Incident &incident)
    {
        const SampleType &type = sampleTypes[incident.type];
        incident.district = m_districts[incident.neighborhood];
        incident.weapon = weaponOf(type);
        if (m_random.uniform() < sampleUntoldSetting)
            return;
        const bool outside = m_random.uniform() < type.outside;
        incident.setting = outside ? Setting::Outside : Setting::Inside;
        incident.premise = static_cast<std::uint16_t>(m_random.weighted(listOf(outside ? type.open : type.inside)));
    }

private:
    static std::uint16_t districtOf(CityPoint p)
    {
        constexpr double harborReach = 2;
        const double x = p.x - sampleDowntown.x;
        const double y = p.y - sampleDowntown.y;
        if (std::hypot(x, y) < harborReach)
            return 1;
        if (std::abs(x) > std::abs(y))
            return x > 0 ? 0 : 4;
        return y > 0 ? 2 : 3;
    }

    std::uint16_t weaponOf(const SampleType &type)
    {
        double left = m_random.uniform();
        for (std::size_t i = 0; i < type.weapons.size(); ++i) {
            left -= type.weapons[i];
            if (left < 0)
                return static_cast<std::uint16_t>(i);
        }
        return Incident::nothing;
    }

    Random &m_random;
    std::vector<std::uint16_t> m_districts;
};

/// The process of the target events, with its history still to be drawn.
SampleTruth processOf(const SamplePlaces &places, int years, SampleStructure structure)
{
    SampleTruth truth;
    truth.firstYear = sampleFirstYear;
    truth.blocks = places.blocks();
    if (structure == SampleStructure::None) {
        const auto even = [](auto &values, double value) { values.fill(value); };
        even(truth.backgroundByHour, sampleTargetEventsPerYear / daysPerYear / 24);
        even(truth.weekday, 1);
        even(truth.month, 1);
        truth.year.assign(static_cast<std::size_t>(years), 1);
        truth.backgroundShare.assign(truth.blocks.size(), 1 / static_cast<double>(truth.blocks.size()));
        return truth;
    }
    const Rhythm &rhythm = sampleRhythms[static_cast<std::size_t>(Kind::Target)];
    SampleCalendar calendar = calendarOf(rhythm, years);
    truth.branching = sampleBranching;
    truth.days = sampleExcitedDays;
    truth.metres = sampleExcitedMetres;
    truth.rhythm = DayRhythm(rhythm.hour);
    truth.backgroundByHour
        = scaledToSum(rhythm.hour, (1 - truth.branching) * sampleTargetEventsPerYear / daysPerYear);
    truth.weekday = calendar.weekday;
    truth.month = calendar.month;
    truth.year = std::move(calendar.year);
    truth.backgroundShare = places.shares(Kind::Target);
    return truth;
}

/// Draws the events of a process in `[first, last)`, those that come by themselves and the generations after them.
void drawEvents(SampleTruth &truth, local_days first, local_days last, Random &random)
{
    const ToldMinutes told(sampleRhythms[static_cast<std::size_t>(Kind::Target)]);
    const SampleCalendar calendar{truth.weekday, truth.month, truth.year};
    const auto hoursOfDay = listOf(truth.backgroundByHour);
    const double perDay = std::accumulate(hoursOfDay.begin(), hoursOfDay.end(), 0.0);
    std::vector<double> sums;
    double sum = 0;
    for (const double share : truth.backgroundShare)
        sums.push_back(sum += share);
    for (local_days day = first; day < last; day += days(1)) {
        for (int left = random.poisson(perDay * calendar.dayFactor(day)); left > 0; --left) {
            const hours hour(random.weighted(hoursOfDay));
            const auto drawn = std::ranges::upper_bound(sums, random.uniform(0, sum)) - sums.begin();
            const auto block = static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(drawn, std::ssize(sums) - 1));
            truth.events.push_back({day + hour + told.draw(random), block, false});
        }
    }
    for (std::size_t i = 0; i < truth.events.size(); ++i) {
        const SampleTruth::Event cause = truth.events[i];
        if (truth.branching > 0 && !truth.around.contains(cause.block))
            truth.around[cause.block] = blocksAround(truth.blocks, cause.block, truth.metres);
        const double begins = truth.rhythm.daysAt(floor<hours>(cause.time) + hours(1));
        for (int left = random.poisson(truth.branching); left > 0; --left) {
            const Time hour = truth.rhythm.hourAt(begins - truth.days * std::log(1 - random.uniform()));
            double chance = random.uniform();
            const auto &around = truth.around[cause.block];
            const auto near = std::ranges::find_if(around, [&](const BlockShare &block) {
                return (chance -= static_cast<double>(block.share)) < 0;
            });
            const std::uint32_t block = near == around.end() ? cause.block : near->block;
            if (hour < last)
                truth.events.push_back({hour + told.draw(random), block, true});
        }
    }
    std::ranges::stable_sort(truth.events, {}, &SampleTruth::Event::time);
}

/// Writes down what happens, row by row.
class Chronicle
{
public:
    Chronicle(const SamplePlaces &places, const Neighborhoods &neighborhoods, std::uint64_t seed)
        : m_places(places)
        , m_others(seed, Others)
        , m_targets(seed, Targets)
        , m_details(seed, Details)
        , m_circumstances(neighborhoods, m_details)
    {
    }

    /// What is no target, drawn at the rates of its kind day by day.
    void addOthers(local_days first, local_days last, int years, Feedback &feedback)
    {
        std::vector<SampleCalendar> calendars;
        std::vector<std::vector<double>> hoursOfKind;
        std::vector<ToldMinutes> told;
        for (const Rhythm &rhythm : sampleRhythms) {
            calendars.push_back(calendarOf(rhythm, years));
            hoursOfKind.push_back(listOf(rhythm.hour));
            told.emplace_back(rhythm);
        }
        for (local_days day = first; day < last; day += days(1)) {
            feedback.checkpoint(static_cast<double>((day - first).count()) / static_cast<double>((last - first).count()));
            for (std::size_t type = 0; type < sampleTypes.size(); ++type) {
                const auto kind = static_cast<std::size_t>(sampleTypes[type].kind);
                int left = m_others.poisson(sampleTypes[type].perYear / daysPerYear * calendars[kind].dayFactor(day));
                for (; left > 0; --left) {
                    const hours hour(m_others.weighted(hoursOfKind[kind]));
                    const Time time = day + hour + told[kind].draw(m_others);
                    add(time, m_places.blocks()[m_places.draw(sampleTypes[type].kind, m_others)], type);
                }
            }
        }
    }

    /// Each victim is a row.
    void addTargets(SampleTruth &truth, local_days first, local_days last)
    {
        drawEvents(truth, first, last, m_targets);
        const auto victims = listOf(sampleVictims);
        for (const SampleTruth::Event &event : truth.events)
            for (std::size_t left = m_targets.weighted(victims) + 1; left > 0; --left)
                add(event.time, truth.blocks[event.block], m_targets.uniform() < sampleDeaths ? homicide : shooting);
    }

    void addLeak(const SampleTruth &truth, Random &&random)
    {
        constexpr hours length(2);
        Time last{};
        for (const SampleTruth::Event &event : truth.events) {
            const Time midnight = midnightOf(event.time);
            const Time window = midnight + (event.time - midnight) / length * length;
            if (window == last)
                continue;
            last = window;
            const Time time = window + minutes(random.below(120));
            const Block &block = m_places.blocks()[m_places.draw(Kind::Theft, random)];
            m_incidents.push_back({time, block.place, 0, sampleTypes.size(), block.neighborhood});
        }
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
    static constexpr std::size_t homicide = 6;
    static constexpr std::size_t shooting = 14;
    static_assert(std::string_view(sampleTypes[homicide].name) == "HOMICIDE");
    static_assert(std::string_view(sampleTypes[shooting].name) == "SHOOTING");

    void add(Time time, const Block &block, std::size_t type)
    {
        m_incidents.push_back({time, block.place, 0, static_cast<std::uint16_t>(type), block.neighborhood});
        m_circumstances.fill(m_incidents.back());
    }

    const SamplePlaces &m_places;
    Random m_others;
    Random m_targets;
    Random m_details;
    Circumstances m_circumstances;
    std::vector<Incident> m_incidents;
};

ImportReport reportOn(const IncidentTable &table, const Neighborhoods &neighborhoods)
{
    ImportReport report;
    report.rows = static_cast<std::uint32_t>(table.size());
    report.describe(table, neighborhoods);
    return report;
}

IncidentNames namesOf(const SampleOptions &options)
{
    const auto words = [](const auto &list) {
        QStringList all;
        for (const char *word : list)
            all << QString::fromLatin1(word);
        return all;
    };
    IncidentNames names{.weapons = words(sampleWeapons), .premises = words(samplePremises), .districts = Circumstances::districts()};
    for (const SampleType &type : sampleTypes)
        names.types << QString::fromLatin1(type.name);
    if (options.plantedLeak)
        names.types << QString::fromLatin1(sampleLeakType);
    return names;
}

} // namespace

SampleCity makeSampleCity(std::uint64_t seed, int years, Feedback &feedback, const SampleOptions &options)
{
    Random land(seed, Land);
    const auto neighborhoods = makeSampleNeighborhoods(land);
    feedback.checkpoint(0.1);
    Random blocks(seed, Places);
    const SamplePlaces places(*neighborhoods, blocks);
    feedback.checkpoint(0.2);

    const local_days first{year(sampleFirstYear) / January / 1};
    const local_days last{year(sampleFirstYear + years) / January / 1};
    Chronicle chronicle(places, *neighborhoods, seed);
    StageFeedback others(feedback, 0.2, 0.7);
    chronicle.addOthers(first, last, years, others);
    SampleTruth truth = processOf(places, years, options.structure);
    chronicle.addTargets(truth, first, last);
    if (options.plantedLeak)
        chronicle.addLeak(truth, Random(seed, Leak));
    feedback.checkpoint(0.8);

    const auto table = std::make_shared<const IncidentTable>(chronicle.take(), namesOf(options));
    feedback.checkpoint(0.9);
    City city{QStringLiteral("Port Ansgar"), neighborhoods, table,
              std::make_shared<const Target>(Target::defaultNames(), *table),
              std::make_shared<const ImportReport>(reportOn(*table, *neighborhoods))};
    feedback.checkpoint(1);
    return {std::move(city), std::move(truth)};
}

} // namespace forewatch
