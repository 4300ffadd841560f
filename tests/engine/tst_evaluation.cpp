#include "engine/core/error.h"
#include "engine/evaluation/evaluation.h"
#include "tests/support/precursor_city.h"

#include <QTest>

using namespace forewatch;
using namespace forewatch::testing;
using namespace std::chrono_literals;

namespace {

Time day(int number)
{
    return makeTime(2016, 1, 1) + number * 24h;
}

constexpr int dayCount = 120;

SplitSettings chronological()
{
    return {.kind = SplitKind::Chronological, .seed = 1, .from = day(0), .to = day(dayCount), .trainTo = day(60),
            .validationTo = day(80)};
}

SplitSettings shuffled()
{
    return {.kind = SplitKind::Random, .seed = 3, .from = day(0), .to = day(dayCount)};
}

/// Shootings at changing hours, each with its sign in the West.
City foreseeable()
{
    return precursorCity(dayCount, changingHour, changingHour);
}

/// Shootings always at eight in the evening; the signs in the West mean nothing.
City byTheClock()
{
    return precursorCity(dayCount, [](int) { return 20; }, changingHour);
}

Evaluation evaluationOf(const City &city, const Model &model, Time from, Time to)
{
    NoFeedback feedback;
    return evaluateModel(model, city, from, to, feedback);
}

QString errorOf(const City &city, const Model &model, Time from, Time to)
{
    try {
        evaluationOf(city, model, from, to);
    } catch (const Error &error) {
        return error.message();
    }
    return {};
}

class Impatient final : public Feedback
{
public:
    void progress(double) override {}
    bool cancelled() const override { return true; }
};

} // namespace

