#include "widgets/flow_layout.h"

#include <QWidget>

#include <algorithm>

namespace forewatch {

namespace {

/// Words of one line with the room they take.
struct Line
{
    std::vector<QLayoutItem *> words;
    int width = 0;
    int height = 0;
};

} // namespace

FlowLayout::FlowLayout(int wordSpacing, int lineSpacing, QWidget *parent)
    : QLayout(parent)
    , m_wordSpacing(wordSpacing)
    , m_lineSpacing(lineSpacing)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
    invalidate();
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    const auto place = m_items.begin() + index;
    QLayoutItem *item = place->release();
    m_items.erase(place);
    invalidate();
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return layOut(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::sizeHint() const
{
    return minimumSize();
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto &item : m_items)
        size = size.expandedTo(item->isEmpty() ? QSize() : item->minimumSize());
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    layOut(rect, true);
}

int FlowLayout::layOut(const QRect &outer, bool apply) const
{
    const QRect rect = outer.marginsRemoved(contentsMargins());
    std::vector<Line> lines;
    for (const auto &item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint();
        if (lines.empty() || lines.back().width + m_wordSpacing + size.width() > rect.width())
            lines.emplace_back();
        Line &line = lines.back();
        line.width += size.width() + (line.words.empty() ? 0 : m_wordSpacing);
        line.height = std::max(line.height, size.height());
        line.words.push_back(item.get());
    }
    int y = rect.top();
    for (const Line &line : lines) {
        int x = rect.left();
        for (QLayoutItem *word : line.words) {
            QSize size = word->sizeHint();
            if (word->widget()->sizePolicy().expandingDirections() & Qt::Horizontal)
                size.rwidth() += std::max(0, rect.width() - line.width);
            if (apply)
                word->setGeometry(QRect(QPoint(x, y + (line.height - size.height()) / 2), size));
            x += size.width() + m_wordSpacing;
        }
        y += line.height + m_lineSpacing;
    }
    const int above = rect.top() - outer.top();
    return above + contentsMargins().bottom() + (lines.empty() ? 0 : y - m_lineSpacing - rect.top());
}

} // namespace forewatch
