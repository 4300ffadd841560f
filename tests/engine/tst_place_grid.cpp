#include "engine/core/random.h"
#include "engine/places/place_grid.h"
#include "tests/support/scene.h"

#include <QTest>

using namespace forewatch;

namespace {

/// A ring of land around a lake, and an island that is smaller than a cell.
Neighborhoods lakeCity()
{
    const auto square = [](double west, double south, double edge) {
        return Ring{{west, south}, {west + edge, south}, {west + edge, south + edge}, {west, south + edge}};
    };
    return Neighborhoods({{QStringLiteral("Shore"), {square(0, 0, 0.03), square(0.01, 0.01, 0.01)}, {}},
                          {QStringLiteral("Island"), {square(0.0149, 0.0149, 0.0002)}, {}},
                          {QStringLiteral("East"), {square(0.03, 0, 0.02)}, {}}});
}

double metresBetween(const PlaceGrid &grid, GeoPoint a, GeoPoint b)
{
    const GroundPoint p = grid.ground().plane().toGround(a);
    const GroundPoint q = grid.ground().plane().toGround(b);
    return std::hypot(p.east - q.east, p.north - q.north);
}

} // namespace

/// A city's cells are those with their centre in a neighborhood, and every place near them counts for the nearest.
class TestPlaceGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCellsOfACityHaveTheirCentresInIt()
    {
        const Neighborhoods city = lakeCity();
        const PlaceGrid grid(city, 150);
        std::size_t cell = 0;
        for (std::size_t ground = 0; ground < grid.ground().size(); ++ground) {
            const auto expected = city.locate(grid.ground().centre(ground)).neighborhood;
            if (!expected)
                continue;
            QVERIFY(cell < grid.size());
            QCOMPARE(grid.groundCell(cell), ground);
            QCOMPARE(std::size_t(grid.neighborhoodOf(cell)), *expected);
            ++cell;
        }
        QCOMPARE(cell, grid.size());
        QVERIFY(grid.size() > 300 && grid.size() < grid.ground().size());
    }

    void aPlaceCountsForTheNearestCell()
    {
        const Neighborhoods city = lakeCity();
        const PlaceGrid grid(city, 150);
        Random random(3);
        int lost = 0;
        int moved = 0;
        for (int i = 0; i < 2000; ++i) {
            const GeoPoint place{random.uniform(-0.005, 0.055), random.uniform(-0.005, 0.035)};
            const std::uint32_t cell = grid.cellOf(place);
            const auto ground = grid.ground().cellOf(place);
            if (!ground) {
                QCOMPARE(cell, PlaceGrid::none);
                continue;
            }
            const GeoPoint middle = grid.ground().centre(*ground);
            double nearest = 300 * (1 + 1e-9);
            bool reached = false;
            for (std::size_t other = 0; other < grid.size(); ++other) {
                reached |= metresBetween(grid, middle, grid.centre(other)) <= nearest;
                nearest = std::min(nearest, metresBetween(grid, middle, grid.centre(other)));
            }
            QCOMPARE(cell != PlaceGrid::none, reached);
            lost += !reached;
            if (reached)
                QVERIFY(metresBetween(grid, middle, grid.centre(cell)) <= nearest + 1e-6);
            moved += reached && nearest > 1;
            if (city.locate(place).neighborhood == 0 || city.locate(place).neighborhood == 2)
                QVERIFY(cell != PlaceGrid::none);
        }
        QVERIFY(lost > 20); // in the middle of the lake
        QVERIFY(moved > 20);
    }

    void aCityWithoutCellsIsRefused()
    {
        VERIFY_SAYS(test::errorOf([] { PlaceGrid(lakeCity(), 4000); }), "smaller");
        VERIFY_SAYS(test::errorOf([] { PlaceGrid(Neighborhoods(std::vector<Neighborhood>{}), 100); }), "polygons");
        VERIFY_SAYS(test::errorOf([] { PlaceGrid(lakeCity(), 0.5); }), "too small");
    }
};

QTEST_APPLESS_MAIN(TestPlaceGrid)
#include "tst_place_grid.moc"
