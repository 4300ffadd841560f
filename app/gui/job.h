#pragma once

#include "engine/core/error.h"
#include "engine/core/feedback.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>
#include <QtConcurrent>

#include <functional>
#include <memory>
#include <variant>

namespace forewatch {

/// What every background job tells the window, whatever its result is. Signals arrive on the owner's thread.
class JobBase : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual bool isRunning() const = 0;

    /// Asks the work to stop and returns at once; `cancelled` follows when it has, also for work that is held.
    virtual void cancel() = 0;

    /// Holds the work where it speaks with its `Feedback` next, or lets it go on; returns at once. New work is not held.
    virtual void setHeld(bool held) = 0;
    virtual bool isHeld() const = 0;

Q_SIGNALS:
    void started();
    void progressed(int permille);
    /// The work is over, whatever came of it; before `failed`, `cancelled` or the result's delivery.
    void ended();
    void failed(const QString &message);
    void cancelled();
};

/// Runs one engine function on a thread pool and hands its result over on the owner's thread. A new start makes the
/// result of the one before void; destroying the job cancels it and waits.
///
/// The watcher is a member and the future's value holds either a result or a failure, because in Qt 6.4
/// `QFuture::then(context, …)` asserts when the context dies first, and `onFailed` is not called for exceptions that are
/// no QException.
template <class Result>
class Job final : public JobBase
{
    struct Failure
    {
        QString message;
    };
    using Outcome = std::variant<std::monostate, std::shared_ptr<const Result>, Failure>;

    class PromiseFeedback final : public Feedback
    {
    public:
        explicit PromiseFeedback(QPromise<Outcome> &promise) : m_promise(promise) { m_promise.setProgressRange(0, 1000); }

        void progress(double fraction) override
        {
            m_promise.setProgressValue(static_cast<int>(fraction * 1000));
            m_promise.suspendIfRequested();
        }
        bool cancelled() const override
        {
            m_promise.suspendIfRequested();
            return m_promise.isCanceled();
        }

    private:
        QPromise<Outcome> &m_promise;
    };

public:
    using Work = std::function<Result(Feedback &)>;
    using Done = std::function<void(std::shared_ptr<const Result>)>;

    /// `pool` must outlive the job.
    explicit Job(QThreadPool *pool, QObject *parent = nullptr) : JobBase(parent), m_pool(pool)
    {
        connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, this, &JobBase::progressed);
        connect(&m_watcher, &QFutureWatcherBase::finished, this, &Job::deliver);
    }

    ~Job() override
    {
        m_watcher.disconnect(this);
        m_watcher.cancel();
        m_watcher.waitForFinished();
    }

    bool isRunning() const override { return m_watcher.isRunning(); }
    void cancel() override { m_watcher.cancel(); }
    void setHeld(bool held) override { m_watcher.setSuspended(held); }
    bool isHeld() const override { return m_watcher.isSuspending() || m_watcher.isSuspended(); }

    /// Starts `work` on the pool; `done` gets its result. Copy what `work` needs into it: it runs on another thread.
    void start(Work work, Done done)
    {
        m_watcher.cancel();
        m_done = std::move(done);
        Q_EMIT started();
        m_watcher.setFuture(QtConcurrent::run(m_pool, [work = std::move(work)](QPromise<Outcome> &promise) {
            PromiseFeedback feedback(promise);
            try {
                promise.addResult(Outcome(std::make_shared<const Result>(work(feedback))));
            } catch (const Cancelled &) {
                promise.future().cancel();
            } catch (const Error &error) {
                promise.addResult(Outcome(Failure{error.message()}));
            } catch (const std::exception &fault) {
                promise.addResult(Outcome(Failure{QStringLiteral("Internal fault: %1").arg(QString::fromUtf8(fault.what()))}));
            }
        }));
    }

private:
    void deliver()
    {
        Q_EMIT ended();
        if (m_watcher.isCanceled()) {
            Q_EMIT cancelled();
            return;
        }
        const Outcome outcome = m_watcher.result();
        if (const auto *result = std::get_if<std::shared_ptr<const Result>>(&outcome))
            m_done(*result);
        else if (const auto *failure = std::get_if<Failure>(&outcome))
            Q_EMIT failed(failure->message);
    }

    QThreadPool *m_pool;
    QFutureWatcher<Outcome> m_watcher;
    Done m_done;
};

} // namespace forewatch
