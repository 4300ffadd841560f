#pragma once

#include "widgets/map/map_view.h"

namespace forewatch {

class NoteEditor;
class Places;

/// The project's notes on the map's views: shows them, and lets the user pin, write, move and remove them.
class MapNotes : public QObject
{
    Q_OBJECT

public:
    /// `places` and the views must outlive it; `editorParent` is the widget the editor opens over.
    MapNotes(Places *places, std::vector<MapView *> views, QWidget *editorParent);

Q_SIGNALS:
    /// A new note is being written, so the tool has done its work.
    void started();

private:
    void show();
    void edit(const MapView *view, std::size_t index, const MapNote &note);
    void keep(const MapNote &note);

    Places *m_places;
    std::vector<MapView *> m_views;
    NoteEditor *m_editor;
    /// The note that is being edited; the number of notes for a new one.
    std::size_t m_edited = 0;
};

} // namespace forewatch
