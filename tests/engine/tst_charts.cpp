#include "engine/analysis/concentration.h"
#include "engine/analysis/monthly_trend.h"
#include "engine/analysis/near_repeat.h"
#include "engine/analysis/outdoor_share.h"
#include "engine/analysis/type_counts.h"
#include "engine/analysis/week_hours.h"
#include "engine/core/random.h"
#include "engine/geo/ground_plane.h"
#include "tests/support/busy_city.h"
#include "tests/support/scene.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

namespace {

const QString shooting = QStringLiteral("SHOOTING");
const QString larceny = QStringLiteral("LARCENY");
const QString burglary = QStringLiteral("BURGLARY");
const Time newYear = makeTime(2016, 1, 1);

Incident at(Time time, GeoPoint place = {-76.65, 39.3})
{
    return {time, place, 1, 0, 0};
}

/// The city with settings given to its incidents, in order of time.
City withSettings(City city, const std::vector<Setting> &settings)
{
    std::vector<Incident> incidents(city.incidents->all().begin(), city.incidents->all().end());
    for (std::size_t i = 0; i < incidents.size(); ++i)
        incidents[i].setting = settings[i];
    city.incidents = std::make_shared<const IncidentTable>(std::move(incidents), city.incidents->names());
    return city;
}

GeoPoint east(double metres)
{
    const GeoPoint origin{-76.65, 39.3};
    GeoBox box;
    box.add(origin);
    return GroundPlane(box).toGeo({metres, 0});
}

/// `n` events at random places of a square of the given width, on random dates of a year.
std::vector<Incident> randomEvents(int n, double width, std::uint64_t seed)
{
    Random random(seed);
    GeoBox box;
    box.add(GeoPoint{-76.65, 39.3});
    const GroundPlane plane(box);
    std::vector<Incident> events;
    for (int i = 0; i < n; ++i)
        events.push_back(at(newYear + std::chrono::minutes(random.below(366 * 1440)),
                            plane.toGeo({random.uniform(0, width), random.uniform(0, width)})));
    std::ranges::sort(events, {}, &Incident::time);
    return events;
}

NearRepeat knox(const std::vector<Incident> &events, NearRepeatSettings settings = {})
{
    NoFeedback feedback;
    return nearRepeat(events, settings, feedback);
}

} // namespace

