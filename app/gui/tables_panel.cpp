#include "app/gui/tables_panel.h"

#include "app/gui/areas_panel.h"
#include "app/gui/daily_panel.h"
#include "app/gui/incidents_panel.h"
#include "app/gui/map_page.h"
#include "widgets/map/map_view.h"
#include "widgets/time/time_navigator.h"

namespace forewatch {

void addTablePanels(MapPage *page, Session *session, Exploration *exploration)
{
    auto *sources = new AreaSources(session, page);
    auto *incidents = new IncidentsPanel(session, exploration);
    auto *areas = new AreasPanel(session, exploration, sources);
    page->addDrawerPanel(MapPage::tr("Incidents"), incidents);
    page->addDrawerPanel(MapPage::tr("Areas"), areas);
    page->addDrawerPanel(MapPage::tr("Daily"), new DailyPanel(session, exploration, sources));
    QObject::connect(incidents, &IncidentsPanel::timeRequested, page->navigator(), &TimeNavigator::goTo);
    QObject::connect(incidents, &IncidentsPanel::zoomRequested, page->map(), &MapView::fitBox);
    QObject::connect(areas, &AreasPanel::zoomRequested, page->map(), &MapView::fitBox);
}

} // namespace forewatch
