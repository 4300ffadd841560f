#include "engine/core/error.h"
#include "engine/task/split.h"
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
        QCOMPARE(split.test.size(), examples.size() / 8);
        QCOMPARE(split.validation.size(), (examples.size() - split.test.size()) / 10);
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
