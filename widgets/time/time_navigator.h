#pragma once

#include "engine/core/time.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace forewatch {

/// The time that is looked at, and how it moves: one window of a span, stepped through by hand or played like a film.
///
/// Windows start on the grid `from + k · step` before `to`. What is kept is the start of the window that was moved to,
/// not an index, so another length or step shows the window that starts there or last before. What is shown is the
/// window, or in cumulative mode all that came before it, too. Lives on the GUI thread; receivers are called before the
/// next frame is timed, so a slow one lowers the frame rate and frames never queue up.
class TimeNavigator : public QObject
{
    Q_OBJECT

public:
    enum class Direction { Forward, Backward };

    static constexpr double slowest = 0.1;
    static constexpr double fastest = 60;

    explicit TimeNavigator(QObject *parent = nullptr);

    /// Nothing while the span is empty.
    std::optional<Window> window() const;

    /// What is to be shown: the window, or in cumulative mode all from the anchor (the start of the span without one) to
    /// the window's end. An anchor after the window's start waits for it.
    std::optional<Window> shownWindow() const;

    /// The shown window as people read it: `Sat 12 Nov 2016 22:00–24:00`, `until Sat 12 Nov 2016 24:00`; empty while the
    /// span is.
    QString title() const;

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
    bool isCumulative() const { return m_cumulative; }
    /// Where cumulative mode begins, if not with the span. None outside of that mode.
    const std::optional<Time> &anchor() const { return m_anchor; }

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
    void setBackward(bool backward);
    /// From the start of the span; turning it off forgets the anchor.
    void setCumulative(bool cumulative);
    /// Cumulative mode from `anchor` on.
    void setAnchor(forewatch::Time anchor);
    /// Cumulative mode from the current window on.
    void cumulateFromHere();
    /// Kept between `slowest` and `fastest`.
    void setFramesPerSecond(double framesPerSecond);
    void setSkipEmpty(bool skip);

Q_SIGNALS:
    void windowChanged(const forewatch::Window &window);
    /// Told before `windowChanged` where both change.
    void shownWindowChanged(const forewatch::Window &window);
    void playingChanged(bool playing);
    void spanChanged();
    /// Length, step, loop, direction, speed, skipping or cumulative mode.
    void settingsChanged();

private:
    std::size_t index() const { return windows().nearest(m_position); }
    /// The neighbor in a direction that is not skipped.
    std::optional<std::size_t> neighbor(Direction direction) const;
    std::optional<std::size_t> firstShown(Direction direction) const;
    bool isSkipped(std::size_t index) const;
    void show(std::optional<std::size_t> index);
    void moveTo(Time position);
    struct Shown
    {
        std::optional<Window> window;
        std::optional<Window> all;
    };
    Shown now() const { return {window(), shownWindow()}; }
    void announceIfChanged(const Shown &before);
    std::chrono::milliseconds frameTime() const;
    void playFrame();

    template <class T>
    void set(T &setting, const T &value)
    {
        if (setting == value)
            return;
        const auto before = now();
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
    bool m_cumulative = false;
    std::optional<Time> m_anchor;
    std::function<bool(const Window &)> m_isEmpty;
    std::vector<Time> m_targets;
    QTimer m_timer;
};

} // namespace forewatch
