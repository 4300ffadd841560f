#include "engine/core/random.h"
#include "engine/scores/metrics.h"

#include <QTest>

using namespace forewatch;

namespace {

/// Forecasts that know the truth: outcomes are drawn from the probabilities, twelve windows a day.
Forecast perfectForecast(std::uint64_t seed, std::size_t windows)
{
    Random random(seed);
    Forecast f;
    for (std::size_t i = 0; i < windows; ++i) {
        f.probabilities.push_back(random.uniform(0.05, 0.4));
        f.outcomes.push_back(random.uniform() < f.probabilities.back());
        f.day.push_back(static_cast<int>(i / 12));
    }
    return f;
}

Forecast withProbabilities(Forecast forecast, auto &&probabilityOf)
{
    for (auto &p : forecast.probabilities)
        p = probabilityOf(p);
    return forecast;
}

double aucByPairs(const Forecast &f)
{
    double won = 0;
    double pairs = 0;
    for (std::size_t i = 0; i < f.outcomes.size(); ++i)
        for (std::size_t j = 0; j < f.outcomes.size(); ++j)
            if (f.outcomes[i] && !f.outcomes[j]) {
                ++pairs;
                won += f.probabilities[i] > f.probabilities[j] ? 1 : f.probabilities[i] == f.probabilities[j] ? 0.5 : 0;
            }
    return won / pairs;
}

/// Precision and recall counted afresh at every distinct threshold.
double averagePrecisionByThresholds(const Forecast &f)
{
    std::vector<double> thresholds = f.probabilities;
    std::sort(thresholds.rbegin(), thresholds.rend());
    thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
    double sum = 0;
    double lastRecall = 0;
    for (const double threshold : thresholds) {
        const auto c = confusionOf(f, threshold);
        const double recall = double(c.hits) / double(c.hits + c.misses);
        sum += (recall - lastRecall) * double(c.hits) / double(c.hits + c.falseAlerts);
        lastRecall = recall;
    }
    return sum;
}

bool contains(const Interval &interval, double value)
{
    return interval.low <= value && value <= interval.high;
}

} // namespace

