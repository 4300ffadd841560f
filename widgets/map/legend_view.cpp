#include "widgets/map/legend_view.h"

#include "widgets/look.h"

#include <QEvent>
#include <QHeaderView>
#include <QIcon>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <functional>

namespace forewatch {

namespace {

enum Column { NameColumn, CountColumn };

constexpr int signEdge = 24;

QIcon drawn(double pixelRatio, const std::function<void(QPainter &)> &draw)
{
    QPixmap pixmap(QSize(signEdge, signEdge) * pixelRatio);
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter);
    return QIcon(pixmap);
}

QTreeWidgetItem *makeRow(const QString &name)
{
    auto *item = new QTreeWidgetItem({name, QString()});
    item->setCheckState(NameColumn, Qt::Checked);
    item->setTextAlignment(CountColumn, Qt::AlignRight | Qt::AlignVCenter);
    item->setSizeHint(NameColumn, {0, signEdge});
    return item;
}

void setCount(QTreeWidgetItem *item, int count, const QPalette &palette)
{
    item->setText(CountColumn, grouped(count));
    const QColor ink = count == 0 ? mutedText(palette) : palette.color(QPalette::WindowText);
    item->setForeground(NameColumn, ink);
    item->setForeground(CountColumn, ink);
    item->setData(CountColumn, Qt::UserRole, count);
}

} // namespace

LegendView::LegendView(QWidget *parent)
    : QWidget(parent)
    , m_empty(new QLabel(tr("The layers of a city stand here.")))
    , m_tree(new QTreeWidget)
{
    m_empty->setObjectName(QStringLiteral("empty"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_empty->setPalette(muted(palette()));
    m_tree->hide();
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setSelectionMode(QAbstractItemView::NoSelection);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setIconSize({signEdge, signEdge});
    m_tree->setIndentation(2 * gridUnit);
    m_tree->viewport()->setAutoFillBackground(false);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(CountColumn, QHeaderView::Fixed);
    m_tree->setAccessibleName(tr("Layers"));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_empty);
    column->addWidget(m_tree);
    fitColumns();

    connect(m_tree, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem *item, int changedColumn) {
        // A group's check box follows its types', so only theirs count; one click on a group changes several.
        if (changedColumn == NameColumn && item->childCount() == 0)
            Q_EMIT changed();
    });
}

void LegendView::setLegend(const Legend &legend)
{
    const QSignalBlocker quiet(m_tree);
    m_legend = legend;
    m_tree->clear();
    m_groupItems.clear();
    m_unfolded.clear();
    m_typeItems.assign(legend.entries().size(), nullptr);
    for (const Group group : groupsFromLoud)
        addGroup(group);
    m_touched = makeRow(tr("Touched neighborhoods"));
    m_touched->setToolTip(NameColumn, tr("Outline the neighborhoods that hold a shown incident"));
    m_tree->addTopLevelItem(m_touched);
    m_touched->setFirstColumnSpanned(true);
    if (showsTypes())
        unfold();
    paintSigns();
    m_empty->hide();
    m_tree->show();
}

void LegendView::addGroup(Group group)
{
    auto *parent = makeRow(groupName(group));
    parent->setFlags(parent->flags() | Qt::ItemIsAutoTristate);
    parent->setData(NameColumn, Qt::UserRole, static_cast<int>(group));
    for (std::size_t type = 0; type < m_legend->entries().size(); ++type) {
        if (m_legend->at(type).group == group) {
            m_typeItems[type] = makeRow(m_legend->at(type).type);
            m_typeItems[type]->setToolTip(NameColumn, m_legend->at(type).type);
            parent->addChild(m_typeItems[type]);
        }
    }
    if (parent->childCount() == 0) {
        delete parent;
        return;
    }
    m_groupItems.push_back(parent);
    m_tree->addTopLevelItem(parent);
}

void LegendView::setCounts(const std::vector<int> &perType)
{
    Q_ASSERT(perType.size() == m_typeItems.size());
    const QSignalBlocker quiet(m_tree);
    for (std::size_t type = 0; type < perType.size(); ++type)
        setCount(m_typeItems[type], perType[type], palette());
    for (QTreeWidgetItem *group : m_groupItems) {
        int sum = 0;
        for (int child = 0; child < group->childCount(); ++child)
            sum += group->child(child)->data(CountColumn, Qt::UserRole).toInt();
        setCount(group, sum, palette());
    }
    m_tree->viewport()->update();
}

void LegendView::setMapStyle(MapStyle style)
{
    if (style == m_style)
        return;
    m_style = style;
    showTypes();
}

