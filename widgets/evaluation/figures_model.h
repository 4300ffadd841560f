#pragma once

#include "engine/evaluation/evaluation.h"

#include <QAbstractTableModel>

#include <memory>

namespace forewatch {

/// The model beside all baselines: a row for each forecast, the model's first; a column for each figure, and how far the
/// model is ahead of the row.
class FiguresModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, AheadColumn, FirstFigureColumn };
    enum Role {
        /// The number to sort by.
        NumberRole = Qt::UserRole + 20,
        /// `QVariantList` of low and high; nothing where none is known.
        IntervalRole,
        /// The interval as text.
        IntervalTextRole,
        /// `QVariantList` of the least and the greatest of the column, intervals included: the scale of its bars.
        ScaleRole,
        /// Value that a forecast without skill has in the column; nothing where there is none.
        ZeroRole,
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null shows nothing.
    void setEvaluation(std::shared_ptr<const Evaluation> evaluation);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// All numbers with the ends of their intervals in columns of their own, the header first.
    std::vector<QStringList> table() const;

private:
    struct Cell
    {
        double value;
        std::optional<Interval> interval;
        bool percent;
    };
    const EvaluatedForecast &forecastAt(int row) const;
    std::optional<Cell> cellAt(int row, int column) const;
    QVariantList scaleOf(int column) const;

    std::shared_ptr<const Evaluation> m_evaluation;
};

} // namespace forewatch
