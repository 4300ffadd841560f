#include "app/gui/job.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace forewatch;

namespace {

/// Work that counts its steps until it is stopped, and says how many it made.
class Steps
{
public:
    explicit Steps(int most) : m_most(most) {}

    std::function<int(Feedback &)> work() const
    {
        return [done = m_done, most = m_most](Feedback &feedback) {
            for (int i = 0; i < most; ++i) {
                feedback.checkpoint(static_cast<double>(i) / most);
                ++*done;
                QThread::msleep(1);
            }
            return done->load();
        };
    }

    int done() const { return m_done->load(); }

    /// Whether no step is made for a while.
    bool restsNow() const
    {
        const int before = done();
        QTest::qWait(60);
        return done() == before;
    }

private:
    int m_most;
    std::shared_ptr<std::atomic<int>> m_done = std::make_shared<std::atomic<int>>(0);
};

constexpr int endless = 1'000'000;
constexpr int patience = 10'000;

} // namespace

/// A job is held at its next checkpoint, goes on where it stood, and can be cancelled and destroyed while it is held.
class TestJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void heldWorkRestsAndGoesOnToTheSameResult()
    {
        const Steps steps(300);
        int result = 0;
        Job<int> job(&m_pool);
        job.start(steps.work(), [&](std::shared_ptr<const int> done) { result = *done; });
        QTRY_VERIFY_WITH_TIMEOUT(steps.done() > 3, patience);
        job.setHeld(true);
        QVERIFY(job.isHeld());
        QTRY_VERIFY_WITH_TIMEOUT(steps.restsNow(), patience);
        QVERIFY(job.isRunning());
        QVERIFY(steps.done() < 300);
        QCOMPARE(result, 0);
        job.setHeld(false);
        QVERIFY(!job.isHeld());
        QTRY_COMPARE_WITH_TIMEOUT(result, 300, patience);
    }

    void heldWorkIsCancelled()
    {
        const Steps steps(endless);
        Job<int> job(&m_pool);
        QSignalSpy cancelled(&job, &JobBase::cancelled);
        job.start(steps.work(), [](auto) { QFAIL("The work was cancelled"); });
        QTRY_VERIFY_WITH_TIMEOUT(steps.done() > 3, patience);
        job.setHeld(true);
        QTRY_VERIFY_WITH_TIMEOUT(steps.restsNow(), patience);
        job.cancel();
        QVERIFY(cancelled.wait(patience) || !cancelled.isEmpty());
        QVERIFY(!job.isRunning());
        QVERIFY(!job.isHeld());
        QVERIFY(m_pool.waitForDone(patience));
    }

    void heldWorkIsDestroyed()
    {
        const Steps steps(endless);
        {
            Job<int> job(&m_pool);
            job.start(steps.work(), [](auto) { QFAIL("The job is gone"); });
            QTRY_VERIFY_WITH_TIMEOUT(steps.done() > 3, patience);
            job.setHeld(true);
            QTRY_VERIFY_WITH_TIMEOUT(steps.restsNow(), patience);
        }
        QVERIFY(m_pool.waitForDone(patience));
        QVERIFY(steps.restsNow());
    }

    void newWorkIsNotHeld()
    {
        const Steps before(endless);
        const Steps after(20);
        int result = 0;
        Job<int> job(&m_pool);
        job.start(before.work(), [](auto) { QFAIL("Its place was taken"); });
        QTRY_VERIFY_WITH_TIMEOUT(before.done() > 3, patience);
        job.setHeld(true);
        job.start(after.work(), [&](std::shared_ptr<const int> done) { result = *done; });
        QVERIFY(!job.isHeld());
        QTRY_COMPARE_WITH_TIMEOUT(result, 20, patience);
        QVERIFY(before.restsNow());
    }

    void workThatRestsIsNotHeld()
    {
        Job<int> job(&m_pool);
        job.setHeld(true);
        QVERIFY(!job.isRunning());
        const Steps steps(5);
        int result = 0;
        job.start(steps.work(), [&](std::shared_ptr<const int> done) { result = *done; });
        QTRY_COMPARE_WITH_TIMEOUT(result, 5, patience);
    }

private:
    QThreadPool m_pool;
};

QTEST_MAIN(TestJob)
#include "tst_job.moc"
