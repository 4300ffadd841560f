#include "engine/core/random.h"
#include "tests/support/busy_city.h"
#include "tests/support/golden.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"
#include "widgets/map/map_view.h"

#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace forewatch;
using namespace forewatch::test;

namespace {

City denseCity(int incidents)
{
    Random random(7);
    std::vector<Event> events;
    for (int i = 0; i < incidents; ++i)
        events.push_back({makeTime(2016, 1, 1) + std::chrono::minutes(10 * i),
                          i % 50 == 0 ? QStringLiteral("SHOOTING")
                              : i % 3 ? QStringLiteral("BURGLARY")
                                      : QStringLiteral("LARCENY"),
                          {-76.69 + 0.001 * double(random.below(180)), 39.21 + 0.001 * double(random.below(180))}});
    return cityOf(events);
}

/// Marks that tell their window: a bar as long as the window's day of the month.
class WindowLayer final : public MapLayer
{
public:
    QString name() const override { return QStringLiteral("Window"); }
    void paintGround(QPainter &painter, const MapFrame &, const LayerPaint &) const override
    {
        painter.fillRect(10, 10, 40, 20, Qt::darkGreen);
    }
    void paintMarks(QPainter &painter, const MapFrame &, const LayerPaint &paint) const override
    {
        const int hours = static_cast<int>(paint.window.length / std::chrono::hours(1));
        painter.fillRect(10, 40, hours % 97, 10, Qt::magenta);
    }
    std::vector<LayerSign> signs(bool) const override { return {}; }
    QString tellAt(GeoPoint, const MapFrame &, const Window &) const override
    {
        return QStringLiteral("told by a layer");
    }
    QJsonObject identity() const override { return {}; }
};

void drag(MapView &map, QPoint from, QPoint to)
{
    QTest::mousePress(&map, Qt::LeftButton, {}, from);
    QTest::mouseMove(&map, to);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, to);
}

