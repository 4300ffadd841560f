#include "app/gui/areas_panel.h"

#include "app/gui/ask_file.h"
#include "app/gui/exploration.h"
#include "app/gui/incidents_panel.h"
#include "app/gui/session.h"
#include "engine/analysis/daily_table.h"
#include "engine/analysis/table_writer.h"
#include "engine/data/incident_writer.h"
#include "widgets/look.h"
#include "widgets/tables/grouped_header.h"
#include "widgets/tables/table_look.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

namespace forewatch {

AreasPanel::AreasPanel(Session *session, Exploration *exploration, AreaSources *sources, QWidget *parent)
    : LazyPanel(parent)
    , m_session(session)
    , m_exploration(exploration)
    , m_sources(sources)
    , m_counting(session, exploration, sources)
    , m_model(new AreaTableModel(this))
    , m_table(new QTableView)
    , m_areas(new AreaChooser(sources))
    , m_span(new QComboBox)
    , m_residents(new QComboBox)
    , m_text(new QLabel)
    , m_save(new QPushButton(tr("Save…")))
    , m_saving(&m_pool)
{
    m_span->addItems({tr("In the window"), tr("All shown"), tr("Last 28 days"), tr("Year to date")});
    m_span->setCurrentIndex(static_cast<int>(SpanChoice::YearToDate));
    m_span->setToolTip(tr("The span to count; the last two end with the table's last whole day"));
    m_span->setAccessibleName(tr("Span to count"));
    m_residents->setToolTip(tr("Which field of the polygons holds the number of residents"));
    m_residents->setAccessibleName(tr("Field with the residents"));
    m_residents->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_text->setMinimumWidth(1);
    m_save->setToolTip(tr("Save this table as CSV, or as GeoPackage with the polygons"));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    top->setSpacing(gridUnit);
    for (QWidget *control : {static_cast<QWidget *>(m_areas), static_cast<QWidget *>(m_span), static_cast<QWidget *>(m_residents)})
        top->addWidget(control);
    top->addWidget(m_text, 1);
    top->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_table, 1);

    m_table->setHorizontalHeader(new GroupedHeader(m_table));
    m_table->setModel(m_model);
    setUpTable(*m_table, tr("Areas"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(AreaTableModel::IncidentsColumn, Qt::DescendingOrder);
    for (int section = 0; section < AreaTableModel::columnCountOf; ++section)
        m_table->setColumnWidth(section, section == AreaTableModel::NameColumn
                                             ? 32 * gridUnit
                                             : std::max(10 * gridUnit, m_table->horizontalHeader()->sectionSizeHint(section)));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    rememberColumns(*m_table, QStringLiteral("areas"));
    m_session->watch(m_saving, tr("Writing areas"));

    connect(&m_counting, &AreaCounting::ready, this, &AreasPanel::showCounts);
    connect(m_sources, &AreaSources::changed, this, [this] {
        fillResidents();
        invalidate();
    });
    connect(m_areas, &AreaChooser::choiceChanged, this, [this] {
        fillResidents();
        invalidate();
    });
    connect(m_areas, &AreaChooser::failed, m_session, &Session::failed);
    connect(m_span, &QComboBox::currentIndexChanged, this, &AreasPanel::invalidate);
    connect(m_residents, &QComboBox::activated, this, [this](int index) {
        if (const auto source = m_areas->chosen())
            m_sources->setResidents(*source, index == 0 ? QString() : m_residents->itemText(index));
    });
    connect(m_exploration, &Exploration::shownChanged, this, &AreasPanel::invalidate);
    connect(m_exploration, &Exploration::windowChanged, this, [this] {
        if (spanChoice() == SpanChoice::Window)
            invalidate();
    });
    connect(m_exploration, &Exploration::selectionChanged, this, &AreasPanel::showSelection);
    connect(m_model, &QAbstractItemModel::modelReset, this, &AreasPanel::showSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AreasPanel::takeSelection);
    connect(m_table, &QWidget::customContextMenuRequested, this, &AreasPanel::showMenu);
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        const auto area = m_model->areaAt(index.row());
        if (area && m_model->areas()->outlines)
            Q_EMIT zoomRequested(m_model->areas()->outlines->at(*area).box);
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        const bool hasOutlines = m_model->areas() && m_model->areas()->outlines;
        const QString path = askForFileToWrite(this, tr("Save the table of areas"), QStringLiteral("areas.csv"),
                                               hasOutlines ? csvOrGeoPackageFiles() : csvFiles());
        if (!path.isEmpty())
            save(path);
    });
    m_text->setText(tr("Open a crime table to count its incidents by area."));
    m_save->setEnabled(false);
    fillResidents();
}

AreasPanel::~AreasPanel() = default;

AreasPanel::SpanChoice AreasPanel::spanChoice() const
{
    return static_cast<SpanChoice>(m_span->currentIndex());
}

void AreasPanel::setSpan(SpanChoice choice)
{
    m_span->setCurrentIndex(static_cast<int>(choice));
}

void AreasPanel::fillResidents()
{
    const QSignalBlocker quiet(m_residents);
    m_residents->clear();
    const auto source = m_areas->chosen();
    const QStringList fields = source ? m_sources->all()[*source].fields : QStringList();
    m_residents->addItem(tr("No residents"));
    m_residents->addItems(fields);
    m_residents->setCurrentIndex(source ? std::max(0, m_residents->findText(m_sources->all()[*source].residents)) : 0);
    m_residents->setVisible(!fields.isEmpty());
}

