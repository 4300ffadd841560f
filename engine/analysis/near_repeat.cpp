#include "engine/analysis/near_repeat.h"

#include "engine/core/error.h"
#include "engine/core/random.h"
#include "engine/core/text.h"
#include "engine/geo/ground_plane.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace forewatch {

namespace {

constexpr std::size_t mostEvents = 20'000;
constexpr std::size_t mostPairs = 30'000'000;
constexpr double samePlaceMetres = 1;

struct Pair
{
    std::uint32_t first;
    /// The index of the other event shifted by a byte, and the distance band in that byte.
    std::uint32_t secondAndBand;
};

template <class Bands, class Value>
std::size_t bandOf(const Bands &ends, Value value)
{
    return static_cast<std::size_t>(std::ranges::upper_bound(ends, value) - ends.begin());
}

/// All pairs nearer than the last band, found through squares as wide as it is far.
std::vector<Pair> nearPairs(const std::vector<GroundPoint> &places, const std::vector<double> &ends, Feedback &feedback)
{
    const double reach = ends.back();
    const auto squareOf = [&](double metres) { return static_cast<std::int64_t>(std::floor(metres / reach)); };
    const auto keyOf = [](std::int64_t east, std::int64_t north) { return east * (std::int64_t(1) << 32) + north; };
    std::unordered_map<std::int64_t, std::vector<std::uint32_t>> squares;
    std::vector<Pair> pairs;
    for (std::uint32_t i = 0; i < places.size(); ++i) {
        if (i % 256 == 0)
            feedback.checkpoint(static_cast<double>(i) / static_cast<double>(places.size()));
        const std::int64_t east = squareOf(places[i].east);
        const std::int64_t north = squareOf(places[i].north);
        for (std::int64_t x = east - 1; x <= east + 1; ++x) {
            for (std::int64_t y = north - 1; y <= north + 1; ++y) {
                const auto square = squares.find(keyOf(x, y));
                if (square == squares.end())
                    continue;
                for (const std::uint32_t other : square->second) {
                    const double metres = std::hypot(places[i].east - places[other].east, places[i].north - places[other].north);
                    if (metres >= reach)
                        continue;
                    const std::size_t band = metres < samePlaceMetres ? 0 : 1 + bandOf(ends, metres);
                    pairs.push_back({i, other << 8 | static_cast<std::uint32_t>(band)});
                }
            }
        }
        if (pairs.size() > mostPairs)
            throw Error(QStringLiteral("More than %1 pairs of events lie within %2 m of each other, too many to deal out "
                                       "again and again. Choose shorter distances, a shorter span or fewer types.")
                            .arg(grouped(mostPairs)).arg(reach));
        squares[keyOf(east, north)].push_back(i);
    }
    return pairs;
}

/// Pairs by distance band (rows, of which there are `rows`) and time band.
std::vector<std::uint32_t> countPairs(const std::vector<Pair> &pairs, const std::vector<std::int32_t> &dates,
                                      const std::vector<std::uint8_t> &timeBand, std::size_t rows, std::size_t columns)
{
    std::vector<std::uint32_t> counts(rows * columns);
    const auto mostDays = static_cast<std::int32_t>(timeBand.size());
    for (const Pair &pair : pairs) {
        const std::int32_t apart = std::abs(dates[pair.first] - dates[pair.secondAndBand >> 8]);
        if (apart < mostDays)
            ++counts[(pair.secondAndBand & 0xff) * columns + timeBand[static_cast<std::size_t>(apart)]];
    }
    return counts;
}

template <class Value>
bool ascends(const std::vector<Value> &ends)
{
    return !ends.empty() && ends.front() > 0 && std::ranges::adjacent_find(ends, std::ranges::greater_equal()) == ends.end();
}

} // namespace

void NearRepeatSettings::require() const
{
    if (!ascends(metres) || metres.size() > 20 || metres.front() < samePlaceMetres || metres.back() > 10'000)
        throw Error(QStringLiteral("Distance bands must ascend from at least 1 m to at most 10,000 m, at most 20 of them, e.g. 100,200,300."));
    if (!ascends(days) || days.size() > 20 || days.back() > 3660)
        throw Error(QStringLiteral("Time bands must ascend from at least 1 day to at most 3,660 days, at most 20 of them, e.g. 7,14,21,28."));
    if (runs < fewestRuns || runs > mostRuns)
        throw Error(QStringLiteral("The number of runs must be from %1 to %2.").arg(fewestRuns).arg(mostRuns));
}

QString NearRepeat::distanceLabel(std::size_t row) const
{
    if (row == 0)
        return QStringLiteral("same place");
    return QStringLiteral("%1–%2 m").arg(row == 1 ? 0 : settings.metres[row - 2]).arg(settings.metres[row - 1]);
}

QString NearRepeat::timeLabel(std::size_t column) const
{
    const int from = column == 0 ? 0 : settings.days[column - 1];
    const int last = settings.days[column] - 1;
    return from == last ? QStringLiteral("%1 d").arg(from) : QStringLiteral("%1–%2 d").arg(from).arg(last);
}

NearRepeat nearRepeat(std::span<const Incident> events, const NearRepeatSettings &settings, Feedback &feedback)
{
    settings.require();
    NearRepeat result;
    result.settings = settings;
    result.given = events.size();
    events = events.last(std::min(events.size(), mostEvents));
    result.events = events.size();
    const std::size_t rows = settings.metres.size() + 1;
    const std::size_t columns = settings.days.size();
    result.cells.assign(rows, std::vector<NearRepeatCell>(columns));
    if (events.empty())
        return result;
    result.first = events.front().time;

    GeoBox box;
    for (const Incident &event : events)
        box.add(event.place);
    const GroundPlane plane(box);
    std::vector<GroundPoint> places;
    std::vector<std::int32_t> dates;
    for (const Incident &event : events) {
        places.push_back(plane.toGround(event.place));
        dates.push_back(static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(event.time).time_since_epoch().count()));
    }
    std::vector<std::uint8_t> timeBand;
    for (int day = 0; day < settings.days.back(); ++day)
        timeBand.push_back(static_cast<std::uint8_t>(bandOf(settings.days, day)));

    StageFeedback finding(feedback, 0, 0.1);
    const std::vector<Pair> pairs = nearPairs(places, settings.metres, finding);
    result.nearPairs = pairs.size();
    const std::vector<std::uint32_t> observed = countPairs(pairs, dates, timeBand, rows, columns);
    std::vector<std::uint64_t> sums(rows * columns);
    std::vector<int> atLeast(rows * columns);
    for (int run = 0; run < settings.runs; ++run) {
        feedback.checkpoint(0.1 + 0.9 * run / settings.runs);
        Random random(settings.seed, static_cast<std::uint64_t>(run));
        random.shuffle(dates);
        const std::vector<std::uint32_t> dealt = countPairs(pairs, dates, timeBand, rows, columns);
        for (std::size_t i = 0; i < dealt.size(); ++i) {
            sums[i] += dealt[i];
            atLeast[i] += dealt[i] >= observed[i];
        }
    }
    for (std::size_t i = 0; i < observed.size(); ++i)
        result.cells[i / columns][i % columns] = {observed[i], static_cast<double>(sums[i]) / settings.runs,
                                                  (1. + atLeast[i]) / (1. + settings.runs)};
    return result;
}

} // namespace forewatch
