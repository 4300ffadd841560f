#include "engine/warning/audit_log.h"
#include "engine/warning/live_watch.h"
#include "engine/warning/replay.h"
#include "engine/warning/risk_timeline.h"
#include "tests/support/precursor_city.h"
#include "tests/support/scene.h"

#include <QTest>

using namespace forewatch;
using namespace forewatch::testing;
using namespace forewatch::test;
using namespace std::chrono_literals;

namespace {

Time day(int number)
{
    return makeTime(2016, 1, 1) + number * 24h;
}

City wholeCity()
{
    return precursorCity(30, changingHour, changingHour);
}

std::shared_ptr<const Model> modelFor(const City &city, const Task &task = {})
{
    const SplitSettings split{.kind = SplitKind::Chronological, .seed = 1, .from = day(0), .to = day(30),
                              .trainTo = day(15), .validationTo = day(20)};
    return std::make_shared<const Model>(modelOf(city, task, split, 2, -3));
}

/// The city with the rows that `keep` lets through, and with others beside them.
City with(const City &city, const std::function<bool(const Incident &)> &keep, std::vector<Incident> more = {})
{
    City result = city;
    for (const Incident &incident : city.incidents->all())
        if (keep(incident))
            more.push_back(incident);
    result.incidents = std::make_shared<const IncidentTable>(std::move(more), city.incidents->names());
    return result;
}

LiveLook good(const City &city)
{
    return {.city = std::make_shared<const City>(city)};
}

const LiveSettings settings{.policy = {.threshold = 0.5, .release = 0.5}};

/// A larceny in the West is what the model warns of.
Incident larceny(Time time)
{
    return {time, {0.4, 1}, 9000, 0, 0};
}

} // namespace

