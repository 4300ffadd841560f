#include "widgets/evaluation/rows_model.h"

#include "widgets/evaluation/figures_model.h"

#include <QFont>

#include <algorithm>
#include <limits>

namespace forewatch {

RowsModel::RowsModel(QStringList headers, QStringList tips, QObject *parent)
    : QAbstractTableModel(parent), m_headers(std::move(headers)), m_tips(std::move(tips))
{
}

void RowsModel::setRows(std::vector<std::vector<Cell>> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int RowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_headers.size());
}

QVariantList RowsModel::scaleOf(int column) const
{
    double least = std::numeric_limits<double>::max();
    double most = std::numeric_limits<double>::lowest();
    for (const auto &row : m_rows) {
        const Cell &cell = row[static_cast<std::size_t>(column)];
        if (!cell.interval)
            continue;
        least = std::min(least, cell.interval->low);
        most = std::max(most, cell.interval->high);
    }
    return {least, most};
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Cell &cell = m_rows[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case NumberRole:
        return cell.number ? QVariant(*cell.number) : QVariant(cell.text);
    case FiguresModel::IntervalRole:
        return cell.interval ? QVariant(QVariantList{cell.interval->low, cell.interval->high}) : QVariant();
    case FiguresModel::IntervalTextRole:
        return cell.intervalText;
    case FiguresModel::ScaleRole:
        return scaleOf(index.column());
    case Qt::ToolTipRole:
        return cell.tip.isEmpty() ? QVariant() : QVariant(cell.tip);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (index.column() > 0 ? Qt::AlignRight : Qt::AlignLeft)));
    case Qt::FontRole:
        if (cell.bold) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    default:
        return {};
    }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::DisplayRole)
        return m_headers.value(section);
    if (role == Qt::ToolTipRole)
        return m_tips.value(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (section > 0 ? Qt::AlignRight : Qt::AlignLeft)));
    return {};
}

} // namespace forewatch
