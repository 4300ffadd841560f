#include "engine/data/row_reader.h"

#include "engine/core/error.h"
#include "engine/data/table_place.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace forewatch {

namespace {

/// Where published tables cut a neighborhood's name.
constexpr std::size_t cutLength = 25;

Setting settingOf(std::string_view text)
{
    switch (text.empty() ? '\0' : text.front()) {
    case 'I':
    case 'i':
        return Setting::Inside;
    case 'O':
    case 'o':
        return Setting::Outside;
    default:
        return Setting::Unknown;
    }
}

/// `Y`, `yes`, `true`, `1`.
bool isYes(std::string_view text)
{
    return !text.empty() && std::string_view("YyTt1").find(text.front()) != std::string_view::npos;
}

/// A report counted below zero takes back an earlier one.
bool isWithdrawn(std::string_view count)
{
    return !count.empty() && count.front() == '-' && count.find_first_of("123456789") != std::string_view::npos;
}

void renumber(std::vector<Incident> &incidents, std::uint16_t Incident::*word, const std::vector<std::uint16_t> &rank)
{
    if (rank.empty())
        return;
    for (Incident &incident : incidents)
        if (incident.*word != Incident::nothing)
            incident.*word = rank[incident.*word];
}

} // namespace

std::uint16_t WordIndex::of(std::string_view word, const char *role)
{
    if (word.empty())
        return Incident::nothing;
    const auto known = m_index.find(word);
    if (known != m_index.end())
        return known->second;
    if (m_index.size() >= Incident::nothing)
        throw Error(QStringLiteral("The column for “%1” has more than 65,535 different texts, so it is the wrong one. Name the "
                                   "right one with --columns %1=NAME.")
                        .arg(QLatin1String(role)));
    return m_index.emplace(std::string(word), static_cast<std::uint16_t>(m_index.size())).first->second;
}

WordIndex::Sorted WordIndex::sorted(const TextDecoder &decode) const
{
    QStringList words(static_cast<qsizetype>(m_index.size()));
    for (const auto &[word, index] : m_index)
        words[index] = decode(word);
    std::vector<std::uint16_t> order(m_index.size());
    std::iota(order.begin(), order.end(), std::uint16_t(0));
    std::ranges::sort(order, {}, [&](std::uint16_t i) { return words[i]; });
    Sorted sorted;
    sorted.rank.resize(order.size());
    for (const std::uint16_t old : order) {
        sorted.rank[old] = static_cast<std::uint16_t>(sorted.words.size());
        sorted.words << words[old];
    }
    return sorted;
}

RowReader::RowReader(const CrimeTable &table, const ReadingPlan &plan, const IncidentSettings &settings,
                     const Neighborhoods *neighborhoods)
    : m_table(table), m_plan(plan), m_settings(settings), m_neighborhoods(neighborhoods)
{
    if (!plan.crs.isEmpty())
        m_reprojection.emplace(plan.crs);
    if (!plan.columns.names.everyType.isEmpty())
        m_types.of(plan.columns.names.everyType.toStdString(), "every");
}

void RowReader::read(const OGRFeature &feature)
{
    ++report.rows;
    Incident incident{};
    incident.row = report.rows;
    if (const auto reason = fill(feature, incident)) {
        report.rejected.push_back({report.rows, *reason});
        return;
    }
    note(Note::MidnightOfNextDay, m_midnight24);
    note(Note::TwoDigitYears, m_shortYear);
    note(Note::OtherTimeZone, m_converted);
    note(Note::ReportedBefore, m_reportedBefore);
    note(Note::NotReported, m_notReported);
    note(Note::ReportedByDay, m_reportedByDay);
    if (m_plan.columns.neighborhood >= 0) {
        const std::size_t length = textOf(feature, m_plan.columns.neighborhood).size();
        m_longestName = std::max(m_longestName, length);
        m_fullNames += length == cutLength;
    }
    incidents.push_back(incident);
}

std::optional<Rejection> RowReader::fill(const OGRFeature &feature, Incident &incident)
{
    if (m_plan.columns.count >= 0 && isWithdrawn(textOf(feature, m_plan.columns.count)))
        return Rejection::Withdrawn;
    if (const auto reason = fillTime(feature, incident))
        return reason;
    if (m_plan.columns.type >= 0) {
        incident.type = m_types.of(textOf(feature, m_plan.columns.type), "type");
        if (incident.type == Incident::nothing)
            return Rejection::NoType;
    }
    fillDetails(feature, incident);
    const bool inPeriod = (!m_settings.from || *m_settings.from <= incident.time)
        && (!m_settings.to || incident.time < *m_settings.to);
    if (!inPeriod)
        return Rejection::OutsidePeriod;
    if (const auto reason = fillPlace(feature, incident))
        return reason;
    incident.neighborhood = Incident::nowhere;
    if (!m_neighborhoods)
        return std::nullopt;
    const Located found = m_neighborhoods->locate(incident.place);
    if (!found.neighborhood) {
        swapped += m_neighborhoods->box().contains({incident.place.latitude, incident.place.longitude});
        return Rejection::OutsideNeighborhoods;
    }
    note(Note::TwoNeighborhoods, found.ambiguous);
    incident.neighborhood = static_cast<std::uint16_t>(*found.neighborhood);
    return std::nullopt;
}

