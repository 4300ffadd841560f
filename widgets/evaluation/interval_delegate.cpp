#include "widgets/evaluation/interval_delegate.h"

#include "widgets/evaluation/figures_model.h"
#include "widgets/look.h"

#include <QApplication>
#include <QPainter>

namespace forewatch {

void IntervalDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem whole = option;
    initStyleOption(&whole, index);
    const QString text = whole.text;
    whole.text.clear();
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &whole, painter, whole.widget);
    const bool selected = whole.state & QStyle::State_Selected;
    const QColor ink = whole.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor quiet = selected ? ink : mutedText(whole.palette);
    const QRect area = whole.rect.adjusted(gridUnit / 2, 2, -gridUnit / 2, -2);
    const QFontMetrics metrics(whole.font);
    const QVariantList interval = index.data(FiguresModel::IntervalRole).toList();
    const QRect line(area.left(), area.top(), area.width(), interval.isEmpty() ? area.height() : metrics.height());
    painter->save();
    painter->setFont(whole.font);
    painter->setPen(ink);
    painter->drawText(line, static_cast<int>(whole.displayAlignment), metrics.elidedText(text, Qt::ElideRight, line.width()));
    if (!interval.isEmpty()) {
        QFont smallFont = scaled(whole.font, 0.8);
        smallFont.setBold(false);
        const QFontMetrics smallMetrics(smallFont);
        const QString range = index.data(FiguresModel::IntervalTextRole).toString();
        const QRect below(area.left(), line.bottom() + 1, area.width(), area.bottom() - line.bottom());
        if (smallMetrics.horizontalAdvance(range) <= below.width()) {
            painter->setFont(smallFont);
            painter->setPen(quiet);
            painter->drawText(below, Qt::AlignRight | Qt::AlignVCenter, range);
        } else {
            const QVariantList scale = index.data(FiguresModel::ScaleRole).toList();
            const double least = scale.value(0).toDouble();
            const double width = std::max(scale.value(1).toDouble() - least, 1e-12);
            const auto at = [&](double value) { return below.left() + 2 + (value - least) / width * (below.width() - 4); };
            const double y = below.center().y() + 0.5;
            painter->setRenderHint(QPainter::Antialiasing);
            if (const QVariant zero = index.data(FiguresModel::ZeroRole); zero.isValid() && at(zero.toDouble()) >= below.left()
                && at(zero.toDouble()) <= below.right()) {
                painter->setPen(QPen(selected ? ink : hairline(whole.palette), 1));
                painter->drawLine(QPointF(at(zero.toDouble()), below.top()), QPointF(at(zero.toDouble()), below.bottom()));
            }
            painter->setPen(QPen(quiet, 1.4));
            painter->drawLine(QPointF(at(interval[0].toDouble()), y), QPointF(at(interval[1].toDouble()), y));
            painter->setPen(Qt::NoPen);
            painter->setBrush(ink);
            painter->drawEllipse(QPointF(at(index.data(FiguresModel::NumberRole).toDouble()), y), 2.5, 2.5);
        }
    }
    painter->restore();
}

QSize IntervalDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = TableDelegate::sizeHint(option, index);
    return {size.width(), QFontMetrics(option.font).height() * 9 / 5 + gridUnit};
}

} // namespace forewatch
