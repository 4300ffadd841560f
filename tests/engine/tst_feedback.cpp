#include "engine/core/feedback.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

using namespace forewatch;

/// How work speaks with whoever started it.
class TestFeedback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPauseIsNoWork()
    {
        /// Held for a while where it speaks with whoever started it.
        struct Held final : Feedback
        {
            void progress(double) override { QThread::msleep(60); }
            bool cancelled() const override
            {
                QThread::msleep(60);
                return false;
            }
        } held;
        WorkingFeedback working(held);
        QElapsedTimer timer;
        timer.start();
        working.checkpoint(.5);
        const double whole = double(timer.elapsed()) / 1000;
        QVERIFY(whole >= .12);
        QVERIFY2(working.workingSeconds() < whole - .1, qPrintable(QString::number(working.workingSeconds())));
        QThread::msleep(60);
        QVERIFY(working.workingSeconds() >= .06);
    }
};

QTEST_APPLESS_MAIN(TestFeedback)
#include "tst_feedback.moc"
