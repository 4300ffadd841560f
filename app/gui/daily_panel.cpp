#include "app/gui/daily_panel.h"

#include "app/gui/ask_file.h"
#include "app/gui/calendar_dates.h"
#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "engine/analysis/table_writer.h"
#include "engine/data/incident_writer.h"
#include "widgets/look.h"
#include "widgets/tables/grouped_header.h"
#include "widgets/tables/table_look.h"

#include <QDateEdit>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

namespace forewatch {

DailyPanel::DailyPanel(Session *session, Exploration *exploration, AreaSources *sources, QWidget *parent)
    : LazyPanel(parent)
    , m_session(session)
    , m_exploration(exploration)
    , m_counting(session, exploration, sources)
    , m_model(new DailyTableModel(this))
    , m_table(new QTableView)
    , m_areas(new AreaChooser(sources))
    , m_page(new QComboBox)
    , m_day(new QDateEdit)
    , m_text(new QLabel)
    , m_save(new QPushButton(tr("Save…")))
{
    m_day->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    m_day->setCalendarPopup(true);
    m_day->setEnabled(false);
    m_day->setToolTip(tr("The day that the spans end with"));
    m_day->setAccessibleName(m_day->toolTip());
    m_page->setToolTip(tr("One area with all spans, or one span with all areas"));
    m_page->setAccessibleName(m_page->toolTip());
    m_page->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_page->setMaxVisibleItems(24);
    m_text->setMinimumWidth(1);
    m_save->setToolTip(tr("Save all areas, types and spans as CSV"));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    top->setSpacing(gridUnit);
    for (QWidget *control : {static_cast<QWidget *>(m_day), static_cast<QWidget *>(m_areas), static_cast<QWidget *>(m_page)})
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
    setUpTable(*m_table, tr("Daily table"));
    m_table->horizontalHeader()->setSectionsMovable(false);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);

    connect(&m_counting, &AreaCounting::ready, this, &DailyPanel::showTable);
    connect(sources, &AreaSources::changed, this, &DailyPanel::takeCity);
    connect(m_areas, &AreaChooser::choiceChanged, this, &DailyPanel::invalidate);
    connect(m_areas, &AreaChooser::failed, m_session, &Session::failed);
    connect(m_exploration, &Exploration::shownChanged, this, &DailyPanel::invalidate);
    connect(m_day, &QDateEdit::dateChanged, this, &DailyPanel::invalidate);
    connect(m_page, &QComboBox::currentIndexChanged, this, &DailyPanel::showPage);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        QMenu menu;
        menu.addAction(tr("Copy with header"), QKeySequence::Copy, m_table, [this] { copyRows(*m_table, true); });
        menu.addAction(tr("Copy without header"), m_table, [this] { copyRows(*m_table, false); });
        menu.exec(m_table->viewport()->mapToGlobal(at));
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QString name = QStringLiteral("daily-%1.csv").arg(m_day->date().toString(Qt::ISODate));
        const QString path = askForFileToWrite(this, tr("Save the daily table"), name, csvFiles());
        if (!path.isEmpty())
            save(path);
    });
    m_text->setText(tr("Open a crime table to see its last days beside those a year before."));
    m_save->setEnabled(false);
    m_page->setEnabled(false);
}

DailyPanel::~DailyPanel() = default;

void DailyPanel::takeCity()
{
    const IncidentTable &table = *m_session->city().incidents;
    const QDate first = dateOf(table.first());
    const QDate last = dateOf(table.last());
    if (m_day->minimumDate() != first || m_day->maximumDate() != last || !m_day->isEnabled()) {
        const QSignalBlocker quiet(m_day);
        m_day->setDateRange(first, last);
        m_day->setDate(dateOf(lastWholeDay(table)));
        m_day->setEnabled(true);
        // Supervisors think in districts, where the table has them.
        m_areas->choose(AreaSource::Kind::Districts);
    }
    invalidate();
}

void DailyPanel::refresh()
{
    if (const auto source = m_areas->chosen(); source && m_exploration->hasCity())
        m_counting.require(*source);
}

void DailyPanel::showTable()
{
    m_model->setTable(std::make_shared<const DailyTable>(dailyTable(m_counting.city(), *m_counting.areas(),
                                                                    timeOf(m_day->date()),
                                                                    m_counting.covered())));
    fillPages();
    m_text->setText(tr("Targets are counted as events. Changes that stand back are too small to read anything into."));
    m_text->setToolTip(tr("Each span stands beside the same dates a year before. A change stands back where chance alone makes "
                          "one as large in more than one of twenty comparisons; no percentage is told of fewer than %1.")
                           .arg(smallestBase));
    m_save->setEnabled(true);
    m_page->setEnabled(true);
}

void DailyPanel::fillPages()
{
    const DailyTable &table = *m_model->table();
    QStringList pages{tr("Whole city")};
    for (std::size_t area = 0; area < table.elsewhere(); ++area)
        pages << table.areas[static_cast<qsizetype>(area)];
    for (std::size_t span = 0; span < DailyTable::spanCount; ++span)
        pages << tr("All areas: %1").arg(spanName(span));
    QStringList before;
    for (int i = 0; i < m_page->count(); ++i)
        before << m_page->itemText(i);
    if (pages != before) {
        const QSignalBlocker quiet(m_page);
        const QString chosen = m_page->currentText();
        m_page->clear();
        m_page->addItems(pages);
        m_page->setCurrentIndex(std::max(0, m_page->findText(chosen)));
    }
    showPage();
}

void DailyPanel::choosePage(int index)
{
    m_page->setCurrentIndex(index);
}

void DailyPanel::showPage()
{
    if (!m_model->table() || m_page->currentIndex() < 0)
        return;
    const auto index = static_cast<std::size_t>(m_page->currentIndex());
    const std::size_t areas = m_model->table()->elsewhere();
    if (index > areas)
        m_model->showMatrix(index - areas - 1);
    else
        m_model->showSheet(index == 0 ? m_model->table()->total() : index - 1);
    m_table->setColumnWidth(0, 26 * gridUnit);
    for (int section = 1; section < m_model->columnCount(); ++section)
        m_table->setColumnWidth(section, std::max(9 * gridUnit, m_table->horizontalHeader()->sectionSizeHint(section)));
}

void DailyPanel::save(const QString &path)
{
    if (!m_model->table())
        return;
    try {
        requireNoSource(m_session->city(), path);
        writeDailyTable(*m_model->table(), path);
        Q_EMIT m_session->exported(path);
        Q_EMIT m_session->said(tr("The daily table is in %1.").arg(path));
    } catch (const Error &error) {
        Q_EMIT m_session->failed(error.message());
    }
}

} // namespace forewatch
