#include "engine/baselines/time_baselines.h"
#include "engine/task/split.h"
#include "tests/support/busy_city.h"

#include <QTest>

#include <cmath>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2016, 1, 1);
constexpr int dayCount = 60;

/// Each row reported up to three days late.
City reportedLate(City city)
{
    std::vector<Incident> incidents(city.incidents->all().begin(), city.incidents->all().end());
    Random random(4);
    for (Incident &incident : incidents)
        incident.reportedAfter = static_cast<std::uint32_t>(random.below(3 * 86400));
    city.incidents = std::make_shared<const IncidentTable>(std::move(incidents), city.incidents->names());
    return city;
}

/// What a forecast made at `moment` cannot know is taken away, and noise put in its place.
City withAnotherFuture(City city, const Task &task, Time moment)
{
    std::vector<Incident> incidents;
    for (const Incident &incident : city.incidents->all())
        if (task.isKnown(incident, moment))
            incidents.push_back(incident);
    for (int i = 0; i < 500; ++i)
        incidents.push_back({moment + std::chrono::minutes(i), {-76.6, 39.3}, static_cast<std::uint32_t>(100000 + i), 2, 1});
    city.incidents = std::make_shared<const IncidentTable>(std::move(incidents), city.incidents->names());
    return city;
}

Task taskOf(int lead, int delay, bool asReported)
{
    return {.lead = lead * 1h, .reporting = asReported ? Reporting::AsReported : Reporting::AfterDelay, .delay = delay * 1h};
}

std::vector<std::shared_ptr<const Baseline>> baselinesOf(const City &city, const Task &task,
                                                         const std::vector<Example> &training)
{
    const auto history = std::make_shared<const TargetHistory>(city, task);
    return {std::make_shared<const HourOfWeek>(training, *history), std::make_shared<const HourOfDayTrailingYear>(history),
            std::make_shared<const HourAndLevel>(training, history),
            std::make_shared<const HistoryRegression>(city, training, history)};
}

} // namespace

