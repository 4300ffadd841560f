#include "app/gui/details_panel.h"
#include "app/gui/exploration.h"
#include "app/gui/map_stage.h"
#include "app/gui/session.h"
#include "tests/support/scene.h"
#include "widgets/map/map_hint.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 60'000;

void drag(MapView &map, QPoint from, QPoint to)
{
    QTest::mousePress(&map, Qt::LeftButton, {}, from);
    QTest::mouseMove(&map, to);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, to);
}

} // namespace

/// The map in the window: what is picked is shared, areas become filters, two maps move together at two times, an empty
/// map says why.
class TestMapStage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const ImportSettings settings = scene(m_folder, busyTable(30));
        m_session.openCity(settings);
        QTRY_VERIFY_WITH_TIMEOUT(m_session.hasCity(), patience);
    }

    void init()
    {
        m_exploration = std::make_unique<Exploration>(&m_session);
        m_stage = std::make_unique<MapStage>(m_exploration.get());
        m_stage->resize(900, 600);
        m_stage->show();
        Q_EMIT m_session.cityChanged();
        m_exploration->setWindow(Window{makeTime(2014, 1, 1, 22), 2h});
        QTRY_VERIFY(m_stage->map()->isVisible());
    }

    void cleanup()
    {
        m_stage.reset();
        m_exploration.reset();
    }

    void aClickSelectsForAllPanelsAndEscapeClears()
    {
        MapView &map = *m_stage->map();
        DetailsPanel details(m_exploration.get());
        details.show();
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.frame().toPixel({1.5, 0.5}).toPoint());
        QCOMPARE(m_exploration->selection().rows.size(), std::size_t(1));
        VERIFY_SAYS(details.text(), "SHOOTING");
        QTest::mouseClick(&map, Qt::LeftButton, Qt::ControlModifier, map.frame().toPixel({0.3, 0.8}).toPoint());
        QCOMPARE(m_exploration->selection().rows.size(), std::size_t(1));
        QCOMPARE(m_exploration->selection().neighborhoods, std::vector<std::size_t>{0});
        QTest::mouseClick(&map, Qt::LeftButton, Qt::ControlModifier, map.frame().toPixel({0.3, 0.8}).toPoint());
        QVERIFY(m_exploration->selection().neighborhoods.empty());
        QTest::keyClick(&map, Qt::Key_Escape);
        QVERIFY(m_exploration->selection().isEmpty());
    }

    void aDrawnAreaIsSelectedAndCanBeTheFilter()
    {
        MapView &map = *m_stage->map();
        m_exploration->setWindow(m_session.city().incidents->coveredDays());
        m_stage->setTool(MapTool::Rectangle);
        drag(map, map.frame().toPixel({1.4, 0.6}).toPoint(), map.frame().toPixel({1.6, 0.45}).toPoint());
        QCOMPARE(m_exploration->selection().rows.size(), std::size_t(15));
        MapHint *hint = hintThatSays("15 incidents in the drawn area");
        QVERIFY(hint && hint->isVisible());
        hint->findChild<QPushButton *>()->click();
        QVERIFY(!hint->isVisible());
        QVERIFY(m_exploration->settings().filter.area);
        QCOMPARE(m_exploration->shown().incidents->size(), std::size_t(15));
        m_exploration->undoStack()->undo();
        QCOMPARE(m_exploration->shown().incidents->size(), m_session.city().incidents->size());
    }

    void escapeTakesTheAreaThenTheToolThenTheSelection()
    {
        MapView &map = *m_stage->map();
        m_stage->setTool(MapTool::Radius);
        drag(map, map.frame().toPixel({1.5, 0.5}).toPoint(), map.frame().toPixel({1.7, 0.5}).toPoint());
        QVERIFY(!m_exploration->selection().isEmpty());
        MapHint *hint = hintThatSays("1 incident in the drawn area");
        QVERIFY(hint);
        QTest::keyClick(&map, Qt::Key_Escape);
        QVERIFY(!hint->isVisible());
        QTest::keyClick(&map, Qt::Key_Escape);
        QCOMPARE(map.tool(), MapTool::Pan);
        QVERIFY(!m_exploration->selection().isEmpty());
        QTest::keyClick(&map, Qt::Key_Escape);
        QVERIFY(m_exploration->selection().isEmpty());
    }

    void filterToWhatIsSelected()
    {
        DetailsPanel details(m_exploration.get());
        m_exploration->select({{}, {1}});
        Q_EMIT details.filterRequested();
        QCOMPARE(m_exploration->shown().incidents->size(), std::size_t(15 + 30 * 5));
        m_exploration->undoStack()->undo();
        const Incident &shooting
            = *std::ranges::find(m_session.city().incidents->all(), GeoPoint{1.5, 0.5}, &Incident::place);
        m_exploration->select({{shooting.row}, {}});
        Q_EMIT details.filterRequested();
        QVERIFY(m_exploration->settings().filter.circle);
        QCOMPARE(m_exploration->shown().incidents->size(), std::size_t(15));
    }

    void theSelectionIsFitted()
    {
        const MapFrame city = m_stage->map()->frame();
        m_exploration->select({{}, {1}});
        m_stage->fitSelection();
        QVERIFY(m_stage->map()->frame().metresPerPixel() < city.metresPerPixel());
        const GeoBox seen = m_stage->map()->frame().visibleBox();
        QVERIFY(seen.contains(GeoPoint{1, 0}) && seen.contains(GeoPoint{2, 1}));
    }

    void theSecondMapShowsAnotherTimeAndMovesAlong()
    {
        m_exploration->setWindow(Window{makeTime(2014, 1, 9, 22), 2h});
        QVERIFY(!m_stage->secondMap()->isVisible());
        m_stage->setSecondShown(true);
        QTRY_VERIFY(m_stage->secondMap()->isVisible());
        QCOMPARE(m_stage->secondMap()->snapshot().window, (Window{makeTime(2014, 1, 2, 22), 2h}));
        QCOMPARE(m_stage->map()->snapshot().window.start, makeTime(2014, 1, 9, 22));
        auto *box = m_stage->findChild<QComboBox *>();
        box->lineEdit()->setText(QStringLiteral("-1d"));
        Q_EMIT box->lineEdit()->editingFinished();
        QCOMPARE(m_stage->secondMap()->snapshot().window.start, makeTime(2014, 1, 8, 22));
        m_exploration->setWindow(Window{makeTime(2014, 1, 10, 4), 6h});
        QCOMPARE(m_stage->secondMap()->snapshot().window, (Window{makeTime(2014, 1, 9, 4), 6h}));

        QTest::qWait(20);
        drag(*m_stage->map(), {100, 100}, {140, 120});
        QVERIFY(isSameGround());
        drag(*m_stage->secondMap(), {100, 100}, {70, 150});
        QVERIFY(isSameGround());
        m_stage->setLocked(false);
        drag(*m_stage->secondMap(), {100, 100}, {70, 150});
        QVERIFY(!isSameGround());
        m_stage->setLocked(true);
        QVERIFY(isSameGround());
    }

    void aShiftThatCannotBeReadIsNotTaken()
    {
        m_stage->setSecondShown(true);
        auto *box = m_stage->findChild<QComboBox *>();
        box->lineEdit()->setText(QStringLiteral("last summer"));
        Q_EMIT box->lineEdit()->editingFinished();
        QCOMPARE(m_stage->shift(), (TimeShift{0, -7 * 24h}));
    }

    void anEmptyWindowTellsOfTheNextIncident()
    {
        QSignalSpy wanted(m_stage.get(), &MapStage::timeRequested);
        m_exploration->setWindow(Window{makeTime(2014, 1, 3, 10, 1), 30min});
        MapHint *hint = hintThatSays("No incidents in this window. The next one is at 2014-01-03 12:00.");
        QVERIFY(hint && hint->isVisible());
        hint->findChild<QPushButton *>()->click();
        QCOMPARE(wanted.size(), 1);
        m_exploration->setWindow(Window{makeTime(2014, 1, 3, 12), 30min});
        QVERIFY(!hint->isVisible());
    }

    void aFilterThatHidesAllSaysSoAndCanBeCleared()
    {
        ViewSettings settings = m_exploration->settings();
        settings.filter.from = makeTime(2020, 1, 1);
        m_exploration->change(settings, QStringLiteral("filter"));
        MapHint *hint = hintThatSays("The filter hides all 375 incidents.");
        QVERIFY(hint && hint->isVisible());
        hint->findChild<QPushButton *>()->click();
        QVERIFY(m_exploration->settings().filter.isEmpty());
        QVERIFY(!hint->isVisible());
    }

    void notesOfTheProjectAreOnBothMaps()
    {
        const QImage before = m_stage->map()->grab().toImage();
        m_exploration->places()->addNote({{0.5, 0.5}, QStringLiteral("Market"), {}});
        QVERIFY(m_stage->map()->grab().toImage() != before);
        const QPoint pin = (m_stage->map()->frame().toPixel({0.5, 0.5}) - QPointF(0, 10)).toPoint();
        drag(*m_stage->map(), pin, pin + QPoint(60, 0));
        QVERIFY(m_exploration->places()->notes()[0].place.longitude > 0.5);
        QCOMPARE(m_exploration->places()->notes()[0].text, QStringLiteral("Market"));
    }

private:
    MapHint *hintThatSays(const char *text) const
    {
        for (MapHint *hint : m_stage->findChildren<MapHint *>())
            if (hint->text() == QLatin1String(text))
                return hint;
        return nullptr;
    }

    bool isSameGround() const
    {
        const MapFrame &a = m_stage->map()->frame();
        const MapFrame &b = m_stage->secondMap()->frame();
        return a.centre() == b.centre() && a.metresPerPixel() == b.metresPerPixel();
    }

    Folder m_folder;
    Session m_session;
    std::unique_ptr<Exploration> m_exploration;
    std::unique_ptr<MapStage> m_stage;
};

QTEST_MAIN(TestMapStage)
#include "tst_map_stage.moc"
