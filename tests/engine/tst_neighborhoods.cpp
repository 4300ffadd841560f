#include "engine/core/random.h"
#include "engine/geo/neighborhoods.h"
#include "engine/geo/reprojection.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace forewatch;

namespace {

/// A star with `points` tips around a centre, as jagged as a real shore.
Neighborhood star(const char *name, GeoPoint centre, int points, Random &random)
{
    Ring ring;
    for (int i = 0; i < points; ++i) {
        const double angle = 2 * std::numbers::pi * i / points;
        const double radius = random.uniform(0.3, 1.0);
        ring.push_back({centre.longitude + radius * std::cos(angle), centre.latitude + radius * std::sin(angle)});
    }
    return {QString::fromLatin1(name), {ring}, {}};
}

/// The textbook rule over all edges, without bands.
bool insideByBruteForce(const Neighborhood &neighborhood, GeoPoint p)
{
    bool inside = false;
    for (const Ring &ring : neighborhood.rings) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const GeoPoint a = ring[i];
            const GeoPoint b = ring[j];
            if ((a.latitude > p.latitude) != (b.latitude > p.latitude)
                && p.longitude < (b.longitude - a.longitude) * (p.latitude - a.latitude) / (b.latitude - a.latitude) + a.longitude)
                inside = !inside;
        }
    }
    return inside;
}

Ring square(double west, double south, double edge)
{
    return {{west, south}, {west + edge, south}, {west + edge, south + edge}, {west, south + edge}};
}

} // namespace

/// A point lies in the first neighborhood, in file order, that holds it.
class TestNeighborhoods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void locateAgreesWithBruteForce()
    {
        Random random(7);
        std::vector<Neighborhood> stars;
        for (int i = 0; i < 12; ++i)
            stars.push_back(star("star", {random.uniform(-2, 2), random.uniform(-2, 2)}, 5 + i * 40, random));
        const Neighborhoods city(stars);
        int inside = 0;
        for (int i = 0; i < 20'000; ++i) {
            const GeoPoint point{random.uniform(-3, 3), random.uniform(-3, 3)};
            std::vector<std::size_t> holding;
            for (std::size_t n = 0; n < stars.size(); ++n)
                if (insideByBruteForce(stars[n], point))
                    holding.push_back(n);
            const Located located = city.locate(point);
            QCOMPARE(located.neighborhood.has_value(), !holding.empty());
            QCOMPARE(located.ambiguous, holding.size() > 1);
            if (!holding.empty())
                QCOMPARE(*located.neighborhood, holding.front());
            inside += !holding.empty();
        }
        QVERIFY(inside > 5'000);
    }

    void holesAreOutside()
    {
        const Neighborhoods city({{QStringLiteral("ring"), {square(0, 0, 3), square(1, 1, 1)}, {}}});
        QVERIFY(city.locate({0.5, 0.5}).neighborhood);
        QVERIFY(!city.locate({1.5, 1.5}).neighborhood);
    }

    void aPointOnASharedBorderBelongsToOneSide()
    {
        const Neighborhoods city({{QStringLiteral("west"), {square(0, 0, 1)}, {}}, {QStringLiteral("east"), {square(1, 0, 1)}, {}}});
        for (const double latitude : {0.0, 0.25, 0.5, 0.999}) {
            const Located located = city.locate({1, latitude});
            QCOMPARE(*located.neighborhood, std::size_t(1));
            QVERIFY(!located.ambiguous);
        }
    }

    void fingerprintTellsCitiesApart()
    {
        const Neighborhoods one({{QStringLiteral("a"), {square(0, 0, 1)}, {}}});
        const Neighborhoods same({{QStringLiteral("a"), {square(1e-9, 0, 1)}, {}}});
        const Neighborhoods moved({{QStringLiteral("a"), {square(1e-6, 0, 1)}, {}}});
        const Neighborhoods renamed({{QStringLiteral("b"), {square(0, 0, 1)}, {}}});
        QCOMPARE(one.fingerprint(), same.fingerprint());
        QVERIFY(one.fingerprint() != moved.fingerprint());
        QVERIFY(one.fingerprint() != renamed.fingerprint());
    }

    void axesAreEastThenNorth_data()
    {
        QTest::addColumn<QString>("crs");
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");

        // The same corner of Baltimore in four systems (control points from PROJ through pyproj).
        QTest::newRow("degrees, whose authority says latitude first") << "EPSG:4326" << -76.61 << 39.29;
        QTest::newRow("web mercator") << "EPSG:3857" << -8528186.19 << 4763297.13;
        QTest::newRow("UTM 18 north") << "EPSG:32618" << 361154.50 << 4350194.49;
    }

    void axesAreEastThenNorth()
    {
        QFETCH(QString, crs);
        QFETCH(double, x);
        QFETCH(double, y);
        const auto place = Reprojection(crs).toWgs84(x, y);
        QVERIFY(place);
        const QString got = QStringLiteral("%1 %2").arg(place->longitude, 0, 'f', 6).arg(place->latitude, 0, 'f', 6);
        QVERIFY2(std::abs(place->longitude + 76.61) < 2e-5 && std::abs(place->latitude - 39.29) < 2e-5, qPrintable(got));
    }
};

QTEST_GUILESS_MAIN(TestNeighborhoods)
#include "tst_neighborhoods.moc"