/// Opponents in time say what the past says, and never look ahead.
class TestTimeBaselines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTargetIsKnownOnceAndNotBefore()
    {
        std::vector<test::Event> events{{start + 1h, QStringLiteral("SHOOTING")}, {start + 1h, QStringLiteral("SHOOTING")},
                                        {start + 1h, QStringLiteral("SHOOTING"), {-76.55, 39.3}},
                                        {start + 5h, QStringLiteral("LARCENY")}, {start + 6h, QStringLiteral("SHOOTING")}};
        City city = test::cityOf(events);
        const TargetHistory at0(city, {});
        QCOMPARE(at0.all().size(), 3u); // two victims in one place are one event
        QCOMPARE(at0.knownAt(start + 1h).size(), 0u); // it happens in the second that begins then
        QCOMPARE(at0.knownAt(start + 1h + 1s).size(), 2u);
        QCOMPARE(at0.happenedIn({start + 1h, 5h}).size(), 2u);
        const TargetHistory later(city, taskOf(0, 3, false));
        QCOMPARE(later.knownAt(start + 4h - 1s).size(), 0u);
        QCOMPARE(later.knownAt(start + 4h).size(), 2u);
        QCOMPARE(later.knownFor({start + 9h, 2h}).size(), 3u);
        QCOMPARE(TargetHistory(city, taskOf(1, 3, false)).knownFor({start + 9h, 2h}).size(), 2u);

        auto rows = std::vector<Incident>(city.incidents->all().begin(), city.incidents->all().end());
        rows[0].reportedAfter = 7200;
        rows[1].reportedAfter = 600;
        rows[2].reportedAfter = 86400;
        city.incidents = std::make_shared<const IncidentTable>(rows, city.incidents->names());
        const TargetHistory reported(city, taskOf(0, 3, true));
        QCOMPARE(reported.knownAt(start + 1h + 10min).size(), 1u); // by the row that came first
        QCOMPARE(reported.knownAt(start + 6h + 1s).size(), 2u);
    }

    void theSameWindowIsNotKnownToBaselines()
    {
        const City city = test::cityOf({{start + 1h, QStringLiteral("SHOOTING")}, {start + 25h, QStringLiteral("LARCENY")}});
        const TargetHistory history(city, {.question = Question::SameWindow, .delay = 1h});
        QCOMPARE(history.knownFor({start, 2h}).size(), 0u);
        QCOMPARE(history.knownFor({start + 2h, 2h}).size(), 1u);
    }

    void anotherFutureChangesNoForecast_data()
    {
        QTest::addColumn<int>("lead");
        QTest::addColumn<int>("delay");
        QTest::addColumn<bool>("asReported");
        QTest::newRow("at once") << 0 << 0 << false;
        QTest::newRow("six hours ahead") << 6 << 0 << false;
        QTest::newRow("a day late") << 0 << 24 << false;
        QTest::newRow("a week late, a day ahead") << 24 << 168 << false;
        QTest::newRow("as reported") << 0 << 0 << true;
        QTest::newRow("as reported, an hour ahead, a delay beside it") << 1 << 2 << true;
    }
    void anotherFutureChangesNoForecast()
    {
        QFETCH(int, lead);
        QFETCH(int, delay);
        QFETCH(bool, asReported);
        const Task task = taskOf(lead, delay, asReported);
        const City city = reportedLate(test::busyCity(dayCount));
        const auto training = makeExamples(city, task, start, start + 30 * 24h);
        const auto later = makeExamples(city, task, start + 45 * 24h, start + 46 * 24h);
        // The training part ends 15 days before, so that it is known alike in both tables.
        NoFeedback feedback;
        const auto baselines = baselinesOf(city, task, training);
        for (const std::size_t which : {std::size_t(0), later.size() - 1}) {
            const std::span<const Example> one(&later[which], 1);
            const City other = withAnotherFuture(city, task, task.madeAt(one[0].asked));
            const auto others = baselinesOf(other, task, training);
            for (std::size_t i = 0; i < baselines.size(); ++i) {
                const double expected = baselines[i]->expected(one, feedback).front();
                QVERIFY2(expected > 0 && std::isfinite(expected), qPrintable(baselines[i]->key()));
                QVERIFY2(std::abs(expected - others[i]->expected(one, feedback).front()) < 1e-9 * expected,
                         qPrintable(baselines[i]->key()));
                // Nor does it matter what else is asked.
                const auto all = baselines[i]->expected(later, feedback);
                QVERIFY2(std::abs(expected - all[which]) < 1e-9 * expected, qPrintable(baselines[i]->key()));
            }
        }
    }

    void theTrailingYearCountsWhatIsKnown()
    {
        // A shooting each day at 20:30 for ten days.
        std::vector<test::Event> events{{start, QStringLiteral("LARCENY")}};
        for (int day = 0; day < 10; ++day)
            events.push_back({start + day * 24h + 20h + 30min, QStringLiteral("SHOOTING")});
        events.push_back({start + 11 * 24h - 1s, QStringLiteral("LARCENY")});
        const City city = test::cityOf(events);
        NoFeedback feedback;
        const auto history = std::make_shared<const TargetHistory>(city, Task());
        const HourOfDayTrailingYear year(history);
        const std::vector<Example> asked{{{}, {start + 10 * 24h + 8h, 2h}, false}, {{}, {start + 10 * 24h + 20h, 1h}, false}};
        const auto expected = year.expected(asked, feedback);
        const auto close = [](double a, double b) { return std::abs(a - b) < 1e-12; };
        // By the table's first event, at 20:30 of the first day, the days are counted from that midnight.
        const double days8 = 10 + 8 / 24., days20 = 10 + 20 / 24.;
        QVERIFY(close(expected[0], 2 * (11 / (24 * (days8 + 1))) / (days8 + 1)));
        QVERIFY(close(expected[1], (10 + 11 / (24 * (days20 + 1))) / (days20 + 1)));
    }

    void theLevelTimesTheHour()
    {
        std::vector<test::Event> events{{start, QStringLiteral("LARCENY")}};
        for (int day = 0; day < 10; ++day)
            events.push_back({start + day * 24h + 20h, QStringLiteral("SHOOTING")});
        events.push_back({start + 10 * 24h - 1s, QStringLiteral("LARCENY")});
        const City city = test::cityOf(events);
        const auto training = makeExamples(city, {}, start, start + 10 * 24h);
        NoFeedback feedback;
        const HourAndLevel level(training, std::make_shared<const TargetHistory>(city, Task()));
        const std::vector<Example> asked{{{}, {start + 10 * 24h, 24h}, false}, {{}, {start + 10 * 24h + 20h, 1h}, false}};
        const auto expected = level.expected(asked, feedback);
        QVERIFY(std::abs(expected[0] - 10.5 / 11) < 1e-12); // a whole day has the whole level
        QVERIFY(std::abs(expected[1] - 11. / 34 * 10.5 / (10 + 20 / 24. + 1)) < 1e-12);
    }

    void theHourOfWeekKnowsItsWeekday()
    {
        std::vector<test::Event> events{{start, QStringLiteral("LARCENY")}};
        for (int week = 0; week < 10; ++week) // Saturdays
            events.push_back({makeTime(2016, 1, 2) + week * 7 * 24h + 22h, QStringLiteral("SHOOTING")});
        events.push_back({start + 70 * 24h - 1s, QStringLiteral("LARCENY")});
        const City city = test::cityOf(events);
        const auto training = makeExamples(city, {}, start, start + 70 * 24h);
        NoFeedback feedback;
        const HourOfWeek week(training, TargetHistory(city, {}));
        const Time saturday = makeTime(2016, 3, 12);
        const auto expected = week.expected(std::vector<Example>{{{}, {saturday + 22h, 2h}, false},
                                                                 {{}, {saturday + 46h, 2h}, false},
                                                                 {{}, {saturday + 10h, 2h}, false}}, feedback);
        QVERIFY(expected[0] > 0.7 && expected[1] < 0.1 && expected[2] < expected[1]);
    }

    void theRegressionFindsWhatIsThere()
    {
        Random random(3);
        std::vector<double> features, yes, counts;
        for (int i = 0; i < 20000; ++i) {
            const double a = 5 + 3 * random.normal();
            const double b = random.normal();
            features.insert(features.end(), {a, b, 7});
            const double score = -2 + 0.3 * a - 0.5 * b;
            yes.push_back(random.uniform() < 1 / (1 + std::exp(-score)));
            counts.push_back(random.poisson(std::exp(score / 2)));
        }
        const Regression logistic(RegressionFamily::Logistic, features, 3, yes);
        const Regression poisson(RegressionFamily::Poisson, features, 3, counts);
        QVERIFY(std::abs(logistic.weights()[0] - 0.3) < 0.03 && std::abs(logistic.weights()[1] + 0.5) < 0.06);
        QVERIFY(std::abs(poisson.weights()[0] - 0.15) < 0.015 && std::abs(poisson.weights()[1] + 0.25) < 0.03);
        QCOMPARE(logistic.weights()[2], 0.); // it never changes
        const std::array<double, 3> at{5, 0, 7};
        QVERIFY(std::abs(logistic.predict(at) - 1 / (1 + std::exp(0.5))) < 0.02);
        QVERIFY(std::abs(poisson.predict(at) - std::exp(-0.25)) < 0.03);
    }

    void theRegressionBearsWhatCannotBeParted()
    {
        const std::vector<double> features{-2, -1, 1, 2};
        const Regression parted(RegressionFamily::Logistic, features, 1, std::vector<double>{0, 0, 1, 1});
        QVERIFY(parted.predict(std::array{2.}) > 0.6 && parted.predict(std::array{2.}) < 1);
        const Regression never(RegressionFamily::Logistic, features, 1, std::vector<double>{0, 0, 0, 0});
        QVERIFY(never.predict(std::array{2.}) >= 0 && never.predict(std::array{2.}) < 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestTimeBaselines)
#include "tst_time_baselines.moc"
