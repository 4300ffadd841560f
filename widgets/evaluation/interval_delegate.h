#pragma once

#include "widgets/tables/table_look.h"

namespace forewatch {

/// Cells of `FiguresModel`'s roles: the number, and below it its interval as small text where that fits, else as a bar
/// on the column's scale with a dot at the number.
class IntervalDelegate final : public TableDelegate
{
    Q_OBJECT

public:
    using TableDelegate::TableDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace forewatch
