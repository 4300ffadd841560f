#pragma once

#include "engine/scores/metrics.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace forewatch {

/// A small table of finished rows: texts with the numbers they are sorted by, and with the roles of `FiguresModel` where they
/// have intervals.
class RowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int NumberRole = Qt::UserRole + 20;

    struct Cell
    {
        QString text;
        /// To sort by; nothing sorts by the text, and stands at the left.
        std::optional<double> number = {};
        QString tip = {};
        bool bold = false;
        /// For `IntervalDelegate`, with its text; needs `number`.
        std::optional<Interval> interval = {};
        QString intervalText = {};
    };

    explicit RowsModel(QStringList headers, QStringList tips, QObject *parent = nullptr);

    void setRows(std::vector<std::vector<Cell>> rows);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariantList scaleOf(int column) const;

    QStringList m_headers;
    QStringList m_tips;
    std::vector<std::vector<Cell>> m_rows;
};

} // namespace forewatch
