#include "widgets/training/layers_model.h"

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "widgets/look.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSpinBox>

#include <array>

namespace forewatch {

namespace {

constexpr int mostUnits = 100'000;
constexpr int largestKernel = 99;

QStringList paddings()
{
    return {LayersModel::tr("cut"), LayersModel::tr("same")};
}

QStringList activations()
{
    return {LayersModel::tr("none"), QStringLiteral("ReLU"), QStringLiteral("leaky ReLU"), QStringLiteral("ELU"),
            QStringLiteral("tanh"), QStringLiteral("sigmoid")};
}

} // namespace

QStringList layerKinds()
{
    return {LayersModel::tr("Convolution"), LayersModel::tr("Largest of"), LayersModel::tr("Mean of"),
            LayersModel::tr("Batch norm"), LayersModel::tr("Dropout"), LayersModel::tr("Activation"),
            LayersModel::tr("Flatten"), LayersModel::tr("Dense")};
}

Layer newLayer(Layer::Kind kind)
{
    Layer layer{.kind = kind};
    switch (kind) {
    case Layer::Kind::Convolution:
        layer.units = 32;
        layer.kernel = 3;
        break;
    case Layer::Kind::MaxPool:
    case Layer::Kind::AveragePool: layer.kernel = 2; break;
    case Layer::Kind::Dense: layer.units = 64; break;
    case Layer::Kind::Dropout: layer.rate = 0.5; break;
    default: break;
    }
    return layer;
}

QStringList LayersModel::choices(int column)
{
    switch (column) {
    case Kind: return layerKinds();
    case Edges: return paddings();
    case Activated: return activations();
    default: return {};
    }
}

void LayersModel::setNetwork(const NetworkSpec &network, bool readOnly)
{
    const bool sameRows = network.layers.size() == m_network.layers.size();
    if (!sameRows)
        beginResetModel();
    m_network = network;
    m_readOnly = readOnly;
    try {
        m_summary = summaryOf(network);
    } catch (const Error &) {
        m_summary.clear();
    }
    if (!sameRows)
        endResetModel();
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columns - 1));
}

int LayersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_network.layers.size());
}

int LayersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

bool LayersModel::means(int row, int column) const
{
    using enum Layer::Kind;
    const Layer::Kind kind = m_network.layers[static_cast<std::size_t>(row)].kind;
    const bool last = row + 1 == rowCount();
    switch (column) {
    case Kind: return true;
    case Units: return kind == Convolution || kind == Dense;
    case Size: return kind == Convolution || kind == MaxPool || kind == AveragePool;
    case Edges: return kind == Convolution;
    case Activated: return (kind == Convolution || kind == Dense || kind == Activation) && !last;
    case Rate: return kind == Dropout;
    default: return false;
    }
}

