#include "app/gui/tables_panel.h"

#include "app/gui/areas_panel.h"
#include "app/gui/daily_panel.h"
#include "app/gui/incidents_panel.h"
#include "app/gui/map_page.h"
#include "app/gui/rejected_panel.h"
#include "widgets/drawer.h"
#include "widgets/map/map_view.h"
#include "widgets/tables/import_report_view.h"
#include "widgets/time/time_navigator.h"

namespace forewatch {

AreaSources *addTablePanels(MapPage *page, Session *session, Exploration *exploration, ImportReportView *report)
{
    auto *sources = new AreaSources(session, page);
    auto *incidents = new IncidentsPanel(session, exploration);
    auto *areas = new AreasPanel(session, exploration, sources);
    page->addDrawerPanel(MapPage::tr("Incidents"), incidents);
    page->addDrawerPanel(MapPage::tr("Areas"), areas);
    page->addDrawerPanel(MapPage::tr("Daily"), new DailyPanel(session, exploration, sources));
    auto *rejected = new RejectedPanel(session);
    page->addDrawerPanel(MapPage::tr("Rejected rows"), rejected);
    QObject::connect(incidents, &IncidentsPanel::timeRequested, page->navigator(), &TimeNavigator::goTo);
    QObject::connect(incidents, &IncidentsPanel::zoomRequested, page->map(), &MapView::fitBox);
    QObject::connect(report, &ImportReportView::rowsRequested, page, [page, rejected](Rejection reason) {
        rejected->showReason(reason);
        page->drawer()->showPanel(rejected);
    });
    QObject::connect(areas, &AreasPanel::zoomRequested, page->map(), &MapView::fitBox);
    return sources;
}

} // namespace forewatch
