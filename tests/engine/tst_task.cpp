#include "engine/core/error.h"
#include "engine/task/folds.h"
#include "tests/support/busy_city.h"
#include "tests/support/scene.h"

#include <QTest>

#include <algorithm>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2016, 1, 1);

std::vector<Example> examplesOf(const City &city, const Task &task, int days)
{
    return makeExamples(city, task, start, start + std::chrono::days(days));
}

SplitSettings inTime(int trainDays, int validationDays, int days)
{
    return {.kind = SplitKind::Chronological, .from = start, .to = start + std::chrono::days(days),
            .trainTo = start + std::chrono::days(trainDays), .validationTo = start + std::chrono::days(validationDays)};
}

/// The same city, each row reported up to two days late.
City reportedLate(City city)
{
    std::vector<Incident> incidents(city.incidents->all().begin(), city.incidents->all().end());
    Random random(9);
    for (Incident &incident : incidents)
        incident.reportedAfter = static_cast<std::uint32_t>(random.below(2 * 86400) * random.below(2));
    city.incidents = std::make_shared<const IncidentTable>(std::move(incidents), city.incidents->names());
    return city;
}

bool startsEarlier(const Example &a, const Example &b)
{
    return a.asked.start < b.asked.start;
}

} // namespace

/// A question never contains its own answer, and no part of a split sees another's.
class TestTask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingAskedAboutIsDrawn_data()
    {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("lead");
        QTest::addColumn<int>("horizon");
        QTest::newRow("the next two hours") << 120 << 0 << 120;
        QTest::newRow("an hour's pause") << 120 << 60 << 120;
        QTest::newRow("a week's pause, a day asked about") << 120 << 7 * 1440 << 1440;
        QTest::newRow("a short look at a long span") << 10 << 0 << 720;
        QTest::newRow("a long look at a short span") << 1440 << 5 << 10;
    }
    void nothingAskedAboutIsDrawn()
    {
        QFETCH(int, length);
        QFETCH(int, lead);
        QFETCH(int, horizon);
        const Task task{.length = length * 1min, .step = 10min, .lead = lead * 1min, .horizon = horizon * 1min};
        const Window input{start, task.length};
        const Window asked = task.askedAfter(input);
        for (Time t = start - 1min; t < asked.end() + 1min; t += 1min)
            QVERIFY(!(input.contains(t) && asked.contains(t)));
        QVERIFY(asked.start - input.end() == task.lead && asked.length == task.horizon);
        QVERIFY(task.inputFor(asked) == input);
    }

    void thePublishedTaskAsksAboutWhatItDraws()
    {
        const Task task{.question = Question::SameWindow, .length = 3h, .lead = 5h, .horizon = 1h};
        const Window window{start, 3h};
        QVERIFY(task.askedAfter(window) == window && task.inputFor(window) == window);
        QCOMPARE(task.askedLength().count(), Duration(3h).count());
    }

    void outcomesSayWhatHappened_data()
    {
        QTest::addColumn<bool>("same");
        QTest::addColumn<int>("lead");
        QTest::addColumn<int>("step");
        QTest::newRow("the same window") << true << 0 << 120;
        QTest::newRow("the next window") << false << 0 << 120;
        QTest::newRow("overlapping, after a pause") << false << 45 << 10;
    }
    void outcomesSayWhatHappened()
    {
        QFETCH(bool, same);
        QFETCH(int, lead);
        QFETCH(int, step);
        const City city = test::busyCity(5);
        const Task task{.question = same ? Question::SameWindow : Question::NextWindow, .step = step * 1min,
                        .lead = lead * 1min, .horizon = 90min};
        const auto examples = examplesOf(city, task, 5);
        QVERIFY(examples.size() > 50);
        const Time first = examples.front().asked.start;
        QVERIFY(task.inputFor(examples.front().asked).start >= start);
        QVERIFY(first == start || task.inputFor({first - task.step, task.askedLength()}).start < start);
        for (std::size_t i = 0; i < examples.size(); ++i) {
            const Example &example = examples[i];
            bool expected = false;
            for (const Incident &incident : city.incidents->all())
                expected |= example.asked.contains(incident.time) && city.target->contains(incident);
            QCOMPARE(example.outcome, expected);
            QVERIFY(example.asked.start == first + i * task.step);
            QVERIFY(task.askedAfter(example.input) == example.asked);
        }
    }

    void whatReachesBeyondTheTableIsLeftOut()
    {
        // The table covers three days: the first two spans would be asked from pictures of the day before them, and
        // nobody knows what followed the last incident, a second before the third midnight.
        const City city = test::busyCity(3);
        const Task task{.step = 1h, .horizon = 2h};
        const auto examples = examplesOf(city, task, 10);
        QCOMPARE(examples.size(), std::size_t(69));
        QVERIFY(examples.front().input.start == start);
        QVERIFY(examples.back().asked.end() == start + std::chrono::days(3));
    }

    void baseRateIsTheShareWithATarget()
    {
        const Window window{start, 2h};
        QCOMPARE(baseRate({}), 0.);
        QCOMPARE(baseRate({{window, window, true}, {window, window, false}, {window, window, false}}), 1 / 3.);
    }

    void tasksAndSplitsSurviveTheirFiles()
    {
        const Task task{.question = Question::SameWindow, .length = 90min, .step = 10min, .lead = 1000001s, .horizon = 1h};
        QVERIFY(Task::fromJson(task.toJson()) == task);
        SplitSettings split = inTime(6, 8, 10);
        split.seed = 0xffff'ffff'ffff'fff1;
        QVERIFY(SplitSettings::fromJson(split.toJson()) == split);
        split.kind = SplitKind::Random;
        QVERIFY(SplitSettings::fromJson(split.toJson()) == split);
    }

    void whatNoTaskHasIsRefused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("no length") << "length_seconds" << QJsonValue(0);
        QTest::newRow("a step backwards") << "step_seconds" << QJsonValue(-600);
        QTest::newRow("a negative lead looks into the answer") << "lead_seconds" << QJsonValue(-1);
        QTest::newRow("a horizon that overflows") << "horizon_seconds" << QJsonValue(1e300);
        QTest::newRow("half a second") << "horizon_seconds" << QJsonValue(.5);
        QTest::newRow("another question") << "question" << QJsonValue(QStringLiteral("last-window"));
        QTest::newRow("a length in words") << "length_seconds" << QJsonValue(QStringLiteral("2h"));
        QTest::newRow("a field that is missing") << "step_seconds" << QJsonValue(QJsonValue::Undefined);
    }
    void whatNoTaskHasIsRefused()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QJsonObject json = Task().toJson();
        json[field] = value;
        QVERIFY(test::errorOf([&] { Task::fromJson(json); }).contains(field));
    }

    void aRandomSplitHasThePublishedProportions()
    {
        const auto examples = examplesOf(test::busyCity(20), Task(), 20);
        SplitSettings settings{.kind = SplitKind::Random, .seed = 7};
        const Split split = splitExamples(examples, settings);
        // Of both kinds of answer alike.
        for (const bool outcome : {false, true}) {
            const auto count = [=](const std::vector<Example> &part) {
                return static_cast<std::size_t>(std::ranges::count(part, outcome, &Example::outcome));
            };
            QCOMPARE(count(split.test), count(examples) / 8);
            QCOMPARE(count(split.validation), (count(examples) - count(split.test)) / 10);
        }
        QCOMPARE(split.training.size() + split.validation.size() + split.test.size(), examples.size());

        std::vector<Time> starts;
        for (const auto *part : {&split.training, &split.validation, &split.test}) {
            QVERIFY(std::ranges::is_sorted(*part, startsEarlier));
            std::ranges::transform(*part, std::back_inserter(starts), [](const Example &e) { return e.asked.start; });
        }
        std::ranges::sort(starts);
        QVERIFY(std::ranges::equal(starts, examples, {}, {}, [](const Example &e) { return e.asked.start; }));

        const auto startsOf = [](const Split &s) {
            std::vector<Time> times;
            std::ranges::transform(s.validation, std::back_inserter(times), [](const Example &e) { return e.asked.start; });
            return times;
        };
        QVERIFY(startsOf(splitExamples(examples, settings)) == startsOf(split));
        settings.seed = 8;
        QVERIFY(startsOf(splitExamples(examples, settings)) != startsOf(split));
    }

    /// Whatever the delay, the lead and the way rows are reported: of a target that decides a label nothing is shown.
    void noTargetThatDecidesALabelIsSeen_data()
    {
        QTest::addColumn<int>("lead");
        QTest::addColumn<int>("delay");
        QTest::addColumn<bool>("asReported");
        for (const int lead : {0, 1, 24})
            for (const int delay : {0, 2, 48})
                for (const bool asReported : {false, true})
                    QTest::addRow("lead %d h, delay %d h, %s", lead, delay, asReported ? "as reported" : "after the delay")
                        << lead << delay << asReported;
    }
    void noTargetThatDecidesALabelIsSeen()
    {
        QFETCH(int, lead);
        QFETCH(int, delay);
        QFETCH(bool, asReported);
        const City city = reportedLate(test::busyCity(12));
        for (const bool mask : {false, true}) {
            const Task task{.step = 30min, .lead = lead * 1h, .horizon = 3h,
                            .reporting = asReported ? Reporting::AsReported : Reporting::AfterDelay, .delay = delay * 1h,
                            .maskTargets = mask};
            const auto examples = examplesOf(city, task, 12);
            QVERIFY(examples.size() > 100);
            std::vector<Incident> scratch;
            std::size_t shown = 0;
            for (const Example &example : examples) {
                const Time moment = task.madeAt(example.asked);
                QVERIFY(moment == example.asked.start - lead * 1h);
                const Snapshot seen = shownIncidents(city, task, example, scratch);
                shown += seen.incidents.size();
                for (const Incident &incident : seen.incidents) {
                    QVERIFY(!example.asked.contains(incident.time));
                    QVERIFY(incident.time < moment);
                    const Duration late = asReported ? Duration(incident.reportedAfter) : Duration(delay * 1h);
                    QVERIFY(incident.time + late <= moment);
                    QVERIFY(!mask || !city.target->contains(incident));
                }
                // Nothing else is kept back.
                const auto expected = std::ranges::count_if(city.incidents->snapshot(example.input).incidents, [&](const Incident &i) {
                    return task.isKnown(i, moment) && !(mask && city.target->contains(i));
                });
                QCOMPARE(std::ssize(seen.incidents), expected);
            }
            QVERIFY(shown > 0);
        }
    }

    void foldsFollowEachOther()
    {
        const FoldSettings settings{.from = makeTime(2012, 1, 1), .testFrom = makeTime(2014, 1, 1),
                                    .testTo = makeTime(2017, 1, 1)};
        const auto folds = rollingFolds(settings);
        QCOMPARE(folds.size(), std::size_t(6));
        QVERIFY(folds.front().trainTo == makeTime(2013, 7, 1));
        QVERIFY(folds.back().to == settings.testTo);
        for (std::size_t i = 0; i < folds.size(); ++i) {
            QVERIFY(folds[i].kind == SplitKind::Chronological && folds[i].from == settings.from);
            QVERIFY(folds[i].validationTo == (i == 0 ? settings.testFrom : folds[i - 1].to));
            QVERIFY(folds[i].trainTo < folds[i].validationTo && folds[i].validationTo < folds[i].to);
        }
    }

    void aLastFoldThatIsCutOffIsLeftOut()
    {
        FoldSettings settings{.from = makeTime(2012, 1, 1), .testFrom = makeTime(2014, 1, 1), .testTo = makeTime(2014, 12, 31)};
        QCOMPARE(rollingFolds(settings).size(), std::size_t(1));
        settings.testTo = makeTime(2014, 6, 30);
        VERIFY_SAYS(test::errorOf([&] { rollingFolds(settings); }), "6 months");
        settings.testTo = makeTime(2015, 1, 1);
        settings.from = makeTime(2013, 7, 1);
        VERIFY_SAYS(test::errorOf([&] { rollingFolds(settings); }), "Nothing is left to learn from");
    }

    void monthsEndWhereTheyEnd()
    {
        const auto folds = rollingFolds({.from = makeTime(2015, 1, 1), .testFrom = makeTime(2016, 1, 31),
                                         .testTo = makeTime(2016, 4, 30), .testMonths = 1, .validationMonths = 1});
        QCOMPARE(folds.size(), std::size_t(3));
        QVERIFY(folds[0].to == makeTime(2016, 2, 29));
        QVERIFY(folds[1].to == makeTime(2016, 3, 31));
        QVERIFY(folds[0].trainTo == makeTime(2015, 12, 31));
    }

    void partsInTimeShareNoInstant_data()
    {
        QTest::addColumn<int>("lead");
        QTest::addColumn<int>("horizon");
        QTest::addColumn<int>("step");
        QTest::newRow("tiles") << 0 << 2 << 2;
        QTest::newRow("a long pause") << 30 << 2 << 2;
        QTest::newRow("long spans that overlap") << 0 << 20 << 1;
    }
    void partsInTimeShareNoInstant()
    {
        QFETCH(int, lead);
        QFETCH(int, horizon);
        QFETCH(int, step);
        const Task task{.step = step * 1h, .lead = lead * 1h, .horizon = horizon * 1h};
        // Fewer shootings, so that long spans have both answers, too.
        std::vector<test::Event> events;
        for (int day = 0; day < 20; day += 2)
            events.push_back({start + std::chrono::days(day) + 5h, QStringLiteral("SHOOTING")});
        events.push_back({start + std::chrono::days(20) - 1s, QStringLiteral("LARCENY")});
        const auto examples = examplesOf(test::cityOf(events), task, 20);
        const SplitSettings settings = inTime(12, 16, 20);
        const Split split = splitExamples(examples, settings);
        const auto inside = [](const std::vector<Example> &part, Time from, Time to) {
            return std::ranges::all_of(part, [&](const Example &e) {
                return from <= e.input.start && e.input.end() <= to && from <= e.asked.start && e.asked.end() <= to;
            });
        };
        QVERIFY(inside(split.training, settings.from, settings.trainTo));
        QVERIFY(inside(split.validation, settings.trainTo, settings.validationTo));
        QVERIFY(inside(split.test, settings.validationTo, settings.to));
        // No more than the gaps is lost: an example belongs to no part only where it crosses a border.
        const auto crossing = std::ranges::count_if(examples, [&](const Example &e) {
            return std::ranges::any_of(std::array{settings.from, settings.trainTo, settings.validationTo, settings.to},
                                       [&](Time border) { return e.input.start < border && border < e.asked.end(); });
        });
        QCOMPARE(split.training.size() + split.validation.size() + split.test.size(), examples.size() - crossing);
    }

    void aPartWithOneKindOfAnswerIsRefused_data()
    {
        QTest::addColumn<int>("shootingOnDay");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing to learn") << 7 << "training";
        QTest::newRow("nothing to calibrate on") << 2 << "validation";
    }
    void aPartWithOneKindOfAnswerIsRefused()
    {
        QFETCH(int, shootingOnDay);
        QFETCH(QString, part);
        const City city = test::cityOf({{start + std::chrono::days(shootingOnDay) + 5h, QStringLiteral("SHOOTING")},
                                           {start + std::chrono::days(10) - 1s, QStringLiteral("LARCENY")}});
        const auto examples = examplesOf(city, Task(), 10);
        const QString message = test::errorOf([&] { splitExamples(examples, inTime(6, 8, 10)); });
        QVERIFY2(message.contains(part), qPrintable(message));
    }

    void partsOutOfOrderAreRefused()
    {
        const auto examples = examplesOf(test::busyCity(10), Task(), 10);
        QVERIFY(test::errorOf([&] { splitExamples(examples, inTime(8, 6, 10)); }).contains(QStringLiteral("2016-01-07")));
    }

    void theUsualSplitIsSixtyTwentyTwenty()
    {
        const auto split = defaultSplit(SplitKind::Chronological, start, start + std::chrono::days(10), 3);
        QVERIFY(split == [] { auto s = inTime(6, 8, 10); s.seed = 3; return s; }());
        const auto odd = defaultSplit(SplitKind::Chronological, start, start + std::chrono::days(11), 3);
        QVERIFY(odd.trainTo == midnightOf(odd.trainTo) && odd.validationTo == midnightOf(odd.validationTo));
    }
};

QTEST_GUILESS_MAIN(TestTask)
#include "tst_task.moc"
