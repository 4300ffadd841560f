#include "engine/core/error.h"
#include "engine/core/random.h"
#include "engine/evaluation/beside.h"

#include <QTest>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

/// A hundred days of twelve windows whose risk alternates; `blur` mixes what is said with the base rate.
Evaluation judged(double blur, Time first = makeTime(2016, 1, 1))
{
    Evaluation evaluation;
    Random random(3);
    for (int i = 0; i < 1200; ++i) {
        const double risk = i % 2 ? 0.4 : 0.1;
        const bool came = random.uniform() < risk;
        const Window asked{first + i * 2h, 2h};
        evaluation.examples.push_back({{asked.start - 2h, 2h}, asked, came});
        evaluation.model.forecast.probabilities.push_back(risk * (1 - blur) + 0.25 * blur);
        evaluation.model.forecast.outcomes.push_back(came);
        evaluation.model.forecast.day.push_back(i / 12);
    }
    return evaluation;
}

} // namespace

/// Two models over the same windows.
class TestBeside : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSharperIsBetter()
    {
        const Beside ahead = beside(judged(0), judged(1), QStringLiteral("blurred"));
        QCOMPARE(ahead.windows, 1200u);
        QVERIFY(ahead.nats.interval.low > 0);
        QVERIFY(ahead.brierSkill.interval.low > 0);
        QVERIFY2(ahead.sentence().startsWith(QStringLiteral("Better than “blurred”")), qPrintable(ahead.sentence()));
        const Beside back = beside(judged(1), judged(0), QStringLiteral("sharp"));
        QVERIFY2(back.sentence().startsWith(QStringLiteral("Worse than “sharp”")), qPrintable(back.sentence()));
        QCOMPARE(back.nats.value, -ahead.nats.value);
    }

    void theSameIsNoDifference()
    {
        const Beside ahead = beside(judged(0), judged(0), QStringLiteral("itself"));
        QCOMPARE(ahead.nats.value, 0.);
        QVERIFY2(ahead.sentence().startsWith(QStringLiteral("No difference from")), qPrintable(ahead.sentence()));
    }

    void otherWindowsAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(beside(judged(0), judged(0, makeTime(2016, 1, 2)), QStringLiteral("later")), Error);
    }
};

QTEST_APPLESS_MAIN(TestBeside)

#include "tst_beside.moc"