Time RowReader::cityTime(const TableTime &read, bool &converted) const
{
    converted = false;
    const bool named = read.offset && !m_plan.asWritten;
    if (!m_plan.cityClock || (!named && !m_plan.tableClock))
        return read.time;
    const std::chrono::sys_seconds moment = named ? std::chrono::sys_seconds(read.time.time_since_epoch() - *read.offset)
                                                  : m_plan.tableClock->toUtc(read.time);
    converted = true;
    return m_plan.cityClock->fromUtc(moment);
}

std::optional<Rejection> RowReader::fillTime(const OGRFeature &feature, Incident &incident)
{
    const auto date = textOf(feature, m_plan.columns.dateField());
    if (date.empty())
        return Rejection::NoTime;
    auto read = readTableTime(date, m_plan.order);
    if (!read)
        return Rejection::BadTime;
    if (m_plan.columns.clock >= 0) {
        const auto text = textOf(feature, m_plan.columns.clock);
        if (text.empty())
            return Rejection::NoTime;
        const auto clock = readClock(text);
        if (!clock)
            return Rejection::BadTime;
        // A date column may carry a time of its own, often midnight; the clock column is the surer.
        read->time = midnightOf(read->time) + *clock;
        read->offset.reset();
        read->midnight24 = *clock == std::chrono::days(1);
    } else if (read->offset && !m_plan.asWritten && !m_plan.cityClock) {
        ++zoned;
        return Rejection::BadTime;
    }
    incident.time = cityTime(*read, m_converted);
    m_midnight24 = read->midnight24;
    m_shortYear = read->shortYear;
    return std::nullopt;
}

void RowReader::fillDetails(const OGRFeature &feature, Incident &incident)
{
    const TableColumns &columns = m_plan.columns;
    if (columns.weapon >= 0)
        incident.weapon = m_weapons.of(textOf(feature, columns.weapon), "weapon");
    if (columns.premise >= 0)
        incident.premise = m_premises.of(textOf(feature, columns.premise), "premise");
    if (columns.district >= 0)
        incident.district = m_districts.of(textOf(feature, columns.district), "district");
    if (columns.inside >= 0)
        incident.setting = settingOf(textOf(feature, columns.inside));
    for (std::size_t i = 0; i < columns.flags.size(); ++i)
        if (isYes(textOf(feature, columns.flags[i])))
            incident.flags |= static_cast<std::uint8_t>(1u << i);
    fillReport(feature, incident);
}

void RowReader::fillReport(const OGRFeature &feature, Incident &incident)
{
    m_reportedBefore = m_notReported = m_reportedByDay = false;
    if (m_plan.columns.reported < 0)
        return;
    const auto text = textOf(feature, m_plan.columns.reported);
    const auto read = text.empty() ? std::nullopt : readTableTime(text, m_plan.order);
    const bool zoneUnknown = read && read->offset && !m_plan.asWritten && !m_plan.cityClock;
    constexpr Duration longest(Incident::neverReported);
    m_notReported = !read || zoneUnknown;
    if (m_notReported) {
        incident.reportedAfter = Incident::neverReported;
        return;
    }
    bool converted = false;
    Time reported = cityTime(*read, converted);
    // A day without a time of day, for which many tables write midnight: by its end at the latest.
    m_reportedByDay = !read->midnight24 && (read->time == midnightOf(read->time) || reported == midnightOf(reported));
    if (m_reportedByDay)
        reported += std::chrono::days(1);
    m_reportedBefore = reported < incident.time;
    incident.reportedAfter = static_cast<std::uint32_t>(std::clamp(reported - incident.time, Duration(0), longest).count());
}

std::optional<Rejection> RowReader::fillPlace(const OGRFeature &feature, Incident &incident)
{
    RawPlace raw = rawPlaceOf(feature, m_plan.columns);
    if (raw.fault != RawPlace::Fault::None)
        return raw.fault == RawPlace::Fault::Missing ? Rejection::NoCoordinates : Rejection::BadCoordinates;
    if (m_plan.swapAxes)
        std::swap(raw.x, raw.y);
    const auto place = m_reprojection ? m_reprojection->toWgs84(raw.x, raw.y) : std::optional(GeoPoint{raw.x, raw.y});
    if (!place || !(std::abs(place->longitude) <= 180) || !(std::abs(place->latitude) <= 180))
        return Rejection::BadCoordinates;
    incident.place = *place;
    located.add(*place);
    return std::nullopt;
}

IncidentNames RowReader::takeNames()
{
    const auto take = [&](const WordIndex &index, std::uint16_t Incident::*word) {
        const auto sorted = index.sorted(m_table.decode);
        renumber(incidents, word, sorted.rank);
        return sorted.words;
    };
    IncidentNames names;
    names.types = take(m_types, &Incident::type);
    names.weapons = take(m_weapons, &Incident::weapon);
    names.premises = take(m_premises, &Incident::premise);
    names.districts = take(m_districts, &Incident::district);
    names.flags = m_plan.columns.names.flags;
    return names;
}

void RowReader::noteCutNames()
{
    if (m_longestName == cutLength)
        report.notes[static_cast<std::size_t>(Note::CutNames)] = static_cast<std::uint32_t>(m_fullNames);
}

} // namespace forewatch
