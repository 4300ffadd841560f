#pragma once

#include "app/gui/job.h"
#include "engine/layers/area_layer.h"

#include <QWidget>

namespace forewatch {

class AreaLayerForm;
class Exploration;
class LayerList;
class LayerStore;
class Session;

/// The map's further layers in the *Layers* tab: the list, and the dialogs that add and edit. All of it is a change of the
/// view's settings, so it can be undone.
class LayersPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the panel.
    LayersPanel(Session *session, Exploration *exploration, QWidget *parent = nullptr);

private:
    void add(LayerSpec::Kind kind);
    void edit(std::size_t index);
    /// What the user makes of a layer; nothing when it is cancelled.
    std::optional<LayerSpec> ask(const LayerSpec &spec);
    void preview(AreaLayerForm *form);
    void showState();

    Session *m_session;
    Exploration *m_exploration;
    LayerStore *m_store;
    LayerList *m_list;
    QThreadPool m_pool;
    Job<AreaValues> m_preview;
};

} // namespace forewatch
