#pragma once

#include <QString>
#include <QStyledItemDelegate>
#include <QTableView>

namespace forewatch {

/// What the tables' models tell their views beside Qt's own roles.
enum TableRole {
    /// The cell's figure is not to be read much into: it stands back.
    MutedRole = Qt::UserRole + 1,
    /// Bold, with a line above: a total.
    TotalRole,
    /// Of a column's header: the headline above it, shared with its neighbors of the same.
    HeadlineRole,
};

/// How cells look: muted ones stand back, totals are bold.
class TableDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

/// The look and behavior that all tables share: dense rows of one height, whole rows selected, sorted by a click on a
/// header, Ctrl+C for the selected rows with the header, a menu on the header for which columns are seen.
void setUpTable(QTableView &table, const QString &accessibleName);

/// The table as high as its rows, for one that stands in a page that scrolls: it scrolls sideways alone. To be called again
/// when the rows have become others.
void showAllRows(QTableView &table);

/// The selected rows (all of them where none is) as tab-separated lines in the columns that are seen, in their order.
QString rowsAsText(const QTableView &table, bool withHeader);
void copyRows(const QTableView &table, bool withHeader);

} // namespace forewatch