/// What is shown live is what a batch would have said of the rows that were there; where they cannot be relied on, nothing is.
class TestLiveWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReplayEqualsTheBatch_data()
    {
        QTest::addColumn<int>("delayMinutes");
        QTest::addColumn<bool>("asReported");
        QTest::newRow("known at once") << 0 << false;
        QTest::newRow("known after an hour") << 60 << false;
        QTest::newRow("known when reported") << 0 << true;
    }

    void aReplayEqualsTheBatch()
    {
        QFETCH(int, delayMinutes);
        QFETCH(bool, asReported);
        City city = wholeCity();
        if (asReported) {
            std::vector<Incident> rows(city.incidents->all().begin(), city.incidents->all().end());
            for (Incident &incident : rows)
                incident.reportedAfter = incident.row % 4 == 1 ? 4 * 3600 : 0;
            city.incidents = std::make_shared<const IncidentTable>(std::move(rows), city.incidents->names());
        }
        const Task task{.reporting = asReported ? Reporting::AsReported : Reporting::AfterDelay,
                        .delay = std::chrono::minutes(delayMinutes)};
        const auto model = modelFor(city, task);
        NoFeedback feedback;
        const auto batch = makeRiskTimeline(*model, city, WindowSequence::startingIn(day(21), day(23), task.horizon, 10min), feedback);
        QCOMPARE(batch.points.size(), 288u);
        Replay replay(city, task);
        LiveWatch watch(model, settings);
        std::size_t at = 0;
        std::size_t late = 0;
        for (const Time moment : replayMoments(day(21), day(23), settings.step)) {
            const LiveLook look = replay.lookAt(moment);
            for (const Incident &incident : look.city->incidents->all())
                QVERIFY(task.isKnown(incident, moment));
            late += look.changes.late;
            const LiveNews news = watch.follow(look, moment, feedback);
            QCOMPARE(news.risks.size(), 1u);
            QVERIFY2(news.risks.front().point, qPrintable(news.risks.front().why));
            QCOMPARE(news.risks.front().point->asked, batch.points[at].asked);
            QCOMPARE(news.risks.front().point->probability, batch.points[at].probability);
            QCOMPARE(news.risks.front().point->hourRate, batch.points[at].hourRate);
            QVERIFY(news.revised.empty());
            ++at;
        }
        QCOMPARE(at, batch.points.size());
        QCOMPARE(late > 0, asReported);
        const auto alerts = raiseAlerts(settings.policy, task, batch.points);
        QVERIFY(!alerts.empty());
        QCOMPARE(watch.alerts().size(), alerts.size());
        for (std::size_t i = 0; i < alerts.size(); ++i)
            QCOMPARE(watch.alerts()[i].span, alerts[i].span);
    }

    void aForecastIsMadeOncePerMoment()
    {
        const City city = wholeCity();
        LiveWatch watch(modelFor(city), settings);
        NoFeedback feedback;
        const LiveLook look = good(with(city, [](const Incident &i) { return i.time < day(22); }));
        LiveNews news = watch.follow(look, day(22) + 1min, feedback);
        QCOMPARE(news.state, FeedState::Fresh);
        QCOMPARE(news.risks.size(), 1u);
        QCOMPARE(news.risks.front().made, day(22));
        QCOMPARE(news.risks.front().point->asked, (Window{day(22), 2h}));
        QVERIFY(watch.follow(look, day(22) + 9min, feedback).risks.empty());
        news = watch.follow(look, day(22) + 10min, feedback);
        QCOMPARE(news.risks.front().made, day(22) + 10min);
        // The clock goes back, as in autumn: nothing is said twice.
        QVERIFY(watch.follow(look, day(22) + 2min, feedback).risks.empty());
        // What was missed stays without a forecast.
        news = watch.follow(look, day(22) + 45min, feedback);
        QCOMPARE(news.risks.size(), 3u);
        QVERIFY(!news.risks[0].point && !news.risks[1].point && news.risks[2].point);
        QCOMPARE(news.risks[2].made, day(22) + 40min);
    }

    void aLostSourceIsNoLowRisk()
    {
        const City city = wholeCity();
        LiveWatch watch(modelFor(city), settings);
        NoFeedback feedback;
        LiveLook look = good(with(city, [](const Incident &i) { return i.time < day(22); }));
        watch.follow(look, day(22), feedback);
        LiveLook lost = look;
        lost.problem = QStringLiteral("The server is away.");
        LiveNews news = watch.follow(lost, day(22) + 11min, feedback);
        QCOMPARE(news.state, FeedState::Lost);
        QVERIFY(news.stateChanged);
        QCOMPARE(news.risks.size(), 1u);
        QVERIFY(!news.risks.front().point);
        QCOMPARE(news.risks.front().why, QStringLiteral("The server is away."));
        QVERIFY(!watch.follow(lost, day(22) + 12min, feedback).stateChanged);
        // It is back while the moment is still the newest.
        news = watch.follow(look, day(22) + 15min, feedback);
        QVERIFY(news.stateChanged);
        QCOMPARE(news.risks.size(), 1u);
        QVERIFY(news.risks.front().point);
        QCOMPARE(watch.risks().size(), 2u);
        const auto entries = auditEntries(news, settings);
        QCOMPARE(entries.front().first, QStringLiteral("source"));
        QCOMPARE(entries.back().first, QStringLiteral("score"));
    }

    void beforeTheFirstTableNothingIsSaid()
    {
        const City city = wholeCity();
        LiveWatch watch(modelFor(city), settings);
        NoFeedback feedback;
        const LiveNews news = watch.follow({.problem = QStringLiteral("away")}, day(22), feedback);
        QCOMPARE(news.state, FeedState::Lost);
        QVERIFY(!news.risks.front().point);
        QVERIFY(!news.newestRow);
    }

    void anOldTableIsStale()
    {
        const City city = wholeCity();
        NoFeedback feedback;
        const City until = with(city, [](const Incident &i) { return i.time < day(20); });
        LiveWatch watch(modelFor(city), settings);
        QCOMPARE(watch.follow(good(until), day(20) + 1h, feedback).state, FeedState::Fresh);
        const LiveNews news = watch.follow(good(until), day(25), feedback);
        QCOMPARE(news.state, FeedState::Stale);
        QVERIFY(!news.risks.back().point);
        VERIFY_SAYS(news.risks.back().why, "not known");
        // As the user says.
        LiveSettings strict = settings;
        strict.staleAfter = 1min;
        LiveWatch strictWatch(modelFor(city), strict);
        QCOMPARE(strictWatch.follow(good(until), day(20) + 1h, feedback).state, FeedState::Stale);
    }

    void aRowFromTheFutureMakesNoFeedFresh()
    {
        const City city = wholeCity();
        NoFeedback feedback;
        const City until = with(city, [](const Incident &i) { return i.time < day(20); }, {larceny(day(900))});
        LiveWatch watch(modelFor(city), settings);
        const LiveNews news = watch.follow(good(until), day(25), feedback);
        QCOMPARE(news.state, FeedState::Stale);
        QCOMPARE(news.fromFuture, 1u);
        QVERIFY(*news.newestRow < day(20));
        QVERIFY(!news.sentences().filter(QStringLiteral("future")).isEmpty());
    }

    void theUsualAgeIsTheTablesOwnPauseAndTheModelsDelay()
    {
        std::vector<Incident> rows;
        for (int hour = 0; hour < 24 * 20; hour += 3)
            rows.push_back(larceny(day(0) + std::chrono::hours(hour)));
        City city = wholeCity();
        city.incidents = std::make_shared<const IncidentTable>(rows, city.incidents->names());
        QCOMPARE(usualAge(city, {}, day(20)), Duration(3h));
        QCOMPARE(usualAge(city, {}, day(400)), Duration(3h));
        QCOMPARE(usualAge(city, {.delay = 24h}, day(20)), Duration(27h));
        city.incidents = std::make_shared<const IncidentTable>(std::vector<Incident>{}, city.incidents->names());
        QCOMPARE(usualAge(city, {}, day(20)), Duration(1h));
    }

    void aTableThatBeginsTooLateGivesNoForecast()
    {
        const City city = wholeCity();
        NoFeedback feedback;
        const City young = with(city, [](const Incident &) { return false; }, {larceny(day(22) + 30min)});
        LiveWatch watch(modelFor(city), settings);
        const LiveNews news = watch.follow(good(young), day(22) + 1h, feedback);
        QVERIFY(!news.risks.front().point);
        VERIFY_SAYS(news.risks.front().why, "begins after");
    }

    void aLateRowIsToldAndChangesNothingThatWasShown()
    {
        const City city = wholeCity();
        NoFeedback feedback;
        const auto quiet = [](const Incident &i) { return i.time < day(22) && i.time > day(5); };
        const City before = with(city, quiet);
        LiveWatch watch(modelFor(city), settings);
        for (int minute = 0; minute <= 120; minute += 10)
            QVERIFY(watch.follow(good(before), day(22) + std::chrono::minutes(minute), feedback).revised.empty());
        const auto shown = watch.risks();
        QVERIFY(!shown.front().isAlert || shown.back().point);

        const City after = with(city, quiet, {larceny(day(22) + 25min)});
        LiveLook look = good(after);
        look.imported = true;
        look.changes = changesBetween(*before.incidents, *after.incidents);
        look.changes.reachesBack = day(22) + 25min;
        const LiveNews news = watch.follow(look, day(22) + 121min, feedback);
        // Of the moments after the row that look at its time: 30 to 120 minutes.
        QCOMPARE(news.revised.size(), 10u);
        QVERIFY(watch.alerts().size() <= 1);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            QCOMPARE(watch.risks()[i].point->probability, shown[i].point->probability);
            QCOMPARE(watch.risks()[i].revised.has_value(), shown[i].made >= day(22) + 30min);
        }
        QVERIFY(!news.sentences().filter(QStringLiteral("change 10 of the risks")).isEmpty());
        // Told once.
        QVERIFY(watch.follow(look, day(22) + 125min, feedback).revised.empty());
    }

    void aModelThatDoesNotFitSaysSo()
    {
        const City city = wholeCity();
        NoFeedback feedback;
        Model other = *modelFor(city);
        other.card.target = {QStringLiteral("ARSON")};
        LiveWatch watch(std::make_shared<const Model>(other), settings);
        const City until = with(city, [](const Incident &i) { return i.time < day(22); });
        const LiveNews news = watch.follow(good(until), day(22), feedback);
        QVERIFY(!news.risks.front().point);
        VERIFY_SAYS(news.risks.front().why, "target");
        Model past = *modelFor(city);
        past.card.task.question = Question::SameWindow;
        VERIFY_SAYS(errorOf([&] { LiveWatch(std::make_shared<const Model>(past), settings); }), "warns of nothing");
    }
};

QTEST_GUILESS_MAIN(TestLiveWatch)
#include "tst_live_watch.moc"
