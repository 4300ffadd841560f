#include "engine/core/error.h"
#include "engine/evaluation/place_evaluation.h"
#include "engine/scores/day_bootstrap.h"
#include "engine/task/folds.h"
#include "tests/support/scene.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace forewatch;
using namespace std::chrono_literals;

namespace {

const Time start = makeTime(2016, 1, 1);

/// 40 cells, ranked as `m_shares` falls; the same at all times.
class FixedPlaces final : public PlaceModel
{
public:
    FixedPlaces(QString key, std::shared_ptr<const PlaceGrid> grid, std::vector<float> shares)
        : m_key(std::move(key)), m_grid(std::move(grid)), m_shares(std::move(shares))
    {
        const float sum = std::accumulate(m_shares.begin(), m_shares.end(), 0.F);
        for (float &share : m_shares)
            share /= sum;
    }
    QString key() const override { return m_key; }
    const std::shared_ptr<const PlaceGrid> &grid() const override { return m_grid; }
    void shares(const Example &, std::span<float> into) const override { std::ranges::copy(m_shares, into.begin()); }

private:
    QString m_key;
    std::shared_ptr<const PlaceGrid> m_grid;
    std::vector<float> m_shares;
};

/// A city of two squares whose cells are numbered from the south-west; an event on each of `cells`, one a day at noon, and
/// its second victim.
City cityWithEventsIn(const PlaceGrid &grid, const std::vector<std::size_t> &cells,
                      const std::shared_ptr<const Neighborhoods> &neighborhoods)
{
    std::vector<Incident> incidents;
    const auto add = [&](Time time, GeoPoint place, std::uint16_t type, std::uint16_t neighborhood) {
        incidents.push_back({time, place, std::uint32_t(incidents.size() + 1), type, neighborhood});
    };
    for (std::size_t day = 0; day < cells.size(); ++day) {
        const Time noon = start + std::chrono::days(day) + 12h;
        for (int victim = 0; victim < 2; ++victim)
            add(noon, grid.centre(cells[day]), 1, grid.neighborhoodOf(cells[day]));
        add(noon, grid.centre(0), 0, grid.neighborhoodOf(0));
    }
    City city;
    city.neighborhoods = neighborhoods;
    city.incidents = std::make_shared<IncidentTable>(std::move(incidents),
                                                     QStringList{QStringLiteral("LARCENY"), QStringLiteral("SHOOTING")});
    city.target = std::make_shared<Target>(QStringList{QStringLiteral("SHOOTING")}, *city.incidents);
    return city;
}

std::vector<Example> dailyExamples(int days)
{
    std::vector<Example> examples;
    for (int day = 0; day < days; ++day) {
        const Time midnight = start + std::chrono::days(day);
        examples.push_back({{midnight - 24h, 24h}, {midnight, 24h}, true});
    }
    return examples;
}

} // namespace

