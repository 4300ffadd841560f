#include "engine/core/random.h"
#include "engine/data/importer.h"
#include "engine/data/sample_city.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

using namespace forewatch;
using namespace std::chrono;

namespace {

SampleCity sampleCity(std::uint64_t seed, int years, const SampleOptions &options = {})
{
    NoFeedback feedback;
    return makeSampleCity(seed, years, feedback, options);
}

Window yearWindow(int year)
{
    return {makeTime(year, 1, 1), makeTime(year + 1, 1, 1) - makeTime(year, 1, 1)};
}

/// One incident for each target event of the window.
std::vector<Incident> targetEvents(const City &city, const Window &window)
{
    std::set<std::tuple<Time, double, double>> seen;
    std::vector<Incident> events;
    for (const Incident &incident : city.incidents->snapshot(window).incidents)
        if (city.target->contains(incident)
            && seen.emplace(incident.time, incident.place.longitude, incident.place.latitude).second)
            events.push_back(incident);
    return events;
}

/// Pearson's statistic of counts that were drawn with these expectations.
double chiSquare(const std::vector<double> &counts, const std::vector<double> &expected)
{
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i)
        sum += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
    return sum;
}

/// A bound that Pearson's statistic passes about once in 30,000 draws (normal approximation, 4 standard deviations).
double generousBound(std::size_t cells)
{
    return double(cells) + 4 * std::sqrt(2 * double(cells));
}

double area(const Ring &ring)
{
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const GeoPoint a = ring[i];
        const GeoPoint b = ring[(i + 1) % ring.size()];
        twice += a.longitude * b.latitude - b.longitude * a.latitude;
    }
    return twice / 2;
}

using Corner = std::pair<double, double>;
using Edge = std::pair<Corner, Corner>;

/// Of all rings, sorted.
std::vector<Edge> edgesOf(const Neighborhoods &neighborhoods)
{
    std::vector<Edge> edges;
    for (const Neighborhood &neighborhood : neighborhoods)
        for (const Ring &ring : neighborhood.rings)
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const GeoPoint a = ring[i];
                const GeoPoint b = ring[(i + 1) % ring.size()];
                edges.push_back({{a.longitude, a.latitude}, {b.longitude, b.latitude}});
            }
    std::ranges::sort(edges);
    return edges;
}

/// The closed lines along edges that no neighbor runs through in the other direction.
std::vector<Ring> outlinesOf(const std::vector<Edge> &edges)
{
    std::multimap<Corner, Corner> next;
    for (const auto &[from, to] : edges)
        if (!std::ranges::binary_search(edges, Edge{to, from}))
            next.emplace(from, to);
    std::vector<Ring> outlines;
    while (!next.empty()) {
        Ring &outline = outlines.emplace_back();
        for (auto edge = next.begin(); edge != next.end(); edge = next.find(next.extract(edge).mapped()))
            outline.push_back({edge->first.first, edge->first.second});
    }
    return outlines;
}

bool operator==(const Incident &a, const Incident &b)
{
    return a.time == b.time && a.place == b.place && a.row == b.row && a.type == b.type
        && a.neighborhood == b.neighborhood && a.weapon == b.weapon && a.premise == b.premise && a.district == b.district
        && a.setting == b.setting;
}

} // namespace

