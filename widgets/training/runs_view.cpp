#include "widgets/training/runs_view.h"

#include "widgets/flow_layout.h"
#include "widgets/look.h"
#include "widgets/tables/table_look.h"
#include "widgets/training/runs_table_model.h"

#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace forewatch {

RunsView::RunsView(QWidget *parent)
    : QWidget(parent)
    , m_model(new RunsTableModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView)
    , m_empty(new QLabel(tr("Each training leaves a run here. Train a network to begin.")))
    , m_pages(new QStackedWidget)
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(RunsTableModel::SortRole);
    m_table->setModel(m_sorted);
    setUpTable(*m_table, tr("Runs"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunsTableModel::When, Qt::DescendingOrder);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setPalette(muted(palette()));
    auto *upper = new QWidget;
    auto *column = new QVBoxLayout(upper);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table, 1);
    column->addWidget(makeButtons());
    auto *halves = new QSplitter(Qt::Vertical);
    halves->addWidget(upper);
    halves->addWidget(makeDetails());
    halves->setChildrenCollapsible(false);
    halves->setSizes({500, 220});
    m_pages->addWidget(m_empty);
    m_pages->addWidget(halves);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsView::showChosen);
    connect(m_table, &QTableView::doubleClicked, m_open, &QPushButton::click);
    showChosen();
}

QWidget *RunsView::makeButtons()
{
    auto *row = new QWidget;
    auto *flow = new FlowLayout(gridUnit, gridUnit / 2, row);
    flow->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    const auto add = [&](const QString &text, const QString &name, const QString &tip) {
        auto *button = new QPushButton(text);
        button->setObjectName(name);
        button->setToolTip(tip);
        flow->addWidget(button);
        return button;
    };
    m_curves = add(tr("Show curves"), QStringLiteral("curves"), tr("Lays the curves of the chosen runs beside the training's"));
    m_open = add(tr("Open"), QStringLiteral("open"), tr("Opens the model, and says what it is worth on this city"));
    m_resume = add(tr("Resume …"), QStringLiteral("resume"), tr("Goes on with the training from its last whole epoch"));
    m_rename = add(tr("Rename …"), QStringLiteral("rename"), tr("Gives the run another name; its folder stays where it is"));
    m_export = add(tr("Export curves …"), QStringLiteral("export"), tr("Writes the epochs of the chosen runs as one CSV"));
    m_delete = add(tr("Delete …"), QStringLiteral("delete"), tr("Moves the folders of the chosen runs to the trash"));
    connect(m_curves, &QPushButton::clicked, this, &RunsView::curvesRequested);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(chosen().front().folder); });
    connect(m_resume, &QPushButton::clicked, this, [this] { Q_EMIT resumeRequested(chosen().front()); });
    connect(m_rename, &QPushButton::clicked, this, [this] { Q_EMIT renameRequested(chosen().front()); });
    connect(m_export, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested(chosen()); });
    connect(m_delete, &QPushButton::clicked, this, [this] { Q_EMIT deleteRequested(chosen()); });
    return row;
}

QWidget *RunsView::makeDetails()
{
    m_headline = new QLabel;
    m_headline->setWordWrap(true);
    m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes = new QPlainTextEdit;
    m_notes->setAccessibleName(tr("Notes on the run"));
    m_notes->setPlaceholderText(tr("Notes on this run"));
    m_differences = new QTableWidget;
    setUpTable(*m_differences, tr("Settings that differ"));
    auto *details = new QWidget;
    auto *column = new QVBoxLayout(details);
    column->setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit);
    column->setSpacing(gridUnit / 2);
    column->addWidget(m_headline);
    column->addWidget(m_notes, 1);
    column->addWidget(m_differences, 1);
    return details;
}

void RunsView::setRuns(const std::vector<Run> &runs)
{
    finishNotes();
    QStringList before;
    for (const Run &run : chosen())
        before << run.folder;
    m_model->setRuns(runs);
    m_pages->setCurrentIndex(runs.empty() ? 0 : 1);
    m_table->resizeColumnsToContents();
    m_table->setColumnWidth(RunsTableModel::Name, std::min(m_table->columnWidth(RunsTableModel::Name), 28 * gridUnit));
    choose(before);
    showChosen();
}

void RunsView::setTraining(bool training, const QString &folder)
{
    m_training = training;
    m_trainingFolder = training ? folder : QString();
    showButtons(chosen());
}

std::vector<Run> RunsView::chosen() const
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    std::vector<Run> runs;
    for (const QModelIndex &row : rows)
        runs.push_back(m_model->run(m_sorted->mapToSource(row).row()));
    return runs;
}

void RunsView::choose(const QStringList &folders)
{
    QItemSelection selection;
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        const QModelIndex at = m_sorted->index(row, 0);
        if (folders.contains(m_model->run(m_sorted->mapToSource(at).row()).folder))
            selection.select(at, at);
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void RunsView::finishNotes()
{
    if (m_notesFolder.isEmpty() || !m_notes->document()->isModified())
        return;
    m_notes->document()->setModified(false);
    Q_EMIT notesChanged(m_notesFolder, m_notes->toPlainText());
}

void RunsView::showButtons(const std::vector<Run> &runs)
{
    const bool one = runs.size() == 1;
    const bool busy = m_training && std::ranges::any_of(runs, [this](const Run &run) { return run.folder == m_trainingFolder; });
    m_open->setEnabled(one && runs.front().card.complete && !busy);
    m_curves->setEnabled(!runs.empty());
    m_resume->setEnabled(one && !m_training);
    m_rename->setEnabled(one && !busy);
    m_export->setEnabled(!runs.empty());
    m_delete->setEnabled(!runs.empty() && !busy);
}

void RunsView::showChosen()
{
    finishNotes();
    const std::vector<Run> runs = chosen();
    showButtons(runs);
    const bool one = runs.size() == 1;
    m_notes->setVisible(one);
    m_differences->setVisible(runs.size() > 1);
    m_notesFolder = one ? runs.front().folder : QString();
    if (one) {
        m_headline->setText(QDir::toNativeSeparators(runs.front().folder));
        m_notes->setPlainText(runs.front().card.notes);
        m_notes->document()->setModified(false);
    } else if (runs.empty()) {
        m_headline->setText(tr("Choose a run to read and write its notes, or several to compare them."));
    } else {
        showDifferences(runs);
    }
}

void RunsView::showDifferences(const std::vector<Run> &runs)
{
    const std::vector<DifferingSetting> differing = differingSettings(runs);
    m_headline->setText(differing.empty() ? tr("The settings of these runs are the same.") : tr("Settings that differ:"));
    m_differences->clear();
    m_differences->setColumnCount(static_cast<int>(runs.size()) + 1);
    m_differences->setRowCount(static_cast<int>(differing.size()));
    QStringList header{tr("Setting")};
    for (const Run &run : runs)
        header << run.card.name;
    m_differences->setHorizontalHeaderLabels(header);
    for (int row = 0; row < m_differences->rowCount(); ++row) {
        const DifferingSetting &setting = differing[static_cast<std::size_t>(row)];
        m_differences->setItem(row, 0, new QTableWidgetItem(setting.field));
        for (int run = 0; run < setting.values.size(); ++run)
            m_differences->setItem(row, run + 1, new QTableWidgetItem(setting.values[run]));
    }
    m_differences->resizeColumnsToContents();
}

} // namespace forewatch