/// Every figure has its textbook value on small cases, and its interval says how far it can be trusted.
class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranksByHand_data()
    {
        using P = std::vector<double>;
        using Y = std::vector<std::uint8_t>;
        QTest::addColumn<P>("probabilities");
        QTest::addColumn<Y>("outcomes");
        QTest::addColumn<double>("area");
        QTest::addColumn<double>("precision");

        QTest::newRow("parted without error") << P{.1, .2, .8, .9} << Y{0, 0, 1, 1} << 1. << 1.;
        QTest::newRow("upside down") << P{.9, .8, .2, .1} << Y{0, 0, 1, 1} << 0. << (1 / 3. + 2 / 4.) / 2;
        QTest::newRow("one pair of four wrong") << P{.1, .4, .35, .8} << Y{0, 0, 1, 1} << .75 << (1 + 2 / 3.) / 2;
        QTest::newRow("a tie counts half") << P{.3, .5, .5, .7} << Y{0, 0, 1, 1} << .875 << (1 + 2 / 3.) / 2;
        QTest::newRow("all tied") << P{.5, .5, .5, .5} << Y{1, 0, 0, 0} << .5 << .25;
        QTest::newRow("no target") << P{.1, .9} << Y{0, 0} << .5 << 0.;
        QTest::newRow("only targets") << P{.1, .9} << Y{1, 1} << .5 << 1.;
        QTest::newRow("nothing") << P{} << Y{} << .5 << 0.;
    }

    void ranksByHand()
    {
        QFETCH(std::vector<double>, probabilities);
        QFETCH(std::vector<std::uint8_t>, outcomes);
        QTEST(auc(probabilities, outcomes), "area");
        QTEST(averagePrecision(probabilities, outcomes), "precision");
    }

    void ranksAgreeWithCountingEveryPair()
    {
        Random random(3);
        for (int scene = 0; scene < 20; ++scene) {
            // Rounded, so that many are tied.
            const auto f = withProbabilities(perfectForecast(random.next(), 120),
                                             [](double p) { return std::round(p * 20) / 20; });
            QVERIFY(std::abs(auc(f.probabilities, f.outcomes) - aucByPairs(f)) < 1e-12);
            QVERIFY(std::abs(averagePrecision(f.probabilities, f.outcomes) - averagePrecisionByThresholds(f)) < 1e-12);
        }
    }

    void distancesByHand()
    {
        const std::vector<double> p{.9, .2, .4};
        const std::vector<std::uint8_t> y{1, 0, 1};
        QCOMPARE(brier(p, y), (.01 + .04 + .36) / 3);
        QCOMPARE(logLoss(p, y), -(std::log(.9) + std::log(.8) + std::log(.4)) / 3);
        QCOMPARE(logLoss(std::vector<double>{0}, std::vector<std::uint8_t>{1}), -std::log(1e-7));
    }

    void calibrationErrorByHand_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("error");
        QTest::newRow("says what happens") << 0. << 1. << 0.;
        QTest::newRow("too timid by a fifth") << .2 << .8 << .2;
        QTest::newRow("upside down") << 1. << 0. << 1.;
    }

    /// Ten quiet windows and ten with a target: each of the ten bins holds two of a kind.
    void calibrationErrorByHand()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        std::vector<double> p(10, low);
        p.insert(p.end(), 10, high);
        std::vector<std::uint8_t> y(10, 0);
        y.insert(y.end(), 10, 1);
        QTEST(expectedCalibrationError(p, y), "error");
    }

    void countsAlerts()
    {
        const Forecast f{{.9, .5, .5, .1, .2}, {1, 0, 1, 1, 0}, {0, 0, 0, 0, 0}};
        QCOMPARE(confusionOf(f, .5), (Confusion{.hits = 2, .falseAlerts = 1, .misses = 1, .quiet = 1}));
        const auto m = measure(f, .5, 1, 0);
        QCOMPARE(m.accuracy, 3 / 5.);
        QCOMPARE(m.balancedAccuracy, (2 / 3. + 1 / 2.) / 2);
        QVERIFY(m.intervals.isEmpty());
    }

    void alwaysNoIsRightAsOftenAsNothingHappens()
    {
        const auto m = measure({{0, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 1, 1, 2}}, .5);
        QCOMPARE(m.accuracy, .8);
        QCOMPARE(m.balancedAccuracy, .5);
        QCOMPARE(m.brier, .2);
        QCOMPARE(m.auc, .5);
    }

    void skillIsAgainstTheBaseRateOfTheseWindows()
    {
        const Forecast base{{.25, .25, .25, .25}, {0, 1, 0, 0}, {0, 0, 0, 0}};
        QCOMPARE(measure(base, .5, 1, 0).brierSkill, 0.);
        const Forecast sure{{0, 1, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 0}};
        QCOMPARE(measure(sure, .5, 1, 0).brierSkill, 1.);
    }

    void alertThreshold_data()
    {
        using P = std::vector<double>;
        using Y = std::vector<std::uint8_t>;
        QTest::addColumn<P>("probabilities");
        QTest::addColumn<Y>("outcomes");
        QTest::addColumn<double>("threshold");
        QTest::newRow("between what it parts") << P{.1, .2, .6, .8} << Y{0, 0, 1, 1} << .4;
        QTest::newRow("as many alerts as targets, not the right ones") << P{.1, .2, .3, .6, .8} << Y{0, 0, 1, 0, 1} << .45;
        QTest::newRow("upside down all the same") << P{.2, .4} << Y{1, 0} << .3;
        QTest::newRow("equal risks: rather fewer alerts") << P{.2, .2} << Y{1, 0} << .6;
        QTest::newRow("always something: always an alert") << P{.2, .4} << Y{1, 1} << .1;
        QTest::newRow("nothing ever happened: no alert") << P{.2, .4} << Y{0, 0} << .7;
    }

    void alertThreshold()
    {
        QFETCH(std::vector<double>, probabilities);
        QFETCH(std::vector<std::uint8_t>, outcomes);
        QTEST(forewatch::alertThreshold({probabilities, outcomes, {}}), "threshold");
    }

    void alertsAreAsFrequentAsTargets()
    {
        const auto f = perfectForecast(5, 300);
        const Confusion c = confusionOf(f, forewatch::alertThreshold(f));
        QCOMPARE(c.hits + c.falseAlerts, c.hits + c.misses);
    }

    void aUselessForecastHasHalfInItsInterval()
    {
        Random random(11);
        const auto useless = withProbabilities(perfectForecast(2, 2208), [&](double) { return random.uniform(); });
        const auto m = measure(useless, .5);
        QVERIFY(contains(m.intervals[QStringLiteral("auc")], .5));
        QVERIFY(!contains(measure(perfectForecast(2, 2208), .5).intervals[QStringLiteral("auc")], .5));
    }

    /// The truth lies inside a 95 % interval in about 95 of 100 worlds.
    void intervalsCoverTheTruth()
    {
        const auto huge = perfectForecast(1000, 400000);
        const double trueAuc = auc(huge.probabilities, huge.outcomes);
        const double trueBrier = brier(huge.probabilities, huge.outcomes);
        int aucCovered = 0;
        int brierCovered = 0;
        for (std::uint64_t world = 0; world < 100; ++world) {
            const auto m = measure(perfectForecast(world, 1200), .2, 1, 200);
            aucCovered += contains(m.intervals[QStringLiteral("auc")], trueAuc);
            brierCovered += contains(m.intervals[QStringLiteral("brier")], trueBrier);
        }
        QVERIFY2(aucCovered >= 88 && aucCovered < 100, qPrintable(QString::number(aucCovered)));
        QVERIFY2(brierCovered >= 88 && brierCovered < 100, qPrintable(QString::number(brierCovered)));
    }

    /// Twelve copies of one window a day say no more than one of them: the interval is as wide as for the days alone.
    void intervalsAreOverDaysNotWindows()
    {
        const auto days = perfectForecast(4, 200);
        Forecast single = days;
        Forecast copied{{}, {}, {}};
        for (std::size_t i = 0; i < days.outcomes.size(); ++i) {
            single.day[i] = static_cast<int>(i);
            for (int copy = 0; copy < 12; ++copy) {
                copied.probabilities.push_back(days.probabilities[i]);
                copied.outcomes.push_back(days.outcomes[i]);
                copied.day.push_back(static_cast<int>(i));
            }
        }
        const auto narrow = measure(copied, .2).intervals[QStringLiteral("brier")];
        const auto wide = measure(single, .2).intervals[QStringLiteral("brier")];
        QVERIFY(std::abs(narrow.low - wide.low) < 1e-12);
        QVERIFY(std::abs(narrow.high - wide.high) < 1e-12);
    }

    void aPerfectForecastIsCalibratedWithinItsRange()
    {
        int inside = 0;
        for (std::uint64_t world = 0; world < 100; ++world) {
            const auto m = measure(perfectForecast(world, 1200), .2, world, 200);
            inside += contains(m.ecePerfect, m.ece);
        }
        QVERIFY2(inside >= 88 && inside < 100, qPrintable(QString::number(inside)));

        const auto bold = withProbabilities(perfectForecast(1, 1200), [](double p) { return p + .1; });
        const auto m = measure(bold, .2);
        QVERIFY(m.ece > m.ecePerfect.high);
    }

    void pairedSkillTellsWhoIsBetter()
    {
        const auto perfect = perfectForecast(6, 2208);
        const auto constant = withProbabilities(perfect, [](double) { return .225; });
        const auto better = pairedBrierSkill(perfect, constant);
        const auto worse = pairedBrierSkill(constant, perfect);
        const auto same = pairedBrierSkill(perfect, perfect);
        QVERIFY(better.interval.low > 0 && contains(better.interval, better.value));
        QVERIFY(worse.interval.high < 0 && contains(worse.interval, worse.value));
        QCOMPARE(same.value, 0.);
        QCOMPARE(same.interval.high - same.interval.low, 0.);
        QCOMPARE(better.value, 1 - brier(perfect.probabilities, perfect.outcomes)
                                   / brier(constant.probabilities, constant.outcomes));
    }

    void theSameSeedGivesTheSameIntervals()
    {
        const auto f = perfectForecast(6, 600);
        QCOMPARE(measure(f, .2, 7).toJson(), measure(f, .2, 7).toJson());
        QVERIFY(measure(f, .2, 7).toJson() != measure(f, .2, 8).toJson());
    }

    void jsonHasThePromisedKeys()
    {
        const auto json = measure(perfectForecast(6, 600), .2).toJson();
        for (const auto *key : {"auc", "pr_auc", "brier", "brier_skill", "log_loss", "ece", "ece_perfect_low",
                                "ece_perfect_high", "accuracy", "balanced_accuracy"})
            QVERIFY2(json[QLatin1String(key)].isDouble(), key);
        const auto intervals = json[QLatin1String("interval")].toObject();
        for (const auto *key : {"auc", "pr_auc", "brier", "brier_skill", "accuracy"})
            QVERIFY2(intervals[QLatin1String(key)][QLatin1String("low")].isDouble(), key);
        const auto counts = json[QLatin1String("confusion")].toObject();
        int windows = 0;
        for (const auto *key : {"hits", "false_alerts", "misses", "quiet"})
            windows += counts[QLatin1String(key)].toInt(-1);
        QCOMPARE(windows, 600);
    }

    /// Evaluating half a year must feel instant.
    void aHalfYearIsMeasuredQuickly()
    {
        const auto f = perfectForecast(6, 2208);
        QElapsedTimer timer;
        timer.start();
        measure(f, .2);
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
