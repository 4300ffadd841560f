#pragma once

#include <chrono>

namespace forewatch {

/// Thrown by `Feedback::checkpoint` to unwind a long function that the user cancelled. Not an error.
struct Cancelled
{
};

/// How a long engine function speaks with whoever started it: progress goes out, the wish to stop comes in.
/// Called on the worker's thread.
class Feedback
{
public:
    virtual ~Feedback() = default;

    /// `fraction` of the work that is done, 0 to 1.
    virtual void progress(double fraction) = 0;
    virtual bool cancelled() const = 0;

    /// Reports progress; throws `Cancelled` when the user wants to stop. Call it at least every 100 ms.
    void checkpoint(double fraction)
    {
        progress(fraction);
        if (cancelled())
            throw Cancelled{};
    }
};

/// For callers that neither show progress nor cancel.
class NoFeedback final : public Feedback
{
public:
    void progress(double) override {}
    bool cancelled() const override { return false; }
};

/// One stage of a longer work: its 0 to 1 becomes `from` to `to` of the whole.
class StageFeedback final : public Feedback
{
public:
    StageFeedback(Feedback &whole, double from, double to) : m_whole(whole), m_from(from), m_to(to) {}

    void progress(double fraction) override { m_whole.progress(m_from + fraction * (m_to - m_from)); }
    bool cancelled() const override { return m_whole.cancelled(); }

private:
    Feedback &m_whole;
    double m_from;
    double m_to;
};

/// Passes everything on, and knows how long was worked meanwhile: a pause holds the work where it speaks with its feedback,
/// and is no work.
class WorkingFeedback final : public Feedback
{
public:
    explicit WorkingFeedback(Feedback &whole) : m_whole(whole) {}

    void progress(double fraction) override
    {
        const auto began = Clock::now();
        m_whole.progress(fraction);
        m_held += Clock::now() - began;
    }

    bool cancelled() const override
    {
        const auto began = Clock::now();
        const bool wish = m_whole.cancelled();
        m_held += Clock::now() - began;
        return wish;
    }

    /// Since it was made, less what was spent in calls of `progress` and `cancelled`.
    double workingSeconds() const { return std::chrono::duration<double>(Clock::now() - m_start - m_held).count(); }

private:
    using Clock = std::chrono::steady_clock;

    Feedback &m_whole;
    Clock::time_point m_start = Clock::now();
    mutable Clock::duration m_held{};
};

} // namespace forewatch
