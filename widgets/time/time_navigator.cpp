#include "widgets/time/time_navigator.h"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace forewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration day = 24h;

/// However slow the receivers are, the event loop gets this long between two frames.
constexpr auto breath = 5ms;

} // namespace

TimeNavigator::TimeNavigator(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TimeNavigator::playFrame);
}

WindowSequence TimeNavigator::windows() const
{
    return WindowSequence::startingIn(m_from, m_to, m_length, m_step);
}

std::optional<Window> TimeNavigator::window() const
{
    if (isEmpty())
        return std::nullopt;
    return windows().at(index());
}

std::optional<Window> TimeNavigator::shownWindow() const
{
    auto shown = window();
    if (shown && m_cumulative) {
        const Time start = std::min(shown->start, m_anchor.value_or(m_from));
        shown = Window{start, shown->end() - start};
    }
    return shown;
}

QString TimeNavigator::title() const
{
    const auto shown = shownWindow();
    if (!shown)
        return {};
    if (!m_cumulative)
        return formatWindow(*shown);
    // As a window's end is written: a day ends at 24:00.
    const QString last = formatWindow(*window());
    const QString end = last.contains(QStringLiteral(" – "))
        ? last.section(QStringLiteral(" – "), 1)
        : last.section(QLatin1Char(' '), 0, 3) + QLatin1Char(' ') + last.section(QChar(0x2013), 1);
    if (!m_anchor || shown->start != *m_anchor)
        return tr("until %1").arg(end);
    // A span of two days names both of its ends.
    const QString begin = formatWindow({*m_anchor, 2 * day}).section(QStringLiteral(" – "), 0, 0);
    return tr("%1 until %2").arg(begin, end);
}

void TimeNavigator::setEmptyTest(std::function<bool(const Window &)> isEmpty)
{
    m_isEmpty = std::move(isEmpty);
}

void TimeNavigator::setTargets(std::vector<Time> targets)
{
    Q_ASSERT(std::ranges::is_sorted(targets));
    m_targets = std::move(targets);
}

void TimeNavigator::setSpan(Time from, Time to)
{
    if (from == m_from && to == m_to)
        return;
    const auto before = now();
    m_from = from;
    m_to = to;
    if (m_position < from || m_position >= to)
        m_position = from;
    if (isEmpty())
        pause();
    Q_EMIT spanChanged();
    announceIfChanged(before);
}

void TimeNavigator::setLength(Duration length)
{
    Q_ASSERT(length > Duration::zero());
    set(m_length, length);
}

void TimeNavigator::setStep(Duration step)
{
    Q_ASSERT(step > Duration::zero());
    set(m_step, step);
}

void TimeNavigator::setLoop(bool loop)
{
    set(m_loop, loop);
}

void TimeNavigator::setDirection(Direction direction)
{
    set(m_direction, direction);
}

void TimeNavigator::setBackward(bool backward)
{
    setDirection(backward ? Direction::Backward : Direction::Forward);
}

void TimeNavigator::setCumulative(bool cumulative)
{
    if (cumulative == m_cumulative)
        return;
    const auto before = now();
    m_cumulative = cumulative;
    m_anchor.reset();
    Q_EMIT settingsChanged();
    announceIfChanged(before);
}

void TimeNavigator::setAnchor(Time anchor)
{
    if (m_cumulative && m_anchor == anchor)
        return;
    const auto before = now();
    m_cumulative = true;
    m_anchor = anchor;
    Q_EMIT settingsChanged();
    announceIfChanged(before);
}

void TimeNavigator::cumulateFromHere()
{
    if (const auto current = window())
        setAnchor(current->start);
}

void TimeNavigator::setFramesPerSecond(double framesPerSecond)
{
    if (const double kept = std::clamp(framesPerSecond, slowest, fastest); kept != m_framesPerSecond) {
        set(m_framesPerSecond, kept);
        // A frame that is waited for is not waited for at the old, slow speed.
        if (isPlaying())
            m_timer.start(std::min(frameTime(), m_timer.remainingTimeAsDuration()));
    }
}

void TimeNavigator::setSkipEmpty(bool skip)
{
    set(m_skipEmpty, skip);
}

void TimeNavigator::goTo(Time time)
{
    moveTo(time);
}

void TimeNavigator::next()
{
    show(neighbor(Direction::Forward));
}

