#pragma once

#include "engine/layers/layer_spec.h"

#include <QWidget>

class QLabel;
class QSlider;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace forewatch {

/// A layer as the list shows it.
struct ListedLayer
{
    LayerSpec spec;
    /// Null until it is ready, and while it is hidden.
    std::shared_ptr<const MapLayer> layer;
    /// Why it cannot be shown, for the user.
    QString problem;

    bool operator==(const ListedLayer &) const = default;
};

/// The map's further layers with their legends, the uppermost first; shown and hidden by their check boxes, ordered, made
/// translucent, edited and removed with the controls below the list.
class LayerList : public QWidget
{
    Q_OBJECT

public:
    explicit LayerList(QWidget *parent = nullptr);

    /// From the ground up, as specs are stored.
    void setLayers(const std::vector<ListedLayer> &layers);

    /// Without a city there is nothing to add layers to.
    void setAddEnabled(bool enabled);

Q_SIGNALS:
    /// The user changed which layers there are, their order, or what is shown of them; `text` says what was done. Changes
    /// with the same `mergeKey` other than 0 are parts of one.
    void specsChanged(const std::vector<forewatch::LayerSpec> &specs, const QString &text, int mergeKey);
    void addRequested(forewatch::LayerSpec::Kind kind);
    /// `index` from the ground up.
    void editRequested(std::size_t index);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeControls();
    void fill();
    void addRow(std::size_t index);
    void showSelected();
    std::optional<std::size_t> selected() const;
    std::vector<LayerSpec> specs() const;
    void move(int by);

    std::vector<ListedLayer> m_layers;
    std::size_t m_selected = 0;
    QTreeWidget *m_tree;
    QLabel *m_empty;
    QToolButton *m_add;
    QWidget *m_controls;
    QSlider *m_opacity;
    QToolButton *m_up;
    QToolButton *m_down;
    QToolButton *m_edit;
    QToolButton *m_remove;
};

} // namespace forewatch
