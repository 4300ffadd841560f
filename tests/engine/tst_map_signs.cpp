#include "engine/core/random.h"
#include "engine/core/time_shift.h"
#include "engine/geo/geodesic.h"
#include "engine/geo/simplify.h"
#include "engine/map/map_painter.h"
#include "engine/map/sign_places.h"
#include "tests/support/busy_city.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <cmath>

using namespace forewatch;
using namespace forewatch::test;

namespace {

/// A city whose incidents share a hundred places, some of them with dozens.
City stackedCity(int incidents, std::uint64_t seed = 3)
{
    Random random(seed);
    std::vector<GeoPoint> places;
    for (int i = 0; i < 100; ++i)
        places.push_back({random.uniform(-76.69, -76.51), random.uniform(39.21, 39.39)});
    std::vector<Event> events;
    for (int i = 0; i < incidents; ++i) {
        const auto type = random.below(10);
        events.push_back({makeTime(2016, 1, 1) + std::chrono::minutes(i),
                          type == 0      ? QStringLiteral("SHOOTING")
                              : type < 5 ? QStringLiteral("BURGLARY")
                                         : QStringLiteral("LARCENY"),
                          places[random.below(100)]});
    }
    return cityOf(events);
}

QImage drawn(const MapPainter &painter, const MapFrame &frame, const Snapshot &snapshot, const MapOptions &options,
             const QRegion &clip = {})
{
    QImage image(frame.size().toSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter onImage(&image);
    if (clip.isEmpty()) {
        painter.paintBase(onImage, frame, options);
        painter.paintSnapshot(onImage, frame, snapshot, options);
    }
    for (const QRect &rect : clip) {
        onImage.setClipRect(rect);
        painter.paintBase(onImage, frame, options);
        painter.paintSnapshot(onImage, frame, snapshot, options);
    }
    return image;
}

int pixelsOf(const QImage &image, const QColor &color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == color;
    return count;
}

} // namespace

/// Where signs stand, what they are, how many lie on each other; and the measures that the map is drawn and measured
/// by.
class TestMapSigns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesHoldTheirIncidentsInOrderOfTime()
    {
        const City city = stackedCity(2000);
        const auto all = city.incidents->all();
        const SignPlaces places(
            all, [](const Incident &i) { return i.place; }, [](const Incident &) { return Group::Other; });
        QCOMPARE(places.size(), std::size_t(100));
        std::size_t sum = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (i > 0)
                QVERIFY(places.at(i).latitude <= places.at(i - 1).latitude);
            // Brute force over a part of the table.
            const std::size_t first = 300;
            const std::size_t end = 1700;
            std::vector<std::uint32_t> expected;
            for (std::size_t k = first; k < end; ++k)
                if (all[k].place == places.at(i))
                    expected.push_back(std::uint32_t(k));
            std::vector<std::uint32_t> seen;
            for (const SignPlaces::Entry &entry : places.at(i, first, end))
                seen.push_back(entry.index);
            QCOMPARE(seen, expected);
            sum += places.at(i, 0, all.size()).size();
        }
        QCOMPARE(sum, all.size());
    }

    void fewPlacesAreOrderedLikeMany()
    {
        // The two ways of sorting must agree, or signs would change their order when incidents come and go.
        const City city = stackedCity(1000);
        const auto at = [](const Incident &i) { return i.place; };
        const auto group = [](const Incident &) { return Group::Other; };
        const SignPlaces few(city.incidents->all().first(200), at, group);
        const SignPlaces many(city.incidents->all(), at, group);
        std::size_t found = 0;
        for (std::size_t i = 0; i < many.size() && found < few.size(); ++i)
            found += many.at(i) == few.at(found);
        QCOMPARE(found, few.size());
    }

    void aBandHoldsThePlacesBetweenTwoLatitudes()
    {
        const City city = stackedCity(500);
        const SignPlaces places(
            city.incidents->all(), [](const Incident &i) { return i.place; },
            [](const Incident &) { return Group::Other; });
        const auto [first, end] = places.between(39.25, 39.30);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const bool inside = places.at(i).latitude >= 39.25 && places.at(i).latitude <= 39.30;
            QCOMPARE(i >= first && i < end, inside);
        }
    }

    void stacksCountWhatLiesAtOnePlace()
    {
        const City city = stackedCity(800);
        const MapPainter painter(city);
        const MapOptions options{.stackCounts = true};
        const Snapshot all{city.incidents->coveredDays(), city.incidents->all()};
        const MapFrame frame = MapFrame::fit(city.neighborhoods->box(), {800, 600}, 0.03);
        for (std::size_t i = 0; i < all.incidents.size(); i += 37) {
            const Incident &incident = all.incidents[i];
            const auto stack = painter.stackOf(incident, all, options);
            QCOMPARE(std::ptrdiff_t(stack.size()), std::ranges::count(all.incidents, incident.place, &Incident::place));
            const Incident *seen = painter.incidentAt(frame.toPixel(incident.place), 0.5, frame, all, options);
            QVERIFY(seen);
            const auto loudest
                = std::ranges::max_element(stack, {}, [&](const Incident *one) { return painter.groupOf(*one); });
            QCOMPARE(painter.groupOf(*seen), painter.groupOf(**loudest));
        }
    }

    void theLoudestOfAStackIsItsSign()
    {
        const GeoPoint at{-76.65, 39.3};
        const Time noon = makeTime(2016, 1, 1, 12);
        const City city = cityOf({{noon, QStringLiteral("SHOOTING"), at},
                                  {noon, QStringLiteral("LARCENY"), at},
                                  {noon, QStringLiteral("LARCENY"), at}});
        const MapPainter painter(city);
        const MapFrame frame = MapFrame::fit(city.neighborhoods->box(), {300, 300}, 0.03);
        const Snapshot all{city.incidents->coveredDays(), city.incidents->all()};
        const QImage stacked = drawn(painter, frame, all, {.stackCounts = true});
        QVERIFY(pixelsOf(stacked, MapTheme::light().of(Group::Target)) > 20);
        QCOMPARE(pixelsOf(stacked, MapTheme::light().of(Group::Property)), 0);
        // Beside it stands a number, which a single incident has not.
        const Snapshot one{all.window, all.incidents.first(1)};
        QVERIFY(stacked != drawn(painter, frame, one, {.stackCounts = true}));
        QCOMPARE(drawn(painter, frame, one, {.stackCounts = true}), drawn(painter, frame, one, {}));
    }

    void typesApartHaveColorsOfTheirOwn()
    {
        const City city = cityOf({{makeTime(2016, 1, 1), QStringLiteral("BURGLARY"), {-76.66, 39.3}},
                                  {makeTime(2016, 1, 1), QStringLiteral("LARCENY"), {-76.64, 39.3}}});
        const MapPainter painter(city);
        const MapOptions apart{.typesApart = true};
        QVERIFY(painter.signColor(0, Group::Property, apart) != painter.signColor(1, Group::Property, apart));
        QCOMPARE(painter.signColor(0, Group::Property, {}), painter.signColor(1, Group::Property, {}));
        const MapFrame frame = MapFrame::fit(city.neighborhoods->box(), {300, 300}, 0.03);
        const QImage image = drawn(painter, frame, {city.incidents->coveredDays(), city.incidents->all()}, apart);
        for (const std::size_t type : {std::size_t(0), std::size_t(1)})
            QVERIFY(pixelsOf(image, painter.signColor(type, Group::Property, apart)) > 10);
    }

    void densePicturesCarryNumbersOnlyWhereThereIsRoom()
    {
        const City city = stackedCity(4000);
        const MapOptions options{.stackCounts = true};
        const Snapshot all{city.incidents->coveredDays(), city.incidents->all()};
        const MapFrame far = MapFrame::fit(city.neighborhoods->box(), {800, 600}, 0.03);
        QVERIFY(!MapPainter::numbersShown(far, all, options));
        QVERIFY(MapPainter::numbersShown(far, {all.window, all.incidents.first(1000)}, options));
        QVERIFY(MapPainter::numbersShown(far.placedAt(far.centre(), 1), all, options));
        QVERIFY(!MapPainter::numbersShown(far, {all.window, all.incidents.first(1000)}, {}));
    }

    void aPartIsDrawnLikeTheWhole_data()
    {
        QTest::addColumn<int>("incidents");
        QTest::addColumn<bool>("stacks");
        QTest::addColumn<bool>("apart");
        QTest::newRow("few") << 300 << false << false;
        QTest::newRow("few, stacked") << 300 << true << false;
        QTest::newRow("many") << 4000 << false << false;
        QTest::newRow("many, stacked") << 4000 << true << false;
        QTest::newRow("many, types apart") << 4000 << false << true;
    }

    void aPartIsDrawnLikeTheWhole()
    {
        QFETCH(int, incidents);
        QFETCH(bool, stacks);
        QFETCH(bool, apart);
        const City city = stackedCity(incidents);
        const MapPainter painter(city);
        const MapOptions options{.typesApart = apart, .stackCounts = stacks};
        const Snapshot all{city.incidents->coveredDays(), city.incidents->all()};
        const MapFrame frame = MapFrame::fit(city.neighborhoods->box(), {640, 480}, 0.03);
        const QRegion parts = QRegion(0, 0, 640, 123) + QRegion(0, 123, 300, 357) + QRegion(300, 123, 340, 357);
        QCOMPARE(drawn(painter, frame, all, options, parts), drawn(painter, frame, all, options));
    }

    void simplifyingKeepsTheShape()
    {
        Ring circle;
        for (int i = 0; i < 1000; ++i)
            circle.push_back({0.01 * std::cos(i * 2 * M_PI / 1000), 0.01 * std::sin(i * 2 * M_PI / 1000)});
        const Ring few = simplified(circle, 1e-4);
        QVERIFY(few.size() < 60);
        QVERIFY(few.size() > 8);
        // No vertex that was left out lies farther from the new line than allowed: its middle is no farther in either.
        for (std::size_t i = 0; i < few.size(); ++i) {
            const GeoPoint a = few[i];
            const GeoPoint b = few[(i + 1) % few.size()];
            const double inner = std::hypot((a.longitude + b.longitude) / 2, (a.latitude + b.latitude) / 2);
            QVERIFY(0.01 - inner < 1.01e-4);
        }
        const Ring square{{0, 0}, {1, 0}, {1, 1}, {0, 1}};
        QCOMPARE(simplified(square, 0.5), square);
    }

    void distancesAreGeodesic()
    {
        // Vincenty's and Karney's value for one degree along the equator and along a meridian at 45°.
        QVERIFY(std::abs(geodesicMetres(GeoPoint{0, 0}, GeoPoint{1, 0}) - 111'319.491) < 0.01);
        QVERIFY(std::abs(geodesicMetres(GeoPoint{0, 44.5}, GeoPoint{0, 45.5}) - 111'131.78) < 1);
        QVERIFY(std::abs(geodesicMetres({{0, 0}, {1, 0}, {2, 0}}) - 2 * 111'319.491) < 0.02);
    }

    void shiftsAreReadAsTyped_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a week before") << QStringLiteral("-7d") << QStringLiteral("2016-02-22 22:00");
        QTest::newRow("a typographic minus") << QStringLiteral("−1w") << QStringLiteral("2016-02-22 22:00");
        QTest::newRow("a year before, onto a day that is there")
            << QStringLiteral("-1y") << QStringLiteral("2015-02-28 22:00");
        QTest::newRow("hours on, over a month's end") << QStringLiteral("+2h") << QStringLiteral("2016-03-01 00:00");
        QTest::newRow("no sign is a plus") << QStringLiteral("30min") << QStringLiteral("2016-02-29 22:30");
        QTest::newRow("several add up") << QStringLiteral("-1y +1d") << QStringLiteral("2015-03-01 22:00");
        QTest::newRow("a month") << QStringLiteral("1mo") << QStringLiteral("2016-03-29 22:00");
        QTest::newRow("no unit") << QStringLiteral("-7") << QString();
        QTest::newRow("another word") << QStringLiteral("-7 days") << QString();
        QTest::newRow("nothing") << QString() << QString();
    }

    void shiftsAreReadAsTyped()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto shift = parseTimeShift(text);
        QCOMPARE(shift ? formatTime(shifted(makeTime(2016, 2, 29, 22), *shift)) : QString(), expected);
    }
};

QTEST_MAIN(TestMapSigns)
#include "tst_map_signs.moc"
