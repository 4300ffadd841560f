#include "engine/analysis/area_counts.h"
#include "engine/analysis/daily_table.h"
#include "engine/geo/area_figures.h"
#include "tests/support/busy_city.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono;

namespace {

const QString shooting = QStringLiteral("SHOOTING");
const QString larceny = QStringLiteral("LARCENY");
constexpr GeoPoint west{-76.65, 39.3};
constexpr GeoPoint east{-76.55, 39.3};

/// The conditional test's definition, term by term.
double bruteChance(int now, int before, double exposure)
{
    const int n = now + before;
    const double share = exposure / (1 + exposure);
    double low = 0;
    double high = 0;
    for (int i = 0; i <= n; ++i) {
        const double term = std::exp(std::lgamma(n + 1.) - std::lgamma(i + 1.) - std::lgamma(n - i + 1.)) * std::pow(share, i)
            * std::pow(1 - share, n - i);
        low += i <= now ? term : 0;
        high += i >= now ? term : 0;
    }
    return std::min(1.0, 2 * std::min(low, high));
}

} // namespace

/// The tables' numbers: areas, the supervisors' spans, what may be read into a change.
class TestTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aYearBefore_data()
    {
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("before");
        QTest::newRow("any day") << "2016-11-12 22:30" << "2015-11-12 22:30";
        QTest::newRow("leap day") << "2016-02-29 10:00" << "2015-03-01 10:00";
        QTest::newRow("day after it") << "2016-03-01" << "2015-03-01";
        QTest::newRow("into a leap year") << "2017-02-28" << "2016-02-28";
        QTest::newRow("new year") << "2016-01-01" << "2015-01-01";
    }

    void aYearBefore()
    {
        QFETCH(QString, time);
        QFETCH(QString, before);
        QCOMPARE(formatTime(yearBefore(*parseTime(time))), formatTime(*parseTime(before)));
    }

    void shortSpansKeepTheirWeekday()
    {
        const Window saturdayNight{makeTime(2016, 11, 12, 22), hours(2)};
        const ComparedSpan span = comparedSpan(saturdayNight, {makeTime(2012, 1, 1), days(1827)});
        QCOMPARE(formatWindow(span.before), QStringLiteral("Sat 14 Nov 2015 22:00–24:00"));
        QVERIFY(span.knowsBefore);
    }

    void chanceIsTheConditionalTest_data()
    {
        QTest::addColumn<int>("now");
        QTest::addColumn<int>("before");
        QTest::addColumn<double>("exposure");
        for (const auto &[now, before] : std::initializer_list<std::pair<int, int>>{{0, 0}, {0, 1}, {1, 0}, {5, 5}, {5, 15}, {15, 5},
                                                                                    {0, 8}, {100, 130}, {31, 28}})
            for (const double exposure : {1.0, 60 / 59.})
                QTest::addRow("%d after %d, %g", now, before, exposure) << now << before << exposure;
    }

    void chanceIsTheConditionalTest()
    {
        QFETCH(int, now);
        QFETCH(int, before);
        QFETCH(double, exposure);
        QVERIFY(std::abs(chanceOfDifference(now, before, exposure) - bruteChance(now, before, exposure)) < 1e-9);
    }

    void whatMayBeReadIntoAChange_data()
    {
        QTest::addColumn<int>("now");
        QTest::addColumn<int>("before");
        QTest::addColumn<QString>("reading");
        QTest::addColumn<bool>("hasPercent");
        QTest::newRow("three for two") << 3 << 2 << "too_few" << false;
        QTest::newRow("none for five") << 0 << 5 << "too_few" << false;
        QTest::newRow("none for six") << 0 << 6 << "clear" << false;
        QTest::newRow("the base is just large enough") << 22 << 20 << "chance" << true;
        QTest::newRow("double") << 60 << 30 << "clear" << true;
        QTest::newRow("large and alike") << 10000 << 10100 << "chance" << true;
        QTest::newRow("large and apart") << 10000 << 11000 << "clear" << true;
    }

    void whatMayBeReadIntoAChange()
    {
        QFETCH(int, now);
        QFETCH(int, before);
        QFETCH(QString, reading);
        QFETCH(bool, hasPercent);
        const Change change{now, before};
        QCOMPARE(readingKey(change.reading()), reading);
        QCOMPARE(change.percent().has_value(), hasPercent);
        QCOMPARE(change.difference(), std::optional<qint64>(now - before));
    }

    void whatIsNotCoveredIsNoData()
    {
        const Change change{3, std::nullopt};
        QCOMPARE(readingKey(change.reading()), QStringLiteral("no_data"));
        QVERIFY(!change.difference() && !change.percent());
    }

    void leapYearsAreComparedByTheDay()
    {
        QCOMPARE(*Change({.now = 60, .before = 59, .exposure = 60 / 59.}).percent(), 0.0);
    }

    void areasAgainstBruteForce()
    {
        const City city = busyCity(400);
        const Window covered = city.incidents->coveredDays();
        const ComparedSpan span = comparedSpan({makeTime(2017, 1, 1), days(30)}, covered);
        QVERIFY(span.knowsNow && span.knowsBefore);
        const AreaSet areas = neighborhoodAreas(city);
        const AreaCounts counts = countByArea(city, areas, span);
        qint64 events = 0;
        for (std::size_t area = 0; area < areas.size(); ++area)
            for (const auto when : {&Change::now, &Change::before}) {
                const Window &window = when == &Change::now ? span.now : span.before;
                qint64 incidents = 0;
                qint64 victims = 0;
                std::set<std::tuple<Time, double, double>> places;
                for (const Incident &incident : city.incidents->all())
                    if (window.contains(incident.time) && incident.neighborhood == area) {
                        ++incidents;
                        if (city.target->contains(incident)) {
                            ++victims;
                            places.emplace(incident.time, incident.place.longitude, incident.place.latitude);
                        }
                    }
                QCOMPARE(counts.areas[area].incidents.*when, std::optional(incidents));
                QCOMPARE(counts.areas[area].victims.*when, std::optional(victims));
                QCOMPARE(counts.areas[area].targets.*when, std::optional<qint64>(std::ssize(places)));
                events += when == &Change::now ? std::ssize(places) : 0;
            }
        QCOMPARE(counts.total.targets.now, std::optional(events));
        QCOMPARE(*counts.shareOfTargets(counts.areas[0]) + *counts.shareOfTargets(counts.areas[1]), 1.0);
    }

    void severalVictimsAreOneEvent()
    {
        const Time night = makeTime(2016, 1, 2, 23);
        const City city = cityOf({{night, shooting, west}, {night, shooting, west}, {night, shooting, east}, {night, larceny, west}});
        const AreaCounts counts = countByArea(city, neighborhoodAreas(city), comparedSpan({night, hours(1)}, {night, hours(1)}));
        QCOMPARE(counts.areas[0].incidents.now, std::optional<qint64>(3));
        QCOMPARE(counts.areas[0].targets.now, std::optional<qint64>(1));
        QCOMPARE(counts.areas[0].victims.now, std::optional<qint64>(2));
        QCOMPARE(counts.total.targets.now, std::optional<qint64>(2));
        QVERIFY(!counts.total.targets.before);
        QCOMPARE(*counts.shareOfTargets(counts.areas[1]), 0.5);
    }

    void polygonsTakeWhatLiesInThem()
    {
        const City city = busyCity(20);
        NoFeedback feedback;
        const auto half = std::make_shared<const Neighborhoods>(
            std::vector<Neighborhood>{{QStringLiteral("South"), {{{-76.7, 39.2}, {-76.5, 39.2}, {-76.5, 39.3}, {-76.7, 39.3}}}, {}}});
        const AreaSet areas = polygonAreas(city, half, QStringLiteral("Halves"), feedback);
        const AreaCounts counts = countByArea(city, areas, comparedSpan(city.incidents->coveredDays(), city.incidents->coveredDays()));
        const auto south = std::ranges::count_if(city.incidents->all(), [](const Incident &i) { return i.place.latitude < 39.3; });
        QCOMPARE(counts.areas[0].incidents.now, std::optional<qint64>(south));
        QCOMPARE(*counts.elsewhere.incidents.now + south, std::ssize(city.incidents->all()));
    }

    void squareKilometres_data()
    {
        QTest::addColumn<int>("holes");
        QTest::newRow("whole") << 0;
        QTest::newRow("with a hole") << 1;
        QTest::newRow("with an island in the hole") << 2;
    }

    void squareKilometres()
    {
        QFETCH(int, holes);
        const auto square = [](double size) {
            return Ring{{-size, 40 - size}, {size, 40 - size}, {size, 40 + size}, {-size, 40 + size}};
        };
        // A degree at 40° north: 85.39 by 111.03 km.
        const double degree = 85.39 * 111.03;
        Neighborhood area{QString(), {square(.05)}, {}};
        double expected = .01 * degree;
        if (holes > 0) {
            area.rings.push_back(square(.03));
            expected -= .0036 * degree;
        }
        if (holes > 1) {
            area.rings.insert(area.rings.begin(), square(.01));
            expected += .0004 * degree;
        }
        QVERIFY2(std::abs(squareKilometresOf(area) / expected - 1) < 2e-3, qPrintable(QString::number(squareKilometresOf(area))));
    }

    void ratesPerResident()
    {
        AreaSet areas;
        areas.names = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")};
        areas.residents = {2000., 500., 0., std::nullopt};
        QCOMPARE(*perThousandResidents(10, areas, 0), 5.0);
        QVERIFY(!hasFewResidents(areas, 0) && hasFewResidents(areas, 1));
        QVERIFY(!perThousandResidents(10, areas, 2) && !perThousandResidents(10, areas, 3));
        QVERIFY(!perSquareKilometre(10, areas, 0));
    }

    void figuresOfPolygons()
    {
        const Folder folder;
        NeighborhoodSettings settings{.source = folder.write(QStringLiteral("a.geojson"), twoSquares().replace(
            R"("name":"West")", R"("name":"West","tpop10":1200,"note":"x")"))};
        const auto areas = readNeighborhoods(settings);
        QCOMPARE(numberFields(settings), QStringList{QStringLiteral("tpop10")});
        QCOMPARE(residentsFieldAmong(numberFields(settings)), QStringLiteral("tpop10"));
        const auto figures = readAreaFigures(settings, QStringLiteral("TPOP10"), *areas);
        QCOMPARE(figures.size(), std::size_t(2));
        QCOMPARE(*figures[0], 1200.0);
        QVERIFY(!figures[1]);
        VERIFY_SAYS(errorOf([&] { readAreaFigures(settings, QStringLiteral("pop"), *areas); }), "tpop10");
    }

    void theSupervisorsSpans_data()
    {
        QTest::addColumn<QString>("day");
        QTest::addColumn<QStringList>("spans");
        QTest::newRow("any day") << "2016-11-12"
            << QStringList{QStringLiteral("2016-11-06 7 d, 2015-11-06 7 d"), QStringLiteral("2016-10-16 28 d, 2015-10-16 28 d"),
                           QStringLiteral("2016-01-01 317 d, 2015-01-01 316 d")};
        QTest::newRow("29 February") << "2016-02-29"
            << QStringList{QStringLiteral("2016-02-23 7 d, 2015-02-22 7 d"), QStringLiteral("2016-02-02 28 d, 2015-02-01 28 d"),
                           QStringLiteral("2016-01-01 60 d, 2015-01-01 59 d")};
        QTest::newRow("28 February of a leap year") << "2016-02-28"
            << QStringList{QStringLiteral("2016-02-22 7 d, 2015-02-22 7 d"), QStringLiteral("2016-02-01 28 d, 2015-02-01 28 d"),
                           QStringLiteral("2016-01-01 59 d, 2015-01-01 59 d")};
        QTest::newRow("28 February after a leap year") << "2017-02-28"
            << QStringList{QStringLiteral("2017-02-22 7 d, 2016-02-23 7 d"), QStringLiteral("2017-02-01 28 d, 2016-02-02 28 d"),
                           QStringLiteral("2017-01-01 59 d, 2016-01-01 60 d")};
        QTest::newRow("New Year") << "2016-01-01"
            << QStringList{QStringLiteral("2015-12-26 7 d, 2014-12-26 7 d"), QStringLiteral("2015-12-05 28 d, 2014-12-05 28 d"),
                           QStringLiteral("2016-01-01 1 d, 2015-01-01 1 d")};
    }

    void theSupervisorsSpans()
    {
        QFETCH(QString, day);
        QFETCH(QStringList, spans);
        QStringList found;
        for (const ComparedSpan &span : dailySpans(*parseTime(day), {makeTime(2012, 1, 1), days(4000)})) {
            QVERIFY(span.knowsNow && span.knowsBefore);
            found << QStringLiteral("%1 %2, %3 %4").arg(formatTime(span.now.start).left(10), formatDuration(span.now.length),
                                                        formatTime(span.before.start).left(10), formatDuration(span.before.length));
        }
        QCOMPARE(found, spans);
    }

    void beforeTheTableBeginsThereIsNoData()
    {
        const auto spans = dailySpans(makeTime(2012, 1, 10), {makeTime(2012, 1, 1), days(366)});
        QVERIFY(spans[DailyTable::LastWeek].knowsNow && spans[DailyTable::YearToDate].knowsNow);
        QVERIFY(!spans[DailyTable::LastFourWeeks].knowsNow);
        for (const ComparedSpan &span : spans)
            QVERIFY(!span.knowsBefore);
    }

    void theLastWholeDay()
    {
        QCOMPARE(lastWholeDay(*cityOf({{makeTime(2016, 3, 3, 23), shooting}}).incidents), makeTime(2016, 3, 3));
        QCOMPARE(lastWholeDay(*cityOf({{makeTime(2016, 3, 3, 9), shooting}}).incidents), makeTime(2016, 3, 2));
    }

    void aSmallDailyTable()
    {
        const Time day = makeTime(2016, 6, 15);
        const Time then = makeTime(2015, 6, 15);
        const City city = cityOf({{makeTime(2014, 12, 1), larceny},
                                  {then + hours(5), shooting, west},
                                  {then - days(6), larceny, west},
                                  {then - days(7), larceny, west},
                                  {then + days(1), larceny, west},
                                  {day + hours(3), shooting, west},
                                  {day + hours(3), shooting, west},
                                  {day + hours(4), shooting, east},
                                  {day + hours(23), larceny, {-76.3, 39.3}},
                                  {day + days(1), larceny, west}});
        const DailyTable table = dailyTable(city, neighborhoodAreas(city), day, {makeTime(2014, 12, 1), days(700)});
        QCOMPARE(table.areas, (QStringList{QStringLiteral("West"), QStringLiteral("East"), QStringLiteral("Elsewhere"), QStringLiteral("Total")}));
        QStringList categories;
        for (const DailyCategory &category : table.categories)
            categories << category.name;
        QCOMPARE(categories, (QStringList{QStringLiteral("All incidents"), QStringLiteral("Targets"), QStringLiteral("Property"), shooting, larceny}));
        const auto counts = [&](std::size_t area, std::size_t category, std::size_t span) {
            const Change &change = table.at(area, category, span).count;
            return std::pair(*change.now, *change.before);
        };
        using Pair = std::pair<qint64, qint64>;
        QCOMPARE(counts(0, 0, DailyTable::LastWeek), Pair(2, 2));
        QCOMPARE(counts(0, 1, DailyTable::LastWeek), Pair(1, 1));
        QCOMPARE(counts(0, 2, DailyTable::LastFourWeeks), Pair(0, 2));
        QCOMPARE(counts(1, 3, DailyTable::YearToDate), Pair(1, 0));
        QCOMPARE(counts(table.elsewhere(), 4, DailyTable::LastWeek), Pair(1, 0));
        QCOMPARE(counts(table.total(), 1, DailyTable::LastWeek), Pair(2, 1));
        QCOMPARE(table.at(table.total(), 1, DailyTable::LastWeek).victims.now, std::optional<qint64>(3));
        QVERIFY(!table.at(table.total(), 4, DailyTable::LastWeek).victims.now);
        QVERIFY(!table.isEmpty(table.elsewhere()));
    }

    void theDailyTableAgainstBruteForce()
    {
        const City city = busyCity(500);
        const AreaSet areas = neighborhoodAreas(city);
        const DailyTable table = dailyTable(city, areas, makeTime(2017, 4, 30), city.incidents->coveredDays());
        for (std::size_t i = 0; i < DailyTable::spanCount; ++i) {
            const ComparedSpan &span = table.spans[i];
            const AreaCounts counts = countByArea(city, areas, span);
            for (std::size_t area = 0; area < areas.size(); ++area) {
                QCOMPARE(table.at(area, 0, i).count, counts.areas[area].incidents);
                QCOMPARE(table.at(area, 1, i).count, counts.areas[area].targets);
                QCOMPARE(table.at(area, 1, i).victims, counts.areas[area].victims);
            }
            QCOMPARE(table.at(table.total(), 0, i).count, counts.total.incidents);
        }
    }

    void theRealDistricts()
    {
        SKIP_WITHOUT_REAL_DATA();
        ImportSettings settings;
        settings.incidents.source = baltimoreTable();
        settings.neighborhoods.source = baltimorePolygons("csa_bnia_2016.shp");
        const City city = importQuietly(settings);
        const auto districts = readNeighborhoods({.source = baltimorePolygons("police_districts.shp")});
        NoFeedback feedback;
        const AreaSet areas = polygonAreas(city, districts, QStringLiteral("districts"), feedback);
        double squareKilometres = 0;
        for (const double area : areas.squareKilometres)
            squareKilometres += area;
        // The shoelace formula over the file's own coordinates (EPSG:2248, feet) gives 210.795.
        QVERIFY2(std::abs(squareKilometres - 210.795) < 0.05, qPrintable(QString::number(squareKilometres)));
        const ComparedSpan span = comparedSpan({makeTime(2016, 1, 1), days(366)}, city.incidents->coveredDays());
        const AreaCounts counts = countByArea(city, areas, span);
        const auto year = city.incidents->snapshot(span.now);
        QCOMPARE(counts.total.incidents.now, std::optional<qint64>(std::ssize(year.incidents)));
        QCOMPARE(counts.total.targets.now, std::optional<qint64>(qint64(city.target->eventsIn(year.incidents))));
        QVERIFY(*counts.elsewhere.incidents.now < 100);
        const auto residents = readAreaFigures(settings.neighborhoods, QStringLiteral("tpop10"), *city.neighborhoods);
        double people = 0;
        for (const auto &count : residents)
            people += count.value_or(0);
        // The sum of the file's column tpop10, read from its .dbf by hand.
        QCOMPARE(people, 615'724.0);
    }
};

QTEST_GUILESS_MAIN(TestTables)
#include "tst_tables.moc"
