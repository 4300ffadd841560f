#include "widgets/layers/layer_list.h"

#include "engine/map/layer_sign.h"
#include "widgets/layers/layer_dialog.h"
#include "widgets/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <cmath>

namespace forewatch {

namespace {

constexpr int signEdge = 20;
constexpr int indexRole = Qt::UserRole;
constexpr std::array kinds = {LayerSpec::Kind::Points, LayerSpec::Kind::Areas, LayerSpec::Kind::Density, LayerSpec::Kind::Grid,
                              LayerSpec::Kind::Raster};
/// Merges the steps of a slider that is dragged; the layer's number is added.
constexpr int opacityKey = 7100;

QIcon signIcon(const LayerSign &sign, double pixelRatio, const QColor &halo)
{
    QPixmap pixmap(QSize(signEdge, signEdge) * pixelRatio);
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintLayerSign(painter, QRectF(2, 3, signEdge - 4, signEdge - 6), sign, halo);
    return QIcon(pixmap);
}

QToolButton *makeButton(const QString &text, const QString &tip)
{
    auto *button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    return button;
}

} // namespace

LayerList::LayerList(QWidget *parent)
    : QWidget(parent)
    , m_tree(new QTreeWidget)
    , m_empty(new QLabel(tr("Add points, areas, densities or a base map under the incidents.")))
    , m_add(makeButton(tr("Add layer…"), tr("Add a layer to the map")))
{
    auto *title = new QLabel(tr("Map layers"));
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    m_add->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_add);
    for (const LayerSpec::Kind kind : kinds)
        menu->addAction(layerKindText(kind), this, [this, kind] { Q_EMIT addRequested(kind); });
    m_add->setMenu(menu);
    auto *head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch();
    head->addWidget(m_add);

    m_empty->setWordWrap(true);
    m_empty->setPalette(muted(palette()));
    m_empty->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_tree->setColumnCount(1);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIconSize({signEdge, signEdge});
    m_tree->setIndentation(2 * gridUnit);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setAccessibleName(tr("Map layers, the uppermost first"));
    m_tree->viewport()->setAutoFillBackground(false);
    m_tree->setTextElideMode(Qt::ElideRight);

    m_controls = makeControls();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    column->addLayout(head);
    column->addWidget(m_empty);
    column->addWidget(m_tree, 1);
    column->addWidget(m_controls);

    connect(m_tree, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem *item) {
        if (item->parent())
            return;
        std::vector<LayerSpec> changed = specs();
        LayerSpec &spec = changed[item->data(0, indexRole).toUInt()];
        spec.visible = item->checkState(0) == Qt::Checked;
        Q_EMIT specsChanged(changed, spec.visible ? tr("show %1").arg(spec.name) : tr("hide %1").arg(spec.name), 0);
    });
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (!item)
            return;
        m_selected = (item->parent() ? item->parent() : item)->data(0, indexRole).toUInt();
        showSelected();
    });
    connect(m_tree, &QTreeWidget::itemDoubleClicked, this, [this](const QTreeWidgetItem *item) {
        if (!item->parent())
            Q_EMIT editRequested(item->data(0, indexRole).toUInt());
    });
    fill();
}