/// Rankings of places are held against the events that came, and folds follow each other in time.
class TestPlaceEvaluation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_neighborhoods = std::make_shared<Neighborhoods>(std::vector<Neighborhood>{
            {QStringLiteral("West"), {{{0, 0}, {.01, 0}, {.01, .01}, {0, .01}}}, {}},
            {QStringLiteral("East"), {{{.01, 0}, {.02, 0}, {.02, .01}, {.01, .01}}}, {}}});
        m_grid = std::make_shared<PlaceGrid>(*m_neighborhoods, 100);
        QVERIFY(m_grid->size() > 200);
    }

    void victimsOfOneEventCountOnce()
    {
        const auto record = recordOf({3, 3, 7}, falling(0.9F));
        QCOMPARE(record.day.size(), std::size_t(3));
        QCOMPARE(record.cell, (std::vector<std::uint32_t>{3, 3, 7}));
    }

    void aUniformCityGainsNothing()
    {
        const auto evaluation = evaluatePlaces(recordOf({3, 50, 120, 199}, std::vector<float>(m_grid->size(), 1)));
        QVERIFY(std::abs(evaluation.figures[0].natsPerEvent) < 1e-5);
        QVERIFY(std::abs(evaluation.figures[0].top1 - 0.01) < 1e-6);
        QVERIFY(std::abs(evaluation.figures[0].top5 - 0.05) < 1e-6);
        QVERIFY(std::abs(evaluation.figures[0].top10 - 0.10) < 1e-6);
        QVERIFY(std::abs(evaluation.figures[0].pai5 - 1) < 1e-5);
    }

    void figuresAreThoseWorkedByHand()
    {
        // Cells are ranked by their number: cell k has k cells above it.
        const auto shares = falling(0.99F);
        const auto count = static_cast<double>(m_grid->size());
        const std::vector<std::size_t> cells = {0, std::size_t(.03 * count), std::size_t(.08 * count), std::size_t(.5 * count)};
        const auto evaluation = evaluatePlaces(recordOf(cells, shares));
        const PlaceFigures &figures = evaluation.figures[0];
        QCOMPARE(figures.top1, .25);
        QCOMPARE(figures.top5, .5);
        QCOMPARE(figures.top10, .75);
        QVERIFY(std::abs(figures.pai5 - 10) < 1e-9);
        QVERIFY(std::abs(figures.pei5 - .5) < 1e-9); // four cells would have had all four
        const double sum = (1 - std::pow(.99, count)) / .01;
        double nats = 0;
        for (const std::size_t cell : cells)
            nats += std::log(std::pow(.99, double(cell)) / sum * count) / 4;
        QVERIFY(std::abs(figures.natsPerEvent - nats) < 1e-3);
        QVERIFY(figures.natsInterval.low < nats && nats < figures.natsInterval.high);
    }

    void theBetterPlacesAreAhead()
    {
        std::vector<std::size_t> cells;
        for (std::size_t i = 0; i < 40; ++i)
            cells.push_back(i % 8);
        const auto city = cityWithEventsIn(*m_grid, cells, m_neighborhoods);
        NoFeedback quiet;
        std::vector<float> rising = falling(.97F);
        std::ranges::reverse(rising);
        const auto record = recordPlaces(city, dailyExamples(40),
                                         {std::make_shared<FixedPlaces>(QStringLiteral("model"), m_grid, falling(.97F)),
                                          std::make_shared<FixedPlaces>(QStringLiteral("density"), m_grid, rising)},
                                         quiet);
        const auto evaluation = evaluatePlaces(record);
        const Estimate ahead = evaluation.natsAhead[QStringLiteral("density")];
        QVERIFY(std::abs(ahead.value - (evaluation.figures[0].natsPerEvent - evaluation.figures[1].natsPerEvent)) < 1e-9);
        QVERIFY(ahead.interval.low > 0);

        PlaceRecord pooled;
        pooled.append(record);
        pooled.append(record);
        QCOMPARE(evaluatePlaces(pooled).figures[0].natsPerEvent, evaluation.figures[0].natsPerEvent);
        QCOMPARE(evaluatePlaces(pooled).events, std::size_t(80));
    }

    void theExpectationIsSpreadOverTheNeighborhoods()
    {
        const auto city = cityWithEventsIn(*m_grid, {0, 0, 1}, m_neighborhoods);
        NoFeedback quiet;
        const FixedPlaces even(QStringLiteral("model"), m_grid, std::vector<float>(m_grid->size(), 1));
        const auto examples = dailyExamples(3);
        const std::vector<double> expected{1, 2, 4};
        const auto forecasts = forecastNeighborhoods(city, examples, expected, even, quiet);
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(std::abs(forecasts[i].expected[0] + forecasts[i].expected[1] - expected[i]) < 1e-5);
        const auto sums = sumOf(forecasts);
        const auto west = std::ranges::find(sums, 0, &NeighborhoodFigures::neighborhood);
        QCOMPARE(west->events, std::size_t(3));
        QVERIFY(std::abs(west->expected - 3.5) < .3);
        const QByteArray csv = placesCsv(city, examples, forecasts);
        QCOMPARE(csv.count('\n'), 1 + 3 * 2);
        QVERIFY(csv.startsWith("start,neighborhood,expected,outcome\n2016-01-01 00:00,West,"));
    }

    void aMeanHasTheIntervalOfItsDays()
    {
        // All of a day alike: the interval is that of 20 days, not of 200 windows.
        std::vector<double> values;
        std::vector<int> day;
        for (int i = 0; i < 200; ++i) {
            day.push_back(i / 10);
            values.push_back(i / 10 % 2);
        }
        const Estimate mean = meanOverDays(values, day, 1, 2000);
        QCOMPARE(mean.value, .5);
        const double half = (mean.interval.high - mean.interval.low) / 2;
        QVERIFY2(std::abs(half - 1.96 * .5 / std::sqrt(20.)) < .04, qPrintable(QString::number(half)));
    }

    void foldsFollowEachOther()
    {
        const auto folds = rollingFolds({.from = makeTime(2012, 1, 1), .testFrom = makeTime(2014, 1, 1), .testTo = makeTime(2017, 1, 1)});
        QCOMPARE(folds.size(), std::size_t(6));
        QCOMPARE(folds[0].trainTo, makeTime(2013, 7, 1));
        QCOMPARE(folds[0].validationTo, makeTime(2014, 1, 1));
        QCOMPARE(folds[0].to, makeTime(2014, 7, 1));
        for (std::size_t i = 1; i < folds.size(); ++i) {
            QCOMPARE(folds[i].validationTo, folds[i - 1].to);
            QCOMPARE(folds[i].from, makeTime(2012, 1, 1));
        }
        QCOMPARE(folds.back().to, makeTime(2017, 1, 1));
    }

    void foldsWithoutRoomAreRefused()
    {
        FoldSettings settings{.from = makeTime(2013, 9, 1), .testFrom = makeTime(2014, 1, 1), .testTo = makeTime(2015, 1, 1)};
        VERIFY_SAYS(test::errorOf([&] { rollingFolds(settings); }), "Nothing is left to learn from");
        settings.from = makeTime(2012, 1, 1);
        settings.testTo = makeTime(2014, 5, 1);
        VERIFY_SAYS(test::errorOf([&] { rollingFolds(settings); }), "No test part of 6 months");
    }

private:
    /// Of cell 0 the most, of each next one `factor` times as much.
    std::vector<float> falling(float factor) const
    {
        std::vector<float> shares(m_grid->size());
        for (std::size_t i = 0; i < shares.size(); ++i)
            shares[i] = std::pow(factor, float(i));
        return shares;
    }

    PlaceRecord recordOf(const std::vector<std::size_t> &cells, const std::vector<float> &shares) const
    {
        NoFeedback quiet;
        return recordPlaces(cityWithEventsIn(*m_grid, cells, m_neighborhoods), dailyExamples(int(cells.size())),
                            {std::make_shared<FixedPlaces>(QStringLiteral("model"), m_grid, shares)}, quiet);
    }

    std::shared_ptr<const Neighborhoods> m_neighborhoods;
    std::shared_ptr<const PlaceGrid> m_grid;
};

QTEST_GUILESS_MAIN(TestPlaceEvaluation)
#include "tst_place_evaluation.moc"
