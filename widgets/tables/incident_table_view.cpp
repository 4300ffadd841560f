#include "widgets/tables/incident_table_view.h"

#include "widgets/look.h"
#include "widgets/tables/table_look.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

IncidentTableView::IncidentTableView(QWidget *parent)
    : QWidget(parent)
    , m_model(new IncidentTableModel(this))
    , m_table(new QTableView)
    , m_scope(new QComboBox)
    , m_search(new QLineEdit)
    , m_counts(new QLabel)
    , m_save(new QPushButton(tr("Save…")))
{
    m_scope->addItems({tr("In the window"), tr("All shown"), tr("Selected")});
    m_scope->setToolTip(tr("Which incidents are listed"));
    m_scope->setAccessibleName(m_scope->toolTip());
    m_search->setPlaceholderText(tr("Search type, neighborhood, weapon, 2016-11-12, #row"));
    m_search->setAccessibleName(tr("Search incidents"));
    m_search->setToolTip(tr("Every word must be part of a type, group, neighborhood, district, weapon or premise; a date "
                            "stands for its incidents, #17 for row 17 of the crime table"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(48 * gridUnit);
    m_save->setToolTip(tr("Save the listed incidents, in this order, as CSV or GeoPackage"));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    top->setSpacing(gridUnit);
    top->addWidget(m_scope);
    top->addWidget(m_search, 1);
    top->addWidget(m_counts);
    top->addStretch();
    top->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_table, 1);

    m_table->setModel(m_model);
    setUpTable(*m_table, tr("Incidents"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(IncidentTableModel::TimeColumn, Qt::AscendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    const QFontMetrics metrics = m_table->fontMetrics();
    const auto setWidth = [&](int section, const char *sample) {
        m_table->setColumnWidth(section, metrics.horizontalAdvance(QLatin1String(sample)) + 3 * gridUnit);
    };
    setWidth(IncidentTableModel::TimeColumn, "2016-12-31 23:50:00");
    setWidth(IncidentTableModel::TypeColumn, "ROBBERY - COMMERCIAL");
    setWidth(IncidentTableModel::GroupColumn, "Property");
    setWidth(IncidentTableModel::NeighborhoodColumn, "Poppleton/The Terraces/Hollins Market");
    setWidth(IncidentTableModel::DistrictColumn, "NORTHEASTERN");
    setWidth(IncidentTableModel::WeaponColumn, "FIREARM, OTHER");
    setWidth(IncidentTableModel::PremiseColumn, "ROW/TOWNHOUSE");
    setWidth(IncidentTableModel::SettingColumn, "Inside/outside");
    setWidth(IncidentTableModel::LongitudeColumn, "-176.12345");
    setWidth(IncidentTableModel::LatitudeColumn, "-176.12345");

    m_searchDelay.setSingleShot(true);
    m_searchDelay.setInterval(150);
    connect(m_search, &QLineEdit::textChanged, &m_searchDelay, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        m_searchDelay.stop();
        m_model->setSearch(m_search->text());
    });
    connect(&m_searchDelay, &QTimer::timeout, this, [this] { m_model->setSearch(m_search->text()); });
    connect(m_scope, &QComboBox::currentIndexChanged, this, &IncidentTableView::scopeChanged);
    connect(m_save, &QPushButton::clicked, this, &IncidentTableView::saveRequested);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        showCounts();
        applySelection();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &IncidentTableView::takeSelection);
    connect(m_table, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT timeRequested(m_model->incidentAt(index.row()).time); });
    connect(m_table, &QWidget::customContextMenuRequested, this, &IncidentTableView::showMenu);
    showCounts();
}

IncidentTableView::Scope IncidentTableView::scope() const
{
    return static_cast<Scope>(m_scope->currentIndex());
}

void IncidentTableView::setScope(Scope scope)
{
    m_scope->setCurrentIndex(static_cast<int>(scope));
}

void IncidentTableView::setIncidents(const City &city, std::vector<const Incident *> incidents)
{
    m_model->setIncidents(city, std::move(incidents));
}

void IncidentTableView::clear()
{
    m_model->clear();
}

void IncidentTableView::showCounts()
{
    const auto shown = static_cast<qint64>(m_model->incidents().size());
    const auto scope = static_cast<qint64>(m_model->scopeSize());
    QString text = shown == scope ? counted(shown, tr("incident"), tr("incidents"))
                                  : tr("%1 of %2 incidents").arg(grouped(shown), grouped(scope));
    if (!m_selected.empty())
        text += tr(", %1 selected").arg(grouped(static_cast<qint64>(m_selected.size())));
    if (!m_model->city())
        text = tr("Open a crime table to list its incidents.");
    else if (scope == 0)
        text = this->scope() == Scope::Selected ? tr("Nothing is selected: choose incidents on the map or here.")
            : this->scope() == Scope::Window    ? tr("No incident in the window.")
                                                : tr("The filter lets no incident through.");
    else if (shown == 0)
        text = tr("None of %1 incidents fits the search.").arg(grouped(scope));
    m_counts->setText(text);
    m_save->setEnabled(shown > 0);
}

void IncidentTableView::setSelectedRows(const std::vector<std::uint32_t> &sourceRows)
{
    if (sourceRows == m_selected)
        return;
    m_selected = sourceRows;
    applySelection();
    showCounts();
}

void IncidentTableView::applySelection()
{
    const QScopedValueRollback quiet(m_applying, true);
    const QItemSelection selection = m_model->selectionOf(m_selected, selectedRangesShown);
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (!selection.isEmpty())
        m_table->scrollTo(selection.first().topLeft());
}

void IncidentTableView::takeSelection()
{
    if (m_applying)
        return;
    m_selected.clear();
    for (const QItemSelectionRange &range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            m_selected.push_back(m_model->incidentAt(row).row);
    std::ranges::sort(m_selected);
    const auto repeats = std::ranges::unique(m_selected);
    m_selected.erase(repeats.begin(), repeats.end());
    showCounts();
    Q_EMIT selectionChanged();
}

GeoBox IncidentTableView::boxOfSelected(const Incident &clicked) const
{
    const Discretion discretion(*m_model->city());
    GeoBox box;
    for (const Incident *incident : m_model->incidents())
        if (std::ranges::binary_search(m_selected, incident->row))
            box.add(discretion.shownPlace(*incident));
    if (box.isEmpty())
        box.add(discretion.shownPlace(clicked));
    return box;
}

void IncidentTableView::showMenu(const QPoint &at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    const Incident incident = m_model->incidentAt(index.row());
    QMenu menu;
    menu.addAction(tr("Go to its time"), this, [this, incident] { Q_EMIT timeRequested(incident.time); });
    menu.addAction(m_selected.size() > 1 ? tr("Zoom to the selected") : tr("Zoom to its place"), this,
                   [this, incident] { Q_EMIT zoomRequested(boxOfSelected(incident)); });
    menu.addSeparator();
    const auto offer = [&](Part part, IncidentTableModel::Column column) {
        const QString name = m_model->index(index.row(), column).data().toString();
        if (!name.isEmpty())
            menu.addAction(tr("Show only “%1”").arg(name), this, [this, part, name] { Q_EMIT filterRequested(part, name); });
    };
    offer(Part::Type, IncidentTableModel::TypeColumn);
    offer(Part::Neighborhood, IncidentTableModel::NeighborhoodColumn);
    offer(Part::District, IncidentTableModel::DistrictColumn);
    offer(Part::Weapon, IncidentTableModel::WeaponColumn);
    offer(Part::Premise, IncidentTableModel::PremiseColumn);
    menu.addSeparator();
    menu.addAction(tr("Copy with header"), QKeySequence::Copy, m_table, [this] { copyRows(*m_table, true); });
    menu.addAction(tr("Copy without header"), m_table, [this] { copyRows(*m_table, false); });
    menu.addAction(tr("Save what is listed…"), this, &IncidentTableView::saveRequested);
    menu.exec(m_table->viewport()->mapToGlobal(at));
}

} // namespace forewatch