void TimeNavigator::previous()
{
    show(neighbor(Direction::Backward));
}

void TimeNavigator::nextDay()
{
    if (const auto current = window())
        moveTo(current->start + std::max(day, m_step));
}

void TimeNavigator::previousDay()
{
    if (const auto current = window())
        moveTo(current->start - std::max(day, m_step));
}

void TimeNavigator::first()
{
    moveTo(m_from);
}

void TimeNavigator::last()
{
    moveTo(m_to);
}

void TimeNavigator::goToNextTarget()
{
    const auto current = window();
    if (!current)
        return;
    const auto after = std::ranges::lower_bound(m_targets, current->end());
    const auto found = std::find_if(after, m_targets.end(),
                                    [all = windows()](Time t) { return all.latestContaining(t).has_value(); });
    if (found != m_targets.end())
        moveTo(*found);
}

void TimeNavigator::goToPreviousTarget()
{
    const auto current = window();
    if (!current)
        return;
    const auto before = std::make_reverse_iterator(std::ranges::lower_bound(m_targets, current->start));
    const auto found = std::find_if(before, m_targets.rend(),
                                    [all = windows()](Time t) { return all.latestContaining(t).has_value(); });
    if (found != m_targets.rend())
        moveTo(*found);
}

void TimeNavigator::play()
{
    if (isEmpty() || isPlaying())
        return;
    if (!neighbor(m_direction))
        show(firstShown(m_direction));
    m_timer.start(frameTime());
    Q_EMIT playingChanged(true);
}

void TimeNavigator::pause()
{
    if (!isPlaying())
        return;
    m_timer.stop();
    Q_EMIT playingChanged(false);
}

void TimeNavigator::togglePlay()
{
    if (isPlaying())
        pause();
    else
        play();
}

bool TimeNavigator::isSkipped(std::size_t index) const
{
    return m_skipEmpty && m_isEmpty && m_isEmpty(windows().at(index));
}

std::optional<std::size_t> TimeNavigator::neighbor(Direction direction) const
{
    if (isEmpty())
        return std::nullopt;
    const std::size_t count = windows().count();
    // Going down past 0 wraps around to a number that is not below `count` either.
    const std::size_t by = direction == Direction::Forward ? 1 : static_cast<std::size_t>(-1);
    for (std::size_t i = index() + by; i < count; i += by) {
        if (!isSkipped(i))
            return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> TimeNavigator::firstShown(Direction direction) const
{
    const auto indices = std::views::iota(std::size_t(0), windows().count());
    const auto shown = [this](std::size_t i) { return !isSkipped(i); };
    if (direction == Direction::Forward) {
        const auto found = std::ranges::find_if(indices, shown);
        return found == indices.end() ? std::nullopt : std::optional(*found);
    }
    const auto backward = indices | std::views::reverse;
    const auto found = std::ranges::find_if(backward, shown);
    return found == backward.end() ? std::nullopt : std::optional(*found);
}

void TimeNavigator::show(std::optional<std::size_t> index)
{
    if (index)
        moveTo(windows().at(*index).start);
}

void TimeNavigator::moveTo(Time position)
{
    if (isEmpty())
        return;
    const auto before = now();
    m_position = windows().at(windows().nearest(position)).start;
    announceIfChanged(before);
}

void TimeNavigator::announceIfChanged(const Shown &before)
{
    const Shown after = now();
    if (after.all && after.all != before.all)
        Q_EMIT shownWindowChanged(*after.all);
    if (after.window && after.window != before.window)
        Q_EMIT windowChanged(*after.window);
}

std::chrono::milliseconds TimeNavigator::frameTime() const
{
    return std::chrono::milliseconds(std::lround(1000 / m_framesPerSecond));
}

void TimeNavigator::playFrame()
{
    QElapsedTimer spent;
    spent.start();
    // Running until the receivers are done, so that one of them may pause.
    const auto interval = frameTime();
    m_timer.start(interval);
    auto following = neighbor(m_direction);
    if (!following && m_loop)
        following = firstShown(m_direction);
    if (!following) {
        pause();
        return;
    }
    show(following);
    if (isPlaying())
        m_timer.start(std::max<std::chrono::milliseconds>(interval - std::chrono::milliseconds(spent.elapsed()), breath));
}

} // namespace forewatch