QVariant LayersModel::data(const QModelIndex &index, int role) const
{
    const auto row = static_cast<std::size_t>(index.row());
    const Layer &layer = m_network.layers[row];
    const int column = index.column();
    if (role == Qt::TextAlignmentRole) {
        const bool right = column == Units || column == Size || column == Rate || column >= Shape;
        return QVariant((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && row < m_summary.size())
        return m_summary[row].name;
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    if (column == Shape)
        return row < m_summary.size() ? m_summary[row].shape : QString();
    if (column == Parameters)
        return row < m_summary.size() && m_summary[row].parameters > 0 ? grouped(m_summary[row].parameters) : QString();
    if (!means(index.row(), column))
        return {};
    const auto word = [column](auto value) { return choices(column)[static_cast<int>(value)]; };
    switch (column) {
    case Kind: return word(layer.kind);
    case Units: return layer.units;
    case Size: return layer.kernel;
    case Edges: return word(layer.padding);
    case Activated: return word(layer.activation);
    default: return layer.rate;
    }
}

QVariant LayersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    const auto at = static_cast<std::size_t>(section);
    static const std::array<const char *, columns> names = {
        QT_TR_NOOP("Layer"), QT_TR_NOOP("Units"), QT_TR_NOOP("Size"), QT_TR_NOOP("Edges"),
        QT_TR_NOOP("Activation"), QT_TR_NOOP("Rate"), QT_TR_NOOP("Shape"), QT_TR_NOOP("Parameters")};
    static const std::array<const char *, columns> tips = {
        QT_TR_NOOP("What the layer does"), QT_TR_NOOP("Filters of a convolution, units of a dense layer"),
        QT_TR_NOOP("Edge of the kernel or of the pool's square, in pixels"),
        QT_TR_NOOP("Cut: the picture becomes smaller by the kernel. Same: zeros around it"),
        QT_TR_NOOP("What follows the sums; the last layer's sigmoid is the score"),
        QT_TR_NOOP("Share of the numbers that dropout leaves out in training"), QT_TR_NOOP("What leaves the layer"),
        QT_TR_NOOP("Numbers that are learnt")};
    if (role == Qt::DisplayRole)
        return tr(names[at]);
    return role == Qt::ToolTipRole ? QVariant(tr(tips[at])) : QVariant();
}

Qt::ItemFlags LayersModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return !m_readOnly && means(index.row(), index.column()) ? flags | Qt::ItemIsEditable : flags;
}

bool LayersModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    Layer layer = m_network.layers[static_cast<std::size_t>(index.row())];
    const QStringList words = choices(index.column());
    const auto chosen = words.indexOf(value.toString());
    if (!words.isEmpty() && chosen < 0)
        return false;
    switch (index.column()) {
    case Kind: {
        if (static_cast<Layer::Kind>(chosen) == layer.kind)
            return false;
        // What both kinds have stays.
        const Layer before = layer;
        layer = newLayer(static_cast<Layer::Kind>(chosen));
        if (before.units > 0 && layer.units > 0)
            layer.units = before.units;
        if (before.kernel > 0 && layer.kernel > 0)
            layer.kernel = before.kernel;
        break;
    }
    case Units: layer.units = value.toInt(); break;
    case Size: layer.kernel = value.toInt(); break;
    case Edges: layer.padding = static_cast<Padding>(chosen); break;
    case Activated: layer.activation = static_cast<Activation>(chosen); break;
    case Rate: layer.rate = value.toDouble(); break;
    default: return false;
    }
    Q_EMIT edited(index.row(), layer);
    return true;
}

QWidget *LayersDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QStringList words = LayersModel::choices(index.column());
    if (!words.isEmpty()) {
        auto *box = new QComboBox(parent);
        box->addItems(words);
        connect(box, &QComboBox::activated, this, [this, box] {
            Q_EMIT const_cast<LayersDelegate *>(this)->commitData(box);
            Q_EMIT const_cast<LayersDelegate *>(this)->closeEditor(box);
        });
        return box;
    }
    if (index.column() == LayersModel::Rate) {
        auto *box = new QDoubleSpinBox(parent);
        box->setRange(0, 0.99);
        box->setSingleStep(0.05);
        return box;
    }
    if (index.column() == LayersModel::Units || index.column() == LayersModel::Size) {
        auto *box = new QSpinBox(parent);
        box->setRange(1, index.column() == LayersModel::Units ? mostUnits : largestKernel);
        return box;
    }
    return QStyledItemDelegate::createEditor(parent, option, index);
}

void LayersDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto *box = qobject_cast<QComboBox *>(editor))
        box->setCurrentText(index.data(Qt::EditRole).toString());
    else
        QStyledItemDelegate::setEditorData(editor, index);
}

void LayersDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (auto *box = qobject_cast<QComboBox *>(editor))
        model->setData(index, box->currentText(), Qt::EditRole);
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

void LayersDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() >= LayersModel::Shape)
        option->palette.setColor(QPalette::Text, mutedText(option->palette));
}

} // namespace forewatch
