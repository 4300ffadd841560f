#include "engine/analysis/event_sieve.h"
#include "engine/learning/trainer.h"
#include "engine/scores/day_bootstrap.h"
#include "tests/support/known_truth.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace forewatch;
using namespace forewatch::testing;

namespace {

QStringList words(std::initializer_list<const char *> keys)
{
    QStringList list;
    for (const char *key : keys)
        list << QLatin1String(key);
    return list;
}

/// What the truth gains over an even city with each target event on the grid, in nats, in order of time.
std::vector<double> trueNats(const SampleCity &sample, const std::vector<Example> &examples, const PlaceGrid &grid)
{
    std::vector<double> nats;
    for (const Example &example : examples) {
        if (!example.outcome)
            continue;
        const auto shares = trueShares(sample.truth, example.asked, grid);
        EventSieve sieve;
        for (const Incident &incident : sample.city.incidents->snapshot(example.asked).incidents) {
            const bool counts = sample.city.target->contains(incident) && sieve.isFirst(incident);
            if (const std::uint32_t cell = grid.cellOf(incident.place); counts && cell != PlaceGrid::none)
                nats.push_back(std::log(shares[cell] * double(grid.size())));
        }
    }
    return nats;
}

/// A risk field learnt on the parts of the city and held against the rest; without epochs, without its network.
Evaluation evaluatedField(const City &city, const SplitSettings &split, int epochs)
{
    const QTemporaryDir folder;
    TrainingSettings settings;
    settings.field = RiskFieldSettings{.network = epochs > 0};
    settings.split = split;
    settings.epochs = epochs;
    settings.threads = 1;
    settings.folder = folder.filePath(QStringLiteral("field"));
    NoFeedback feedback;
    const Model model = trainModel(city, settings, torchBackend(), feedback, [](const TrainingProgress &) {});
    return evaluateModel(model, city, split.validationTo, split.to, feedback);
}

} // namespace

/// Nobody who forecasts a city stands above the truth that it was drawn from, and where it has no structure nobody has skill.
class TestCeiling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsAboveTheTruth_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<int>("years");
        QTest::addColumn<int>("epochs");
        QTest::newRow("one year, risk field without its network") << quint64(1) << 1 << 0;
        QTest::newRow("one year, risk field with its network") << quint64(2) << 1 << 2;
        QTest::newRow("three years, risk field without its network") << quint64(2) << 3 << 0;
        QTest::newRow("three years, risk field with its network") << quint64(5) << 3 << 3;
    }

    /// The risk field and every baseline as an evaluation reports them: none above the likelihood of the true rates beyond its
    /// paired interval, in time and, given that an event comes, in place.
    void nobodyIsAboveTheTruth()
    {
        QFETCH(quint64, seed);
        QFETCH(int, years);
        QFETCH(int, epochs);
        if ((years > 1 || epochs > 0) && !isLong())
            QSKIP("slow: runs with FOREWATCH_LONG=1");
        const SampleCity sample = sampleCity(seed, years);
        const Evaluation evaluation = evaluatedField(sample.city, partsOf(years), epochs);
        QVERIFY2(evaluation.leftOut.empty(), qPrintable(inWords(evaluation.leftOut)));
        const Forecast truth = forecastOf(evaluation.examples, perfect(sample.truth, evaluation.examples));
        QStringList inTime;
        const auto ahead = [&](const Forecast &forecast) { return pairedLogLikelihood(forecast, truth); };
        const auto requireBelow = [&](const EvaluatedForecast &forecast) {
            inTime << forecast.key;
            const Estimate nats = ahead(forecast.forecast);
            QVERIFY2(nats.interval.low <= 0, qPrintable(QStringLiteral("%1: %2").arg(forecast.key).arg(nats.interval.low)));
        };
        requireBelow(evaluation.model);
        for (const EvaluatedForecast &baseline : evaluation.baselines)
            requireBelow(baseline);
        QCOMPARE(inTime, words({"model", "always_no", "hour_of_day", "hour_of_week", "hour_of_day_trailing_year", "hour_and_level",
                                "history", "hawkes"}));
        // Whoever knows a little of what comes is found out.
        Forecast cheating = truth;
        for (std::size_t i = 0; i < cheating.probabilities.size(); ++i)
            cheating.probabilities[i] = 0.9 * cheating.probabilities[i] + 0.1 * cheating.outcomes[i];
        QVERIFY(ahead(cheating).interval.low > 0);

        const PlaceGrid grid(*sample.city.neighborhoods);
        const PlaceRecord &record = *evaluation.placeRecord;
        QCOMPARE(record.cells, grid.size());
        const std::vector<double> best = trueNats(sample, evaluation.examples, grid);
        QStringList inPlace;
        for (const PlaceScores &scores : record.models) {
            inPlace << scores.key;
            QCOMPARE(scores.nats.size(), best.size());
            std::vector<double> gain(best.size());
            std::ranges::transform(scores.nats, best, gain.begin(), std::minus());
            const Estimate nats = meanOverDays(gain, record.day);
            QVERIFY2(nats.interval.low <= 0, qPrintable(QStringLiteral("%1: %2").arg(scores.key).arg(nats.interval.low)));
        }
        QCOMPARE(inPlace, words({"model", "density", "mixture", "hawkes"}));
    }

    void theRiskFieldHasNoSkillWhereNothingIsToBeFound_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<int>("epochs");
        QTest::newRow("without its network") << quint64(1) << 0;
        QTest::newRow("with its network") << quint64(1) << 2;
        QTest::newRow("another city, with its network") << quint64(3) << 2;
    }

    void theRiskFieldHasNoSkillWhereNothingIsToBeFound()
    {
        QFETCH(quint64, seed);
        QFETCH(int, epochs);
        if (epochs > 0 && !isLong())
            QSKIP("slow: runs with FOREWATCH_LONG=1");
        const City city = sampleCity(seed, 1, {.structure = SampleStructure::None}).city;
        const Evaluation evaluation = evaluatedField(city, partsOf(1), epochs);
        const Interval auc = evaluation.model.metrics.intervals[QStringLiteral("auc")];
        QVERIFY2(holds(auc, 0.5), qPrintable(QStringLiteral("%1 to %2").arg(auc.low).arg(auc.high)));
        QVERIFY(evaluation.model.metrics.intervals[QStringLiteral("brier_skill")].low <= 0);
        QVERIFY2(evaluation.verdict.startsWith(QLatin1String("No better than"))
                     || evaluation.verdict.startsWith(QLatin1String("Worse than")), qPrintable(evaluation.verdict));
    }
};

QTEST_GUILESS_MAIN(TestCeiling)
#include "tst_ceiling.moc"
