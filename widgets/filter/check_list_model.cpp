#include "widgets/filter/check_list_model.h"

#include "engine/core/text.h"
#include "widgets/look.h"

#include <QApplication>
#include <QFontMetrics>
#include <QHash>
#include <QSize>

namespace forewatch {

void CheckListModel::setNames(const QStringList &names)
{
    beginResetModel();
    m_choices.clear();
    m_rows.clear();
    QHash<QString, std::size_t> rows;
    for (const QString &name : names) {
        const QString key = name.toUpper();
        if (!rows.contains(key)) {
            rows.insert(key, m_choices.size());
            m_choices.push_back({name});
        }
        m_rows.push_back(rows.value(key));
    }
    endResetModel();
}

void CheckListModel::setCounts(const std::vector<std::size_t> &counts)
{
    Q_ASSERT(counts.size() == m_rows.size());
    if (m_choices.empty())
        return;
    for (Choice &choice : m_choices)
        choice.count = 0;
    for (std::size_t i = 0; i < counts.size(); ++i)
        m_choices[m_rows[i]].count += counts[i];
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, CountColumn));
}

QSet<QString> CheckListModel::ticked() const
{
    QSet<QString> names;
    for (const Choice &choice : m_choices)
        if (choice.ticked)
            names.insert(choice.name.toUpper());
    return names;
}

void CheckListModel::setTicked(const QSet<QString> &capitals)
{
    for (std::size_t row = 0; row < m_choices.size(); ++row) {
        Choice &choice = m_choices[row];
        const bool ticked = capitals.contains(choice.name.toUpper());
        if (ticked == choice.ticked)
            continue;
        choice.ticked = ticked;
        const QModelIndex changed = index(static_cast<int>(row), NameColumn);
        Q_EMIT dataChanged(changed, changed, {Qt::CheckStateRole});
    }
}

int CheckListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_choices.size());
}

int CheckListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant CheckListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Choice &choice = m_choices[static_cast<std::size_t>(index.row())];
    if (role == Qt::SizeHintRole)
        return QSize(0, QFontMetrics(QApplication::font()).height() + gridUnit / 2);
    if (role == Qt::ForegroundRole && choice.count == 0 && !choice.ticked)
        return mutedText(QApplication::palette());
    if (index.column() == CountColumn) {
        switch (role) {
        case Qt::DisplayRole:
            return grouped(static_cast<qint64>(choice.count));
        case Qt::TextAlignmentRole:
            return int(Qt::AlignRight | Qt::AlignVCenter);
        case countRole:
            return static_cast<qulonglong>(choice.count);
        default:
            return {};
        }
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case countRole:
        return choice.name;
    case Qt::CheckStateRole:
        return choice.ticked ? Qt::Checked : Qt::Unchecked;
    default:
        return {};
    }
}

bool CheckListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || index.column() != NameColumn || role != Qt::CheckStateRole)
        return false;
    m_choices[static_cast<std::size_t>(index.row())].ticked = value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT tickedByUser();
    return true;
}

QVariant CheckListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::DisplayRole)
        return section == CountColumn ? tr("Incidents") : tr("Name");
    if (role == Qt::TextAlignmentRole)
        return int((section == CountColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

Qt::ItemFlags CheckListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags all = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return index.column() == NameColumn ? all | Qt::ItemIsUserCheckable : all;
}

} // namespace forewatch
