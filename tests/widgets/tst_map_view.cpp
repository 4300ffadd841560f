#include "tests/support/scene.h"
#include "widgets/map/map_view.h"
#include "widgets/message_bar.h"

#include <QLineF>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace forewatch;
using namespace forewatch::test;

namespace {

void turnWheel(MapView &map, QPointF at, int notches)
{
    QWheelEvent wheel(at, map.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&map, &wheel);
}

void drag(MapView &map, QPoint from, QPoint to)
{
    QTest::mousePress(&map, Qt::LeftButton, {}, from);
    QTest::mouseMove(&map, to);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, to);
}

} // namespace

/// The map can be moved, zoomed about the pointer and fitted, tells what is under the pointer, and its picture is what
/// is seen.
class TestMapView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_city = importQuietly(scene(m_folder, busyTable(14)));
        m_painter = std::make_shared<const MapPainter>(m_city);
    }

    void init()
    {
        m_map = std::make_unique<MapView>();
        m_map->resize(400, 300);
        m_map->show();
        m_map->setPainter(m_painter);
        m_map->setSnapshot(m_city.incidents->snapshot({makeTime(2014, 1, 1, 22), std::chrono::hours(2)}));
    }

    void theWheelZoomsAboutThePointer()
    {
        const QPointF at(120, 90);
        const GeoPoint under = m_map->frame().toGeo(at);
        const double before = m_map->frame().metresPerPixel();
        turnWheel(*m_map, at, 2);
        QVERIFY(m_map->frame().metresPerPixel() < before / 1.5);
        QVERIFY(QLineF(m_map->frame().toPixel(under), at).length() < 1e-6);
    }

    void zoomEndsSomewhere()
    {
        turnWheel(*m_map, {200, 150}, 400);
        QVERIFY(m_map->frame().metresPerPixel() > 0.05);
        turnWheel(*m_map, {200, 150}, -400);
        QVERIFY(m_map->frame().metresPerPixel() < 20'000);
    }

    void draggingMovesTheGroundWithThePointer()
    {
        const GeoPoint under = m_map->frame().toGeo({100, 100});
        drag(*m_map, {100, 100}, {160, 70});
        QVERIFY(QLineF(m_map->frame().toPixel(under), QPointF(160, 70)).length() < 1e-6);
    }

    void aDoubleClickFitsTheCityAgain()
    {
        const MapFrame fitted = m_map->frame();
        drag(*m_map, {100, 100}, {160, 70});
        QVERIFY(!(m_map->frame() == fitted));
        QTest::mouseDClick(m_map.get(), Qt::LeftButton, {}, {50, 50});
        QCOMPARE(m_map->frame(), fitted);
    }

    void aFittedMapStaysFittedWhenItsSizeChanges()
    {
        m_map->resize(800, 600);
        QCOMPARE(m_map->frame(), MapFrame::fit(m_city.neighborhoods->box(), QSizeF(800, 600), 0.03));
    }

    void aMovedMapKeepsItsPlaceWhenItsSizeChanges()
    {
        drag(*m_map, {100, 100}, {160, 70});
        const double before = m_map->frame().metresPerPixel();
        m_map->resize(800, 600);
        QVERIFY(std::abs(m_map->frame().metresPerPixel() - before) < 1e-9 * before);
    }

    void hoveringTellsWhatIsThere()
    {
        QSignalSpy hovered(m_map.get(), &MapView::hovered);
        QTest::mouseMove(m_map.get(), m_map->frame().toPixel({1.5, 0.5}).toPoint());
        VERIFY_SAYS(hovered.last().first().toString(), "SHOOTING, 2014-01-01 22:30, East");
        QTest::mouseMove(m_map.get(), m_map->frame().toPixel({0.3, 0.8}).toPoint());
        VERIFY_SAYS(hovered.last().first().toString(), "West");
    }

    void thePictureIsWhatIsSeen()
    {
        // At one pixel a point, the exported map is the widget's own picture.
        const QImage seen = m_map->grab().toImage().convertToFormat(QImage::Format_RGB32);
        const QImage picture = m_map->picture(1, QStringLiteral("caption"));
        QVERIFY(picture.height() > m_map->height());
        QCOMPARE(picture.copy(m_map->rect()), seen);
        QCOMPARE(m_map->picture(2, {}).width(), 800);
    }

    void aMessageStaysUntilItIsClosedOrAccepted()
    {
        MessageBar bar;
        QVERIFY(!bar.isVisible());
        bar.show(MessageBar::Kind::Information, QStringLiteral("Now open the neighborhoods."), QStringLiteral("Open…"));
        QVERIFY(bar.isVisible());
        QSignalSpy accepted(&bar, &MessageBar::accepted);
        QTest::mouseClick(bar.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(accepted.size(), 1);
        QVERIFY(!bar.isVisible());
        bar.show(MessageBar::Kind::Problem, QStringLiteral("That did not work."));
        QVERIFY(!bar.findChild<QPushButton *>()->isVisible());
    }

private:
    Folder m_folder;
    City m_city;
    std::shared_ptr<const MapPainter> m_painter;
    std::unique_ptr<MapView> m_map;
};

QTEST_MAIN(TestMapView)
#include "tst_map_view.moc"
