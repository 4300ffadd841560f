#include "engine/geo/geodesic.h"
#include "tests/support/busy_city.h"
#include "tests/support/scene.h"
#include "widgets/map/details_view.h"
#include "widgets/map/map_view.h"
#include "widgets/map/note_editor.h"

#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

void press(MapView &map, QPoint at, Qt::KeyboardModifiers keys = {})
{
    QTest::mouseClick(&map, Qt::LeftButton, keys, at);
}

void drag(MapView &map, QPoint from, QPoint to)
{
    QTest::mousePress(&map, Qt::LeftButton, {}, from);
    QTest::mouseMove(&map, (from + to) / 2);
    QTest::mouseMove(&map, to);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, to);
}

} // namespace

/// What the mouse does on the map: pick, draw around, measure, pin notes; and what is told of what was picked.
class TestMapTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_city = busyCity(60);
        m_painter = std::make_shared<const MapPainter>(m_city);
    }

    void init()
    {
        m_map = std::make_unique<MapView>();
        m_map->resize(500, 500);
        m_map->show();
        m_map->setPainter(m_painter);
        m_map->setSnapshot(m_city.incidents->snapshot(m_city.incidents->coveredDays()));
        m_area.reset();
        m_picked.reset();
        connect(m_map.get(), &MapView::areaDrawn, this, [this](const DrawnArea &area, bool adds) {
            m_area = area;
            m_adds = adds;
        });
        connect(m_map.get(), &MapView::picked, this, [this](const Selection &picked, bool adds) {
            m_picked = picked;
            m_adds = adds;
        });
    }

    void aRectangleHoldsWhatLiesInIt()
    {
        m_map->setTool(MapTool::Rectangle);
        drag(*m_map, {100, 120}, {300, 260});
        QVERIFY(m_area && m_area->ring);
        const GeoPoint a = m_map->frame().toGeo({100, 120});
        const GeoPoint b = m_map->frame().toGeo({300, 260});
        QCOMPARE(m_map->incidentsIn(*m_area).rows, rowsWhere([&](GeoPoint p) {
                     return a.longitude < p.longitude && p.longitude < b.longitude && b.latitude < p.latitude
                         && p.latitude < a.latitude;
                 }));
        QVERIFY(!m_map->incidentsIn(*m_area).rows.empty());
    }

    void aRadiusHoldsWhatLiesWithin()
    {
        m_map->setTool(MapTool::Radius);
        drag(*m_map, {250, 250}, {250, 160});
        QVERIFY(m_area && m_area->circle);
        const GeoPoint centre = m_map->frame().toGeo({250, 250});
        const double metres = metresBetween(centre, m_map->frame().toGeo({250, 160}));
        QVERIFY(std::abs(m_area->circle->metres - metres) < 1e-6);
        QCOMPARE(m_map->incidentsIn(*m_area).rows,
                 rowsWhere([&](GeoPoint p) { return metresBetween(centre, p) <= metres; }));
    }

    void aPolygonHoldsWhatLiesInIt()
    {
        // A triangle, closed by a press on its first corner; brute force by the sides of its edges.
        m_map->setTool(MapTool::Polygon);
        for (const QPoint corner : {QPoint(100, 400), QPoint(250, 100), QPoint(400, 400)})
            press(*m_map, corner);
        QVERIFY(!m_area);
        press(*m_map, {102, 399});
        QVERIFY(m_area && m_area->ring);
        QCOMPARE(m_area->ring->size(), std::size_t(3));
        const Ring &ring = *m_area->ring;
        QCOMPARE(m_map->incidentsIn(*m_area).rows, rowsWhere([&](GeoPoint p) {
                     int left = 0;
                     for (std::size_t i = 0; i < 3; ++i) {
                         const GeoPoint &from = ring[i];
                         const GeoPoint &to = ring[(i + 1) % 3];
                         left += (to.longitude - from.longitude) * (p.latitude - from.latitude)
                             > (to.latitude - from.latitude) * (p.longitude - from.longitude);
                     }
                     return left == 0 || left == 3;
                 }));
    }

    void aPolygonAlsoClosesByADoubleClickOrEnter_data()
    {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("double click") << false;
        QTest::newRow("Enter") << true;
    }

    void aPolygonAlsoClosesByADoubleClickOrEnter()
    {
        QFETCH(bool, byKey);
        m_map->setTool(MapTool::Polygon);
        for (const QPoint corner : {QPoint(100, 400), QPoint(250, 100), QPoint(420, 210), QPoint(400, 400)})
            press(*m_map, corner);
        if (byKey)
            QTest::keyClick(m_map.get(), Qt::Key_Return);
        else
            QTest::mouseDClick(m_map.get(), Qt::LeftButton, {}, {400, 400});
        QVERIFY(m_area && m_area->ring);
        QCOMPARE(m_area->ring->size(), std::size_t(4));
    }

    void escapeAbandonsAShapeFirst()
    {
        QSignalSpy escaped(m_map.get(), &MapView::escaped);
        m_map->setTool(MapTool::Polygon);
        press(*m_map, {100, 400});
        press(*m_map, {250, 100});
        QTest::keyClick(m_map.get(), Qt::Key_Escape);
        QVERIFY(!m_map->drawing().isActive());
        QCOMPARE(escaped.size(), 0);
        QTest::keyClick(m_map.get(), Qt::Key_Escape);
        QCOMPARE(escaped.size(), 1);
    }

    void aSlipIsNoShape()
    {
        m_map->setTool(MapTool::Rectangle);
        drag(*m_map, {100, 120}, {102, 121});
        QVERIFY(!m_area);
    }

    void aMeasuredWayIsTheSumOfItsParts()
    {
        m_map->setTool(MapTool::Measure);
        const std::vector<QPoint> way{{100, 100}, {300, 120}, {320, 400}};
        std::vector<GeoPoint> places;
        for (const QPoint at : way) {
            press(*m_map, at);
            places.push_back(m_map->frame().toGeo(at));
        }
        QVERIFY(std::abs(m_map->drawing().metres() - geodesicMetres(places)) < 1e-6);
        VERIFY_SAYS(m_map->drawing().text(), "km");
        // The line follows the pointer until a double click ends it.
        QTest::mouseMove(m_map.get(), {320, 440});
        QVERIFY(m_map->drawing().metres() > geodesicMetres(places) + 100);
        QTest::keyClick(m_map.get(), Qt::Key_Backspace);
        QTest::mouseDClick(m_map.get(), Qt::LeftButton, {}, {300, 120});
        const double ended = m_map->drawing().metres();
        QTest::mouseMove(m_map.get(), {20, 20});
        QCOMPARE(m_map->drawing().metres(), ended);
    }

    void lengthsAreReadable_data()
    {
        QTest::addColumn<double>("metres");
        QTest::addColumn<QString>("text");
        QTest::newRow("metres") << 421.4 << QStringLiteral("421 m");
        QTest::newRow("kilometres") << 1254.0 << QStringLiteral("1.25 km");
        QTest::newRow("many") << 12'345.0 << QStringLiteral("12.3 km");
    }

    void lengthsAreReadable()
    {
        QFETCH(double, metres);
        QTEST(lengthText(metres), "text");
    }

    void aClickPicksTheIncidentsOfAPlace()
    {
        const Incident &incident = firstIncident();
        press(*m_map, m_map->frame().toPixel(incident.place).toPoint(), Qt::ControlModifier);
        QVERIFY(m_picked && m_adds);
        QVERIFY(std::ranges::binary_search(m_picked->rows, incident.row));
        QVERIFY(m_picked->neighborhoods.empty());
    }

    void aClickBesidePicksTheNeighborhood()
    {
        m_map->setSnapshot({});
        press(*m_map, m_map->frame().toPixel({-76.65, 39.3}).toPoint());
        QCOMPARE(m_picked->neighborhoods, std::vector<std::size_t>{0});
        press(*m_map, m_map->frame().toPixel({-76.55, 39.3}).toPoint());
        QCOMPARE(m_picked->neighborhoods, std::vector<std::size_t>{1});
        press(*m_map, {2, 2});
        QVERIFY(m_picked->isEmpty());
    }

    void theNeighborhoodToolPassesIncidentsBy()
    {
        m_map->setTool(MapTool::Neighborhood);
        const Incident &incident = firstIncident();
        press(*m_map, m_map->frame().toPixel(incident.place).toPoint());
        QVERIFY(m_picked->rows.empty());
        QCOMPARE(m_picked->neighborhoods, std::vector<std::size_t>{incident.neighborhood});
    }

    void theMiddleButtonPansWithAnyTool()
    {
        m_map->setTool(MapTool::Rectangle);
        const GeoPoint under = m_map->frame().toGeo({100, 100});
        QTest::mousePress(m_map.get(), Qt::MiddleButton, {}, {100, 100});
        QTest::mouseMove(m_map.get(), {160, 130});
        QTest::mouseRelease(m_map.get(), Qt::MiddleButton, {}, {160, 130});
        QVERIFY(QLineF(m_map->frame().toPixel(under), QPointF(160, 130)).length() < 1e-6);
        QVERIFY(!m_area);
    }

    void whatIsSelectedIsDrawn()
    {
        const QImage before = m_map->grab().toImage();
        m_map->setSelection({{firstIncident().row}, {}});
        const QImage ring = m_map->grab().toImage();
        QVERIFY(ring != before);
        m_map->setSelection({{}, {1}});
        QVERIFY(m_map->grab().toImage() != ring);
        m_map->setSelection({});
        QCOMPARE(m_map->grab().toImage(), before);
    }

    void aNoteIsShownWithItsTimeOpenedAndMoved()
    {
        const GeoPoint place{-76.62, 39.33};
        const Time noon = makeTime(2016, 1, 10, 12);
        m_map->setNotes({{place, QStringLiteral("Market day"), noon}});
        const QPoint pin = (m_map->frame().toPixel(place) - QPointF(0, 10)).toPoint();
        QSignalSpy opened(m_map.get(), &MapView::noteOpened);
        QSignalSpy moved(m_map.get(), &MapView::noteMoved);
        press(*m_map, pin);
        QCOMPARE(opened.size(), 1);
        drag(*m_map, pin, pin + QPoint(50, 40));
        QCOMPARE(moved.size(), 1);
        // In another window it is not there.
        m_map->setNotes({{place, QStringLiteral("Market day"), noon}});
        m_map->setSnapshot(m_city.incidents->snapshot({makeTime(2016, 1, 11), std::chrono::hours(2)}));
        press(*m_map, pin);
        QCOMPARE(opened.size(), 1);
    }

    void aNoteIsWrittenAndRemoved()
    {
        NoteEditor editor(m_map.get());
        std::optional<MapNote> done;
        connect(&editor, &NoteEditor::done, this, [&](const MapNote &note) { done = note; });
        const Window window{makeTime(2016, 1, 10, 12), std::chrono::hours(2)};
        editor.edit({{1, 2}, {}, {}}, window, {0, 0});
        editor.findChild<QPlainTextEdit *>()->setPlainText(QStringLiteral(" Lamp out \n"));
        editor.findChild<QCheckBox *>()->setChecked(true);
        editor.hide();
        QCOMPARE(done->text, QStringLiteral("Lamp out"));
        QCOMPARE(done->time, std::optional(window.start));
        editor.edit(*done, window, {0, 0});
        for (QPushButton *button : editor.findChildren<QPushButton *>())
            if (button->text() == QLatin1String("Remove"))
                button->click();
        QVERIFY(done->text.isEmpty());
    }

    void factsOfOneIncidentAreItsRow()
    {
        const Incident &incident = firstIncident();
        const QString text = toldOf({{incident.row}, {}});
        VERIFY_SAYS(text, "Time: 2016-01-01");
        VERIFY_SAYS(text, qPrintable(QStringLiteral("Row in the source: %1").arg(incident.row)));
        VERIFY_SAYS(text, qPrintable(m_city.incidents->types()[incident.type]));
        VERIFY_SAYS(text, qPrintable(m_city.neighborhoods->at(incident.neighborhood).name));
    }

    void factsOfSeveralCountTheirTypes()
    {
        std::vector<std::uint32_t> rows;
        int larcenies = 0;
        for (const Incident &incident : m_city.incidents->all().first(40)) {
            rows.push_back(incident.row);
            larcenies += incident.type == 1;
        }
        std::ranges::sort(rows);
        const QString text = toldOf({rows, {}});
        VERIFY_SAYS(text, "40 incidents");
        VERIFY_SAYS(text, qPrintable(QStringLiteral("LARCENY: %1").arg(larcenies)));
        VERIFY_SAYS(text, "First: 2016-01-01");
    }

    void factsOfANeighborhoodCountWhatIsShown()
    {
        const auto inEast = std::ranges::count(m_city.incidents->all(), 1, &Incident::neighborhood);
        const QString text = toldOf({{}, {1}});
        VERIFY_SAYS(text, "East");
        VERIFY_SAYS(text, "Area: ");
        VERIFY_SAYS(text, qPrintable(QStringLiteral("In all that is shown: %1 incidents").arg(inEast)));
    }

    void aSexualOffenceIsToldAtItsNeighborhoodsCentre()
    {
        City city = m_city;
        std::vector<Incident> one{{makeTime(2016, 1, 1), {-76.65123, 39.31234}, 7, 0, 0}};
        city.incidents = std::make_shared<const IncidentTable>(std::move(one), QStringList{QStringLiteral("RAPE")});
        city.target = std::make_shared<const Target>(QStringList{QStringLiteral("RAPE")}, *city.incidents);
        DetailsView details;
        details.setFacts(factsOf(city, city, {}, {{7}, {}}));
        VERIFY_SAYS(details.text(), "shown at the neighborhood's centre");
        QVERIFY(!details.text().contains(QLatin1String("39.31234")));
        MapView map;
        map.resize(500, 500);
        map.show();
        map.setPainter(std::make_shared<const MapPainter>(city));
        map.setSnapshot(city.incidents->snapshot(city.incidents->coveredDays()));
        QSignalSpy hovered(&map, &MapView::hovered);
        QTest::mouseMove(&map, map.frame().toPixel(city.neighborhoods->centre(0)).toPoint());
        VERIFY_SAYS(hovered.last().first().toString(), "shown at the neighborhood's centre");
    }

    void anIncidentOutsideAllNeighborhoodsIsToldToo()
    {
        City city = cityOf({{makeTime(2016, 1, 1), QStringLiteral("LARCENY"), {-76.695, 39.395}}});
        std::vector<Incident> outside{city.incidents->all().begin(), city.incidents->all().end()};
        outside[0].neighborhood = Incident::nowhere;
        city.incidents = std::make_shared<const IncidentTable>(std::move(outside), city.incidents->names());
        m_map->setPainter(std::make_shared<const MapPainter>(city));
        m_map->setSnapshot(city.incidents->snapshot(city.incidents->coveredDays()));
        QSignalSpy hovered(m_map.get(), &MapView::hovered);
        QTest::mouseMove(m_map.get(), m_map->frame().toPixel({-76.695, 39.395}).toPoint());
        VERIFY_SAYS(hovered.last().first().toString(), "LARCENY, 2016-01-01 00:00");
    }

private:
    const Incident &firstIncident() const { return m_city.incidents->all().front(); }

    QString toldOf(const Selection &selection) const
    {
        DetailsView details;
        details.setFacts(factsOf(m_city, m_city, Window{m_city.incidents->first(), std::chrono::hours(2)}, selection));
        return details.text();
    }

    std::vector<std::uint32_t> rowsWhere(const std::function<bool(GeoPoint)> &isInside) const
    {
        std::vector<std::uint32_t> rows;
        for (const Incident &incident : m_city.incidents->all())
            if (isInside(incident.place))
                rows.push_back(incident.row);
        std::ranges::sort(rows);
        return rows;
    }

    City m_city;
    std::shared_ptr<const MapPainter> m_painter;
    std::unique_ptr<MapView> m_map;
    std::optional<DrawnArea> m_area;
    std::optional<Selection> m_picked;
    bool m_adds = false;
};

QTEST_MAIN(TestMapTools)
#include "tst_map_tools.moc"
