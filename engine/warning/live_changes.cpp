#include "engine/warning/live_changes.h"

#include "engine/core/text.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

namespace forewatch {

namespace {

constexpr std::size_t fewestRows = 20;

/// What a row says, with words as numbers that two tables share.
struct Row
{
    Time time;
    double longitude;
    double latitude;
    std::uint32_t type;
    std::uint64_t rest;
    std::uint32_t reported;

    auto all() const { return std::tie(time, longitude, latitude, type, rest, reported); }
};

/// Numbers for the words of one kind in two tables.
std::vector<std::uint32_t> numbersOf(const QStringList &words, QStringList &known)
{
    std::vector<std::uint32_t> numbers;
    for (const QString &word : words) {
        qsizetype at = known.indexOf(word);
        if (at < 0) {
            at = known.size();
            known << word;
        }
        numbers.push_back(static_cast<std::uint32_t>(at));
    }
    return numbers;
}

struct Words
{
    QStringList types;
    QStringList weapons;
    QStringList premises;
    QStringList districts;
};

std::vector<Row> rowsOf(const IncidentTable &table, Words &words)
{
    const auto types = numbersOf(table.names().types, words.types);
    const auto weapons = numbersOf(table.names().weapons, words.weapons);
    const auto premises = numbersOf(table.names().premises, words.premises);
    const auto districts = numbersOf(table.names().districts, words.districts);
    const auto number = [](const std::vector<std::uint32_t> &numbers, std::uint16_t index) {
        return index == Incident::nothing ? std::uint64_t(0xffff) : std::uint64_t(numbers[index]);
    };
    std::vector<Row> rows;
    rows.reserve(table.size());
    for (const Incident &incident : table.all())
        rows.push_back({incident.time, incident.place.longitude, incident.place.latitude,
                        static_cast<std::uint32_t>(number(types, incident.type)),
                        number(weapons, incident.weapon) << 48 | number(premises, incident.premise) << 32
                            | number(districts, incident.district) << 16 | std::uint64_t(incident.setting) << 8 | incident.flags,
                        incident.reportedAfter});
    std::ranges::sort(rows, [](const Row &a, const Row &b) { return a.all() < b.all(); });
    return rows;
}

/// Takes pairs with equal keys out of both; the times of those taken from `went` and `came` are told.
template <class Key>
std::size_t pairOff(std::vector<Row> &went, std::vector<Row> &came, const Key &key, const std::function<void(Time)> &tell)
{
    const auto byKey = [&](const Row &a, const Row &b) { return key(a) < key(b); };
    std::ranges::sort(went, byKey);
    std::ranges::sort(came, byKey);
    std::vector<Row> wentLeft;
    std::vector<Row> cameLeft;
    std::size_t pairs = 0;
    auto a = went.begin();
    auto b = came.begin();
    while (a != went.end() && b != came.end()) {
        if (key(*a) < key(*b)) {
            wentLeft.push_back(*a++);
        } else if (key(*b) < key(*a)) {
            cameLeft.push_back(*b++);
        } else {
            tell(std::min(a->time, b->time));
            ++pairs;
            ++a;
            ++b;
        }
    }
    wentLeft.insert(wentLeft.end(), a, went.end());
    cameLeft.insert(cameLeft.end(), b, came.end());
    went = std::move(wentLeft);
    came = std::move(cameLeft);
    return pairs;
}

FeedDelay figuresOf(std::vector<Duration> ages, const Task &task)
{
    std::ranges::sort(ages);
    FeedDelay delay;
    delay.rows = ages.size();
    delay.median = ages[(ages.size() - 1) / 2];
    delay.most = ages[static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(ages.size()))) - 1];
    const auto beyond = ages.end() - std::ranges::upper_bound(ages, task.delay);
    delay.beyondModel = {static_cast<std::size_t>(beyond), ages.size()};
    return delay;
}

/// To the minute below a day, to the hour below a month: a delay is not known better.
QString spokenDelay(Duration delay)
{
    using namespace std::chrono;
    if (delay == Duration::max() || delay >= days(3650))
        return QStringLiteral("never");
    if (delay < hours(1))
        return QStringLiteral("%1 min").arg(ceil<minutes>(delay).count());
    if (delay < days(2))
        return QStringLiteral("%1 h").arg(static_cast<double>(delay.count()) / 3600, 0, 'f', 1);
    return QStringLiteral("%1 days").arg(static_cast<double>(delay.count()) / 86400, 0, 'f', 1);
}

} // namespace

