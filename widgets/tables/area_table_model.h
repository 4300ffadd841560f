#pragma once

#include "engine/analysis/area_counts.h"

#include <QAbstractTableModel>

#include <memory>

namespace forewatch {

/// Counts, rates and changes of areas as rows, sorted by any column; below them, always last, what lies in none of the
/// areas and the total.
class AreaTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, IncidentsColumn, IncidentsBeforeColumn, IncidentsDifferenceColumn, IncidentsPercentColumn,
                  TargetsColumn, TargetsBeforeColumn, TargetsDifferenceColumn, TargetsPercentColumn, VictimsColumn,
                  ShareColumn, DensityColumn, TargetDensityColumn, AreaColumn, ResidentsColumn, RateColumn,
                  TargetRateColumn, columnCountOf };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null shows nothing. Sort column and order stay.
    void setCounts(std::shared_ptr<const AreaSet> areas, std::shared_ptr<const AreaCounts> counts);
    const std::shared_ptr<const AreaSet> &areas() const { return m_areas; }
    const std::shared_ptr<const AreaCounts> &counts() const { return m_counts; }

    /// Indices of the areas as shown.
    const std::vector<std::size_t> &order() const { return m_order; }
    /// Nothing for the last two rows.
    std::optional<std::size_t> areaAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    void sortAreas();
    const AreaCount &countAt(int row) const;
    /// What the column sorts by; nothing for "no data".
    std::optional<double> figure(const AreaCount &count, std::optional<std::size_t> area, int column) const;
    QString text(int row, int column) const;
    QString tip(int row, int column) const;

    std::shared_ptr<const AreaSet> m_areas;
    std::shared_ptr<const AreaCounts> m_counts;
    std::vector<std::size_t> m_order;
    int m_sortColumn = IncidentsColumn;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

/// A difference as people read it, with a true minus: `+12`, `−3`, `0`.
QString signedText(qint64 difference);
QString signedPercent(double percent);

} // namespace forewatch
