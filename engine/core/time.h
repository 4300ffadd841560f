#pragma once

#include <QString>

#include <chrono>
#include <cstddef>
#include <optional>

namespace forewatch {

/// Wall-clock time in the city's own time zone, as its table prints it. No daylight-saving arithmetic is done on it.
using Time = std::chrono::local_seconds;
using Duration = std::chrono::seconds;

/// A half-open span of time: `start` is inside, `end()` is the first instant after it.
/// Adjacent windows therefore share no incident.
struct Window
{
    Time start;
    Duration length;

    constexpr Time end() const { return start + length; }
    constexpr bool contains(Time t) const { return start <= t && t < end(); }
    constexpr bool operator==(const Window &) const = default;
};

/// Equally long windows whose starts lie `step` apart. With `step == length` they tile the time line;
/// with a shorter step they overlap (2-hour windows every 10 minutes), with a longer one they leave gaps.
class WindowSequence
{
public:
    constexpr WindowSequence() = default;

    /// Precondition: `length` and `step` are positive.
    constexpr WindowSequence(Time first, Duration length, Duration step, std::size_t count)
        : m_first(first), m_length(length), m_step(step), m_count(count)
    {
    }

    /// The windows that start at `from`, `from + step`, … before `to`; the last may reach past `to`.
    static constexpr WindowSequence startingIn(Time from, Time to, Duration length, Duration step)
    {
        const auto count = to > from ? (to - from + step - Duration(1)) / step : 0;
        return {from, length, step, static_cast<std::size_t>(count)};
    }

    constexpr std::size_t count() const { return m_count; }
    constexpr Duration length() const { return m_length; }
    constexpr Duration step() const { return m_step; }

    /// Precondition: `index < count()`.
    constexpr Window at(std::size_t index) const
    {
        return {m_first + static_cast<Duration::rep>(index) * m_step, m_length};
    }

    /// The last window that starts at or before `t`; the first one for an earlier `t`. Precondition: `count() > 0`.
    constexpr std::size_t nearest(Time t) const
    {
        const auto started = t < m_first ? 0 : static_cast<std::size_t>((t - m_first) / m_step);
        return started < m_count ? started : m_count - 1;
    }

    /// The last window that starts at or before `t` and still contains it, or nothing.
    constexpr std::optional<std::size_t> latestContaining(Time t) const
    {
        if (m_count == 0)
            return std::nullopt;
        const auto index = nearest(t);
        return at(index).contains(t) ? std::optional(index) : std::nullopt;
    }

private:
    Time m_first{};
    Duration m_length{1};
    Duration m_step{1};
    std::size_t m_count = 0;
};

Time midnightOf(Time t);

/// Hour of the day, 0 to 23.
int hourOfDay(Time t);

/// Hour of the week, 0 (Monday 00:00) to 167.
std::size_t hourOfWeek(Time t);

/// Year of the calendar, e.g. 2014.
int yearOf(Time t);

Time makeTime(int year, int month, int day, int hour = 0, int minute = 0, int second = 0);

/// Reads `YYYY-MM-DD`, `YYYY-MM-DD HH:MM` or `YYYY-MM-DD HH:MM:SS`; a `T` may stand for the blank.
std::optional<Time> parseTime(const QString &text);

/// Writes `YYYY-MM-DD HH:MM`, with `:SS` where the seconds are not zero.
QString formatTime(Time t);

/// Writes a window as people read it: `Sat 12 Nov 2016 22:00–24:00`; both days where it spans more than one.
QString formatWindow(const Window &window);

/// Reads `90s`, `10m`, `2h`, `1d`, `4w`, and sums such as `1h30m`; a bare number is refused because its unit would be a
/// guess. At most some hundred years.
std::optional<Duration> parseDuration(const QString &text);

/// Writes the largest whole unit: `2 h`, `10 min`, `1 d`.
QString formatDuration(Duration duration);

} // namespace forewatch
