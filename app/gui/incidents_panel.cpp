#include "app/gui/incidents_panel.h"

#include "app/gui/ask_file.h"
#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "engine/core/text.h"
#include "engine/data/incident_writer.h"

#include <QEvent>
#include <QHeaderView>
#include <QSettings>
#include <QTableView>
#include <QVBoxLayout>

namespace forewatch {

namespace {

/// Keeps a header's columns when its table goes out of sight: no signal tells that a column was hidden or shown where
/// the last one takes what is left.
class ColumnKeeper final : public QObject
{
public:
    ColumnKeeper(QHeaderView *header, const QString &place) : QObject(header), m_header(header), m_place(place)
    {
        header->installEventFilter(this);
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Hide)
            QSettings().setValue(m_place, m_header->saveState());
        return false;
    }

private:
    QHeaderView *m_header;
    QString m_place;
};

} // namespace

void rememberColumns(QTableView &table, const QString &key)
{
    QHeaderView *header = table.horizontalHeader();
    const QString place = QStringLiteral("tables/") + key;
    // The order of rows is not remembered: a table opens in its own.
    const int section = header->sortIndicatorSection();
    const Qt::SortOrder order = header->sortIndicatorOrder();
    header->restoreState(QSettings().value(place).toByteArray());
    header->setSortIndicator(section, order);
    new ColumnKeeper(header, place);
}

IncidentsPanel::IncidentsPanel(Session *session, Exploration *exploration, QWidget *parent)
    : LazyPanel(parent), m_session(session), m_exploration(exploration), m_view(new IncidentTableView), m_saving(&m_pool)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    rememberColumns(*m_view->table(), QStringLiteral("incidents"));
    m_session->watch(m_saving, tr("Writing incidents"));

    connect(m_exploration, &Exploration::shownChanged, this, &IncidentsPanel::invalidate);
    connect(m_exploration, &Exploration::windowChanged, this, [this] {
        if (m_view->scope() == IncidentTableView::Scope::Window)
            invalidate();
    });
    connect(m_exploration, &Exploration::selectionChanged, this, [this] {
        if (m_view->scope() == IncidentTableView::Scope::Selected && m_exploration->selection().rows != m_view->selectedRows())
            invalidate();
        else if (isVisible())
            m_view->setSelectedRows(m_exploration->selection().rows);
        else
            invalidate();
    });
    connect(m_view, &IncidentTableView::scopeChanged, this, &IncidentsPanel::invalidate);
    connect(m_view, &IncidentTableView::selectionChanged, this, [this] {
        // Choosing among the selected must not take the others out of the list.
        if (m_view->scope() == IncidentTableView::Scope::Selected)
            return;
        Selection selection = m_exploration->selection();
        selection.rows = m_view->selectedRows();
        m_exploration->select(selection);
    });
    connect(m_view, &IncidentTableView::timeRequested, this, &IncidentsPanel::timeRequested);
    connect(m_view, &IncidentTableView::zoomRequested, this, &IncidentsPanel::zoomRequested);
    connect(m_view, &IncidentTableView::filterRequested, this, &IncidentsPanel::filterBy);
    connect(m_view, &IncidentTableView::saveRequested, this, [this] {
        const QString path = askForFileToWrite(this, tr("Save the listed incidents"), QStringLiteral("incidents.csv"),
                                               csvOrGeoPackageFiles());
        if (!path.isEmpty())
            save(path);
    });
}

IncidentsPanel::~IncidentsPanel() = default;

void IncidentsPanel::refresh()
{
    if (!m_exploration->hasCity())
        return;
    const City &city = m_exploration->shown();
    const std::vector<std::uint32_t> &selected = m_exploration->selection().rows;
    const IncidentTableView::Scope scope = m_view->scope();
    const auto among = scope == IncidentTableView::Scope::Window ? m_exploration->snapshot().incidents : city.incidents->all();
    std::vector<const Incident *> incidents;
    incidents.reserve(scope == IncidentTableView::Scope::Selected ? selected.size() : among.size());
    for (const Incident &incident : among)
        if (scope != IncidentTableView::Scope::Selected || std::ranges::binary_search(selected, incident.row))
            incidents.push_back(&incident);
    m_view->setIncidents(city, std::move(incidents));
    m_view->setSelectedRows(scope == IncidentTableView::Scope::Selected ? std::vector<std::uint32_t>() : selected);
}

void IncidentsPanel::filterBy(IncidentTableView::Part part, const QString &name)
{
    ViewSettings settings = m_exploration->settings();
    Filter &filter = settings.filter;
    const QSet<QString> only{name.toUpper()};
    switch (part) {
    case IncidentTableView::Part::Type:
        for (const QString &type : m_exploration->whole().incidents->types())
            filter.hiddenTypes.insert(type.toUpper());
        filter.hiddenTypes.remove(name.toUpper());
        break;
    case IncidentTableView::Part::Neighborhood: filter.neighborhoods = only; break;
    case IncidentTableView::Part::District: filter.districts = only; break;
    case IncidentTableView::Part::Weapon: filter.weapons = only; break;
    case IncidentTableView::Part::Premise: filter.premises = only; break;
    }
    m_exploration->change(settings, tr("show only “%1”").arg(name));
}

void IncidentsPanel::save(const QString &path)
{
    const IncidentTableModel &model = *m_view->model();
    if (!model.city())
        return;
    const auto count = static_cast<qint64>(model.incidents().size());
    // The city keeps the incidents alive that are pointed to.
    m_saving.start(
        [city = *model.city(), incidents = model.incidents(), path](Feedback &feedback) {
            writeIncidents(city, incidents, path, feedback);
            return true;
        },
        [this, path, count](auto) {
            Q_EMIT m_session->exported(path);
            Q_EMIT m_session->said(tr("%1 incidents are in %2.").arg(grouped(count), path));
        });
}

} // namespace forewatch
