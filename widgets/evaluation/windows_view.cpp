#include "widgets/evaluation/windows_view.h"

#include "widgets/evaluation/cell_windows_model.h"
#include "widgets/evaluation/figure_words.h"
#include "widgets/evaluation/threshold_bar.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace forewatch {

namespace {

QString nameOf(ConfusionCell cell)
{
    switch (cell) {
    case ConfusionCell::Hits:
        return WindowsView::tr("Hit");
    case ConfusionCell::FalseAlerts:
        return WindowsView::tr("False alert");
    case ConfusionCell::Misses:
        return WindowsView::tr("Miss");
    case ConfusionCell::Quiet:
        break;
    }
    return WindowsView::tr("Rightly quiet");
}

QString pluralOf(ConfusionCell cell)
{
    switch (cell) {
    case ConfusionCell::Hits:
        return WindowsView::tr("hits");
    case ConfusionCell::FalseAlerts:
        return WindowsView::tr("false alerts");
    case ConfusionCell::Misses:
        return WindowsView::tr("misses");
    case ConfusionCell::Quiet:
        break;
    }
    return WindowsView::tr("rightly quiet");
}

} // namespace

WindowsView::WindowsView(ThresholdChoice *choice, QWidget *parent)
    : QWidget(parent)
    , m_choice(choice)
    , m_model(new CellWindowsModel(this))
    , m_title(new QLabel)
    , m_table(new QTableView)
    , m_previous(new QToolButton)
    , m_next(new QToolButton)
    , m_map(new QToolButton)
{
    auto *matrix = new QGridLayout;
    matrix->setContentsMargins(gridUnit, 0, gridUnit, 0);
    matrix->setSpacing(gridUnit / 2);
    const auto addText = [&](const QString &text, int row, int column) {
        auto *label = new QLabel(text);
        label->setAlignment(row == 0 ? Qt::AlignCenter : Qt::AlignLeft | Qt::AlignVCenter);
        matrix->addWidget(label, row, column);
    };
    addText(tr("A target came"), 0, 1);
    addText(tr("None came"), 0, 2);
    addText(tr("Alert"), 1, 0);
    addText(tr("No alert"), 2, 0);
    for (const ConfusionCell cell : confusionCells) {
        auto *button = new QToolButton;
        button->setCheckable(true);
        button->setAutoExclusive(true);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setMinimumHeight(5 * gridUnit);
        m_cells[static_cast<std::size_t>(cell)] = button;
        const bool target = cell == ConfusionCell::Hits || cell == ConfusionCell::Misses;
        const bool alert = cell == ConfusionCell::Hits || cell == ConfusionCell::FalseAlerts;
        matrix->addWidget(button, alert ? 1 : 2, target ? 1 : 2);
        connect(button, &QToolButton::clicked, this, [this, cell] { openCell(cell); });
    }
    matrix->setColumnStretch(1, 1);
    matrix->setColumnStretch(2, 1);

    m_table->setModel(m_model);
    setUpTable(*m_table, tr("Windows of the cell"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(CellWindowsModel::TimeColumn, Qt::AscendingOrder);
    m_table->horizontalHeader()->setSectionResizeMode(CellWindowsModel::TimeColumn, QHeaderView::Stretch);
    m_table->setToolTip(tr("A double click shows the window on the map"));
    m_title->setTextFormat(Qt::PlainText);
    m_previous->setText(tr("Previous"));
    m_next->setText(tr("Next"));
    m_map->setText(tr("Show on the map"));
    for (QToolButton *button : {m_previous, m_next, m_map})
        button->setAutoRaise(true);
    m_previous->setToolTip(tr("Show the previous window of this cell on the map"));
    m_next->setToolTip(tr("Show the next window of this cell on the map"));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(gridUnit, 0, gridUnit, 0);
    row->setSpacing(gridUnit / 2);
    row->addWidget(m_title, 1);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_map);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit);
    column->addWidget(new ThresholdBar(choice));
    column->addLayout(matrix);
    column->addLayout(row);
    column->addWidget(m_table, 1);

    connect(m_choice, &ThresholdChoice::changed, this, [this] {
        showCounts();
        fillList();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        m_current = index.isValid() ? std::optional(m_model->windows()[static_cast<std::size_t>(index.row())]) : std::nullopt;
        showCurrent();
    });
    connect(m_table, &QTableView::activated, this, &WindowsView::showOnMap);
    connect(m_table, &QTableView::doubleClicked, this, &WindowsView::showOnMap);
    connect(m_previous, &QToolButton::clicked, this, &WindowsView::previous);
    connect(m_next, &QToolButton::clicked, this, &WindowsView::next);
    connect(m_map, &QToolButton::clicked, this, &WindowsView::showOnMap);
    showCounts();
    fillList();
}

