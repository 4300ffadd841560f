#include "engine/data/filter.h"
#include "engine/layers/density_layer.h"
#include "engine/layers/field_paint.h"
#include "tests/support/busy_city.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <numbers>

using namespace forewatch;
using namespace forewatch::test;

namespace {

const GeoBox box{-76.7, 39.2, -76.5, 39.4};

std::vector<GeoPoint> anywhere(int count)
{
    Random random(11);
    std::vector<GeoPoint> places;
    for (int i = 0; i < count; ++i)
        places.push_back({random.uniform(box.west, box.east), random.uniform(box.south, box.north)});
    return places;
}

/// The sum of kernels, as the definition has it: events per km².
double slowDensity(const std::vector<GeoPoint> &events, GeoPoint place, Kernel kernel, double bandwidth)
{
    const GroundPlane plane(box);
    const GroundPoint here = plane.toGround(place);
    double sum = 0;
    for (const GeoPoint &event : events) {
        const GroundPoint there = plane.toGround(event);
        const double u = std::hypot(here.east - there.east, here.north - there.north) / bandwidth;
        if (kernel == Kernel::Gaussian)
            sum += std::exp(-u * u / 2) / (2 * std::numbers::pi * bandwidth * bandwidth);
        else if (u < 1)
            sum += 3 / std::numbers::pi * (1 - u * u) * (1 - u * u) / (bandwidth * bandwidth);
    }
    return sum * 1e6;
}

DensityField densityOf(const std::vector<GeoPoint> &events, Kernel kernel, double bandwidth)
{
    NoFeedback feedback;
    return kernelDensity(events, box, kernel, bandwidth, feedback);
}

LayerSpec specOf(const QJsonObject &settings)
{
    return {LayerSpec::Kind::Density, {}, true, 1, settings};
}

} // namespace

