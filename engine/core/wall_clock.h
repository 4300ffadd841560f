#pragma once

#include "engine/core/time.h"

#include <QString>

#include <span>
#include <vector>

namespace forewatch {

/// The clock on a city's walls: turns moments into its local time and back. From 1900 to 2100, after which the last
/// offset holds. Immutable; a conversion is one binary search.
class WallClock
{
public:
    /// `zone` is an IANA name (`America/New_York`) or `UTC`. Throws `Error` for an unknown one.
    explicit WallClock(const QString &zone);

    const QString &zone() const { return m_zone; }

    Time fromUtc(std::chrono::sys_seconds moment) const;

    /// Of a doubled hour the first; an hour that the clock skips is read as if it had not been put forward yet.
    std::chrono::sys_seconds toUtc(Time time) const;

    /// Spans of local time that the clock skips in spring and shows twice in autumn, in order of time.
    std::span<const Window> missing() const { return m_missing; }
    std::span<const Window> doubled() const { return m_doubled; }

private:
    struct Change
    {
        std::chrono::sys_seconds moment;
        /// Seconds east of UTC from then on.
        Duration offset;
    };

    QString m_zone;
    /// The first one stands for all time before the second.
    std::vector<Change> m_changes;
    std::vector<Window> m_missing;
    std::vector<Window> m_doubled;
};

} // namespace forewatch
