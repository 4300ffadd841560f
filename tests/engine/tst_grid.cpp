#include "engine/layers/grid_layer.h"
#include "tests/support/busy_city.h"
#include "tests/support/scene.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <numeric>
#include <set>

using namespace forewatch;
using namespace forewatch::test;

namespace {

const GeoBox box{-76.7, 39.2, -76.5, 39.4};

double distance(GroundPoint a, GroundPoint b)
{
    return std::hypot(a.east - b.east, a.north - b.north);
}

bool isInside(const Ring &ring, GeoPoint point)
{
    return Neighborhoods(std::vector<Neighborhood>{{QStringLiteral("cell"), {ring}, {}}}).contains(0, point);
}

/// Gi* as its definition has it, over all pairs of cells.
double slowGiStar(const GroundGrid &grid, const std::vector<bool> &members, const std::vector<int> &counts,
                  double reach, std::size_t cell)
{
    double n = 0, sum = 0, squares = 0, near = 0, weights = 0;
    for (std::size_t other = 0; other < grid.size(); ++other) {
        if (!members[other])
            continue;
        ++n;
        sum += counts[other];
        squares += double(counts[other]) * counts[other];
        if (distance(grid.groundCentre(cell), grid.groundCentre(other)) <= reach + 1e-6) {
            near += counts[other];
            ++weights;
        }
    }
    const double mean = sum / n;
    const double s = std::sqrt(squares / n - mean * mean);
    return (near - mean * weights) / (s * std::sqrt((n * weights - weights * weights) / (n - 1)));
}

/// Shootings thrown at random over the hand-made city, and `more` of them at one place.
City scattered(int everywhere, int more, std::uint64_t seed)
{
    Random random(seed);
    std::vector<Event> events;
    for (int i = 0; i < everywhere + more; ++i)
        events.push_back({makeTime(2016, 1, 1) + std::chrono::minutes(i), QStringLiteral("SHOOTING"),
                          i < everywhere ? GeoPoint{random.uniform(-76.7, -76.5), random.uniform(39.2, 39.4)}
                                         : GeoPoint{random.uniform(-76.61, -76.60), random.uniform(39.30, 39.31)}});
    return cityOf(events);
}

QJsonObject with(QJsonObject json, const QString &key, const QJsonValue &value)
{
    json[key] = value;
    return json;
}

LayerSpec specOf(const QJsonObject &settings)
{
    return {LayerSpec::Kind::Grid, {}, true, 1, settings};
}

} // namespace