void LegendView::setTypesApart(bool apart)
{
    if (apart == m_apart)
        return;
    m_apart = apart;
    showTypes();
}

void LegendView::showTypes()
{
    if (showsTypes())
        unfold();
    else
        foldAgain();
    paintSigns();
}

void LegendView::unfold()
{
    for (QTreeWidgetItem *group : m_groupItems) {
        if (group->isExpanded())
            continue;
        group->setExpanded(true);
        m_unfolded.push_back(group);
    }
}

void LegendView::foldAgain()
{
    for (QTreeWidgetItem *group : m_unfolded)
        group->setExpanded(false);
    m_unfolded.clear();
}

std::vector<bool> LegendView::hiddenTypes() const
{
    std::vector<bool> hidden;
    for (const auto *item : m_typeItems)
        hidden.push_back(item->checkState(NameColumn) == Qt::Unchecked);
    return hidden;
}

void LegendView::setHiddenTypes(const std::vector<bool> &hidden)
{
    Q_ASSERT(hidden.size() == m_typeItems.size());
    if (hidden == hiddenTypes())
        return;
    {
        const QSignalBlocker quiet(m_tree);
        for (std::size_t type = 0; type < hidden.size(); ++type)
            m_typeItems[type]->setCheckState(NameColumn, hidden[type] ? Qt::Unchecked : Qt::Checked);
    }
    m_tree->viewport()->update();
    Q_EMIT changed();
}

bool LegendView::showsTouched() const
{
    return !m_touched || m_touched->checkState(NameColumn) == Qt::Checked;
}

void LegendView::setShowsTouched(bool shows)
{
    Q_ASSERT(m_touched);
    m_touched->setCheckState(NameColumn, shows ? Qt::Checked : Qt::Unchecked);
}

void LegendView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_empty->setPalette(muted(palette()));
        paintSigns();
        if (m_legend) {
            std::vector<int> counts;
            for (const auto *item : m_typeItems)
                counts.push_back(item->data(CountColumn, Qt::UserRole).toInt());
            setCounts(counts);
        }
    } else if (event->type() == QEvent::FontChange) {
        fitColumns();
    }
    QWidget::changeEvent(event);
}

void LegendView::fitColumns()
{
    m_tree->header()->resizeSection(CountColumn, fontMetrics().horizontalAdvance(QStringLiteral("888,888")) + gridUnit);
}

void LegendView::paintSigns()
{
    const QSignalBlocker quiet(m_tree);
    for (QTreeWidgetItem *item : m_groupItems) {
        const auto group = static_cast<Group>(item->data(NameColumn, Qt::UserRole).toInt());
        item->setIcon(NameColumn, m_style == MapStyle::Clear ? groupSign(group) : QIcon());
    }
    for (std::size_t type = 0; type < m_typeItems.size(); ++type)
        m_typeItems[type]->setIcon(NameColumn, showsTypes() ? typeSign(type) : QIcon());
    if (!m_touched)
        return;
    m_touched->setIcon(NameColumn, drawn(devicePixelRatioF(), [this](QPainter &painter) {
        const QColor red = m_style == MapStyle::Original ? QColor(Qt::red) : themeOf(palette()).touched;
        painter.setPen(QPen(red, 2));
        painter.drawRoundedRect(QRectF(5, 6, 14, 12), 3, 3);
    }));
}

QIcon LegendView::groupSign(Group group) const
{
    return drawn(devicePixelRatioF(), [&](QPainter &painter) {
        MapPainter::paintSign(painter, QPointF(signEdge, signEdge) / 2, group, themeOf(palette()));
    });
}

QIcon LegendView::typeSign(std::size_t type) const
{
    return drawn(devicePixelRatioF(), [&](QPainter &painter) {
        if (m_style == MapStyle::Clear) {
            const Legend::Entry &entry = m_legend->at(type);
            const MapTheme &theme = themeOf(palette());
            paintMapSign(painter, QPointF(signEdge, signEdge) / 2, entry.group, theme.apart(entry.group, entry.shade), theme);
            return;
        }
        // The published pictures are white in a dark window, too.
        painter.setPen(Qt::NoPen);
        painter.setBrush(Qt::white);
        painter.drawEllipse(QPointF(signEdge, signEdge) / 2, 7, 7);
        painter.setBrush(m_legend->at(type).original);
        painter.drawEllipse(QPointF(signEdge, signEdge) / 2, 4.3, 4.3);
    });
}

} // namespace forewatch
