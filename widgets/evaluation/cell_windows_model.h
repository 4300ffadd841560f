#pragma once

#include "engine/evaluation/evaluation.h"

#include <QAbstractTableModel>

#include <memory>

namespace forewatch {

/// Windows of an evaluation as rows: the span asked about, the model's probability, the hour's, and the outcome. Sortable.
class CellWindowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, ProbabilityColumn, HourColumn, OutcomeColumn, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    /// `windows` are indices into `Evaluation::examples`.
    void setWindows(std::shared_ptr<const Evaluation> evaluation, std::vector<std::size_t> windows);

    /// In the order of the rows.
    const std::vector<std::size_t> &windows() const { return m_windows; }
    /// -1 for none.
    int rowOf(std::size_t example) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    void order();

    std::shared_ptr<const Evaluation> m_evaluation;
    /// Of the hour of day; null where it is not compared.
    const EvaluatedForecast *m_hours = nullptr;
    std::vector<std::size_t> m_windows;
    int m_sortColumn = TimeColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace forewatch
