#include "engine/core/error.h"
#include "engine/core/random.h"
#include "engine/scores/calibration.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace forewatch;

namespace {

struct Period
{
    std::vector<double> probabilities;
    std::vector<std::uint8_t> outcomes;
};

/// Probabilities that `truth` would set right.
Period drawn(const Calibration &truth, std::size_t count, std::uint64_t seed)
{
    Random random(seed);
    Period period;
    for (std::size_t i = 0; i < count; ++i) {
        period.probabilities.push_back(probabilityOf(1.5 * random.normal()));
        period.outcomes.push_back(random.uniform() < truth.apply(period.probabilities.back()));
    }
    return period;
}

double meanLoss(const Period &period, const Calibration &line)
{
    double sum = 0;
    for (std::size_t i = 0; i < period.outcomes.size(); ++i) {
        const double p = line.apply(period.probabilities[i]);
        sum -= std::log(period.outcomes[i] ? p : 1 - p);
    }
    return sum / double(period.outcomes.size());
}

} // namespace

/// A score becomes a probability at the true base rate: balancing is undone, then a line in log-odds is fitted.
class TestCalibration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void balancingIsUndone_data()
    {
        QTest::addColumn<double>("score");
        QTest::addColumn<double>("beta");
        QTest::addColumn<double>("probability");
        QTest::newRow("nothing left out") << .3 << 1. << .3;
        QTest::newRow("one negative in five kept: even odds are one in six") << .5 << .2 << 1 / 6.;
        QTest::newRow("odds of nine become nine to four") << .9 << .25 << 9 / 13.;
        QTest::newRow("never") << 0. << .2 << 0.;
        QTest::newRow("always") << 1. << .2 << 1.;
    }

    void balancingIsUndone()
    {
        QFETCH(double, score);
        QFETCH(double, beta);
        QTEST(correctForBalancing(score, beta), "probability");
    }

    void logOddsAndBack_data()
    {
        QTest::addColumn<double>("probability");
        QTest::addColumn<double>("odds");
        QTest::newRow("even") << .5 << 0.;
        QTest::newRow("three to one") << .75 << std::log(3.);
        QTest::newRow("one to four") << .2 << -std::log(4.);
    }

    void logOddsAndBack()
    {
        QFETCH(double, probability);
        QTEST(logOdds(probability), "odds");
        QCOMPARE(probabilityOf(logOdds(probability)), probability);
    }

    void certaintyStaysFinite()
    {
        QVERIFY(std::isfinite(logOdds(0)) && std::isfinite(logOdds(1)));
        QCOMPARE(probabilityOf(-1e6), 0.);
        QCOMPARE(probabilityOf(1e6), 1.);
        QVERIFY(logOdds(1e-9) > logOdds(0));
    }

    void knownLineIsFound_data()
    {
        QTest::addColumn<double>("slope");
        QTest::addColumn<double>("intercept");
        QTest::newRow("right already") << 1. << 0.;
        QTest::newRow("too bold, base rate too high") << .4 << -1.5;
        QTest::newRow("too timid") << 2.5 << .5;
    }

    void knownLineIsFound()
    {
        QFETCH(double, slope);
        QFETCH(double, intercept);
        const auto period = drawn({.slope = slope, .intercept = intercept}, 40000, 1);
        const auto line = Calibration::fit(period.probabilities, period.outcomes);
        QVERIFY2(std::abs(line.slope - slope) < .05 * std::max(1., slope), qPrintable(QString::number(line.slope)));
        QVERIFY2(std::abs(line.intercept - intercept) < .05, qPrintable(QString::number(line.intercept)));
    }

    /// No line of a fine grid about the fitted one is likelier (beyond what the smoothed targets move it).
    void noOtherLineIsLikelier()
    {
        const auto period = drawn({.slope = .7, .intercept = -1}, 3000, 2);
        const auto line = Calibration::fit(period.probabilities, period.outcomes);
        const double best = meanLoss(period, line);
        for (int i = -20; i <= 20; ++i)
            for (int j = -20; j <= 20; ++j)
                QVERIFY(meanLoss(period, {line.slope + .02 * i, line.intercept + .02 * j}) > best - 1e-5);
    }

    void shareOfOutcomesIsMet()
    {
        const auto period = drawn({.slope = .4, .intercept = -1.5}, 5000, 3);
        const auto line = Calibration::fit(period.probabilities, period.outcomes);
        double expected = 0;
        double seen = 0;
        for (std::size_t i = 0; i < period.outcomes.size(); ++i) {
            expected += line.apply(period.probabilities[i]);
            seen += period.outcomes[i];
        }
        QVERIFY(std::abs(expected / seen - 1) < .01);
    }

    void upsideDownBecomesTheBaseRate()
    {
        const auto period = drawn({.slope = -1, .intercept = -1}, 2000, 4);
        const auto line = Calibration::fit(period.probabilities, period.outcomes);
        double seen = 0;
        for (const auto y : period.outcomes)
            seen += y;
        QCOMPARE(line.slope, 0.);
        QCOMPARE(line.apply(.01), seen / 2000);
        QCOMPARE(line.apply(.99), seen / 2000);
    }

    void alwaysTheSameBecomesTheBaseRate()
    {
        const std::vector<double> p(8, .9);
        const std::vector<std::uint8_t> y{1, 0, 0, 0, 0, 0, 1, 0};
        const auto line = Calibration::fit(p, y);
        QCOMPARE(line.apply(.9), .25);
    }

    void partedWithoutErrorStaysFinite_data()
    {
        QTest::addColumn<std::vector<double>>("probabilities");
        QTest::newRow("nearly") << std::vector<double>{.49, .49, .51, .51};
        QTest::newRow("widely") << std::vector<double>{.01, .02, .98, .99};
        QTest::newRow("certain") << std::vector<double>{0, 0, 1, 1};
    }

    void partedWithoutErrorStaysFinite()
    {
        QFETCH(std::vector<double>, probabilities);
        const std::vector<std::uint8_t> y{0, 0, 1, 1};
        const auto line = Calibration::fit(probabilities, y);
        QVERIFY(std::isfinite(line.slope) && line.slope > 0 && std::isfinite(line.intercept));
        // Platt's targets for two of a kind: 1/4 and 3/4.
        QVERIFY(std::abs(line.apply(probabilities.front()) - .25) < .05);
        QVERIFY(std::abs(line.apply(probabilities.back()) - .75) < .05);
    }

    void oneKindOfOutcomeChangesNothing()
    {
        const std::vector<double> p{.2, .4};
        const auto line = Calibration::fit(p, std::vector<std::uint8_t>{0, 0});
        QCOMPARE(line.apply(.3), .3);
    }

    void theIsotonicCurveByHand()
    {
        // 0.2 → 0, 0.4 → 1, 0.6 → 0 and 0.8 → 1, ten of each, but for one of the first and one of the last.
        std::vector<double> p;
        std::vector<std::uint8_t> outcomes;
        for (const auto &[at, positives] : {std::pair(.2, 1), std::pair(.4, 6), std::pair(.6, 4), std::pair(.8, 9)})
            for (int i = 0; i < 10; ++i) {
                p.push_back(at);
                outcomes.push_back(i < positives);
            }
        const auto curve = Calibration::fitIsotonic(p, outcomes);
        QCOMPARE(curve.apply(.2), .1);
        QCOMPARE(curve.apply(.4), .5); // six and four of ten are pooled
        QCOMPARE(curve.apply(.6), .5);
        QCOMPARE(curve.apply(.8), .9);
        QVERIFY(std::abs(curve.apply(.3) - .3) < 1e-12); // half way up
        QCOMPARE(curve.apply(0), .1);
        QCOMPARE(curve.apply(1), .9);
        const auto read = Calibration::fromJson(curve.toJson());
        QVERIFY(read.points == curve.points);
    }

    void theIsotonicCurveIsNeverSure()
    {
        const auto curve = Calibration::fitIsotonic(std::vector{.1, .2, .3, .4}, std::vector<std::uint8_t>{0, 0, 1, 1});
        for (const double at : {.0, .1, .25, .4, 1.})
            QVERIFY(curve.apply(at) > 0 && curve.apply(at) < 1);
    }

    void theIsotonicCurveIsTheNearestRisingOne()
    {
        Random random(6);
        std::vector<double> p;
        std::vector<std::uint8_t> outcomes;
        for (int i = 0; i < 3000; ++i) {
            p.push_back(random.uniform());
            outcomes.push_back(random.uniform() < .5 + .4 * std::sin(6 * p.back()));
        }
        const auto curve = Calibration::fitIsotonic(p, outcomes);
        for (std::size_t i = 1; i < curve.points.size(); ++i)
            QVERIFY(curve.points[i].to >= curve.points[i - 1].to && curve.points[i].from > curve.points[i - 1].from);
        const auto errorOf = [&](auto &&rising) {
            double sum = 0;
            for (std::size_t i = 0; i < p.size(); ++i)
                sum += std::pow(rising(p[i]) - outcomes[i], 2);
            return sum;
        };
        const double least = errorOf([&](double at) { return curve.apply(at); });
        for (const double other : {.4, .5, .6})
            QVERIFY(least < errorOf([=](double) { return other; }));
        const auto line = Calibration::fit(p, outcomes);
        QVERIFY(least < errorOf([&](double at) { return line.apply(at); }));
    }

    void theCurveIsChosenOnlyWhereItPays_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("bent");
        QTest::addColumn<bool>("isotonic");
        QTest::newRow("a line is a line") << 4000 << false << false;
        QTest::newRow("bent as no line is") << 8000 << true << true;
        QTest::newRow("bent, but too little to tell") << 800 << true << false;
    }
    void theCurveIsChosenOnlyWhereItPays()
    {
        QFETCH(int, count);
        QFETCH(bool, bent);
        QFETCH(bool, isotonic);
        Random random(2);
        std::vector<double> p;
        std::vector<std::uint8_t> outcomes;
        std::vector<int> day;
        for (int i = 0; i < count; ++i) {
            p.push_back(random.uniform());
            const double truth = !bent ? p.back() : p.back() < .5 ? .1 : .6;
            outcomes.push_back(random.uniform() < truth);
            day.push_back(i / 12);
        }
        const auto chosen = Calibration::choose(p, outcomes, day);
        QCOMPARE(!chosen.points.empty(), isotonic);
    }

    void pointsThatDoNotRiseAreRefused()
    {
        auto json = Calibration{.slope = 1, .intercept = 0, .points = {{.2, .5}, {.1, .6}}}.toJson();
        QVERIFY_EXCEPTION_THROWN(Calibration::fromJson(json), Error);
        json = Calibration{.slope = 1, .intercept = 0, .points = {{.1, .6}, {.2, .5}}}.toJson();
        QVERIFY_EXCEPTION_THROWN(Calibration::fromJson(json), Error);
    }

    void jsonRoundTrip()
    {
        const Calibration line{.slope = .123456789012345, .intercept = -2.5};
        const auto read = Calibration::fromJson(line.toJson());
        QCOMPARE(read.slope, line.slope);
        QCOMPARE(read.intercept, line.intercept);
    }

    void missingFieldIsNamed()
    {
        try {
            Calibration::fromJson({{QStringLiteral("slope"), 1}});
            QFAIL("A calibration without an intercept was read.");
        } catch (const Error &error) {
            QVERIFY(error.message().contains(QLatin1String("intercept")));
        }
    }
};

QTEST_GUILESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
