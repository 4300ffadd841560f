#include "engine/core/error.h"
#include "engine/warning/burden_report.h"
#include "engine/warning/ranking_performance.h"
#include "tests/support/known_truth.h"
#include "tests/support/precursor_city.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace forewatch;
using namespace forewatch::testing;
using namespace std::chrono_literals;

namespace {

/// The sample city's risk field without a network: level, hour and mixture are quick to learn.
Model fieldOf(const City &city, const SplitSettings &split)
{
    NoFeedback feedback;
    Model model;
    model.card.split = split;
    model.card.target = city.target->names();
    model.card.encoding = riskFieldIdentity(city);
    const Split parts = splitExamples(makeExamples(city, model.card.task, split.from, split.to), split);
    const auto history = std::make_shared<const PlaceHistory>(
        city, model.card.task, std::make_shared<const PlaceGrid>(*city.neighborhoods, RiskFieldParameters::cellMetres));
    RiskFieldSettings settings;
    settings.network = false;
    RiskField field{fitSimpleField(city, history, parts, settings, feedback), nullptr};
    model.card.field = field.parameters.toJson();
    model.field = std::make_shared<const RiskField>(std::move(field));
    return model;
}

AreaSet named(int count)
{
    AreaSet set;
    for (int i = 0; i < count; ++i)
        set.names << QStringLiteral("Area %1").arg(i);
    return set;
}

AreaRanking rankingOf(const std::vector<double> &expected, const std::vector<double> &ground)
{
    AreaRanking ranking;
    for (const std::size_t area : rankedBy(expected)) {
        RankedArea row;
        row.area = area;
        row.expected = expected[area];
        row.squareKilometres = ground[area];
        ranking.areas.push_back(row);
    }
    return ranking;
}

/// A year in which each area has these target events a day on average, and these hours each day.
BurdenRecord year(const std::vector<double> &rates, const std::vector<double> &hours, std::uint64_t seed)
{
    Random random(seed);
    BurdenRecord record;
    for (int day = 0; day < 365; ++day) {
        BurdenRecord::Day &one = record.addDay(rates.size());
        one.topHours = hours;
        one.alertHours = hours;
        for (std::size_t area = 0; area < rates.size(); ++area)
            for (int hour = 0; hour < 24; ++hour)
                one.events[area] += random.uniform() < rates[area] / 24;
    }
    return record;
}

} // namespace

