#pragma once

#include "app/gui/places.h"
#include "engine/data/selection.h"
#include "engine/project/view_settings.h"

#include <QObject>
#include <QUndoStack>

namespace forewatch {

class Session;

/// What all panels of the map's workspaces look at together: the view's settings with undo and redo, the city as the
/// filter shows it, the window, the selection, the layers that are ready. Panels change it and follow its signals; they
/// do not know each other. Lives on the GUI thread.
class Exploration : public QObject
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit Exploration(Session *session, QObject *parent = nullptr);

    bool hasCity() const { return m_painter != nullptr; }

    const ViewSettings &settings() const { return m_settings; }

    /// Does and remembers a change; `text` names it in the Edit menu (`filter by hour`). Changes of one `mergeKey` that
    /// follow each other are one step, as when a slider is dragged; 0 merges with none.
    void change(const ViewSettings &wanted, const QString &text, int mergeKey = 0);

    /// Takes settings as a project has them, and forgets the steps before.
    void restore(const ViewSettings &settings);

    QUndoStack *undoStack() { return &m_undo; }

    /// Notes and bookmarks; they outlive a change of city.
    Places *places() { return &m_places; }

    /// The whole city, and the city with the incidents that pass the filter. Precondition: `hasCity()`.
    const City &whole() const;
    const City &shown() const { return m_painter->city(); }
    /// Of the shown city.
    const std::shared_ptr<const MapPainter> &painter() const { return m_painter; }
    /// Precondition: `hasCity()`.
    const FilterTest &filterTest() const { return *m_test; }

    /// What the map draws with, layers included; `dark` is left to the widget.
    MapOptions mapOptions() const;

    /// The layers that are ready, visible ones only, from the ground up.
    void setLayers(std::vector<std::shared_ptr<const MapLayer>> layers);
    const std::vector<std::shared_ptr<const MapLayer>> &layers() const { return m_layers; }

    /// What a panel draws over the layers, for a while; null for nothing. No part of the settings, and in no project.
    void setOverlay(std::shared_ptr<const MapLayer> layer);

    /// The span that the map shows.
    const std::optional<Window> &window() const { return m_window; }
    void setWindow(const std::optional<Window> &window);
    /// The shown incidents of the window; empty without a city or a window.
    Snapshot snapshot() const;

    const Selection &selection() const { return m_selection; }
    void select(Selection selection);

Q_SIGNALS:
    void settingsChanged();
    /// Another city, or other incidents of it: `shown`, `painter` and `snapshot` are new.
    void shownChanged();
    void layersChanged();
    void windowChanged();
    void selectionChanged();

private:
    friend class ViewChange;

    void apply(const ViewSettings &settings);
    void filterCity();

    Session *m_session;
    ViewSettings m_settings;
    Places m_places;
    QUndoStack m_undo;
    std::shared_ptr<const MapPainter> m_painter;
    std::optional<FilterTest> m_test;
    std::vector<std::shared_ptr<const MapLayer>> m_layers;
    std::shared_ptr<const MapLayer> m_overlay;
    std::optional<Window> m_window;
    Selection m_selection;
};

} // namespace forewatch
