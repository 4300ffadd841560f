#include "engine/core/error.h"
#include "engine/warning/risk_timeline.h"
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

City city()
{
    return precursorCity(30, changingHour, changingHour);
}

Model modelFor(const City &city, const Task &task = {})
{
    const SplitSettings split{.kind = SplitKind::Chronological, .seed = 1, .from = day(0), .to = day(30),
                              .trainTo = day(15), .validationTo = day(20)};
    return modelOf(city, task, split, 2, -3);
}

RiskTimeline timelineOf(const City &city, const WindowSequence &asked, const Task &task = {})
{
    NoFeedback feedback;
    return makeRiskTimeline(modelFor(city, task), city, asked, feedback);
}

bool holds(const City &city, const Window &window, std::uint16_t type)
{
    const auto all = city.incidents->all();
    return std::any_of(all.begin(), all.end(),
                       [&](const Incident &i) { return i.type == type && window.contains(i.time); });
}

constexpr std::uint16_t larceny = 0;
constexpr std::uint16_t shooting = 1;

} // namespace

/// A risk for every span, from nothing but what was drawn before it, with the outcome as far as the table knows it.
class TestRiskTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsOfADay_data()
    {
        QTest::addColumn<int>("lengthMinutes");
        QTest::addColumn<int>("stepMinutes");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("lastMinute");
        QTest::newRow("as published") << 120 << 10 << 132 << 21 * 60 + 50;
        QTest::newRow("hour by hour") << 60 << 60 << 23 << 22 * 60;
        QTest::newRow("half days") << 12 * 60 << 12 * 60 << 1 << 0;
    }

    void windowsOfADay()
    {
        QFETCH(int, lengthMinutes);
        QFETCH(int, stepMinutes);
        QFETCH(int, count);
        QFETCH(int, lastMinute);
        const auto windows = windowsOfDay(day(3) + 13h, lengthMinutes * 1min, stepMinutes * 1min);
        QCOMPARE(int(windows.count()), count);
        QCOMPARE(windows.at(0).start, day(3));
        QCOMPARE(windows.at(windows.count() - 1).start, day(3) + std::chrono::minutes(lastMinute));
    }

    void everyRiskComesFromItsOwnPicture_data()
    {
        QTest::addColumn<Task>("task");
        QTest::newRow("next window") << Task{};
        QTest::newRow("an hour ahead") << Task{.lead = 1h};
        QTest::newRow("same window") << Task{.question = Question::SameWindow};
    }

    void everyRiskComesFromItsOwnPicture()
    {
        QFETCH(Task, task);
        const City c = city();
        const auto model = modelFor(c, task);
        const auto timeline = timelineOf(c, windowsOfDay(day(25), 2h, 10min), task);
        QCOMPARE(timeline.points.size(), 132u);
        QCOMPARE(timeline.task.question, task.question);
        QCOMPARE(timeline.policy.threshold, model.card.threshold);
        for (const RiskPoint &point : timeline.points) {
            const bool warned = holds(c, task.inputFor(point.asked), larceny);
            QVERIFY(std::abs(point.probability - probabilityOf(warned ? 2 : -3)) < 1e-6);
            QCOMPARE(point.alert, warned);
            QCOMPARE(point.outcome, std::optional(holds(c, point.asked, shooting)));
            QCOMPARE(point.hourRate, model.card.hourOfDay.probability(point.asked));
            QVERIFY(!point.band);
        }
        QCOMPARE(timeline.span, (Window{day(25), 23h + 50min}));
    }

    void outcomesEndWhereTheTableEnds()
    {
        const auto timeline = timelineOf(city(), WindowSequence::startingIn(day(29) + 20h, day(30) + 4h, 2h, 10min));
        // What was drawn ends with the last day, so the last span asked about begins there.
        QCOMPARE(timeline.points.size(), 25u);
        for (const RiskPoint &point : timeline.points)
            QCOMPARE(point.outcome.has_value(), point.asked.end() <= day(30));
        QCOMPARE(timeline.points.back().asked.start, day(30));
    }

    void nothingIsDrawnFromBeforeTheTable()
    {
        const auto timeline = timelineOf(city(), windowsOfDay(day(0), 2h, 10min));
        QCOMPARE(timeline.points.front().asked.start, day(0) + 2h);
        QCOMPARE(timeline.points.size(), 120u);
    }

    void aSpanOutsideTheTableIsAnError()
    {
        try {
            timelineOf(city(), windowsOfDay(day(40), 2h, 10min));
            QFAIL("A day without a table was scored.");
        } catch (const Error &error) {
            QVERIFY2(error.message().contains(QLatin1String("2016-01-31 00:00")), qPrintable(error.message()));
        }
        QVERIFY_EXCEPTION_THROWN(timelineOf(city(), WindowSequence(day(3), 2h, 2h, 0)), Error);
    }

    /// Two victims at one time and place are one event; another place at the same time is another.
    void targetsAreEventsInsideTheSpan()
    {
        const City plain = city();
        std::vector<Incident> incidents(plain.incidents->all().begin(), plain.incidents->all().end());
        const auto shootAt = [&](Time time, double longitude) {
            incidents.push_back({time, {longitude, 1}, 999, shooting, 1});
        };
        shootAt(day(10) + 3h, 1.2);
        shootAt(day(10) + 3h, 1.2);
        shootAt(day(10) + 3h, 1.7);
        shootAt(day(10) + 5h, 1.2);
        shootAt(day(10) + 6h, 1.2);
        City crowded = plain;
        crowded.incidents = std::make_shared<IncidentTable>(incidents, plain.incidents->types());

        const auto timeline = timelineOf(crowded, WindowSequence(day(10) + 2h, 2h, 10min, 13));
        std::vector<Time> expected{day(10) + 3h, day(10) + 3h, day(10) + 5h};
        for (const Incident &incident : plain.incidents->all())
            if (incident.type == shooting && Window{day(10) + 2h, 4h}.contains(incident.time))
                expected.push_back(incident.time);
        std::sort(expected.begin(), expected.end());
        QCOMPARE(timeline.span.end(), day(10) + 6h);
        QCOMPARE(timeline.targets, expected);
    }

    /// A card that knows more shows more; an older one shows the hour of day, and no band.
    void bandAndHourOfWeekAreTheCards()
    {
        const City c = city();
        Model model = modelFor(c);
        const auto examples = makeExamples(c, model.card.task, day(0), day(20));
        model.card.hourOfWeek = HourOfWeekRate(examples, {});
        Forecast raw;
        for (std::size_t i = 0; i < examples.size(); ++i) {
            raw.probabilities.push_back(i % 3 ? .1 : .8);
            raw.outcomes.push_back(examples[i].outcome);
            raw.day.push_back(int(i / 12));
        }
        NoFeedback feedback;
        model.card.calibration = Calibration::fit(raw.probabilities, raw.outcomes);
        model.card.band = CalibrationBand::drawnAnew(model.card.calibration, raw, 1, feedback);
        QVERIFY(model.card.band.isKnown());
        const auto timeline = makeRiskTimeline(model, c, windowsOfDay(day(25), 2h, 10min), feedback);
        QVERIFY(timeline.weekly);
        for (const RiskPoint &point : timeline.points) {
            QCOMPARE(point.hourRate, model.card.hourOfWeek.probability(point.asked));
            QVERIFY(point.band && point.band->low <= point.probability && point.probability <= point.band->high);
            QVERIFY(point.band->low < point.band->high);
        }
    }

    /// Two hours at risk are one alert whose span reaches to the end of the last one's, whatever the policy of the card.
    void aPolicyIsAppliedAnew()
    {
        RiskTimeline timeline;
        for (int i = 0; i < 30; ++i)
            timeline.points.push_back({{day(0) + i * 10min, 2h}, i >= 6 && i < 18 ? .4 : .1, .1, false});
        timeline.apply({.threshold = .3, .release = .3});
        QCOMPARE(timeline.alerts.size(), 1u);
        QCOMPARE(timeline.alerts[0].span, (Window{day(0) + 1h, 3h + 50min}));
        for (int i = 0; i < 30; ++i)
            QCOMPARE(timeline.points[std::size_t(i)].alert, i >= 6 && i < 18);
        QCOMPARE(timeline.alertAt(day(0) + 50min), std::nullopt);
        QCOMPARE(timeline.alertAt(day(0) + 1h), std::optional<std::size_t>(0));
        QCOMPARE(timeline.alertAt(day(0) + 4h + 49min), std::optional<std::size_t>(0));
        QCOMPARE(timeline.alertAt(day(0) + 4h + 50min), std::nullopt);
        timeline.apply({.threshold = .5, .release = .5});
        QVERIFY(timeline.alerts.empty());
        QVERIFY(std::ranges::none_of(timeline.points, &RiskPoint::alert));
    }

    void csv()
    {
        RiskTimeline timeline;
        timeline.points = {{{day(0), 2h}, 0.25, 0.1, true, Interval{.125, .5}},
                           {{day(0) + 10min, 2h}, 0.125, 0.1, false},
                           {{day(0) + 20min, 2h}, 0.5, 0.1, std::nullopt}};
        timeline.apply({.threshold = .25, .release = .25});
        QVERIFY(timeline.toCsv().startsWith("start,end,probability,outcome,alert\n"));
        QCOMPARE(timeline.detailsCsv(), QByteArray("start,end,probability,outcome,alert,low,high,hour_rate\n"
                                              "2016-01-01 00:00,2016-01-01 02:00,0.25,1,1,0.125,0.5,0.1\n"
                                              "2016-01-01 00:10,2016-01-01 02:10,0.125,0,0,,,0.1\n"
                                              "2016-01-01 00:20,2016-01-01 02:20,0.5,,1,,,0.1\n"));
    }
};

QTEST_MAIN(TestRiskTimeline)
#include "tst_risk_timeline.moc"