void turnWheel(MapView &map, QPointF at, int notches)
{
    QWheelEvent wheel(at, map.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(&map, &wheel);
}

/// What the widget shows once it rests.
QImage settled(MapView &map)
{
    map.repaint();
    for (int i = 0; i < 400 && !map.isSettled(); ++i)
        QTest::qWait(5);
    return map.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/// What the painter draws on paper of the view's size, with the furniture.
QImage direct(const MapView &map)
{
    QImage image(map.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    map.painter()->paintBase(painter, map.frame(), map.options());
    map.painter()->paintSnapshot(painter, map.frame(), map.snapshot(), map.options());
    paintFurniture(painter, map.frame(), MapTheme::light().text, map.font());
    return image;
}

/// How many pixels of two pictures differ.
int different(const QImage &a, const QImage &b)
{
    int count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            count += a.pixel(x, y) != b.pixel(x, y);
    return a.size() == b.size() ? count : a.width() * a.height();
}

} // namespace

/// However the map was moved, zoomed, played or filtered: once it rests, it shows what the painter draws, pixel by
/// pixel.
class TestMapCanvas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_city = denseCity(12'000);
        m_painter = std::make_shared<const MapPainter>(m_city);
    }

    void init()
    {
        m_map = std::make_unique<MapView>();
        m_map->resize(500, 400);
        m_map->show();
        m_map->setPainter(m_painter);
        // No border and no place lies just between two pixels, where a hair decides.
        m_map->fitBox({-76.7093, 39.1914, -76.5031, 39.3977});
        QVERIFY(QTest::qWaitForWindowExposed(m_map.get()));
    }

    void theSettledPictureIsThePaintersOwn_data()
    {
        QTest::addColumn<int>("incidents");
        QTest::addColumn<bool>("stacks");
        QTest::addColumn<int>("style");
        for (const int incidents : {40, 11'000}) {
            const QByteArray size = incidents < 100 ? "few" : "many";
            QTest::newRow((size + ", signs").constData()) << incidents << false << int(MapStyle::Clear);
            QTest::newRow((size + ", stacked").constData()) << incidents << true << int(MapStyle::Clear);
        }
        QTest::newRow("few, as published") << 40 << false << int(MapStyle::Original);
    }

    void theSettledPictureIsThePaintersOwn()
    {
        QFETCH(int, incidents);
        QFETCH(bool, stacks);
        QFETCH(int, style);
        m_map->setOptions({.style = static_cast<MapStyle>(style), .stackCounts = stacks});
        const auto all = m_city.incidents->all();
        const Window window{all.front().time, all[std::size_t(incidents)].time - all.front().time};
        m_map->setSnapshot(m_city.incidents->snapshot(window));
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);

        drag(*m_map, {200, 200}, {237, 181});
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
        for (int i = 0; i < 12; ++i)
            drag(*m_map, {300, 300}, {249, 331}); // farther than the picture's margin
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
        turnWheel(*m_map, {210, 160}, 3);
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
        m_map->resize(640, 420);
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
    }

    void movingShowsTheTruePictureAtOnce()
    {
        m_map->setSnapshot(m_city.incidents->snapshot({m_city.incidents->first(), std::chrono::hours(24 * 60)}));
        settled(*m_map);
        for (int i = 0; i < 30; ++i) {
            drag(*m_map, {250, 200}, {250 + (i < 15 ? 40 : -40), 200 + (i < 15 ? 15 : -15)});
            m_map->repaint();
            QVERIFY(m_map->isTrue());
            // Put together of parts: at most the ends of lines differ, where parts meet.
            if (i % 7 == 0)
                QVERIFY(differingShare(m_map->grab().toImage(), direct(*m_map), 8) < 0.0005);
        }
    }

    void playingShowsTheTruePictureAtOnce()
    {
        m_map->setOptions({.stackCounts = true});
        const Time start = m_city.incidents->first();
        for (int step = 0; step < 40; ++step) {
            // The first half grows, the second moves on.
            const Window window = step < 20 ? Window{start, std::chrono::hours(24 * 50 + 2 * step)}
                                            : Window{start + std::chrono::hours(5 * step), std::chrono::hours(24 * 50)};
            m_map->setSnapshot(m_city.incidents->snapshot(window));
            m_map->repaint();
            if (step == 20)
                settled(*m_map);
            else
                QVERIFY2(m_map->isTrue(), qPrintable(QString::number(step)));
            if (step % 9 == 5)
                QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
        }
    }

    void anotherScaleIsTrueAsSoonAsItIsDrawn()
    {
        m_map->setSnapshot(m_city.incidents->snapshot(m_city.incidents->coveredDays()));
        settled(*m_map);
        turnWheel(*m_map, {250, 200}, 1);
        m_map->repaint();
        QVERIFY(!m_map->isTrue());
        QTRY_VERIFY_WITH_TIMEOUT(m_map->isTrue(), 5000);
    }

    void anotherFilterKeepsThePictureUntilTheNewOneIsThere()
    {
        m_map->setSnapshot(m_city.incidents->snapshot(m_city.incidents->coveredDays()));
        const QImage before = settled(*m_map);
        const auto filteredPainter
            = std::make_shared<const MapPainter>(filtered(m_city, {.hiddenTypes = {QStringLiteral("LARCENY")}}));
        m_map->setPainter(filteredPainter);
        m_map->setSnapshot(filteredPainter->city().incidents->snapshot(m_city.incidents->coveredDays()));
        m_map->repaint();
        const QImage after = settled(*m_map);
        QVERIFY(after != before);
        QCOMPARE(after, direct(*m_map));
    }

    void layersAreDrawnForTheirWindow()
    {
        m_map->setOptions({.layers = {std::make_shared<WindowLayer>()}});
        for (const int hours : {2, 30, 24 * 50}) {
            m_map->setSnapshot(m_city.incidents->snapshot({m_city.incidents->first(), std::chrono::hours(hours)}));
            m_map->repaint();
            settled(*m_map);
            QTRY_VERIFY(m_map->isSettled());
        }
        QSignalSpy hovered(m_map.get(), &MapView::hovered);
        QTest::mouseMove(m_map.get(), {3, 3});
        QTest::mouseMove(m_map.get(), {5, 5});
        VERIFY_SAYS(hovered.last().first().toString(), "told by a layer");
    }

    void aMapThatIsClosedWhileItDrawsLeavesNothingBehind()
    {
        m_map->setSnapshot(m_city.incidents->snapshot(m_city.incidents->coveredDays()));
        settled(*m_map);
        turnWheel(*m_map, {250, 200}, 1);
        m_map->repaint();
        m_map.reset();
        QTest::qWait(50);
    }

    void theWholeRealTableIsThePaintersOwn()
    {
        SKIP_WITHOUT_REAL_DATA();
        ImportSettings settings;
        settings.incidents.source = baltimoreTable();
        settings.neighborhoods.source = baltimorePolygons("csa_bnia_2016.shp");
        const City city = importQuietly(settings);
        m_map->resize(1200, 900);
        m_map->setPainter(std::make_shared<const MapPainter>(city));
        m_map->setSnapshot(city.incidents->snapshot(city.incidents->coveredDays()));
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
        turnWheel(*m_map, {500, 300}, 5);
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
        drag(*m_map, {500, 300}, {731, 287});
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
        m_map->setOptions({.stackCounts = true});
        turnWheel(*m_map, {500, 300}, 8);
        QCOMPARE(different(settled(*m_map), direct(*m_map)), 0);
    }

private:
    City m_city;
    std::shared_ptr<const MapPainter> m_painter;
    std::unique_ptr<MapView> m_map;
};

QTEST_MAIN(TestMapCanvas)
#include "tst_map_canvas.moc"