QWidget *LayerList::makeControls()
{
    m_opacity = new QSlider(Qt::Horizontal);
    m_opacity->setRange(5, 100);
    m_opacity->setAccessibleName(tr("Opacity of the layer"));
    m_up = makeButton(tr("Up"), tr("Draw the layer above the next one"));
    m_down = makeButton(tr("Down"), tr("Draw the layer below the one before"));
    m_edit = makeButton(tr("Edit…"), tr("Change what the layer shows"));
    m_remove = makeButton(tr("Remove"), tr("Remove the layer from the map"));
    connect(m_up, &QToolButton::clicked, this, [this] { move(1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_edit, &QToolButton::clicked, this, [this] {
        if (const auto index = selected())
            Q_EMIT editRequested(*index);
    });
    connect(m_remove, &QToolButton::clicked, this, [this] {
        if (const auto index = selected()) {
            std::vector<LayerSpec> changed = specs();
            const QString name = changed[*index].name;
            changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(*index));
            Q_EMIT specsChanged(changed, tr("remove %1").arg(name), 0);
        }
    });
    connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) {
        m_opacity->setToolTip(tr("Opacity %1 %").arg(percent));
        if (const auto index = selected()) {
            std::vector<LayerSpec> changed = specs();
            changed[*index].opacity = percent / 100.;
            Q_EMIT specsChanged(changed, tr("opacity of %1").arg(changed[*index].name), opacityKey + static_cast<int>(*index));
        }
    });
    auto *controls = new QWidget;
    auto *column = new QVBoxLayout(controls);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *opacity = new QHBoxLayout;
    opacity->addWidget(new QLabel(tr("Opacity")));
    opacity->addWidget(m_opacity, 1);
    column->addLayout(opacity);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    for (QToolButton *button : {m_up, m_down, m_edit, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    column->addLayout(buttons);
    return controls;
}

void LayerList::setAddEnabled(bool enabled)
{
    m_add->setEnabled(enabled);
}

void LayerList::setLayers(const std::vector<ListedLayer> &layers)
{
    if (layers == m_layers)
        return;
    // What was just added is what one wants to adjust.
    if (layers.size() > m_layers.size() && !layers.empty())
        m_selected = layers.size() - 1;
    m_layers = layers;
    fill();
}

void LayerList::fill()
{
    const QSignalBlocker quiet(m_tree);
    std::vector<bool> folded(m_layers.size());
    for (int row = 0; row < m_tree->topLevelItemCount(); ++row) {
        const QTreeWidgetItem *item = m_tree->topLevelItem(row);
        const auto index = item->data(0, indexRole).toUInt();
        if (index < folded.size() && item->childCount() > 0)
            folded[index] = !item->isExpanded();
    }
    m_tree->clear();
    for (std::size_t i = m_layers.size(); i-- > 0;) {
        addRow(i);
        m_tree->topLevelItem(m_tree->topLevelItemCount() - 1)->setExpanded(!folded[i]);
    }
    if (!m_layers.empty()) {
        m_selected = std::min(m_selected, m_layers.size() - 1);
        m_tree->setCurrentItem(m_tree->topLevelItem(static_cast<int>(m_layers.size() - 1 - m_selected)));
    }
    m_empty->setVisible(m_layers.empty());
    m_tree->setVisible(!m_layers.empty());
    showSelected();
}

void LayerList::addRow(std::size_t index)
{
    const ListedLayer &listed = m_layers[index];
    auto *item = new QTreeWidgetItem({listed.spec.name});
    item->setData(0, indexRole, static_cast<uint>(index));
    item->setCheckState(0, listed.spec.visible ? Qt::Checked : Qt::Unchecked);
    item->setToolTip(0, listed.spec.name);
    const auto addLine = [&](const QString &text, const QIcon &sign = {}, bool isMuted = false) {
        auto *line = new QTreeWidgetItem({text});
        line->setIcon(0, sign);
        line->setToolTip(0, text);
        line->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        if (isMuted)
            line->setForeground(0, mutedText(palette()));
        item->addChild(line);
    };
    if (!listed.problem.isEmpty())
        addLine(listed.problem, {}, true);
    else if (listed.layer) {
        for (const LayerSign &sign : listed.layer->signs(isDark(palette())))
            addLine(sign.text, signIcon(sign, devicePixelRatioF(), themeOf(palette()).halo));
        if (const QString note = listed.layer->note(); !note.isEmpty())
            addLine(note, {}, true);
    } else if (listed.spec.visible) {
        addLine(tr("being made …"), {}, true);
    }
    m_tree->addTopLevelItem(item);
}

void LayerList::showSelected()
{
    const auto index = selected();
    m_controls->setVisible(index.has_value());
    if (!index)
        return;
    const QSignalBlocker quiet(m_opacity);
    m_opacity->setValue(static_cast<int>(std::lround(m_layers[*index].spec.opacity * 100)));
    m_up->setEnabled(*index + 1 < m_layers.size());
    m_down->setEnabled(*index > 0);
}

std::optional<std::size_t> LayerList::selected() const
{
    return m_layers.empty() ? std::nullopt : std::optional(std::min(m_selected, m_layers.size() - 1));
}

std::vector<LayerSpec> LayerList::specs() const
{
    std::vector<LayerSpec> all;
    for (const ListedLayer &listed : m_layers)
        all.push_back(listed.spec);
    return all;
}

void LayerList::move(int by)
{
    const auto from = selected();
    if (!from)
        return;
    const auto to = static_cast<std::size_t>(static_cast<int>(*from) + by);
    std::vector<LayerSpec> changed = specs();
    std::swap(changed[*from], changed[to]);
    m_selected = to;
    Q_EMIT specsChanged(changed, by > 0 ? tr("move %1 up").arg(changed[to].name) : tr("move %1 down").arg(changed[to].name), 0);
}

void LayerList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_empty->setPalette(muted(palette()));
        fill();
    }
    QWidget::changeEvent(event);
}

} // namespace forewatch
