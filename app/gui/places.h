#pragma once

#include "engine/project/places.h"

#include <QObject>

#include <vector>

namespace forewatch {

/// The notes and bookmarks of the project, shared by the map, the menus and the project's file. Lives on the GUI thread.
class Places : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    const std::vector<MapNote> &notes() const { return m_notes; }
    void setNotes(std::vector<MapNote> notes);
    void addNote(const MapNote &note);
    /// Precondition of all with an index: it is below the number of notes or bookmarks.
    void changeNote(std::size_t index, const MapNote &note);
    void removeNote(std::size_t index);

    /// In the order they were made or put.
    const std::vector<Bookmark> &bookmarks() const { return m_bookmarks; }
    void setBookmarks(std::vector<Bookmark> bookmarks);
    void addBookmark(const Bookmark &bookmark);
    void renameBookmark(std::size_t index, const QString &name);
    void removeBookmark(std::size_t index);

Q_SIGNALS:
    void notesChanged();
    void bookmarksChanged();

private:
    std::vector<MapNote> m_notes;
    std::vector<Bookmark> m_bookmarks;
};

} // namespace forewatch