QString RowChanges::spoken() const
{
    const auto rows = [](std::size_t count) {
        return count == 1 ? QStringLiteral("1 new row") : QStringLiteral("%1 new rows").arg(grouped(static_cast<qint64>(count)));
    };
    QStringList parts;
    if (added > 0)
        parts << rows(added) + (late > 0 ? QStringLiteral(", %1 of them late").arg(grouped(static_cast<qint64>(late))) : QString());
    if (corrected > 0)
        parts << QStringLiteral("%1 corrected").arg(grouped(static_cast<qint64>(corrected)));
    if (removed > 0)
        parts << QStringLiteral("%1 removed").arg(grouped(static_cast<qint64>(removed)));
    return parts.join(QStringLiteral("; "));
}

RowChanges changesBetween(const IncidentTable &before, const IncidentTable &now)
{
    Words words;
    const std::vector<Row> old = rowsOf(before, words);
    const std::vector<Row> fresh = rowsOf(now, words);
    std::vector<Row> went;
    std::vector<Row> came;
    const auto byAll = [](const Row &a, const Row &b) { return a.all() < b.all(); };
    std::ranges::set_difference(old, fresh, std::back_inserter(went), byAll);
    std::ranges::set_difference(fresh, old, std::back_inserter(came), byAll);

    RowChanges changes;
    const auto touch = [&](Time time) { changes.reachesBack = std::min(changes.reachesBack.value_or(time), time); };
    changes.corrected += pairOff(went, came, [](const Row &r) { return std::tuple(r.time, r.longitude, r.latitude); }, touch);
    changes.corrected += pairOff(went, came, [](const Row &r) { return std::tuple(r.time, r.type); }, touch);
    changes.corrected += pairOff(went, came, [](const Row &r) { return std::tuple(r.type, r.longitude, r.latitude); }, touch);
    for (const Row &row : went) {
        ++changes.removed;
        touch(row.time);
    }
    for (const Row &row : came) {
        ++changes.added;
        changes.arrived.push_back(row.time);
        if (!before.isEmpty() && row.time < before.last()) {
            ++changes.late;
            touch(row.time);
        }
    }
    std::ranges::sort(changes.arrived);
    return changes;
}

QString FeedDelay::sentence(const Task &task) const
{
    const ShareInterval interval = wilsonInterval(beyondModel);
    const QString observed = QStringLiteral("Half of %1 rows %2 within %3 of the incident, 95 % within %4.")
                                 .arg(grouped(static_cast<qint64>(rows)),
                                      fromReports ? QStringLiteral("were reported") : QStringLiteral("came"),
                                      spokenDelay(median), spokenDelay(most));
    if (task.question == Question::NextWindow && task.reporting == Reporting::AsReported)
        return observed + QStringLiteral(" The model was trained with the table's own times of report.");
    const QString share = QStringLiteral("%1 % [%2, %3] of the rows")
                              .arg(100 * beyondModel.value(), 0, 'f', 0).arg(100 * interval.low, 0, 'f', 0).arg(100 * interval.high, 0, 'f', 0);
    const QString trained = task.delay == Duration(0) ? QStringLiteral("no delay") : QStringLiteral("a delay of %1").arg(formatDuration(task.delay));
    return observed
        + (interval.low > 0.05
               ? QStringLiteral(" The model was trained for %1, and %2 come later: it misses rows that it learnt to rely on, so its risks "
                                "are wrong here. Train one with the feed's delay.").arg(trained, share)
               : QStringLiteral(" The model was trained for %1; %2 come later.").arg(trained, share));
}

std::optional<FeedDelay> delayOfReports(const City &city, const Task &task)
{
    if (city.incidents->isEmpty() || !tellsReports(city))
        return std::nullopt;
    const Time end = city.incidents->last() - std::chrono::days(7);
    std::vector<Duration> ages;
    for (const Incident &incident : city.incidents->snapshot({end - std::chrono::days(35), std::chrono::days(35)}).incidents)
        ages.push_back(incident.reportedAfter == Incident::neverReported ? Duration::max() : Duration(incident.reportedAfter));
    if (ages.size() < fewestRows)
        return std::nullopt;
    FeedDelay delay = figuresOf(std::move(ages), task);
    delay.fromReports = true;
    return delay;
}

std::optional<FeedDelay> delayOfArrivals(std::vector<Duration> ages, const Task &task)
{
    if (ages.size() < fewestRows)
        return std::nullopt;
    return figuresOf(std::move(ages), task);
}

} // namespace forewatch
