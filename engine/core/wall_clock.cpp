#include "engine/core/wall_clock.h"

#include "engine/core/error.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace forewatch {

using namespace std::chrono;

WallClock::WallClock(const QString &zone) : m_zone(zone)
{
    const QTimeZone known(zone.toUtf8());
    if (zone.isEmpty() || !known.isValid())
        throw Error(QStringLiteral("The time zone “%1” is unknown. Name it as in America/New_York, or UTC.").arg(zone.left(80)));
    const auto at = [](int year) { return QDateTime(QDate(year, 1, 1), QTime(0, 0), Qt::UTC); };
    m_changes.push_back({sys_seconds::min(), seconds(known.offsetFromUtc(at(1900)))});
    for (const auto &change : known.transitions(at(1900), at(2100))) {
        const sys_seconds moment(seconds(change.atUtc.toSecsSinceEpoch()));
        const Duration before = m_changes.back().offset;
        const Duration after(change.offsetFromUtc);
        if (after == before)
            continue;
        m_changes.push_back({moment, after});
        const Time first(moment.time_since_epoch() + std::min(before, after));
        (after > before ? m_missing : m_doubled).push_back({first, after > before ? after - before : before - after});
    }
}

Time WallClock::fromUtc(sys_seconds moment) const
{
    const auto next = std::ranges::upper_bound(m_changes.begin() + 1, m_changes.end(), moment, {}, &Change::moment);
    return Time(moment.time_since_epoch() + std::prev(next)->offset);
}

sys_seconds WallClock::toUtc(Time time) const
{
    // On the clock that a change ends, it happens at its moment with the offset before it.
    const auto next = std::partition_point(m_changes.begin() + 1, m_changes.end(), [&](const Change &change) {
        const Change &before = *(&change - 1);
        return change.moment.time_since_epoch() + before.offset <= time.time_since_epoch();
    });
    const auto change = std::prev(next);
    if (change == m_changes.begin())
        return sys_seconds(time.time_since_epoch() - change->offset);
    // In the skipped hour the clock is read with the offset before.
    const Time resumed(change->moment.time_since_epoch() + change->offset);
    const Duration offset = time < resumed ? std::prev(change)->offset : change->offset;
    return sys_seconds(time.time_since_epoch() - offset);
}

} // namespace forewatch
