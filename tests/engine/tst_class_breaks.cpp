#include "engine/core/random.h"
#include "engine/layers/class_breaks.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace forewatch;

namespace {

/// Sum of squared distances from the class means when the sorted values are cut behind the given indices.
double costOf(const std::vector<double> &sorted, const std::vector<std::size_t> &ends)
{
    double cost = 0;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        double mean = 0;
        for (std::size_t i = begin; i < end; ++i)
            mean += sorted[i] / double(end - begin);
        for (std::size_t i = begin; i < end; ++i)
            cost += (sorted[i] - mean) * (sorted[i] - mean);
        begin = end;
    }
    return cost;
}

/// The least cost of all ways to cut `sorted` into `classes` classes.
double leastCost(const std::vector<double> &sorted, std::size_t classes)
{
    std::vector<std::size_t> ends;
    double least = std::numeric_limits<double>::infinity();
    const auto cut = [&](auto &&self, std::size_t from) -> void {
        if (ends.size() + 1 == classes) {
            ends.push_back(sorted.size());
            least = std::min(least, costOf(sorted, ends));
            ends.pop_back();
            return;
        }
        for (std::size_t end = from + 1; end + (classes - ends.size() - 1) <= sorted.size(); ++end) {
            ends.push_back(end);
            self(self, end);
            ends.pop_back();
        }
    };
    cut(cut, 0);
    return least;
}

std::vector<std::size_t> endsOf(const std::vector<double> &sorted, const ClassBreaks &breaks)
{
    std::vector<std::size_t> ends;
    for (const double upper : breaks.uppers)
        ends.push_back(std::size_t(std::ranges::upper_bound(sorted, upper) - sorted.begin()));
    return ends;
}

} // namespace

/// Values are cut where the method says, natural breaks as well as any cut can be, and no class is empty by accident.
class TestClassBreaks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void naturalBreaksAreTheBestOfAllCuts()
    {
        Random random(3);
        for (int round = 0; round < 200; ++round) {
            std::vector<double> values;
            const auto count = 5 + random.below(7);
            const bool ties = round % 3 == 0;
            for (std::size_t i = 0; i < count; ++i)
                values.push_back(ties ? double(random.below(5)) : 1e6 + std::exp(random.uniform(0, 6)));
            std::vector<double> sorted = values;
            std::ranges::sort(sorted);
            std::vector<double> unique = sorted;
            unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
            for (int classes = 2; classes <= 4; ++classes) {
                const ClassBreaks breaks = classBreaks(sorted, ClassMethod::NaturalBreaks, classes);
                QCOMPARE(breaks.count(), std::min<std::size_t>(classes, unique.size()));
                const double cost = costOf(sorted, endsOf(sorted, breaks));
                const double best = leastCost(sorted, breaks.count());
                QVERIFY2(cost <= best + 1e-6 * (1 + best), qPrintable(QStringLiteral("%1 > %2").arg(cost).arg(best)));
            }
        }
    }

    void quantilesHoldAsManyValues()
    {
        std::vector<double> values;
        for (int i = 100; i > 0; --i)
            values.push_back(i * i);
        const ClassBreaks breaks = classBreaks(values, ClassMethod::Quantile, 4);
        QCOMPARE(breaks.uppers, (std::vector<double>{25 * 25, 50 * 50, 75 * 75, 100 * 100}));
    }

    void equalIntervalsHaveOneWidth()
    {
        const ClassBreaks breaks = classBreaks({0, 1, 2, 100}, ClassMethod::EqualInterval, 4);
        QCOMPARE(breaks.uppers, (std::vector<double>{25, 50, 75, 100}));
    }

    void equalValuesAreInOneClass_data()
    {
        QTest::addColumn<int>("method");
        QTest::newRow("quantile") << int(ClassMethod::Quantile);
        QTest::newRow("equal") << int(ClassMethod::EqualInterval);
        QTest::newRow("natural breaks") << int(ClassMethod::NaturalBreaks);
    }
    void equalValuesAreInOneClass()
    {
        QFETCH(int, method);
        QCOMPARE(classBreaks({7, 7, 7}, ClassMethod(method), 5).uppers, std::vector<double>{7});
        QCOMPARE(classBreaks({}, ClassMethod(method), 5).count(), std::size_t(0));
        QVERIFY(classTexts({}).isEmpty());
    }

    void aLimitBelongsToTheClassBelow()
    {
        const ClassBreaks breaks{.least = 0, .uppers = {10, 20, 30}};
        QCOMPARE(breaks.classOf(-1), std::size_t(0));
        QCOMPARE(breaks.classOf(10), std::size_t(0));
        QCOMPARE(breaks.classOf(10.5), std::size_t(1));
        QCOMPARE(breaks.classOf(30), std::size_t(2));
        QCOMPARE(breaks.classOf(31), std::size_t(2));
    }

    void limitsArePrintedAsTheyDiffer_data()
    {
        QTest::addColumn<ClassBreaks>("breaks");
        QTest::addColumn<QStringList>("texts");
        QTest::newRow("whole") << ClassBreaks{0, {5, 1200}} << QStringList{QStringLiteral("0 – 5"), QStringLiteral("5 – 1,200")};
        QTest::newRow("thousands") << ClassBreaks{12345.6, {20000.1, 41237.4}}
                                   << QStringList{QStringLiteral("12,346 – 20,000"), QStringLiteral("20,000 – 41,237")};
        QTest::newRow("close ones") << ClassBreaks{0.1, {0.153, 0.157}}
                                    << QStringList{QStringLiteral("0.100 – 0.153"), QStringLiteral("0.153 – 0.157")};
        QTest::newRow("one value") << ClassBreaks{3, {3}} << QStringList{QStringLiteral("3")};
    }
    void limitsArePrintedAsTheyDiffer()
    {
        QFETCH(ClassBreaks, breaks);
        QFETCH(QStringList, texts);
        QCOMPARE(classTexts(breaks), texts);
    }

    void manyValuesAreQuick()
    {
        Random random(1);
        std::vector<double> values(60000);
        std::ranges::generate(values, [&] { return random.uniform(); });
        QCOMPARE(classBreaks(values, ClassMethod::NaturalBreaks, 9).count(), std::size_t(9));
    }
};

QTEST_GUILESS_MAIN(TestClassBreaks)
#include "tst_class_breaks.moc"
