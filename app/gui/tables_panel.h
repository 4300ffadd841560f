#pragma once

namespace forewatch {

class Exploration;
class MapPage;
class Session;

/// Adds the drawer's tables to the page: incidents, areas, the supervisors' daily table. All must outlive the page.
void addTablePanels(MapPage *page, Session *session, Exploration *exploration);

} // namespace forewatch
