#include "widgets/tables/table_look.h"

#include "widgets/look.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>

namespace forewatch {

namespace {

QString plain(QString text)
{
    return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QString headerText(const QAbstractItemModel &model, int column)
{
    const QString headline = model.headerData(column, Qt::Horizontal, HeadlineRole).toString();
    const QString text = model.headerData(column, Qt::Horizontal).toString();
    return plain(headline.isEmpty() ? text : headline + QStringLiteral(": ") + text);
}

void showColumnMenu(QTableView &table, const QPoint &at)
{
    QMenu menu;
    QHeaderView &header = *table.horizontalHeader();
    const int seen = header.count() - header.hiddenSectionCount();
    for (int visual = 0; visual < header.count(); ++visual) {
        const int column = header.logicalIndex(visual);
        QAction *action = menu.addAction(headerText(*table.model(), column));
        action->setCheckable(true);
        action->setChecked(!header.isSectionHidden(column));
        // The last column that is seen stays.
        action->setEnabled(header.isSectionHidden(column) || seen > 1);
        QObject::connect(action, &QAction::toggled, &header, [&header, column](bool on) { header.setSectionHidden(column, !on); });
    }
    menu.exec(header.mapToGlobal(at));
}

} // namespace

void TableDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.data(TotalRole).toBool()) {
        option->font.setBold(true);
        option->backgroundBrush = mixed(option->palette.color(QPalette::Base), option->palette.color(QPalette::Text), 0.06);
    }
    if (index.data(MutedRole).toBool())
        option->palette.setColor(QPalette::Text, mutedText(option->palette));
}

void setUpTable(QTableView &table, const QString &accessibleName)
{
    table.setAccessibleName(accessibleName);
    table.setFrameShape(QFrame::NoFrame);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::ExtendedSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setTabKeyNavigation(false);
    table.setCornerButtonEnabled(false);
    table.setItemDelegate(new TableDelegate(&table));
    QHeaderView &rows = *table.verticalHeader();
    rows.hide();
    rows.setSectionResizeMode(QHeaderView::Fixed);
    rows.setMinimumSectionSize(gridUnit);
    rows.setDefaultSectionSize(table.fontMetrics().height() + gridUnit / 2);
    QHeaderView &columns = *table.horizontalHeader();
    columns.setSectionsMovable(true);
    columns.setHighlightSections(false);
    columns.setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    columns.setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(&columns, &QWidget::customContextMenuRequested, &table,
                     [&table](const QPoint &at) { showColumnMenu(table, at); });
    auto *copy = new QAction(QObject::tr("Copy"), &table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QAction::triggered, &table, [&table] { copyRows(table, true); });
    table.addAction(copy);
}

void showAllRows(QTableView &table)
{
    table.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table.setFixedHeight(table.horizontalHeader()->sizeHint().height()
                         + table.verticalHeader()->defaultSectionSize() * table.model()->rowCount()
                         + table.horizontalScrollBar()->sizeHint().height() + 2);
}

QString rowsAsText(const QTableView &table, bool withHeader)
{
    const QAbstractItemModel &model = *table.model();
    const QHeaderView &header = *table.horizontalHeader();
    QList<int> columns;
    for (int visual = 0; visual < header.count(); ++visual)
        if (const int column = header.logicalIndex(visual); !header.isSectionHidden(column))
            columns << column;
    QString text;
    const auto addLine = [&](const auto &fieldOf) {
        for (int i = 0; i < columns.size(); ++i)
            text += (i > 0 ? QStringLiteral("\t") : QString()) + fieldOf(columns[i]);
        text += QLatin1Char('\n');
    };
    if (withHeader)
        addLine([&](int column) { return headerText(model, column); });
    const auto addRow = [&](int row) { addLine([&](int column) { return plain(model.index(row, column).data().toString()); }); };
    QItemSelection ranges = table.selectionModel()->selection();
    if (ranges.isEmpty())
        for (int row = 0; row < model.rowCount(); ++row)
            addRow(row);
    std::ranges::sort(ranges, {}, &QItemSelectionRange::top);
    int next = 0;
    for (const QItemSelectionRange &range : ranges)
        for (int row = std::max(next, range.top()); row <= range.bottom(); next = ++row)
            addRow(row);
    return text;
}

void copyRows(const QTableView &table, bool withHeader)
{
    QGuiApplication::clipboard()->setText(rowsAsText(table, withHeader));
}

} // namespace forewatch
