#pragma once

#include "engine/data/source_rows.h"

#include <QAbstractTableModel>

#include <memory>

namespace forewatch {

/// Rows that an import left out: their number, why, and what the source says, column by column.
class RejectedRowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { RowColumn, ReasonColumn, firstSourceColumn };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null shows nothing.
    void setRows(std::shared_ptr<const SourceRows> rows);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const SourceRows> m_rows;
};

} // namespace forewatch
