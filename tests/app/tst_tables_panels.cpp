#include "app/gui/areas_panel.h"
#include "app/gui/daily_panel.h"
#include "app/gui/incidents_panel.h"
#include "app/gui/main_window.h"
#include "app/gui/map_page.h"
#include "app/gui/rejected_panel.h"
#include "tests/support/scene.h"
#include "widgets/drawer.h"
#include "widgets/map/map_view.h"
#include "widgets/tables/import_report_view.h"
#include "widgets/tables/table_look.h"
#include "widgets/time/time_navigator.h"

#include <QDateEdit>
#include <QHeaderView>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

constexpr int patience = 60'000;

/// The window with a city of 60 days, and one of the drawer's panels open.
struct Opened
{
    MainWindow window;

    Opened(const QString &table, const QString &areas)
    {
        window.resize(1400, 900);
        window.show();
        window.openFiles({table, areas});
    }

    template <class Panel>
    Panel *show()
    {
        auto *panel = window.findChild<Panel *>();
        window.mapPage()->drawer()->showPanel(panel);
        return panel;
    }
};

} // namespace

/// The drawer's tables follow the window, the filter and the selection, and save what they show.
class TestTablesPanels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setApplicationName(QStringLiteral("forewatch-test"));
        QByteArray table = busyTable(60);
        table += "02/30/2014,10:00:00,LARCENY,0.5,0.5\n02/03/2014,10:00:00,LARCENY,9,9\n"
                 "02/03/2014,10:00:00,RAPE,8,8\n";
        const ImportSettings settings = scene(m_folder, table);
        m_table = settings.incidents.source;
        m_areas = settings.neighborhoods.source;
    }

    void incidentsFollowWindowAndFilter()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        auto *panel = opened.show<IncidentsPanel>();
        QCOMPARE(panel->view()->model()->rowCount(), 1);
        TimeNavigator *time = opened.window.mapPage()->navigator();
        time->goToNextTarget();
        QCOMPARE(panel->view()->model()->rowCount(), 2);
        panel->view()->setScope(IncidentTableView::Scope::Shown);
        QCOMPARE(panel->view()->model()->rowCount(), 60 * 12 + 30);
        Q_EMIT panel->view()->filterRequested(IncidentTableView::Part::Type, QStringLiteral("SHOOTING"));
        QCOMPARE(panel->view()->model()->rowCount(), 30);
        opened.window.exploration().undoStack()->undo();
        QCOMPARE(panel->view()->model()->rowCount(), 60 * 12 + 30);
    }

    void hiddenTablesComputeNothing()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        auto *panel = opened.window.findChild<IncidentsPanel *>();
        opened.window.mapPage()->navigator()->next();
        QCOMPARE(panel->view()->model()->rowCount(), 0);
        opened.window.mapPage()->drawer()->showPanel(panel);
        QCOMPARE(panel->view()->model()->rowCount(), 1);
    }

    void theSelectionGoesBothWays()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        auto *panel = opened.show<IncidentsPanel>();
        panel->view()->setScope(IncidentTableView::Scope::Shown);
        Exploration &exploration = opened.window.exploration();
        exploration.select({.rows = {3, 17}, .neighborhoods = {}});
        QCOMPARE(panel->view()->table()->selectionModel()->selectedRows().size(), 2);
        panel->view()->table()->selectRow(4);
        QCOMPARE(exploration.selection().rows, std::vector<std::uint32_t>{5});
        exploration.select({.rows = {3, 17, 20}, .neighborhoods = {}});
        panel->view()->setScope(IncidentTableView::Scope::Selected);
        QCOMPARE(panel->view()->model()->rowCount(), 3);
    }

    void aDoubleClickedTimeIsGoneTo()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        auto *panel = opened.show<IncidentsPanel>();
        Q_EMIT panel->view()->timeRequested(makeTime(2014, 2, 2, 13));
        QCOMPARE(opened.window.mapPage()->navigator()->window()->start, makeTime(2014, 2, 2, 12));
        const MapFrame before = opened.window.mapPage()->map()->frame();
        GeoBox place;
        place.add(GeoPoint{1.5, 0.5});
        Q_EMIT panel->view()->zoomRequested(place);
        const MapFrame after = opened.window.mapPage()->map()->frame();
        QVERIFY(after.metresPerPixel() < before.metresPerPixel() / 10);
        QVERIFY(after.visibleBox().contains({1.5, 0.5}));
    }

    void whatIsListedIsSaved()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        auto *panel = opened.show<IncidentsPanel>();
        panel->view()->setScope(IncidentTableView::Scope::Shown);
        panel->view()->model()->setSearch(QStringLiteral("shooting"));
        panel->view()->model()->sort(IncidentTableModel::TimeColumn, Qt::DescendingOrder);
        QSignalSpy said(&opened.window.session(), &Session::said);
        const QString path = m_folder.path(QStringLiteral("listed.csv"));
        panel->save(path);
        QVERIFY(said.wait(patience));
        const QByteArrayList lines = contentOf(path).split('\n');
        QCOMPARE(lines.size(), 32);
        QVERIFY2(lines[1].startsWith("2014-02-28 22:30,SHOOTING,target,East,"), lines[1].constData());
    }

    void areasFollowSpanAndFilter()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        auto *panel = opened.show<AreasPanel>();
        panel->setSpan(AreasPanel::SpanChoice::Shown);
        const auto total = [&](int column) {
            const AreaTableModel &model = *panel->model();
            return model.rowCount() == 0 ? QString() : model.index(model.rowCount() - 1, column).data().toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(total(AreaTableModel::IncidentsColumn), QStringLiteral("750"), patience);
        QCOMPARE(total(AreaTableModel::TargetsColumn), QStringLiteral("30"));
        QCOMPARE(total(AreaTableModel::IncidentsBeforeColumn), QStringLiteral("–"));
        panel->setSpan(AreasPanel::SpanChoice::Window);
        QCOMPARE(total(AreaTableModel::IncidentsColumn), QStringLiteral("1"));
        panel->setSpan(AreasPanel::SpanChoice::LastFourWeeks);
        QCOMPARE(total(AreaTableModel::IncidentsColumn), QString::number(28 * 12 + 14));

        ViewSettings settings = opened.window.exploration().settings();
        settings.filter.to = makeTime(2014, 1, 11);
        settings.filter.hiddenTypes = {QStringLiteral("LARCENY")};
        opened.window.exploration().change(settings, QStringLiteral("filter"));
        // The span brings its own dates; what the filter's dates leave out is not missing from it.
        QTRY_COMPARE_WITH_TIMEOUT(total(AreaTableModel::IncidentsColumn), QStringLiteral("14"), patience);
        panel->setSpan(AreasPanel::SpanChoice::Shown);
        QTRY_COMPARE_WITH_TIMEOUT(total(AreaTableModel::IncidentsColumn), QStringLiteral("5"), patience);
    }

    void areasAreNeighborhoodsOrAnyPolygons()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        auto *panel = opened.show<AreasPanel>();
        panel->setSpan(AreasPanel::SpanChoice::Shown);
        QTRY_COMPARE_WITH_TIMEOUT(panel->model()->rowCount(), 4, patience);
        opened.window.exploration().select({.rows = {}, .neighborhoods = {1}});
        QCOMPARE(panel->table()->selectionModel()->selectedRows().size(), 1);
        panel->table()->selectAll();
        QCOMPARE(opened.window.exploration().selection().neighborhoods, (std::vector<std::size_t>{0, 1}));

        const QString all = m_folder.write(QStringLiteral("posts.geojson"), twoSquares().replace("[[0,0],[1,0],", "[[0,0],[1,0],").replace("West", "Post 1"));
        panel->areas()->openPolygons(all);
        QTRY_VERIFY_WITH_TIMEOUT(panel->model()->areas() && panel->model()->areas()->title == QLatin1String("posts"), patience);
        QSignalSpy failed(&opened.window.session(), &Session::failed);
        panel->areas()->openPolygons(m_folder.path(QStringLiteral("gone.shp")));
        QCOMPARE(failed.count(), 1);

        QSignalSpy said(&opened.window.session(), &Session::said);
        const QString package = m_folder.path(QStringLiteral("posts-counted.gpkg"));
        panel->save(package);
        QVERIFY(said.wait(patience));
        QCOMPARE(readNeighborhoods({.source = package})->at(0).name.isEmpty(), false);
    }

    void theDailyTableIsOfTheLastWholeDay()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        auto *panel = opened.show<DailyPanel>();
        QTRY_VERIFY_WITH_TIMEOUT(panel->model()->table(), patience);
        QCOMPARE(panel->day()->date(), QDate(2014, 3, 1));
        QCOMPARE(panel->model()->index(0, 1).data().toString(), QString::number(7 * 12 + 3));
        QCOMPARE(panel->model()->index(0, 2).data().toString(), QStringLiteral("–"));
        panel->day()->setDate(QDate(2014, 1, 3));
        QTRY_COMPARE_WITH_TIMEOUT(panel->model()->index(0, 1).data().toString(), QStringLiteral("–"), patience);
        QCOMPARE(panel->model()->index(0, 11).data().toString(), QString::number(3 * 12 + 2));
        panel->choosePage(panel->pages()->count() - 1);
        QCOMPARE(panel->model()->index(panel->model()->rowCount() - 1, 0).data().toString(), QStringLiteral("Total"));
        const QString path = m_folder.path(QStringLiteral("daily.csv"));
        panel->save(path);
        QVERIFY(contentOf(path).contains("\nEast,SHOOTING,type,year_to_date,2014-01-01 00:00,2014-01-04 00:00,"));
    }

    void aReasonShowsItsRows()
    {
        Opened opened(m_table, m_areas);
        QTRY_VERIFY_WITH_TIMEOUT(opened.window.session().hasCity(), patience);
        Q_EMIT opened.window.findChild<ImportReportView *>()->rowsRequested(Rejection::OutsideNeighborhoods);
        auto *panel = opened.window.findChild<RejectedPanel *>();
        QCOMPARE(opened.window.mapPage()->drawer()->current(), panel);
        QTRY_COMPARE_WITH_TIMEOUT(panel->model()->rowCount(), 2, patience);
        QCOMPARE(panel->model()->index(0, 5).data().toString(), QStringLiteral("9"));
        QCOMPARE(panel->model()->index(1, 4).data().toString(), QStringLiteral("RAPE"));
        QCOMPARE(panel->model()->index(1, 5).data().toString(), QStringLiteral("(not shown)"));
        QCOMPARE(panel->model()->index(0, 0).data().toString(), QString::number(60 * 12 + 30 + 2));
        QCOMPARE(panel->model()->index(0, 2).data().toString(), QStringLiteral("02/03/2014"));
        panel->showReason(Rejection::BadTime);
        QTRY_COMPARE_WITH_TIMEOUT(panel->model()->index(0, 2).data().toString(), QStringLiteral("02/30/2014"), patience);
    }

    void columnsAreRemembered()
    {
        {
            Opened opened(m_table, m_areas);
            opened.show<IncidentsPanel>()->view()->table()->setColumnWidth(IncidentTableModel::WeaponColumn, 77);
            opened.show<IncidentsPanel>()->view()->table()->setColumnHidden(IncidentTableModel::PremiseColumn, true);
            QTest::qWait(50);
        }
        Opened opened(m_table, m_areas);
        QTableView *table = opened.show<IncidentsPanel>()->view()->table();
        QCOMPARE(table->columnWidth(IncidentTableModel::WeaponColumn), 77);
        QVERIFY(table->isColumnHidden(IncidentTableModel::PremiseColumn));
        table->setColumnHidden(IncidentTableModel::PremiseColumn, false);
        QTest::qWait(50);
    }

private:
    Folder m_folder;
    QString m_table;
    QString m_areas;
};

QTEST_MAIN(TestTablesPanels)
#include "tst_tables_panels.moc"
