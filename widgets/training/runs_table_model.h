#pragma once

#include "engine/learning/runs.h"

#include <QAbstractTableModel>

namespace forewatch {

/// Runs as a table, one row each; `SortRole` gives the cells in the order of their numbers and times.
class RunsTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, When, Network, Asked, Parts, Epochs, Loss, Auc, State, columns };
    static constexpr int SortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(std::vector<Run> runs);
    /// Precondition: `row` is one of the rows.
    const Run &run(int row) const { return m_runs[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Run> m_runs;
};

/// Lowest validation loss of the run's epochs; nothing before the first has ended.
std::optional<double> lowestLoss(const ModelCard &card);

/// As people say it: `next 2 h, 7 d late`, `same window, masked`.
QString spoken(const Task &task);

} // namespace forewatch