/// Every place is in one cell, and Gi* is what Getis and Ord wrote.
class TestGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void degreesAreMetresOnTheGround()
    {
        // On the WGS84 ellipsoid at 39.3 degrees north a hundredth of a degree is 862.3 m of the parallel and 1110.2 m
        // of the meridian (series of Helmert).
        const GroundPoint point = GroundPlane(box).toGround({-76.69, 39.21});
        QVERIFY2(std::abs(point.east - 862.3) < 1, qPrintable(QString::number(point.east)));
        QVERIFY2(std::abs(point.north - 1110.2) < 1, qPrintable(QString::number(point.north)));
    }

    void everyPlaceIsInOneCell_data()
    {
        QTest::addColumn<int>("shape");
        QTest::addColumn<double>("size");
        QTest::newRow("squares") << int(CellShape::Squares) << 400.0;
        QTest::newRow("hexagons") << int(CellShape::Hexagons) << 400.0;
        QTest::newRow("squares larger than the city") << int(CellShape::Squares) << 90'000.0;
        QTest::newRow("hexagons larger than the city") << int(CellShape::Hexagons) << 90'000.0;
    }

    void everyPlaceIsInOneCell()
    {
        QFETCH(int, shape);
        QFETCH(double, size);
        const GroundGrid grid(box, CellShape(shape), size);
        Random random(1);
        std::vector<GeoPoint> places
            = {{box.west, box.south}, {box.east, box.north}, {box.west, box.north}, {box.east, box.south}};
        for (int i = 0; i < 300; ++i)
            places.push_back({random.uniform(box.west, box.east), random.uniform(box.south, box.north)});
        for (std::size_t i = 0; i < places.size(); ++i) {
            const GroundPoint point = grid.plane().toGround(places[i]);
            const auto cell = grid.cellOf(places[i]);
            QVERIFY(cell && *cell < grid.size());
            double nearest = distance(point, grid.groundCentre(0));
            int holding = 0;
            for (std::size_t other = 0; other < grid.size(); ++other) {
                nearest = std::min(nearest, distance(point, grid.groundCentre(other)));
                if (distance(point, grid.groundCentre(other)) < size)
                    holding += isInside(grid.outline(other), places[i]);
            }
            QVERIFY(distance(point, grid.groundCentre(*cell)) <= nearest + 1e-6);
            if (i >= 4) {
                QVERIFY(isInside(grid.outline(*cell), places[i]));
                QCOMPARE(holding, 1);
            }
        }
        QVERIFY(!grid.cellOf({box.west - 0.001, box.south}));
        QVERIFY(!grid.cellOf({std::nan(""), box.south}));
    }

    void cellsAreAsLargeAsTheySay()
    {
        for (const CellShape shape : {CellShape::Squares, CellShape::Hexagons}) {
            const GroundGrid grid(box, shape, 500);
            const Ring ring = grid.outline(grid.size() / 2);
            double area = 0;
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const GroundPoint a = grid.plane().toGround(ring[i]);
                const GroundPoint b = grid.plane().toGround(ring[(i + 1) % ring.size()]);
                area += (a.east * b.north - b.east * a.north) / 2;
            }
            QVERIFY(std::abs(area / 1e6 - grid.squareKilometres()) < 1e-6);
        }
    }

    void neighborsAreThoseWithinReach()
    {
        for (const CellShape shape : {CellShape::Squares, CellShape::Hexagons}) {
            const GroundGrid grid(box, shape, 1000);
            for (const double reach : {500.0, 1500.0, 2000.0, 4321.0}) {
                for (std::size_t cell = 0; cell < grid.size(); cell += 7) {
                    std::set<std::size_t> found, expected;
                    grid.forEachRunWithin(cell, reach, [&](std::size_t first, std::size_t last) {
                        for (auto i = first; i <= last; ++i)
                            found.insert(i);
                    });
                    for (std::size_t other = 0; other < grid.size(); ++other)
                        if (distance(grid.groundCentre(cell), grid.groundCentre(other)) <= reach + 1e-6)
                            expected.insert(other);
                    QCOMPARE(found, expected);
                }
            }
        }
    }

    void tooSmallCellsAreRefused()
    {
        const QString message = errorOf([] { GroundGrid({-80, 30, -70, 40}, CellShape::Squares, 100); });
        VERIFY_SAYS(message, "too small");
        VERIFY_SAYS(message, "at least");
    }

    void giStarByHand()
    {
        // Nine squares, all events in the middle one: mean 1, s = √8; a corner sees four cells, the middle all nine.
        const GeoBox small{0, 0, 0.02, 0.02};
        const GroundGrid grid(small, CellShape::Squares, GroundPlane(small).extent().east / 2.9);
        QCOMPARE(grid.size(), std::size_t(9));
        std::vector<int> counts(9, 0);
        counts[4] = 9;
        NoFeedback feedback;
        const auto spots = hotSpots(grid, std::vector<bool>(9, true), counts, 1.5 * grid.sizeMetres(),
                                    ManyTests::Uncorrected, feedback);
        const double corner = (9 - 4) / (std::sqrt(8.0) * std::sqrt((9 * 4 - 16) / 8.0));
        const double edge = (9 - 6) / (std::sqrt(8.0) * std::sqrt((9 * 6 - 36) / 8.0));
        QVERIFY(std::abs(spots[0].z - corner) < 1e-12);
        QVERIFY(std::abs(spots[1].z - edge) < 1e-12);
        QCOMPARE(spots[4].z, 0.0); // what sees everything sees the mean
        QVERIFY(std::abs(corner - 1.118) < 1e-3);
        QVERIFY(std::abs(spots[0].p - 0.2636) < 1e-4);
    }

    void giStarIsTheDefinition()
    {
        Random random(3);
        for (const CellShape shape : {CellShape::Squares, CellShape::Hexagons}) {
            const GroundGrid grid(box, shape, 1200);
            std::vector<bool> members(grid.size());
            std::vector<int> counts(grid.size());
            for (std::size_t i = 0; i < grid.size(); ++i) {
                members[i] = random.uniform() < 0.8;
                counts[i] = random.poisson(3); // also outside, where it must not count
            }
            NoFeedback feedback;
            const auto spots = hotSpots(grid, members, counts, 2500, ManyTests::Uncorrected, feedback);
            for (std::size_t cell = 0; cell < grid.size(); ++cell) {
                if (!members[cell]) {
                    QCOMPARE(spots[cell].p, 1.0);
                    continue;
                }
                const double z = slowGiStar(grid, members, counts, 2500, cell);
                QVERIFY(std::abs(spots[cell].z - z) < 1e-9);
                const int level = std::abs(z) >= 2.5758 ? 3 : std::abs(z) >= 1.96 ? 2 : std::abs(z) >= 1.6449 ? 1 : 0;
                QCOMPARE(spots[cell].level, z < 0 ? -level : level);
            }
        }
    }

    void equalCountsHaveNoSpots()
    {
        const GroundGrid grid(box, CellShape::Squares, 2000);
        NoFeedback feedback;
        for (const GiStar &spot : hotSpots(grid, std::vector<bool>(grid.size(), true), std::vector<int>(grid.size(), 3),
                                           3000, ManyTests::FalseDiscoveryRate, feedback))
            QCOMPARE(spot.level, 0);
    }

    void benjaminiAndHochbergByHand()
    {
        // Five tests at 5 %: 0.01, 0.02, 0.03, 0.04, 0.05 are the bars. The third is under its bar, so the second is
        // found although it is over its own.
        QCOMPARE(falseDiscoveryThreshold({0.5, 0.029, 0.9, 0.025, 0.008}, 0.05), 0.029);
        QCOMPARE(falseDiscoveryThreshold({0.5, 0.4}, 0.05), -1.0);
        QCOMPARE(falseDiscoveryThreshold({}, 0.05), -1.0);
    }

    void chanceAloneMakesFewSpots()
    {
        GridLayerSettings settings;
        settings.show = GridLayerSettings::Show::GiStar;
        settings.sizeMetres = 600;
        double corrected = 0, uncorrected = 0, cells = 0;
        NoFeedback feedback;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const City city = scattered(6000, 0, seed);
            for (const auto correction : {ManyTests::FalseDiscoveryRate, ManyTests::Uncorrected}) {
                settings.correction = correction;
                const CityGrid grid = cityGrid(city, settings, feedback);
                for (std::size_t i = 0; i < grid.spots.size(); ++i) {
                    if (correction == ManyTests::Uncorrected)
                        uncorrected += std::abs(grid.spots[i].level) >= 2;
                    else
                        corrected += std::abs(grid.spots[i].level) >= 2;
                    cells += correction == ManyTests::Uncorrected && grid.members[i];
                }
            }
        }
        QVERIFY2(corrected / cells < 0.003, qPrintable(QString::number(corrected / cells)));
        QVERIFY2(uncorrected / cells > 0.03 && uncorrected / cells < 0.08,
                 qPrintable(QString::number(uncorrected / cells)));
    }

    void aPlantedClusterIsFound()
    {
        GridLayerSettings settings;
        settings.show = GridLayerSettings::Show::GiStar;
        settings.sizeMetres = 600;
        NoFeedback feedback;
        const CityGrid grid = cityGrid(scattered(6000, 150, 5), settings, feedback);
        QCOMPARE(grid.spots[*grid.grid.cellOf({-76.605, 39.305})].level, 3);
        QVERIFY(std::abs(grid.spots[*grid.grid.cellOf({-76.66, 39.24})].level) < 2);
    }

    void countsAreEventsAndNothingFallsOut()
    {
        // Two rows of one time and place are one event, the same place an hour later another; in 3 km cells the city's
        // corners are in cells that lie mostly outside.
        const Time noon = makeTime(2016, 1, 1, 12);
        const auto shooting = QStringLiteral("SHOOTING");
        const City city = cityOf({{noon, shooting, {-76.6999, 39.2001}},
                                  {noon, shooting, {-76.6999, 39.2001}},
                                  {noon, shooting, {-76.5001, 39.3999}},
                                  {noon + std::chrono::hours(1), QStringLiteral("BURGLARY"), {-76.6, 39.3}},
                                  {noon + std::chrono::hours(1), shooting, {-76.6999, 39.2001}},
                                  {noon, QStringLiteral("LARCENY"), {-76.6, 39.3}},
                                  {noon, shooting, {-76.9, 39.3}}});
        GridLayerSettings settings;
        settings.sizeMetres = 3000;
        NoFeedback feedback;
        CityGrid grid = cityGrid(city, settings, feedback);
        QCOMPARE(grid.events, std::size_t(3));
        QCOMPARE(std::accumulate(grid.counts.begin(), grid.counts.end(), 0), 3);
        QCOMPARE(grid.counts[*grid.grid.cellOf({-76.6999, 39.2001})], 2);
        for (std::size_t i = 0; i < grid.counts.size(); ++i)
            QVERIFY(grid.counts[i] == 0 || grid.members[i]);
        settings.what = Counted::All;
        grid = cityGrid(city, settings, feedback);
        QCOMPARE(grid.events, std::size_t(6));
    }

    void theLayerTellsAndDrawsIt()
    {
        const City city = scattered(500, 200, 7);
        NoFeedback feedback;
        for (const auto show : {GridLayerSettings::Show::Count, GridLayerSettings::Show::GiStar}) {
            GridLayerSettings settings;
            settings.show = show;
            const auto layer = makeGridLayer(specOf(settings.toJson()), city, feedback);
            const MapFrame frame = MapFrame::fit(city.neighborhoods->box(), {300, 300}, 0.03);
            QImage image(300, 300, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            layer->paintGround(painter, frame, {});
            painter.end();
            const GeoPoint planted{-76.605, 39.305};
            const QColor seen = image.pixelColor(frame.toPixel(planted).toPoint());
            const bool gi = show == GridLayerSettings::Show::GiStar;
            const QColor most = gi ? layer->signs(false).front().color : layer->signs(false).back().color;
            QVERIFY2(std::abs(seen.lightness() - most.lightness()) <= 2, qPrintable(seen.name() + most.name()));
            QCOMPARE(image.pixelColor(2, 2).alpha(), 0);
            VERIFY_SAYS(layer->tellAt(planted, frame, {}), gi ? "hot spot at 99 %" : "Shooting: ");
            QVERIFY(layer->tellAt({-77, 39}, frame, {}).isEmpty());
            QCOMPARE(layer->name(),
                     gi ? QStringLiteral("Hot spots of shooting, hexagons of 400 m")
                        : QStringLiteral("Shooting in hexagons of 400 m"));
            VERIFY_SAYS(layer->note(), gi ? "false discovery rate held" : "in each hexagon of 0.14 km");
        }
    }

    void anEmptyCityIsNoError()
    {
        const City city = cityOf({{makeTime(2016, 1, 1), QStringLiteral("SHOOTING")}});
        City empty = city;
        empty.incidents = std::make_shared<const IncidentTable>(std::vector<Incident>(), city.incidents->names());
        NoFeedback feedback;
        for (const auto show : {GridLayerSettings::Show::Count, GridLayerSettings::Show::GiStar}) {
            GridLayerSettings settings;
            settings.show = show;
            VERIFY_SAYS(makeGridLayer(specOf(settings.toJson()), empty, feedback)->note(), "No shooting");
        }
    }

    void settingsAreKept()
    {
        const GridLayerSettings settings{CellShape::Squares,    250, Counted::All, GridLayerSettings::Show::GiStar, 800,
                                         ManyTests::Uncorrected};
        QCOMPARE(GridLayerSettings::fromJson(settings.toJson()), settings);
        for (const auto &[key, value] :
             std::initializer_list<std::pair<const char *, QJsonValue>>{{"size_m", 10},
                                                                        {"size_m", QStringLiteral("wide")},
                                                                        {"shape", QStringLiteral("triangles")},
                                                                        {"reach_m", -1}})
            VERIFY_SAYS(
                errorOf([&] { GridLayerSettings::fromJson(with(settings.toJson(), QLatin1String(key), value)); }), key);
    }
};

QTEST_MAIN(TestGrid)
#include "tst_grid.moc"
