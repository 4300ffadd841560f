#include "app/gui/places.h"

namespace forewatch {

void Places::setNotes(std::vector<MapNote> notes)
{
    if (notes == m_notes)
        return;
    m_notes = std::move(notes);
    Q_EMIT notesChanged();
}

void Places::addNote(const MapNote &note)
{
    m_notes.push_back(note);
    Q_EMIT notesChanged();
}

void Places::changeNote(std::size_t index, const MapNote &note)
{
    Q_ASSERT(index < m_notes.size());
    if (m_notes[index] == note)
        return;
    m_notes[index] = note;
    Q_EMIT notesChanged();
}

void Places::removeNote(std::size_t index)
{
    Q_ASSERT(index < m_notes.size());
    m_notes.erase(m_notes.begin() + static_cast<std::ptrdiff_t>(index));
    Q_EMIT notesChanged();
}

void Places::setBookmarks(std::vector<Bookmark> bookmarks)
{
    if (bookmarks == m_bookmarks)
        return;
    m_bookmarks = std::move(bookmarks);
    Q_EMIT bookmarksChanged();
}

void Places::addBookmark(const Bookmark &bookmark)
{
    m_bookmarks.push_back(bookmark);
    Q_EMIT bookmarksChanged();
}

void Places::renameBookmark(std::size_t index, const QString &name)
{
    Q_ASSERT(index < m_bookmarks.size());
    if (m_bookmarks[index].name == name)
        return;
    m_bookmarks[index].name = name;
    Q_EMIT bookmarksChanged();
}

void Places::removeBookmark(std::size_t index)
{
    Q_ASSERT(index < m_bookmarks.size());
    m_bookmarks.erase(m_bookmarks.begin() + static_cast<std::ptrdiff_t>(index));
    Q_EMIT bookmarksChanged();
}

} // namespace forewatch
