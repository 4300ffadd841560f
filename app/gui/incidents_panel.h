#pragma once

#include "app/gui/job.h"
#include "app/gui/lazy_panel.h"
#include "widgets/tables/incident_table_view.h"

namespace forewatch {

class Exploration;
class Session;

/// The drawer's *Incidents*: the incident table bound to the exploration's filter, window and selection.
class IncidentsPanel : public LazyPanel
{
    Q_OBJECT

public:
    /// Both must outlive it.
    IncidentsPanel(Session *session, Exploration *exploration, QWidget *parent = nullptr);
    ~IncidentsPanel() override;

    IncidentTableView *view() const { return m_view; }

    /// Writes what is listed in the background.
    void save(const QString &path);

Q_SIGNALS:
    void timeRequested(forewatch::Time time);
    void zoomRequested(const forewatch::GeoBox &box);

protected:
    void refresh() override;

private:
    void filterBy(IncidentTableView::Part part, const QString &name);

    Session *m_session;
    Exploration *m_exploration;
    IncidentTableView *m_view;
    QThreadPool m_pool;
    Job<bool> m_saving;
};

/// Restores a table's columns, their order, widths and which are seen, and keeps them when the user changes them.
void rememberColumns(QTableView &table, const QString &key);

} // namespace forewatch
