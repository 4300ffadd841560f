#include "widgets/tables/rejected_rows_model.h"

namespace forewatch {

void RejectedRowsModel::setRows(std::shared_ptr<const SourceRows> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int RejectedRowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_rows ? 0 : static_cast<int>(m_rows->rows.size());
}

int RejectedRowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_rows ? 0 : static_cast<int>(m_rows->columns.size()) + firstSourceColumn;
}

QVariant RejectedRowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == RowColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const SourceRows::Row &row = m_rows->rows[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case RowColumn: return role == Qt::DisplayRole ? QVariant(QString::number(row.row)) : QVariant();
    case ReasonColumn: return rejectionText(row.reason);
    default: return row.values[index.column() - firstSourceColumn];
    }
}

QVariant RejectedRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == RowColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RowColumn: return tr("Row");
    case ReasonColumn: return tr("Left out because they");
    default: return m_rows->columns[section - firstSourceColumn];
    }
}

} // namespace forewatch