/// Where target events are to be expected, what such rankings were worth, and on whom alerts fall.
class TestRanking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        NoFeedback feedback;
        m_sample = std::make_unique<SampleCity>(sampleCity(3, 1));
        m_model = fieldOf(m_sample->city, partsOf(1));
        m_ground = rankingGround(m_model, m_sample->city, std::make_shared<const AreaSet>(neighborhoodAreas(m_sample->city)), feedback);
        m_tested = m_model.card.split.validationTo;
    }

    void areasSumToTheCityAndToTheirCells()
    {
        NoFeedback feedback;
        const Time start = m_tested + 22h;
        const PlaceForecast forecast = forecastPlaces(m_model, m_ground, std::span(&start, 1), feedback);
        const AreaRanking ranking = rankAreas(m_ground, forecast, 0);
        const double risk = predict(m_model, m_sample->city, forecast.examples, feedback).front();
        QVERIFY(std::abs(1 - std::exp(-ranking.expected) - risk) < 1e-9);

        double sum = ranking.elsewhere;
        for (const RankedArea &row : ranking.areas)
            sum += row.expected;
        QVERIFY(std::abs(sum - ranking.expected) < 1e-6);
        QCOMPARE(ranking.elsewhere, 0.0);
        const std::vector<float> cells = forecast.cells(0);
        QVERIFY(std::abs(std::accumulate(cells.begin(), cells.end(), 0.0) - ranking.expected) < 1e-4);

        // Brute force: twenty times twenty points of each cell.
        const PlaceGrid &grid = *forecast.places->grid();
        std::vector<double> byArea(m_ground.areas->size());
        for (std::size_t cell = 0; cell < grid.size(); ++cell) {
            const GroundPoint middle = grid.ground().groundCentre(grid.groundCell(cell));
            std::vector<std::size_t> found;
            for (int i = 0; i < 400; ++i)
                if (const auto area = m_sample->city.neighborhoods->locate(grid.ground().plane().toGeo(
                        {middle.east + (i % 20 - 9.5) * 6.25, middle.north + (i / 20 - 9.5) * 6.25})).neighborhood)
                    found.push_back(*area);
            for (const std::size_t area : found)
                byArea[area] += double(cells[cell]) / double(found.size());
        }
        for (const RankedArea &row : ranking.areas)
            QVERIFY2(std::abs(row.expected - byArea[row.area]) < .03 * ranking.expected / 10 + .03 * byArea[row.area],
                     qPrintable(QStringLiteral("%1: %2, %3").arg(m_ground.areas->names[qsizetype(row.area)]).arg(row.expected).arg(byArea[row.area])));
    }

    void ranksFallAndTellWhatIsKnown()
    {
        NoFeedback feedback;
        const Time start = m_tested + 22h;
        const AreaRanking ranking = rankAreas(m_ground, forecastPlaces(m_model, m_ground, std::span(&start, 1), feedback), 0);
        std::vector<bool> densityRanks(ranking.areas.size() + 1);
        for (std::size_t i = 0; i < ranking.areas.size(); ++i) {
            QCOMPARE(ranking.areas[i].rank, i + 1);
            QVERIFY(i == 0 || ranking.areas[i].expected <= ranking.areas[i - 1].expected);
            densityRanks[ranking.areas[i].densityRank] = true;
        }
        QCOMPARE(std::ranges::count(densityRanks, true), qsizetype(ranking.areas.size()));
        std::vector<std::size_t> counts(ranking.areas.size());
        for (const KnownEvent &event : TargetHistory(m_sample->city, m_ground.task).happenedIn({start - 28 * 24h, 28 * 24h}))
            ++counts[event.neighborhood];
        for (const RankedArea &row : ranking.areas)
            QCOMPARE(row.last28, counts[row.area]);
        QCOMPARE(std::size_t(ranking.toCsv(*m_ground.areas).count('\n')), ranking.areas.size() + 1);
    }

    void aMomentIsRankedAtOnce()
    {
        NoFeedback feedback;
        const Time start = m_tested + 22h;
        const PlaceForecast forecast = forecastPlaces(m_model, m_ground, std::span(&start, 1), feedback);
        QElapsedTimer timer;
        timer.start();
        rankAreas(m_ground, forecast, 0);
        QVERIFY2(timer.elapsed() < 100, qPrintable(QString::number(timer.elapsed())));
    }

    void trueRatesAreNotBeaten()
    {
        NoFeedback feedback;
        const auto performance = rankingPerformance(m_model, m_ground, m_tested, m_tested + 56 * 24h, feedback);
        QVERIFY(performance.events > 50);
        QVERIFY(!performance.seen);
        // The truth's first five neighborhoods, window by window, with what nobody else can know.
        double caught = 0;
        double events = 0;
        for (Time start = m_tested; start < m_tested + 56 * 24h; start += 2h) {
            const auto expected = m_sample->truth.neighborhoodEvents({start, 2h});
            const auto order = rankedBy(expected);
            for (const AreaEvent &event : m_ground.events)
                if (start <= event.time && event.time < start + 2h) {
                    ++events;
                    caught += std::find(order.begin(), order.begin() + 5, event.area) != order.begin() + 5;
                }
        }
        QCOMPARE(std::size_t(events), performance.events);
        const auto five = std::ranges::find(performance.shares, QStringLiteral("first_5"), &CaughtShare::key);
        QVERIFY2(five->model.interval.low <= caught / events,
                 qPrintable(QStringLiteral("%1 of %2").arg(five->model.value).arg(caught / events)));
        QVERIFY(performance.sentences().first().contains(QLatin1String("kernel density")));
    }

    void aModelWithoutPlacesIsSpreadByTheDensity()
    {
        NoFeedback feedback;
        const City city = precursorCity(90, changingHour, changingHour);
        const SplitSettings split{.kind = SplitKind::Chronological, .seed = 1, .from = day(0), .to = day(90), .trainTo = day(30), .validationTo = day(45)};
        // Cells of 125 m are too many for an oblong of degrees: only what is said of the question is looked at.
        Model past = modelOf(city, Task{.question = Question::SameWindow}, split, 2, -3);
        QVERIFY_EXCEPTION_THROWN(rankingGround(past, city, std::make_shared<const AreaSet>(neighborhoodAreas(city)), feedback), Error);

        RankingGround ground = m_ground;
        ground.ownPlaces = false;
        const Time start = m_tested + 22h;
        PlaceForecast forecast = forecastPlaces(m_model, ground, std::span(&start, 1), feedback);
        forecast.places = forecast.density;
        const AreaRanking ranking = rankAreas(ground, forecast, 0);
        for (const RankedArea &row : ranking.areas)
            QCOMPARE(row.rank, row.densityRank);
        QVERIFY(ranking.sentence(*ground.areas).contains(QLatin1String("spread by the kernel density")));
    }

    void topRanksAreAreasOrGround()
    {
        const AreaRanking ranking = rankingOf({4, 1, 3, 2}, {8, 1, 1, 10});
        QCOMPARE(TopRanks{.areas = 2}.of(ranking), (std::vector{true, false, true, false}));
        // Per km²: .5, 1, 3, .2 of 20 km².
        QCOMPARE((TopRanks{.areas = 0, .groundShare = .1}.of(ranking)), (std::vector{false, true, true, false}));
        QCOMPARE((TopRanks{.areas = 0, .groundShare = .01}.of(ranking)), (std::vector{false, false, true, false}));
    }

    void hoursAddUpAsWorkedByHand()
    {
        BurdenRecord record;
        for (int i = 0; i < 2; ++i) {
            BurdenRecord::Day &one = record.addDay(2);
            one.topHours = {20, 4};
            one.alertHours = {3, 1};
            one.events = {1, double(i)};
            one.eventsUnderAlert = {double(i), 0};
        }
        AreaSet set = named(2);
        set.residents = {2000.0, std::nullopt};
        const Burden burden = burdenOf(record, set, BurdenKind::UnderAlert);
        QCOMPARE(burden.hours, 8.0);
        QCOMPARE(burden.events, std::size_t(3));
        QCOMPARE(burden.eventsInside, std::size_t(1));
        QCOMPARE(burden.areas[0].burdenShare.value, .75);
        QCOMPARE(burden.areas[0].eventShare.value, 2.0 / 3);
        QCOMPARE(*burden.areas[0].hoursPerThousand, 3.0);
        QVERIFY(!burden.areas[1].hoursPerThousand);
        QCOMPARE(burdenOf(record, set, BurdenKind::TopRanks).hours, 48.0);
    }

    void theBinomialTestIsExact()
    {
        QVERIFY(std::abs(binomialTest(1, 10, .5) - 22.0 / 1024) < 1e-9);
        QVERIFY(std::abs(binomialTest(0, 5, .1) - 1) < .5); // (.9)^5 and the less likely ones
        QCOMPARE(binomialTest(5, 10, .5), 1.0);
        QCOMPARE(binomialTest(0, 10, 0), 1.0);
        QCOMPARE(binomialTest(1, 10, 0), 0.0);
    }

    void anUnfairBurdenIsFlaggedAndAFairOneIsNot()
    {
        const std::vector<double> rates = {.4, .3, .2, .1, .1, .1, .05, .05, .05, .05};
        std::vector<double> fair = rates;
        for (double &hours : fair)
            hours *= 10;
        int flagged = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const Burden burden = burdenOf(year(rates, fair, seed), named(10), BurdenKind::UnderAlert, 1, 300);
            flagged += std::ranges::any_of(burden.areas, [](const AreaBurden &one) { return one.finding != 0; });
        }
        QVERIFY2(flagged <= 3, qPrintable(QString::number(flagged)));

        std::vector<double> unfair = fair;
        unfair[9] += 4; // an area with few events bears what the first one does
        const Burden burden = burdenOf(year(rates, unfair, 7), named(10), BurdenKind::UnderAlert);
        QCOMPARE(burden.areas[9].finding, 1);
        QVERIFY(burden.areas[9].difference.interval.low > 0);
        QVERIFY2(burden.sentences(named(10)).first().startsWith(QLatin1String("More burden")), qPrintable(burden.sentences(named(10)).first()));
        QVERIFY(burdenOf(year(rates, fair, 1), named(10), BurdenKind::UnderAlert).sentences(named(10)).first().startsWith(QLatin1String("In no area")));
    }

    void burdenOfASpanIsTheTimeUnderAlertInTheTopAreas()
    {
        NoFeedback feedback;
        const LedgerSettings alerts{.policy = {.threshold = 0, .release = 0}, .budget = {}, .from = m_tested, .to = m_tested + 7 * 24h, .step = 2h};
        const BurdenReport report = reportBurden(m_model, m_ground, {alerts, {.areas = 3}}, feedback);
        // Always an alert: three areas at every hour of the week.
        QVERIFY(std::abs(report.topRanks.hours - 3 * 7 * 24) < 1e-6);
        QVERIFY(std::abs(report.underAlert.hours - report.topRanks.hours) < 1e-6);
        std::size_t events = 0;
        double expected = 0;
        for (const AreaEvent &event : m_ground.events)
            events += m_tested <= event.time && event.time < m_tested + 7 * 24h && event.area < m_ground.areas->size();
        QCOMPARE(report.topRanks.events, events);
        for (const AreaBurden &one : report.topRanks.areas)
            expected += one.expected;
        QVERIFY(expected > 0 && expected < 10 * double(events));
        const BurdenReport quiet = reportBurden(m_model, m_ground, {{.policy = {.threshold = 1, .release = 1}, .budget = {}, .from = m_tested,
                                                                     .to = m_tested + 24h, .step = 2h}, {}}, feedback);
        QCOMPARE(quiet.underAlert.hours, 0.0);
        QVERIFY(quiet.underAlert.sentences(*m_ground.areas).first().startsWith(QLatin1String("No alert")));
    }

private:
    static Time day(int number) { return makeTime(2016, 1, 1) + number * 24h; }

    std::unique_ptr<SampleCity> m_sample;
    Model m_model;
    RankingGround m_ground;
    Time m_tested{};
};

QTEST_APPLESS_MAIN(TestRanking)
#include "tst_ranking.moc"
