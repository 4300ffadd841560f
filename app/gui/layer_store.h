#pragma once

#include "app/gui/job.h"
#include "widgets/layers/layer_list.h"

#include <QObject>

namespace forewatch {

class Exploration;
class MapPainter;
class Session;

/// Makes the layers that the view's settings describe, in the background, and hands those that are ready to the
/// exploration. Each is made once, and again when its description changes, when another city is opened, and, where it is
/// made of the incidents shown, when the filter changes; the former one stays until then. Failures stand with their layer
/// and are told through the session.
class LayerStore : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive the store's work; the store lives on the GUI thread.
    LayerStore(Session *session, Exploration *exploration, QObject *parent = nullptr);

    /// The described layers as they stand, from the ground up.
    std::vector<ListedLayer> layers() const;

Q_SIGNALS:
    void changed();

private:
    /// What makes a layer what it is, opacity and visibility apart.
    struct Entry
    {
        LayerSpec spec;
        std::shared_ptr<const MapLayer> layer;
        QString problem;
        /// The incidents and the city it was made for.
        std::shared_ptr<const MapPainter> painter;
        std::shared_ptr<const Neighborhoods> neighborhoods;
    };
    struct Made
    {
        LayerSpec spec;
        std::shared_ptr<const MapLayer> layer;
        QString problem;
    };

    /// A layer in an opacity.
    struct Dressed
    {
        std::shared_ptr<const MapLayer> made;
        double opacity;
        std::shared_ptr<const MapLayer> shown;
    };

    void update();
    void take(const std::vector<Made> &made, const std::shared_ptr<const MapPainter> &painter);
    void publish();
    Entry *find(const LayerSpec &spec);
    const Entry *find(const LayerSpec &spec) const { return const_cast<LayerStore *>(this)->find(spec); }
    bool isCurrent(const Entry &entry) const;

    Session *m_session;
    Exploration *m_exploration;
    QThreadPool m_pool;
    std::vector<Entry> m_entries;
    std::vector<Dressed> m_dressed;
    /// What the job makes now.
    std::vector<LayerSpec> m_making;
    std::shared_ptr<const MapPainter> m_makingFor;
    Job<std::vector<Made>> m_job;
};

} // namespace forewatch