void WindowsView::openCell(ConfusionCell cell)
{
    m_cell = cell;
    showCounts();
    fillList();
}

void WindowsView::showCounts()
{
    for (const ConfusionCell cell : confusionCells) {
        QToolButton *button = m_cells[static_cast<std::size_t>(cell)];
        const QString count = grouped(static_cast<qint64>(m_choice->count(cell)));
        button->setText(QStringLiteral("%1\n%2").arg(count, pluralOf(cell)));
        button->setAccessibleName(QStringLiteral("%1 %2").arg(count, pluralOf(cell)));
        button->setToolTip(tr("List these windows"));
        button->setChecked(cell == m_cell);
        button->setEnabled(m_choice->evaluation() != nullptr);
    }
}

void WindowsView::fillList()
{
    const auto kept = m_current;
    m_windows = m_choice->windowsIn(m_cell);
    m_model->setWindows(m_choice->evaluation(), m_windows);
    m_table->resizeColumnToContents(CellWindowsModel::ProbabilityColumn);
    m_table->resizeColumnToContents(CellWindowsModel::HourColumn);
    m_title->setText(QStringLiteral("%1 %2").arg(grouped(static_cast<qint64>(m_windows.size())), pluralOf(m_cell)));
    m_current.reset();
    if (const int again = kept ? m_model->rowOf(*kept) : -1; again >= 0)
        m_table->setCurrentIndex(m_model->index(again, 0));
    showCurrent();
}

void WindowsView::choose(std::size_t example)
{
    if (!m_choice->evaluation())
        return;
    openCell(m_choice->cellOf(example));
    m_table->setCurrentIndex(m_model->index(m_model->rowOf(example), 0));
    m_table->scrollTo(m_table->currentIndex());
}

bool WindowsView::move(int by)
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return false;
    const int row = m_current ? m_model->rowOf(*m_current) + by : by > 0 ? 0 : rows - 1;
    if (row < 0 || row >= rows)
        return false;
    m_table->setCurrentIndex(m_model->index(row, 0));
    m_table->scrollTo(m_table->currentIndex());
    return true;
}

void WindowsView::showOnMap()
{
    if (m_current)
        Q_EMIT mapRequested(*m_current);
}

void WindowsView::showCurrent()
{
    const int row = m_current ? m_model->rowOf(*m_current) : -1;
    m_map->setEnabled(row >= 0);
    m_previous->setEnabled(row > 0);
    m_next->setEnabled(row + 1 < m_model->rowCount());
    Q_EMIT currentChanged();
}

QString WindowsView::tellCurrent() const
{
    if (!m_current)
        return {};
    const Evaluation &evaluation = *m_choice->evaluation();
    return tr("%1 %2 of %3: %4, %5")
        .arg(nameOf(m_cell), grouped(m_model->rowOf(*m_current) + 1), grouped(m_model->rowCount()),
             formatWindow(evaluation.examples[*m_current].asked),
             probabilityText(evaluation.model.forecast.probabilities[*m_current]));
}

} // namespace forewatch
