#pragma once

#include "engine/learning/network_spec.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include <functional>

namespace forewatch {

/// A network's layers as a table that is edited in place: one row for each layer; cells that mean nothing to its kind are
/// empty. What is edited is told of, not kept: the owner sets the network that came of it.
class LayersModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Kind, Units, Size, Edges, Activated, Rate, Shape, Parameters, columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setNetwork(const NetworkSpec &network, bool readOnly);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

    /// The words that a cell chooses from; none where it holds a number.
    static QStringList choices(int column);

Q_SIGNALS:
    void edited(int row, const forewatch::Layer &layer);

private:
    bool means(int row, int column) const;

    NetworkSpec m_network;
    std::vector<LayerSummary> m_summary;
    bool m_readOnly = true;
};

/// Edits a cell by its words or its number.
class LayersDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

/// A layer of the kind as one begins with it.
Layer newLayer(Layer::Kind kind);

/// `Convolution`, `Largest of`, …, in the order of `Layer::Kind`.
QStringList layerKinds();

} // namespace forewatch