/// The numbers behind the charts, held against counting by hand.
class TestCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Outdoors

    void outdoorsOfTargetsAndOthersAreApart()
    {
        const GeoPoint corner{-76.65, 39.31};
        const City city = withSettings(cityOf({{newYear, shooting}, {newYear, shooting}, {newYear + 1h, shooting, corner}, {newYear + 2h, larceny},
                                               {newYear + 3h, larceny}, {newYear + 4h, burglary}}),
                                       {Setting::Outside, Setting::Outside, Setting::Inside, Setting::Outside, Setting::Inside, Setting::Unknown});
        const OutdoorShare share = outdoorShare(city);
        QCOMPARE(share.targetRows, (SettingCounts{2, 1, 0}));
        QCOMPARE(share.targetEvents, (SettingCounts{1, 1, 0}));
        QCOMPARE(share.others, (SettingCounts{1, 1, 1}));
        // What the table does not say is no part of the share.
        QCOMPARE(share.others.outdoors(), (Share{1, 2}));
    }

    /// Against the definition: the ends are the shares from which the seen one is 1.96 standard errors away.
    void wilsonIntervalsSolveTheirEquation_data()
    {
        QTest::addColumn<int>("part");
        QTest::addColumn<int>("whole");
        QTest::newRow("half") << 5 << 10;
        QTest::newRow("few") << 1 << 40;
        QTest::newRow("many") << 2872 << 3220;
    }

    void wilsonIntervalsSolveTheirEquation()
    {
        QFETCH(int, part);
        QFETCH(int, whole);
        const Share share{std::size_t(part), std::size_t(whole)};
        const auto [low, high] = wilsonInterval(share);
        QVERIFY(low < share.value() && share.value() < high);
        for (const double end : {low, high})
            QVERIFY(std::abs(std::abs(share.value() - end) / std::sqrt(end * (1 - end) / whole) - 1.959964) < 1e-5);
    }

    void wilsonIntervalsAtTheEdges()
    {
        QCOMPARE(wilsonInterval({0, 10}).low, 0.);
        QVERIFY(wilsonInterval({0, 10}).high > 0.2);
        QCOMPARE(wilsonInterval({10, 10}).high, 1.);
        QCOMPARE(wilsonInterval({0, 0}).low, 0.);
        QCOMPARE(wilsonInterval({0, 0}).high, 1.);
    }

    // Types

    void typesAreCountedByRowsAndEvents()
    {
        const City city = cityOf({{newYear, shooting}, {newYear, shooting}, {newYear + 1h, larceny}, {newYear + 1h, larceny, {-76.65, 39.35}},
                                  {newYear + 2h, larceny}});
        const auto counts = typeCounts(city);
        QCOMPARE(counts.size(), std::size_t(2));
        QCOMPARE(counts[0], (TypeCount{larceny, Group::Property, 3, 3}));
        QCOMPARE(counts[1], (TypeCount{shooting, Group::Target, 2, 1}));
    }

    // Hours

    /// 1 January 2016 was a Friday.
    void hoursOfTheWeekAreTheIncidentsOwn()
    {
        const Window span{newYear, std::chrono::days(10)};
        const auto hours = weekHours(std::vector{at(newYear), at(newYear + 1h), at(newYear + 25h + 30min), at(newYear + 8 * 24h), at(newYear + 11 * 24h)}, span);
        QCOMPARE(hours.total, std::size_t(4));
        QCOMPARE(hours.counts[4][0], std::size_t(1));
        QCOMPARE(hours.counts[4][1], std::size_t(1));
        QCOMPARE(hours.counts[5][1], std::size_t(1));
        QCOMPARE(hours.counts[5][0], std::size_t(1));
        QCOMPARE(hours.atMidnight, std::size_t(2));
        QCOMPARE(hours.atWholeHour, std::size_t(1));
        // Friday to Sunday of the week after: those three twice, the others once.
        for (std::size_t day = 0; day < 7; ++day)
            QCOMPARE(hours.exposure[day][7], day >= 4 ? 2. : 1.);
        QCOMPARE(hours.rate(4, 0), 0.5);
        QCOMPARE(hours.rate(0, 0), 0.);
    }

    void aSpanCutInsideAnHourExposesPartOfIt()
    {
        const auto hours = weekHours({}, {newYear + 90min, 60min});
        QCOMPARE(hours.exposure[4][1], 0.5);
        QCOMPARE(hours.exposure[4][2], 0.5);
        QCOMPARE(hours.exposure[4][3], 0.);
        QCOMPARE(hours.rate(4, 3), 0.);
    }

    void hoursAgreeWithCountingEachIncident()
    {
        const City city = busyCity(40);
        const auto all = city.incidents->all();
        const auto hours = weekHours(all, city.incidents->coveredDays());
        WeekHours::Table<std::size_t> expected{};
        for (const Incident &incident : all) {
            const auto seconds = (incident.time - makeTime(2015, 12, 28)).count(); // a Monday
            ++expected[std::size_t(seconds / 86400 % 7)][std::size_t(seconds / 3600 % 24)];
        }
        QCOMPARE(hours.counts, expected);
        double exposed = 0;
        for (const auto &day : hours.exposure)
            for (const double hour : day)
                exposed += hour;
        QCOMPARE(exposed, 40 * 24.);
    }

    // Months

    void monthsStandBesideTheYearBefore()
    {
        std::vector<Incident> incidents;
        // As many in each month as its number, the year after twice that.
        for (int year = 2015; year <= 2016; ++year)
            for (int month = 1; month <= 12; ++month)
                for (int i = 0; i < month * (year - 2014); ++i)
                    incidents.push_back(at(makeTime(year, month, 15, i)));
        const auto months = monthlyTrend(incidents, {makeTime(2015, 1, 1), makeTime(2017, 1, 1) - makeTime(2015, 1, 1)});
        QCOMPARE(months.size(), std::size_t(24));
        for (std::size_t i = 0; i < 24; ++i) {
            const auto number = i % 12 + 1;
            QCOMPARE(months[i].count, number * (i < 12 ? 1 : 2));
            QCOMPARE(months[i].partial, false);
            QCOMPARE(months[i].yearBefore, i < 12 ? std::nullopt : std::optional(number));
        }
        QCOMPARE(months[13].coveredDays, 29.); // February 2016
    }

    void monthsCutByTheSpanAreMarked()
    {
        const Time from = makeTime(2015, 3, 10);
        const Time to = makeTime(2016, 4, 2);
        const auto months = monthlyTrend(std::vector{at(makeTime(2015, 3, 1)), at(from), at(makeTime(2016, 3, 31, 23)), at(to)}, {from, to - from});
        QCOMPARE(months.size(), std::size_t(14));
        QVERIFY(months.front().partial && months.back().partial && !months[1].partial);
        QCOMPARE(months.front().count, std::size_t(1));
        QCOMPARE(months.back().count, std::size_t(0));
        QCOMPARE(months.front().coveredDays, 22.);
        QCOMPARE(months.back().coveredDays, 1.);
        // March 2015 is not whole, so March 2016 has nothing to stand beside.
        QCOMPARE(months[12].yearBefore, std::nullopt);
        QCOMPARE(months[13].yearBefore, std::optional<std::size_t>(0));
        QVERIFY(monthlyTrend({}, {from, Duration::zero()}).empty());
    }

    // Concentration

    void evenPlacesHaveNoConcentration()
    {
        const auto found = concentrationOf({5, 5, 5, 5});
        QVERIFY(std::abs(found.gini) < 1e-12);
        QVERIFY(std::abs(Concentration::heldBy(found.curve, 0.25) - 0.25) < 1e-12);
        // Chance is less even than that.
        QVERIFY(found.chanceGini > 0.2);
    }

    void allAtOnePlaceIsTheMost()
    {
        const auto found = concentrationOf({0, 12, 0, 0});
        QCOMPARE(found.gini, 0.75);
        QCOMPARE(found.emptyPlaces, std::size_t(3));
        QCOMPARE(found.most, std::size_t(12));
        QCOMPARE(Concentration::heldBy(found.curve, 0.25), 1.);
        QCOMPARE(Concentration::placesFor(found.curve, 0.5), 0.125);
    }

    void theCurveIsThatOfSortedPlaces()
    {
        Random random(7);
        std::vector<std::size_t> counts;
        for (int i = 0; i < 200; ++i)
            counts.push_back(std::size_t(random.poisson(random.uniform() < .1 ? 20 : 1)));
        const auto found = concentrationOf(counts);
        std::ranges::sort(counts, std::greater());
        double all = 0;
        for (const auto count : counts)
            all += double(count);
        double sum = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            sum += double(counts[i]);
            QVERIFY(std::abs(Concentration::heldBy(found.curve, double(i + 1) / 200) - sum / all) < 1e-9);
        }
        // Gini as the mean difference of all pairs.
        double differences = 0;
        for (const auto a : counts)
            for (const auto b : counts)
                differences += std::abs(double(a) - double(b));
        QVERIFY(std::abs(found.gini - differences / (2 * 200 * all)) < 1e-9);
    }

    /// Fewer incidents than places cannot be even: the plain index says 0.9 of ten incidents at ten of a hundred places.
    void fewIncidentsAreNoConcentrationWhenAdjusted()
    {
        std::vector<std::size_t> counts(100);
        std::fill_n(counts.begin(), 10, 1);
        const auto found = concentrationOf(counts);
        QVERIFY(std::abs(found.gini - 0.9) < 1e-12);
        QVERIFY(found.adjustedGini < 1e-9);
        QVERIFY(found.chanceGini > 0.9);
    }

    void chanceIsWhatThrowingIncidentsAtPlacesGives()
    {
        Random random(3);
        std::vector<std::size_t> counts(5000);
        for (int i = 0; i < 12'000; ++i)
            ++counts[random.below(counts.size())];
        const auto found = concentrationOf(counts);
        for (const double share : {0.05, 0.2, 0.5, 0.8})
            QVERIFY(std::abs(Concentration::heldBy(found.curve, share) - Concentration::heldBy(found.chance, share)) < 0.01);
        QVERIFY(std::abs(found.gini - found.chanceGini) < 0.01);
    }

    void placesAreWhereAnythingWasRecorded()
    {
        const GeoPoint corner{-76.65, 39.35};
        const City city = cityOf({{newYear, shooting}, {newYear, shooting}, {newYear + 1h, larceny, corner}, {newYear + 2h, larceny, {-76.650004, 39.35}}});
        const auto targets = concentration(city, Counted::Targets, PlaceUnit::Points);
        QCOMPARE(targets.places, std::size_t(2));
        QCOMPARE(targets.incidents, std::size_t(1));
        const auto all = concentration(city, Counted::All, PlaceUnit::Points);
        QCOMPARE(all.places, std::size_t(2));
        QCOMPARE(all.most, std::size_t(2));
        const auto areas = concentration(city, Counted::All, PlaceUnit::Neighborhoods);
        QCOMPARE(areas.places, std::size_t(2));
        QCOMPARE(areas.emptyPlaces, std::size_t(1));
        const auto cells = concentration(city, Counted::All, PlaceUnit::Cells);
        QCOMPARE(cells.incidents, std::size_t(4));
        QVERIFY(cells.places > 5000); // 17 by 22 km
    }

    void nothingAtAllIsNoFault()
    {
        QCOMPARE(concentrationOf({}).places, std::size_t(0));
        QCOMPARE(concentrationOf({0, 0}).gini, 0.);
    }

    // Near repeats

    void pairsFallIntoTheirBands()
    {
        NearRepeatSettings settings;
        settings.runs = 99;
        // At one place a day apart; 150 m away 8 days later; 900 m away: near nothing.
        const std::vector events{at(newYear), at(newYear + 30h), at(newYear + 8 * 24h, east(150)), at(newYear + 9 * 24h, east(1200))};
        const NearRepeat table = knox(events, settings);
        QCOMPARE(table.cells.size(), std::size_t(6));
        QCOMPARE(table.distanceLabel(0), QStringLiteral("same place"));
        QCOMPARE(table.distanceLabel(2), QStringLiteral("100–200 m"));
        QCOMPARE(table.timeLabel(0), QStringLiteral("0–6 d"));
        QCOMPARE(table.timeLabel(1), QStringLiteral("7–13 d"));
        QCOMPARE(table.cells[0][0].observed, std::size_t(1));
        // From the second day it is seven days, from the first eight.
        QCOMPARE(table.cells[2][1].observed, std::size_t(2));
        QCOMPARE(table.nearPairs, std::size_t(3));
        std::size_t all = 0;
        for (const auto &row : table.cells)
            for (const auto &cell : row)
                all += cell.observed;
        QCOMPARE(all, std::size_t(3));
    }

    /// Every pair by itself, and the expectation of a dealing in closed form: each pair of dates is equally likely.
    void theTableAgreesWithEveryPair()
    {
        const auto events = randomEvents(300, 3000, 11);
        NearRepeatSettings settings;
        settings.runs = 999;
        const NearRepeat table = knox(events, settings);
        const auto band = [](const auto &ends, auto value) { return std::size_t(std::ranges::upper_bound(ends, value) - ends.begin()); };
        GeoBox box;
        for (const Incident &event : events)
            box.add(event.place);
        const GroundPlane plane(box);
        std::map<std::pair<std::size_t, std::size_t>, std::size_t> observed;
        std::vector<double> near(6);
        std::vector<double> soon(5);
        for (std::size_t i = 0; i < events.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const GroundPoint a = plane.toGround(events[i].place);
                const GroundPoint b = plane.toGround(events[j].place);
                const double metres = std::hypot(a.east - b.east, a.north - b.north);
                const int days = int((midnightOf(events[i].time) - midnightOf(events[j].time)) / 24h);
                const std::size_t row = metres < 1 ? 0 : 1 + band(settings.metres, metres);
                const std::size_t column = band(settings.days, days);
                if (row < 6)
                    ++near[row];
                ++soon[column];
                if (row < 6 && column < 4)
                    ++observed[{row, column}];
            }
        }
        const double pairs = 300 * 299 / 2.;
        for (std::size_t row = 0; row < 6; ++row) {
            for (std::size_t column = 0; column < 4; ++column) {
                QCOMPARE(table.cells[row][column].observed, (observed[{row, column}]));
                const double expected = near[row] * soon[column] / pairs;
                QVERIFY2(std::abs(table.cells[row][column].expected - expected) <= 0.15 * std::sqrt(expected) + 1e-9,
                         qPrintable(QStringLiteral("%1 for %2").arg(table.cells[row][column].expected).arg(expected)));
            }
        }
    }

    void aCityOfChanceShowsNoRepeats()
    {
        // With a hundred cells of five cities about five are starred; a fault that stars all would star a hundred.
        int starred = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed)
            for (const auto &row : knox(randomEvents(600, 5000, seed)).cells)
                for (const auto &cell : row)
                    starred += cell.p <= 0.05 && cell.expected > 0;
        QVERIFY2(starred <= 14, qPrintable(QString::number(starred)));
    }

    void plantedRepeatsAreFound()
    {
        auto events = randomEvents(400, 5000, 5);
        const auto before = knox(events);
        QVERIFY(before.cells[2][0].p > 0.05);
        Random random(9);
        for (std::size_t i = 0; i < 60; ++i) {
            Incident again = events[i * 5];
            again.time += std::chrono::days(3);
            again.place.longitude += (east(150).longitude - east(0).longitude) * (random.uniform() < .5 ? 1 : -1);
            events.push_back(again);
        }
        std::ranges::sort(events, {}, &Incident::time);
        const auto after = knox(events);
        QCOMPARE(after.cells[2][0].p, 1 / 200.);
        QVERIFY(after.cells[2][0].ratio() > 2);
        QVERIFY(after.cells[2][3].p > 0.05);
    }

    void theSameSeedGivesTheSameTable()
    {
        const auto events = randomEvents(200, 2000, 2);
        NearRepeatSettings other;
        other.seed = 2;
        const auto a = knox(events);
        QCOMPARE(knox(events).cells[1][0].expected, a.cells[1][0].expected);
        QVERIFY(knox(events, other).cells[1][0].expected != a.cells[1][0].expected);
    }

    void badBandsAreRefused_data()
    {
        QTest::addColumn<NearRepeatSettings>("settings");
        QTest::newRow("none") << NearRepeatSettings{.metres = {}};
        QTest::newRow("falling") << NearRepeatSettings{.metres = {200, 100}};
        QTest::newRow("zero") << NearRepeatSettings{.days = {0, 7}};
        QTest::newRow("twice") << NearRepeatSettings{.days = {7, 7}};
        QTest::newRow("too few runs") << NearRepeatSettings{.runs = 98};
    }

    void badBandsAreRefused()
    {
        QFETCH(NearRepeatSettings, settings);
        VERIFY_SAYS(errorOf([&] { knox({}, settings); }), "must");
    }

    void tooManyEventsAreCutToTheLatest()
    {
        const auto events = randomEvents(20'100, 300'000, 4);
        NearRepeatSettings settings;
        settings.runs = 99;
        const auto table = knox(events, settings);
        QCOMPARE(table.given, std::size_t(20'100));
        QCOMPARE(table.events, std::size_t(20'000));
        QVERIFY(table.first == events[100].time);
    }

    void itCanBeCancelled()
    {
        struct Stop final : Feedback
        {
            void progress(double fraction) override { reached = fraction; }
            bool cancelled() const override { return reached > 0.3; }
            double reached = 0;
        } stop;
        const auto events = randomEvents(500, 2000, 1);
        QVERIFY_EXCEPTION_THROWN(nearRepeat(events, {}, stop), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestCharts)
#include "tst_charts.moc"
