#pragma once

#include "engine/core/time.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace forewatch {

/// The time that is looked at, and how it moves: one window of a span, stepped through by hand or played like a film.
///
/// Windows start on the grid `from + k · step` before `to`. What is kept is the start of the window that was moved to,
/// not an index, so another length or step shows the window that starts there or last before. Lives on the GUI thread; receivers are called before the next frame
/// is timed, so a slow one lowers the frame rate and frames never queue up.
class TimeNavigator : public QObject
{
    Q_OBJECT

public:
    enum class Direction { Forward, Backward };

    static constexpr double slowest = 0.5;
    static constexpr double fastest = 30;

    explicit TimeNavigator(QObject *parent = nullptr);

    /// Nothing while the span is empty.
    std::optional<Window> window() const;

    Time from() const { return m_from; }
    /// Excluded.
    Time to() const { return m_to; }
    bool isEmpty() const { return m_from >= m_to; }
    Duration length() const { return m_length; }
    Duration step() const { return m_step; }
    bool isPlaying() const { return m_timer.isActive(); }
    bool loops() const { return m_loop; }
    Direction direction() const { return m_direction; }
    double framesPerSecond() const { return m_framesPerSecond; }
    bool skipsEmpty() const { return m_skipEmpty; }

    /// All windows of the span.
    WindowSequence windows() const;

    /// Whether a window holds nothing and is skipped when that is wanted. Called often: it must be quick.
    void setEmptyTest(std::function<bool(const Window &)> isEmpty);

    /// What `goToNextTarget` and `goToPreviousTarget` look for. Precondition: ascending.
    void setTargets(std::vector<Time> targets);

    /// The position is kept where the new span holds it.
    void setSpan(Time from, Time to);

    /// Precondition of both: positive.
    void setLength(Duration length);
    void setStep(Duration step);

public Q_SLOTS:
    /// The last window that starts at or before `time`; the first or last one outside the span.
    void goTo(forewatch::Time time);

    void next();
    void previous();
    /// A day on, or a step where that is longer.
    void nextDay();
    void previousDay();
    void first();
    void last();

    /// The nearest target after, or before, the current window that some window shows; stays where there is none.
    void goToNextTarget();
    void goToPreviousTarget();

    /// Goes on from the other end when there is nothing left to play.
    void play();
    void pause();
    void togglePlay();

    void setLoop(bool loop);
    void setDirection(forewatch::TimeNavigator::Direction direction);
    /// Kept between `slowest` and `fastest`.
    void setFramesPerSecond(double framesPerSecond);
    void setSkipEmpty(bool skip);

Q_SIGNALS:
    void windowChanged(const forewatch::Window &window);
    void playingChanged(bool playing);
    void spanChanged();
    /// Length, step, loop, direction, speed or skipping.
    void settingsChanged();

private:
    std::size_t index() const { return windows().nearest(m_position); }
    /// The neighbor in a direction that is not skipped.
    std::optional<std::size_t> neighbor(Direction direction) const;
    std::optional<std::size_t> firstShown(Direction direction) const;
    bool isSkipped(std::size_t index) const;
    void show(std::optional<std::size_t> index);
    void moveTo(Time position);
    void announceIfChanged(const std::optional<Window> &before);
    void playFrame();

    template <class T>
    void set(T &setting, const T &value)
    {
        if (setting == value)
            return;
        const auto before = window();
        setting = value;
        Q_EMIT settingsChanged();
        announceIfChanged(before);
    }

    Time m_from{};
    Time m_to{};
    Duration m_length = std::chrono::hours(2);
    Duration m_step = std::chrono::hours(2);
    Time m_position{};
    bool m_loop = false;
    Direction m_direction = Direction::Forward;
    double m_framesPerSecond = 4;
    bool m_skipEmpty = false;
    std::function<bool(const Window &)> m_isEmpty;
    std::vector<Time> m_targets;
    QTimer m_timer;
};

} // namespace forewatch
