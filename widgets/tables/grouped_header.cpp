#include "widgets/tables/grouped_header.h"

#include "widgets/look.h"
#include "widgets/tables/table_look.h"

#include <QPainter>
#include <QStyleOption>

namespace forewatch {

GroupedHeader::GroupedHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    // What a header of a table has by default when the table makes it itself.
    setSectionsClickable(true);
    setHighlightSections(false);
}

QString GroupedHeader::headline(int logical) const
{
    return model()->headerData(logical, Qt::Horizontal, HeadlineRole).toString();
}

bool GroupedHeader::startsGroup(int visual) const
{
    for (int before = visual - 1; before >= 0; --before)
        if (const int logical = logicalIndex(before); !isSectionHidden(logical))
            return headline(logical) != headline(logicalIndex(visual));
    return true;
}

QSize GroupedHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), 2 * fontMetrics().height() + gridUnit};
}

QSize GroupedHeader::sectionSizeFromContents(int logical) const
{
    const QString text = model()->headerData(logical, Qt::Horizontal).toString();
    const int arrow = isSortIndicatorShown() ? 2 * gridUnit : 0;
    return {fontMetrics().horizontalAdvance(text) + 2 * gridUnit + arrow, sizeHint().height()};
}

void GroupedHeader::paintSection(QPainter *painter, const QRect &rect, int logical) const
{
    painter->save();
    painter->setClipRect(rect);
    painter->fillRect(rect, palette().color(QPalette::Window));
    const int visual = visualIndex(logical);
    const QString group = headline(logical);
    int first = visual;
    while (first > 0 && !startsGroup(first))
        --first;
    int left = rect.left();
    for (int before = first; before < visual; ++before)
        left -= sectionSize(logicalIndex(before));
    int width = rect.right() - left;
    for (int after = visual + 1; after < count(); ++after) {
        const int next = logicalIndex(after);
        if (isSectionHidden(next))
            continue;
        if (headline(next) != group)
            break;
        width += sectionSize(next);
    }
    const int line = fontMetrics().height() + gridUnit / 2;
    const QRect above(left + gridUnit / 2 + 2, rect.top(), width - gridUnit, line);
    const QRect below(rect.left() + gridUnit / 2, rect.bottom() - line, rect.width() - gridUnit, line);
    if (startsGroup(visual) && visual > 0) {
        painter->setPen(hairline(palette()));
        painter->drawLine(rect.topLeft() + QPoint(0, gridUnit / 2), rect.bottomLeft() - QPoint(0, gridUnit / 2));
    }
    painter->setFont(font());
    painter->setPen(palette().color(QPalette::WindowText));
    painter->drawText(above, Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(group, Qt::ElideRight, above.width()));
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logical;
    const auto alignment = Qt::Alignment(model()->headerData(logical, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    QRect text = below;
    if (sorted) {
        QStyleOptionHeader option;
        initStyleOption(&option);
        option.sortIndicator = sortIndicatorOrder() == Qt::AscendingOrder ? QStyleOptionHeader::SortDown : QStyleOptionHeader::SortUp;
        const bool right = alignment & Qt::AlignRight;
        option.rect = QRect(right ? below.left() : below.right() - gridUnit, below.center().y() - gridUnit / 2, gridUnit, gridUnit);
        style()->drawPrimitive(QStyle::PE_IndicatorHeaderArrow, &option, painter, this);
        text.adjust(right ? gridUnit + 2 : 0, 0, right ? 0 : -gridUnit - 2, 0);
    }
    painter->setPen(group.isEmpty() ? palette().color(QPalette::WindowText) : mutedText(palette()));
    painter->drawText(text, alignment, model()->headerData(logical, Qt::Horizontal).toString());
    painter->setPen(hairline(palette()));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->restore();
}

} // namespace forewatch