/// The sample city is a sound city, the same for the same seed, and its incidents follow the rates it tells.
class TestSampleCity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_sample = sampleCity(1, 3); }

    void everySeedGivesASoundCity_data()
    {
        QTest::addColumn<quint64>("seed");
        for (const quint64 seed : {1, 2, 3, 4, 5})
            QTest::addRow("seed %llu", seed) << seed;
    }

    void everySeedGivesASoundCity()
    {
        QFETCH(quint64, seed);
        const SampleCity sample = sampleCity(seed, 1);
        const Neighborhoods &neighborhoods = *sample.city.neighborhoods;
        QCOMPARE(neighborhoods.size(), 60u);
        std::set<QString> names;
        for (const Neighborhood &neighborhood : neighborhoods)
            names.insert(neighborhood.name);
        QCOMPARE(names.size(), neighborhoods.size());

        const std::size_t incidents = sample.city.incidents->size();
        QVERIFY2(incidents > 47'000 && incidents < 48'500, qPrintable(QString::number(incidents)));
        for (const Incident &incident : sample.city.incidents->all())
            QVERIFY(neighborhoods.locate(incident.place).neighborhood == std::size_t(incident.neighborhood));
        const auto &shares = sample.truth.backgroundShare;
        QVERIFY(std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1) < 1e-9);
    }

    void neighborsNeitherOverlapNorLeaveGaps_data() { everySeedGivesASoundCity_data(); }

    /// Each border is run through once in either direction. What is run through in one direction only, joined, is the
    /// outlines of the two or three large banks; a gap between neighbors would be one more.
    void neighborsNeitherOverlapNorLeaveGaps()
    {
        QFETCH(quint64, seed);
        const City city = sampleCity(seed, 1).city;
        const auto edges = edgesOf(*city.neighborhoods);
        QVERIFY(std::ranges::adjacent_find(edges) == edges.end());
        const std::vector<Ring> outlines = outlinesOf(edges);
        QVERIFY2(outlines.size() == 2 || outlines.size() == 3, qPrintable(QString::number(outlines.size())));
        for (const Ring &outline : outlines)
            QVERIFY(area(outline) > 1e-4);

        const Neighborhoods land({{QStringLiteral("land"), outlines, {}}});
        Random random(seed);
        const GeoBox box = city.neighborhoods->box();
        int hits = 0;
        for (int i = 0; i < 20'000; ++i) {
            const GeoPoint point{random.uniform(box.west, box.east), random.uniform(box.south, box.north)};
            const Located located = city.neighborhoods->locate(point);
            QVERIFY(!located.ambiguous);
            QCOMPARE(located.neighborhood.has_value(), land.locate(point).neighborhood.has_value());
            hits += located.neighborhood.has_value();
        }
        QVERIFY(hits > 10'000 && hits < 16'000);
    }

    void bordersAreModest()
    {
        for (const Neighborhood &neighborhood : *m_sample.city.neighborhoods) {
            std::size_t points = 0;
            for (const Ring &ring : neighborhood.rings)
                points += ring.size();
            QVERIFY2(points >= 20 && points <= 200, qPrintable(neighborhood.name));
        }
    }

    void theSameSeedGivesTheSameCity()
    {
        const auto all = m_sample.city.incidents->all();
        const auto again = sampleCity(1, 3);
        QVERIFY(std::ranges::equal(all, again.city.incidents->all(), [](auto &a, auto &b) { return a == b; }));
        QCOMPARE(all.size(), 144'310u);
        QCOMPARE(m_sample.city.neighborhoods->fingerprint(),
                 QStringLiteral("33712360e9d66b1b392d53e834ebf988d792286e8c9599b21e357db4a794651b"));
        QVERIFY(all[0] == (Incident{makeTime(2021, 1, 1), {-40.06221, 40.02937}, 1, 3, 59, Incident::nothing, 6, 4, Setting::Outside}));
        QVERIFY(all[2] == (Incident{makeTime(2021, 1, 1, 0, 17), {-39.95704, 40.06707}, 3, 5, 31, 1, 1, 2, Setting::Inside}));
        const auto &events = m_sample.truth.events;
        QCOMPARE(events.size(), 2'108u);
        QVERIFY(events[1000].time == makeTime(2022, 8, 13, 18, 34) && events[1000].block == 14'902);
        QVERIFY(events[2000].time == makeTime(2023, 11, 12, 12, 37) && events[2000].block == 1'668);
    }

    void anotherSeedGivesAnotherCity()
    {
        QVERIFY(sampleCity(2, 1).city.neighborhoods->fingerprint() != m_sample.city.neighborhoods->fingerprint());
    }

    /// Counts less the rates given all that went before are without a trend, and vary as counts do.
    void countsFollowTheTruth_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<bool>("structure");
        QTest::newRow("seed 1") << quint64(1) << true;
        QTest::newRow("seed 2") << quint64(2) << true;
        QTest::newRow("no structure") << quint64(1) << false;
    }

    void countsFollowTheTruth()
    {
        QFETCH(quint64, seed);
        QFETCH(bool, structure);
        const SampleCity sample
            = sampleCity(seed, 3, {.structure = structure ? SampleStructure::Hawkes : SampleStructure::None});
        struct Counts
        {
            std::vector<double> seen;
            std::vector<double> expected;
        };
        Counts byHour{std::vector<double>(24), std::vector<double>(24)};
        Counts byWeekday{std::vector<double>(7), std::vector<double>(7)};
        Counts byMonth{std::vector<double>(36), std::vector<double>(36)};
        const auto forEach = [&](Time t, const auto &visit) {
            const year_month_day date(floor<days>(t));
            visit(byHour, hourOfDay(t));
            visit(byWeekday, weekday(floor<days>(t)).iso_encoding() - 1);
            visit(byMonth, 12 * (int(date.year()) - 2021) + int(unsigned(date.month())) - 1);
        };
        for (const Incident &event : targetEvents(sample.city, m_threeYears))
            forEach(event.time, [](Counts &counts, auto at) { ++counts.seen[std::size_t(at)]; });
        for (Time hour = m_threeYears.start; hour < m_threeYears.end(); hour += hours(1)) {
            const double rate = sample.truth.targetEvents({hour, hours(1)});
            forEach(hour, [&](Counts &counts, auto at) { counts.expected[std::size_t(at)] += rate; });
        }
        for (const Counts &counts : {byHour, byWeekday, byMonth})
            QVERIFY(chiSquare(counts.seen, counts.expected) < generousBound(counts.seen.size()));
    }

    /// The bound is doubled because neighborhoods with hardly any events make Pearson's statistic wilder.
    void countsOfANeighborhoodFollowTheTruth()
    {
        std::vector<double> seen(60);
        std::vector<double> expected(60);
        for (const Incident &event : targetEvents(m_sample.city, yearWindow(2022)))
            ++seen[event.neighborhood];
        for (Time hour = makeTime(2022, 1, 1); hour < makeTime(2023, 1, 1); hour += hours(2)) {
            const auto rates = m_sample.truth.neighborhoodEvents({hour, hours(2)});
            for (std::size_t i = 0; i < rates.size(); ++i)
                expected[i] += rates[i];
        }
        QVERIFY(chiSquare(seen, expected) < 2 * generousBound(60));
    }

    void theHistoryIsThatOfTheTable()
    {
        std::multiset<std::tuple<Time, double, double>> told;
        for (const SampleTruth::Event &event : m_sample.truth.events) {
            const GeoPoint place = m_sample.truth.blocks[event.block].place;
            told.emplace(event.time, place.longitude, place.latitude);
        }
        std::multiset<std::tuple<Time, double, double>> seen;
        for (const Incident &event : targetEvents(m_sample.city, m_threeYears))
            seen.emplace(event.time, event.place.longitude, event.place.latitude);
        QVERIFY(told == seen);
    }

    /// What the truth says of begetting is what was done.
    void eventsBegetOthersAsTheTruthSays()
    {
        const SampleTruth &truth = m_sample.truth;
        const auto begotten = double(std::ranges::count(truth.events, true, &SampleTruth::Event::begotten));
        const auto all = double(truth.events.size());
        QVERIFY(std::abs(begotten / all - truth.branching) < 4 * std::sqrt(truth.branching / all));
        QCOMPARE(truth.branching, 0.35);
        QCOMPARE(truth.days, 3.0);
        QCOMPARE(truth.metres, 150.0);
        for (const auto &[block, around] : truth.around) {
            double sum = 0;
            double square = 0;
            for (const BlockShare &near : around) {
                sum += double(near.share);
                const double away = 1000 * distance(toCityPoint(truth.blocks[block].place), toCityPoint(truth.blocks[near.block].place));
                square += double(near.share) * away * away / 2;
            }
            QVERIFY(std::abs(sum - 1) < 1e-5);
            QVERIFY(std::sqrt(square) < 2 * truth.metres);
        }
    }

    /// An event raises the rate after its hour, and by as much as it begets in all the time that follows.
    void anEventRaisesTheRateAfterIt()
    {
        SampleTruth truth = m_sample.truth;
        truth.events = {{makeTime(2022, 6, 1, 20, 17), truth.events.front().block, false}};
        const auto raised = [&](Time from, Duration length) {
            const Window window{from, length};
            return truth.targetEvents(window) - truth.backgroundEvents(window);
        };
        QCOMPARE(raised(makeTime(2022, 6, 1, 20), hours(1)), 0.0);
        QVERIFY(raised(makeTime(2022, 6, 1, 21), hours(2)) > 2 * raised(makeTime(2022, 6, 5, 21), hours(2)));
        QVERIFY(std::abs(raised(makeTime(2022, 6, 1, 21), days(80)) - truth.branching) < 1e-9);
        const Window next{makeTime(2022, 6, 2, 2), hours(4)};
        const auto byNeighborhood = truth.neighborhoodEvents(next);
        QVERIFY(std::abs(std::accumulate(byNeighborhood.begin(), byNeighborhood.end(), 0.0) - truth.targetEvents(next)) < 1e-6);
    }

    void withoutStructureAllIsEven()
    {
        const SampleCity sample = sampleCity(1, 1, {.structure = SampleStructure::None});
        const double rate = sample.truth.targetEvents({makeTime(2021, 2, 3, 4), hours(2)});
        QCOMPARE(sample.truth.targetEvents({makeTime(2021, 7, 10, 22), hours(2)}), rate);
        QVERIFY(std::ranges::adjacent_find(sample.truth.backgroundShare, std::ranges::not_equal_to()) == sample.truth.backgroundShare.end());
        QCOMPARE(sample.city.neighborhoods->fingerprint(), sampleCity(1, 1).city.neighborhoods->fingerprint());
    }

    void aPlantedLeakIsWhereTheTargetsAre()
    {
        const City city = sampleCity(1, 1, {.plantedLeak = true}).city;
        const auto leak = city.incidents->types().indexOf(QLatin1String("VANDALISM"));
        QCOMPARE(leak, 15);
        const auto windows = city.incidents->windows(hours(2), hours(2));
        for (std::size_t i = 0; i < windows.count(); ++i) {
            const auto incidents = city.incidents->snapshot(windows.at(i)).incidents;
            const auto tells = std::ranges::count(incidents, leak, &Incident::type);
            QCOMPARE(tells, city.target->anyIn(incidents) ? 1 : 0);
        }
    }

    void rowsTellTheirCircumstances()
    {
        const City &city = m_sample.city;
        const IncidentNames &names = city.incidents->names();
        const auto firearm = names.weapons.indexOf(QLatin1String("FIREARM"));
        const auto shooting = names.types.indexOf(QLatin1String("SHOOTING"));
        double outside = 0;
        for (const Incident &incident : city.incidents->all()) {
            QVERIFY(incident.district < names.districts.size());
            QVERIFY(incident.type != shooting || incident.weapon == firearm);
            QCOMPARE(incident.setting == Setting::Unknown, incident.premise == Incident::nothing);
            outside += incident.setting == Setting::Outside;
        }
        const double share = outside / double(city.incidents->size());
        QVERIFY2(share > 0.4 && share < 0.6, qPrintable(QString::number(share)));
    }

    void targetsRiseFromTheFirstYearToTheThird()
    {
        const SampleTruth &truth = m_sample.truth;
        const double rise = truth.backgroundEvents(yearWindow(2023)) / truth.backgroundEvents(yearWindow(2021));
        QVERIFY(rise > 1.4 && rise < 1.6);
        QCOMPARE(truth.year.front(), 1.0);
    }

    void windowsOfADayAddUpToTheDay()
    {
        const Time day = makeTime(2022, 5, 14);
        double sum = 0;
        for (int i = 0; i < 12; ++i)
            sum += m_sample.truth.backgroundEvents({day + hours(2 * i), hours(2)});
        QVERIFY(std::abs(sum - m_sample.truth.backgroundEvents({day, days(1)})) < 1e-12);
    }

    void aWindowTakesItsPartOfEachHour_data()
    {
        QTest::addColumn<int>("startMinute");
        QTest::addColumn<int>("minutesLong");
        QTest::newRow("inside one hour") << 10 << 20;
        QTest::newRow("over the hour") << 50 << 20;
        QTest::newRow("over midnight and New Year") << -50 << 110;
    }

    /// 31 December 2022 was a Saturday.
    void aWindowTakesItsPartOfEachHour()
    {
        QFETCH(int, startMinute);
        QFETCH(int, minutesLong);
        const SampleTruth &truth = m_sample.truth;
        const Time newYear = makeTime(2023, 1, 1);
        double expected = 0;
        for (int minute = startMinute; minute < startMinute + minutesLong; ++minute) {
            const bool before = minute < 0;
            const int hour = before ? 23 : minute / 60;
            expected += truth.backgroundByHour[static_cast<std::size_t>(hour)] / 60 * truth.weekday[before ? 5 : 6]
                * truth.month[before ? 11 : 0] * truth.year[before ? 1 : 2];
        }
        const Window window{newYear + minutes(startMinute), minutes(minutesLong)};
        QVERIFY(std::abs(truth.backgroundEvents(window) - expected) < 1e-12);
    }

    /// Held against the probabilities of the truth: the number of 2-hour windows with a target, and its share.
    void theBaseRateIsThatOfTheTruth()
    {
        const auto windows = m_sample.city.incidents->windows(hours(2), hours(2));
        double seen = 0;
        double expected = 0;
        double variance = 0;
        for (std::size_t i = 0; i < windows.count(); ++i) {
            const double p = 1 - std::exp(-m_sample.truth.targetEvents(windows.at(i)));
            seen += m_sample.city.target->anyIn(m_sample.city.incidents->snapshot(windows.at(i)).incidents);
            expected += p;
            variance += p * (1 - p);
        }
        QVERIFY(std::abs(seen - expected) < 4 * std::sqrt(variance));
        const double baseRate = seen / double(windows.count());
        QVERIFY(baseRate > 0.13 && baseRate < 0.17);
    }

    void timesAreToldAsPeopleTellThem()
    {
        const ImportReport &report = *m_sample.city.report;
        const auto share
            = [&](Note note) { return report.notes[static_cast<std::size_t>(note)] / double(report.rows); };
        QVERIFY(std::abs(share(Note::WholeHourTimes) - 0.36) < 0.01);
        QVERIFY(std::abs(share(Note::MidnightTimes) - 0.013) < 0.003);
    }

    void someTargetEventsHaveSeveralVictims()
    {
        const City &city = m_sample.city;
        const auto &types = city.report->types;
        const double rows = types[QStringLiteral("HOMICIDE")] + types[QStringLiteral("SHOOTING")];
        const double victims = rows / double(city.target->eventsIn(city.incidents->all()));
        QVERIFY(victims > 1.1 && victims < 1.25);
    }

    void incidentsStackAtBlocks()
    {
        std::set<std::pair<double, double>> places;
        for (const Incident &incident : m_sample.city.incidents->all())
            places.emplace(incident.place.longitude, incident.place.latitude);
        QVERIFY(places.size() < m_sample.city.incidents->size() / 5);
    }

    void theWrittenFilesImportToTheSameCity()
    {
        QTemporaryDir folder;
        writeSampleCity(m_sample, folder.path());
        ImportSettings settings;
        settings.incidents.source = folder.filePath(QStringLiteral("incidents.csv"));
        settings.neighborhoods.source = folder.filePath(QStringLiteral("neighborhoods.geojson"));
        NoFeedback feedback;
        const City city = importCity(settings, feedback);

        QCOMPARE(city.neighborhoods->fingerprint(), m_sample.city.neighborhoods->fingerprint());
        QCOMPARE(city.incidents->types(), m_sample.city.incidents->types());
        QVERIFY(std::ranges::equal(city.incidents->all(), m_sample.city.incidents->all(),
                                   [](auto &a, auto &b) { return a == b; }));
        const ImportReport &read = *city.report;
        const ImportReport &made = *m_sample.city.report;
        QCOMPARE(read.rows, made.rows);
        QCOMPARE(read.kept, made.kept);
        QVERIFY(read.notes == made.notes);
        QCOMPARE(read.types, made.types);
        QCOMPARE(read.years, made.years);
        QVERIFY(read.first == made.first && read.last == made.last);
        QCOMPARE(read.neighborhoodCount, made.neighborhoodCount);
        QCOMPARE(read.neighborhoodCrs, made.neighborhoodCrs);
    }

    void itCanBeCancelled()
    {
        struct Stop final : Feedback
        {
            void progress(double fraction) override { reached = fraction; }
            bool cancelled() const override { return reached > 0.5; }
            double reached = 0;
        } feedback;
        QVERIFY_EXCEPTION_THROWN(makeSampleCity(1, 3, feedback), Cancelled);
    }

private:
    SampleCity m_sample;
    Window m_threeYears{makeTime(2021, 1, 1), makeTime(2024, 1, 1) - makeTime(2021, 1, 1)};
};

QTEST_GUILESS_MAIN(TestSampleCity)
#include "tst_sample_city.moc"