/// A model is judged on what it never saw, beside baselines, and the verdict claims no more than the numbers allow.
class TestEvaluation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdict_data()
    {
        QTest::addColumn<bool>("clock");
        QTest::addColumn<float>("warned");
        QTest::addColumn<float>("quiet");
        QTest::addColumn<QString>("begins");
        QTest::newRow("sees what the clock cannot") << false << 3.f << -5.f << "Better than ";
        // Rows of the past two hours tell the regression what the picture shows.
        QTest::newRow("says the base rate") << false << -2.4f << -2.4f << "Worse than the regression on calendar and history: ";
        QTest::newRow("sees signs that mean nothing") << true << 3.f << -3.f << "Worse than ";
    }

    void verdict()
    {
        QFETCH(bool, clock);
        QFETCH(float, warned);
        QFETCH(float, quiet);
        QFETCH(QString, begins);
        const City city = clock ? byTheClock() : foreseeable();
        const auto result = evaluationOf(city, modelOf(city, {}, chronological(), warned, quiet), day(80), day(120));
        QVERIFY2(result.verdict.startsWith(begins), qPrintable(result.verdict));
        QVERIFY(result.differences.contains(result.strongest) && result.strongest != QLatin1String("always_no"));
        QVERIFY2(result.verdict.contains(QLatin1String("always saying no would be right in 91.")),
                 qPrintable(result.verdict));
        QVERIFY(!result.verdict.contains(QLatin1String("random")));
        QVERIFY(!result.verdict.contains(QLatin1String("no warning")));
    }

    void aLargeErrorIsTold()
    {
        const City city = byTheClock();
        const auto result = evaluationOf(city, modelOf(city, {}, chronological(), 3, -3), day(80), day(120));
        const auto skill = result.differences[result.strongest];
        const QString times = QStringLiteral("%1 times as large").arg(1 - skill.value, 0, 'f', 1);
        QVERIFY2(result.verdict.contains(times), qPrintable(result.verdict));
    }

    void sameWindowIsCalledNoWarning()
    {
        const City city = foreseeable();
        const Task task{.question = Question::SameWindow};
        const auto result = evaluationOf(city, modelOf(city, task, chronological(), 3, -3), day(80), day(120));
        QVERIFY2(result.verdict.startsWith(QLatin1String("The picture shows the answer")), qPrintable(result.verdict));
        QVERIFY(result.verdict.contains(QLatin1String("This is no warning.")));
    }

    void randomSplitIsOwnedUpTo()
    {
        const City city = foreseeable();
        const auto result = evaluationOf(city, modelOf(city, {}, shuffled(), 3, -5), day(0), day(120));
        QVERIFY2(result.verdict.contains(QLatin1String("The split is random")), qPrintable(result.verdict));
    }

    void aFewDaysAreTooLittleToTell()
    {
        const City city = foreseeable();
        const auto result = evaluationOf(city, modelOf(city, {}, chronological(), 3, -5), day(90), day(95));
        QVERIFY2(result.verdict.startsWith(QLatin1String("Too little to tell")), qPrintable(result.verdict));
        QVERIFY(result.verdict.contains(QLatin1String("5 days")));
    }

    void whatValidationSawIsLeftOut()
    {
        const City city = foreseeable();
        const auto result = evaluationOf(city, modelOf(city, {}, chronological(), 3, -5), day(70), day(100));
        // Ten days; the first span after them is asked about from a picture of the last of them, which is history.
        QCOMPARE(result.seen, 120u);
        QCOMPARE(result.examples.size(), 240u);
        QCOMPARE(result.examples.front().asked.start, day(80));
    }

    void onlyTheTestPartOfARandomSplitIsUnseen()
    {
        const City city = foreseeable();
        const auto split = shuffled();
        const auto parts = splitExamples(makeExamples(city, {}, split.from, split.to), split);
        const auto result = evaluationOf(city, modelOf(city, {}, split, 3, -5), day(0), day(120));
        QCOMPARE(result.seen, parts.training.size() + parts.validation.size());
        QCOMPARE(result.examples.size(), parts.test.size());
        for (std::size_t i = 0; i < parts.test.size(); ++i)
            QCOMPARE(result.examples[i].asked.start, parts.test[i].asked.start);
    }

    /// Spans that begin an hour later overlap ones that were learnt from.
    void spansBetweenThoseOfARandomSplitWereHalfSeen()
    {
        const City city = foreseeable();
        const auto model = modelOf(city, {}, shuffled(), 3, -5);
        QVERIFY(errorOf(city, model, day(10) + 1h, day(20)).contains(QLatin1String("Nothing is left")));
    }

    void onAnotherTableNothingOfTheLearntSpanIsTrusted()
    {
        const City city = foreseeable();
        const auto model = modelOf(city, {}, shuffled(), 3, -5);
        const City revised = precursorCity(dayCount + 20, [](int d) { return changingHour(d + 1); }, changingHour);
        const auto result = evaluationOf(revised, model, day(100), day(140));
        QVERIFY(result.examples.front().asked.start >= day(120));
        QCOMPARE(result.seen, 20u * 12);
        QVERIFY(!result.verdict.contains(QLatin1String("random")));
    }

    void nothingLeftIsAnError()
    {
        const City city = foreseeable();
        const auto model = modelOf(city, {}, chronological(), 3, -5);
        QVERIFY(errorOf(city, model, day(20), day(40)).contains(QLatin1String("begins after 2016-03-21 00:00")));
        QVERIFY(errorOf(city, model, day(500), day(510)).contains(QLatin1String("The table answers no question")));
    }

    void alwaysNoIsRightWhereNothingHappens()
    {
        const City city = foreseeable();
        const auto result = evaluationOf(city, modelOf(city, {}, chronological(), 3, -5), day(80), day(120));
        const auto &no = result.baselines.at(0);
        QCOMPARE(no.key, QStringLiteral("always_no"));
        QCOMPARE(no.metrics.accuracy, 1 - result.baseRate);
        QCOMPARE(no.metrics.brier, result.baseRate);
        QCOMPARE(no.metrics.auc, 0.5);
        QCOMPARE(result.baseRate, baseRate(result.examples));
    }

    void theHourOfDayIsReadAtItsOwnThreshold()
    {
        const City city = byTheClock();
        const auto result = evaluationOf(city, modelOf(city, {}, chronological(), 3, -3), day(80), day(120));
        const auto &hours = result.baselines.at(1);
        QCOMPARE(hours.key, QStringLiteral("hour_of_day"));
        QCOMPARE(hours.metrics.accuracy, 1.);
        QCOMPARE(hours.metrics.auc, 1.);
    }

    void jsonHasThePromisedKeys()
    {
        const City city = foreseeable();
        const auto result = evaluationOf(city, modelOf(city, {}, chronological(), 3, -5), day(80), day(120));
        const auto json = result.toJson();
        QCOMPARE(json[QLatin1String("windows")].toInt(), 480);
        QCOMPARE(json[QLatin1String("seen")].toInt(), 0);
        QCOMPARE(json[QLatin1String("base_rate")].toDouble(), result.baseRate);
        QCOMPARE(json[QLatin1String("threshold")].toDouble(), 0.5);
        QVERIFY(json[QLatin1String("verdict")].isString());
        QCOMPARE(json[QLatin1String("split")].toObject(), chronological().toJson());
        QCOMPARE(json[QLatin1String("model")].toObject(), result.model.metrics.toJson());
        for (const auto *key : {"always_no", "hour_of_day", "hour_of_week", "hour_of_day_trailing_year", "hour_and_level", "history"}) {
            QVERIFY(json[QLatin1String("baselines")][QLatin1String(key)][QLatin1String("auc")].isDouble());
            const auto skill = json[QLatin1String("differences")][QLatin1String(key)][QLatin1String("brier_skill")];
            const double low = skill[QLatin1String("low")].toDouble(9);
            const double value = skill[QLatin1String("value")].toDouble(9);
            const auto nats = json[QLatin1String("differences")][QLatin1String(key)][QLatin1String("log_likelihood")];
            QVERIFY(nats[QLatin1String("low")].toDouble(9) <= nats[QLatin1String("value")].toDouble(-9));
            QVERIFY(low <= value && value <= skill[QLatin1String("high")].toDouble(-9));
        }
    }

    void csvHasARowForEachSpanAskedAbout()
    {
        const City city = foreseeable();
        const auto result = evaluationOf(city, modelOf(city, {}, chronological(), 3, -5), day(90), day(92));
        const auto rows = result.predictionsCsv().trimmed().split('\n');
        QCOMPARE(rows.size(), 1 + 2 * 12);
        QCOMPARE(rows[0], QByteArray("start,end,probability,outcome"));
        for (int i = 0; i < 24; ++i) {
            const auto &example = result.examples[std::size_t(i)];
            const auto cells = rows[i + 1].split(',');
            QCOMPARE(parseTime(QString::fromLatin1(cells[0])), std::optional(day(90) + i * 2h));
            QCOMPARE(parseTime(QString::fromLatin1(cells[1])), std::optional(day(90) + (i + 1) * 2h));
            QVERIFY(std::abs(cells[2].toDouble() - result.model.forecast.probabilities[std::size_t(i)]) < 1e-9);
            QCOMPARE(cells[3], QByteArray(example.outcome ? "1" : "0"));
        }
    }

    void cancelling()
    {
        const City city = foreseeable();
        Impatient feedback;
        QVERIFY_EXCEPTION_THROWN(
            evaluateModel(modelOf(city, {}, chronological(), 3, -5), city, day(80), day(120), feedback), Cancelled);
    }
};

QTEST_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
