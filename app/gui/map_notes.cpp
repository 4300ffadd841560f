#include "app/gui/map_notes.h"

#include "app/gui/places.h"
#include "widgets/look.h"
#include "widgets/map/note_editor.h"

namespace forewatch {

MapNotes::MapNotes(Places *places, std::vector<MapView *> views, QWidget *editorParent)
    : QObject(editorParent)
    , m_places(places)
    , m_views(std::move(views))
    , m_editor(new NoteEditor(editorParent))
{
    connect(m_places, &Places::notesChanged, this, &MapNotes::show);
    connect(m_editor, &NoteEditor::done, this, &MapNotes::keep);
    for (MapView *view : m_views) {
        connect(view, &MapView::noteOpened, this,
                [this, view](std::size_t index) { edit(view, index, m_places->notes()[index]); });
        connect(view, &MapView::noteWanted, this, [this, view](GeoPoint place) {
            edit(view, m_places->notes().size(), {place, {}, {}});
            Q_EMIT started();
        });
        connect(view, &MapView::noteMoved, this, [this](std::size_t index, GeoPoint place) {
            MapNote moved = m_places->notes()[index];
            moved.place = place;
            m_places->changeNote(index, moved);
        });
    }
    show();
}

void MapNotes::show()
{
    for (MapView *view : m_views)
        view->setNotes(m_places->notes());
}

void MapNotes::edit(const MapView *view, std::size_t index, const MapNote &note)
{
    m_edited = index;
    const QPointF beside = view->frame().toPixel(note.place) + QPointF(gridUnit, 0);
    m_editor->edit(note, view->snapshot().window, view->mapToGlobal(beside).toPoint());
}

void MapNotes::keep(const MapNote &note)
{
    const bool isNew = m_edited >= m_places->notes().size();
    if (isNew && !note.text.isEmpty())
        m_places->addNote(note);
    else if (!isNew && note.text.isEmpty())
        m_places->removeNote(m_edited);
    else if (!isNew)
        m_places->changeNote(m_edited, note);
}

} // namespace forewatch
