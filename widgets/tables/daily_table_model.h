#pragma once

#include "engine/analysis/daily_table.h"

#include <QAbstractTableModel>

#include <memory>

namespace forewatch {

/// The supervisors' daily table in one of two arrangements: one area's sheet, a row for each category and the three
/// spans side by side; or one span's matrix, a row for each area and the categories side by side.
class DailyTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// What stands below a span's or a category's headline.
    enum Figure { Now, Before, Difference, Percent, Victims };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null shows nothing.
    void setTable(std::shared_ptr<const DailyTable> table);
    const std::shared_ptr<const DailyTable> &table() const { return m_table; }

    /// Preconditions: of the table set.
    void showSheet(std::size_t area);
    void showMatrix(std::size_t span);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct FigureColumn
    {
        /// Span in a sheet, category in a matrix.
        std::size_t headline;
        Figure figure;
    };

    void arrange();
    const DailyTable::Cell &cellAt(const QModelIndex &index) const;
    QString text(const DailyTable::Cell &cell, Figure figure) const;
    QString tip(const DailyTable::Cell &cell, Figure figure) const;
    std::size_t spanAt(const FigureColumn &column) const { return m_isMatrix ? m_chosen : column.headline; }

    std::shared_ptr<const DailyTable> m_table;
    bool m_isMatrix = false;
    /// Area of the sheet, or span of the matrix.
    std::size_t m_chosen = 0;
    /// Categories, or areas.
    std::vector<std::size_t> m_rows;
    std::vector<FigureColumn> m_columns;
};

} // namespace forewatch