/// The density is the sum of the kernels; the layer shows it on the land.
class TestDensity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsTheSumOfTheKernels_data()
    {
        QTest::addColumn<int>("kernel");
        QTest::addColumn<double>("bandwidth");
        QTest::newRow("gaussian 250 m") << int(Kernel::Gaussian) << 250.0;
        QTest::newRow("gaussian 1 km") << int(Kernel::Gaussian) << 1000.0;
        QTest::newRow("quartic 700 m") << int(Kernel::Quartic) << 700.0;
        QTest::newRow("quartic 3 km") << int(Kernel::Quartic) << 3000.0;
    }

    void itIsTheSumOfTheKernels()
    {
        QFETCH(int, kernel);
        QFETCH(double, bandwidth);
        const auto events = anywhere(400);
        const DensityField field = densityOf(events, Kernel(kernel), bandwidth);
        double highest = 0;
        for (const float value : field.values)
            highest = std::max(highest, double(value));
        for (const GeoPoint &place : anywhere(200)) {
            const double expected = slowDensity(events, place, Kernel(kernel), bandwidth);
            QVERIFY2(
                std::abs(field.at(place) - expected) < 0.03 * highest,
                qPrintable(QStringLiteral("%1 for %2 of at most %3").arg(field.at(place)).arg(expected).arg(highest)));
        }
    }

    void nothingIsLostOrAdded_data() { itIsTheSumOfTheKernels_data(); }

    void nothingIsLostOrAdded()
    {
        QFETCH(int, kernel);
        QFETCH(double, bandwidth);
        std::vector<GeoPoint> events = anywhere(50);
        events.push_back({box.west, box.south});
        events.push_back({box.east, box.north});
        const DensityField field = densityOf(events, Kernel(kernel), bandwidth);
        double sum = 0;
        for (const float value : field.values)
            sum += double(value) * field.cellMetres * field.cellMetres / 1e6;
        QVERIFY2(std::abs(sum - 52) < 0.01, qPrintable(QString::number(sum)));
    }

    void northIsUpAndEastIsRight()
    {
        const GeoPoint event{-76.52, 39.37};
        const DensityField field = densityOf({event}, Kernel::Gaussian, 300);
        const auto top = std::size_t(std::ranges::max_element(field.values) - field.values.begin());
        const GeoPoint peak = field.centre(top % field.columns, top / field.columns);
        QVERIFY(metresBetween(peak, event) < field.cellMetres);
        QVERIFY(
            std::abs(double(field.at(top % field.columns, top / field.columns)) - 1e6 / (2 * std::numbers::pi * 9e4))
            < 0.05);
        QVERIFY(field.box().contains(event));
        QCOMPARE(field.at(GeoPoint{0, 0}), 0.0);
    }

    void scottsRuleByHand()
    {
        // 64 places, half of them 3 km east and 3 km north of the others: σ = 1.5 km · √(64/63), n^(1/6) = 2.
        const GroundPlane plane(box);
        std::vector<GeoPoint> places;
        for (int i = 0; i < 64; ++i)
            places.push_back(plane.toGeo(i % 2 ? GroundPoint{4000, 5000} : GroundPoint{7000, 8000}));
        const double expected = 1500 * std::sqrt(64.0 / 63) / 2;
        QVERIFY(std::abs(scottBandwidth(places, box, Kernel::Gaussian) - expected) < 0.1);
        QVERIFY(std::abs(scottBandwidth(places, box, Kernel::Quartic) - expected * std::sqrt(8.0)) < 0.1);
        QCOMPARE(scottBandwidth({}, box, Kernel::Gaussian), 500.0);
        QCOMPARE(scottBandwidth(std::vector<GeoPoint>(9, {-76.6, 39.3}), box, Kernel::Gaussian), 50.0);
    }

    void ratesAreYearlyWhereAYearIsKnown()
    {
        std::vector<Event> events;
        for (int day = 0; day < 730; ++day)
            events.push_back({makeTime(2014, 1, 1, 12) + std::chrono::days(day), QStringLiteral("SHOOTING")});
        NoFeedback feedback;
        const CityDensity years = cityDensity(cityOf(events), {}, feedback);
        QVERIFY(years.perYear);
        QCOMPARE(years.events, std::size_t(730));
        events.resize(100);
        const CityDensity days = cityDensity(cityOf(events), {}, feedback);
        QVERIFY(!days.perYear);
        const GeoPoint place{-76.65, 39.3};
        QVERIFY(std::abs(years.field.at(place) / days.field.at(place) - 3.6525) < 0.01);
    }

    void sexualOffencesAreAtTheirNeighborhoodsCentre()
    {
        City city = cityOf({{makeTime(2016, 1, 1), QStringLiteral("SHOOTING"), {-76.69, 39.21}}});
        city.incidents = std::make_shared<const IncidentTable>(
            std::vector<Incident>{city.incidents->all()[0]},
            QStringList{QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("RAPE")});
        DensityLayerSettings settings;
        settings.what = Counted::All;
        NoFeedback feedback;
        const DensityField field = cityDensity(city, settings, feedback).field;
        QVERIFY(field.at({-76.65, 39.3}) > 1);
        QVERIFY(field.at({-76.69, 39.21}) < 1e-6);
    }

    void theLayerStaysOnTheLand()
    {
        // All at the border: what reaches over it is not drawn.
        const City city = cityOf({{makeTime(2016, 1, 1), QStringLiteral("SHOOTING"), {-76.699, 39.3}}});
        DensityLayerSettings settings;
        settings.bandwidthMetres = 1000;
        NoFeedback feedback;
        const auto layer = makeDensityLayer(specOf(settings.toJson()), city, feedback);
        const MapFrame frame = MapFrame::fit(city.neighborhoods->box(), {400, 400}, 0.1);
        for (const bool dark : {false, true}) {
            QImage image(400, 400, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            layer->paintGround(painter, frame, {{}, dark});
            painter.end();
            const QPointF border = frame.toPixel({-76.7, 39.3});
            const QColor most = densityColor(1, dark);
            const QColor seen = image.pixelColor((border + QPointF(2, 0)).toPoint());
            QVERIFY2(std::abs(seen.red() - most.red()) < 12 && seen.alpha() > 200,
                     qPrintable(seen.name(QColor::HexArgb)));
            QCOMPARE(image.pixelColor((border - QPointF(3, 0)).toPoint()).alpha(), 0);
        }
        VERIFY_SAYS(layer->note(), "bandwidth 1000 m");
        VERIFY_SAYS(layer->tellAt({-76.699, 39.3}, frame, {}), "Shooting: 0.16 per km");
        QVERIFY(layer->tellAt({-76.701, 39.3}, frame, {}).isEmpty());
        QVERIFY(layer->signs(false).size() >= 3 && layer->signs(false).size() <= 5);
    }

    void landIsWhereAnyNeighborhoodIs_data()
    {
        QTest::addColumn<bool>("turned");
        QTest::newRow("rings as they are") << false;
        QTest::newRow("rings turned round") << true;
    }

    void landIsWhereAnyNeighborhoodIs()
    {
        // A square with a hole and an island in it, and a second square over the first one's corner.
        QFETCH(bool, turned);
        const auto square = [&](double low, double high) {
            Ring ring{{low, low}, {high, low}, {high, high}, {low, high}};
            if (turned)
                std::ranges::reverse(ring);
            return ring;
        };
        const Neighborhoods neighborhoods({{QStringLiteral("A"), {square(0, 9), square(2, 7), square(4, 5)}, {}},
                                           {QStringLiteral("B"), {square(8, 10)}, {}}});
        const MapFrame frame = MapFrame::fit(neighborhoods.box(), {300, 300}, 0.05);
        const QPainterPath path = Land(neighborhoods).path(frame);
        for (double at = 0.25; at < 11; at += 0.5)
            QCOMPARE(path.contains(frame.toPixel({at, at})), neighborhoods.locate({at, at}).neighborhood.has_value());
        QVERIFY(path.contains(frame.toPixel({8.5, 8.5})));
        QVERIFY(!path.contains(frame.toPixel({3, 3})));
    }

    void nothingToCountIsNoError()
    {
        City city = cityOf({{makeTime(2016, 1, 1), QStringLiteral("SHOOTING")}});
        city.incidents = std::make_shared<const IncidentTable>(std::vector<Incident>(), city.incidents->names());
        NoFeedback feedback;
        const auto layer
            = makeDensityLayer(specOf(DensityLayerSettings{.bandwidthMetres = 0}.toJson()), city, feedback);
        QVERIFY(layer->signs(false).empty());
        VERIFY_SAYS(layer->note(), "No shooting");
    }

    void roundLevels_data()
    {
        QTest::addColumn<double>("most");
        QTest::addColumn<QList<double>>("levels");
        QTest::newRow("five") << 5.2 << QList<double>{1, 2, 3, 4, 5};
        QTest::newRow("hundreds") << 830.0 << QList<double>{150, 300, 450, 600, 750};
        QTest::newRow("small") << 0.0026 << QList<double>{0.0005, 0.001, 0.0015, 0.002, 0.0025};
    }

    void roundLevels()
    {
        QFETCH(double, most);
        QFETCH(QList<double>, levels);
        const auto found = forewatch::roundLevels(most);
        QCOMPARE(qsizetype(found.size()), levels.size());
        for (qsizetype i = 0; i < levels.size(); ++i)
            QVERIFY(std::abs(found[std::size_t(i)] / levels[i] - 1) < 1e-9);
    }

    void threeToFiveLevelsWhateverTheMost()
    {
        for (double most = 0.001; most < 1e5; most *= 1.013) {
            const auto levels = forewatch::roundLevels(most);
            QVERIFY2(levels.size() >= 3 && levels.size() <= 5 && levels.back() <= most,
                     qPrintable(QString::number(most)));
        }
    }

    void settingsAreKept()
    {
        const DensityLayerSettings settings{Counted::All, Kernel::Quartic, 700};
        QCOMPARE(DensityLayerSettings::fromJson(settings.toJson()), settings);
        VERIFY_SAYS(
            errorOf([&] { DensityLayerSettings::fromJson(DensityLayerSettings{.bandwidthMetres = 10}.toJson()); }),
            "bandwidth_m");
        VERIFY_SAYS(errorOf([] { DensityLayerSettings::fromJson({}); }), "what");
    }

    void theWholeRealTable()
    {
        SKIP_WITHOUT_REAL_DATA();
        ImportSettings sources;
        sources.incidents.source = baltimoreTable();
        sources.neighborhoods.source = baltimorePolygons("csa_bnia_2016.shp");
        const City city = importQuietly(sources);
        NoFeedback feedback;
        for (const Kernel kernel : {Kernel::Gaussian, Kernel::Quartic}) {
            QElapsedTimer timer;
            timer.start();
            const CityDensity density = cityDensity(city, {Counted::All, kernel, 250}, feedback);
            const qint64 elapsed = timer.elapsed();
            qInfo("%zu incidents, %zu × %zu cells: %lld ms", density.events, density.field.columns, density.field.rows,
                  elapsed);
            QVERIFY(elapsed < 2000); // not a measurement: machines differ
        }
    }
};

QTEST_MAIN(TestDensity)
#include "tst_density.moc"