std::optional<Window> AreasPanel::span() const
{
    const IncidentTable &whole = *m_exploration->whole().incidents;
    switch (spanChoice()) {
    case SpanChoice::Window: return m_exploration->window();
    case SpanChoice::LastFourWeeks: return dailySpans(lastWholeDay(whole), whole.coveredDays())[DailyTable::LastFourWeeks].now;
    case SpanChoice::YearToDate: return dailySpans(lastWholeDay(whole), whole.coveredDays())[DailyTable::YearToDate].now;
    case SpanChoice::Shown: break;
    }
    const Filter &filter = m_exploration->settings().filter;
    const Window covered = whole.coveredDays();
    const Time from = filter.from.value_or(covered.start);
    return Window{from, std::max(Duration(0), filter.to.value_or(covered.end()) - from)};
}

void AreasPanel::refresh()
{
    if (const auto source = m_areas->chosen(); source && m_exploration->hasCity())
        m_counting.require(*source);
}

void AreasPanel::showCounts()
{
    const auto window = span();
    if (!window || window->length <= Duration(0))
        return;
    const ComparedSpan compared = spanChoice() == SpanChoice::LastFourWeeks
        ? dailySpans(window->end() - std::chrono::days(1), m_counting.covered())[DailyTable::LastFourWeeks]
        : comparedSpan(*window, m_counting.covered());
    // What reaches out of the table is counted as far as it goes; only a comparison needs the whole span.
    ComparedSpan counted = compared;
    counted.knowsNow = true;
    counted.knowsBefore = compared.knowsNow && compared.knowsBefore;
    m_model->setCounts(m_counting.areas(),
                       std::make_shared<const AreaCounts>(countByArea(m_counting.city(), *m_counting.areas(), counted)));
    m_text->setText(counted.knowsBefore ? tr("%1, beside %2").arg(formatWindow(counted.now), formatWindow(counted.before))
                                        : tr("%1; no data of the year before").arg(formatWindow(counted.now)));
    m_text->setToolTip(tr("%1. Changes that stand back are too small to read anything into: chance alone often makes them.")
                           .arg(m_text->text()));
    m_save->setEnabled(true);
}

void AreasPanel::showSelection()
{
    if (!m_model->areas() || !m_model->areas()->isNeighborhoods)
        return;
    const QScopedValueRollback quiet(m_applying, true);
    QItemSelection selection;
    for (int row = 0; row < static_cast<int>(m_model->order().size()); ++row)
        if (std::ranges::binary_search(m_exploration->selection().neighborhoods, *m_model->areaAt(row)))
            selection.select(m_model->index(row, 0), m_model->index(row, AreaTableModel::columnCountOf - 1));
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (!selection.isEmpty())
        m_table->scrollTo(selection.first().topLeft());
}

void AreasPanel::takeSelection()
{
    if (m_applying || !m_model->areas() || !m_model->areas()->isNeighborhoods)
        return;
    Selection selection = m_exploration->selection();
    selection.neighborhoods.clear();
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        if (const auto area = m_model->areaAt(index.row()))
            selection.neighborhoods.push_back(*area);
    std::ranges::sort(selection.neighborhoods);
    m_exploration->select(selection);
}

void AreasPanel::showMenu(const QPoint &at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    QMenu menu;
    const auto source = m_areas->chosen();
    if (const auto area = m_model->areaAt(index.row()); area && source) {
        const QString name = m_model->areas()->names[static_cast<qsizetype>(*area)];
        if (m_model->areas()->outlines)
            menu.addAction(tr("Zoom to “%1”").arg(name), this,
                           [this, box = m_model->areas()->outlines->at(*area).box] { Q_EMIT zoomRequested(box); });
        if (m_sources->all()[*source].kind != AreaSource::Kind::Polygons)
            menu.addAction(tr("Show only “%1”").arg(name), this, [this, name] { filterBy(name); });
        menu.addSeparator();
    }
    menu.addAction(tr("Copy with header"), QKeySequence::Copy, m_table, [this] { copyRows(*m_table, true); });
    menu.addAction(tr("Copy without header"), m_table, [this] { copyRows(*m_table, false); });
    menu.exec(m_table->viewport()->mapToGlobal(at));
}

void AreasPanel::filterBy(const QString &name)
{
    ViewSettings settings = m_exploration->settings();
    QSet<QString> &names = m_sources->all()[*m_areas->chosen()].kind == AreaSource::Kind::Districts ? settings.filter.districts
                                                                                                    : settings.filter.neighborhoods;
    names = {name.toUpper()};
    m_exploration->change(settings, tr("show only “%1”").arg(name));
}

void AreasPanel::save(const QString &path)
{
    if (!m_model->counts())
        return;
    m_saving.start(
        [counts = m_model->counts(), areas = m_model->areas(), order = m_model->order(), path, city = m_session->city()](Feedback &) {
            requireNoSource(city, path);
            writeAreaCounts(*counts, *areas, order, path);
            return true;
        },
        [this, path](auto) {
            Q_EMIT m_session->exported(path);
            Q_EMIT m_session->said(tr("The table of areas is in %1.").arg(path));
        });
}

} // namespace forewatch
