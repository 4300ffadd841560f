#pragma once

namespace forewatch {

class AreaSources;
class Exploration;
class ImportReportView;
class MapPage;
class Session;

/// Adds the drawer's tables to the page: incidents, areas, the supervisors' daily table, and the rows that were left out,
/// which a click on a reason in `report` shows. All must outlive the page. Gives the choice of areas, which is the page's.
AreaSources *addTablePanels(MapPage *page, Session *session, Exploration *exploration, ImportReportView *report);

} // namespace forewatch
