#pragma once

#include "engine/project/places.h"

#include <QFrame>

class QCheckBox;
class QPlainTextEdit;
class QPushButton;

namespace forewatch {

/// A small popup beside a note's pin to write in. Closing it keeps what was written; a note without a word is none.
class NoteEditor : public QFrame
{
    Q_OBJECT

public:
    explicit NoteEditor(QWidget *parent);

    /// Opens for a note. `window` is what the map shows: a note can be bound to its start.
    void edit(const MapNote &note, const Window &window, QPoint globalAt);

Q_SIGNALS:
    /// The popup has closed; the text may be empty.
    void done(const forewatch::MapNote &note);

protected:
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    MapNote m_note;
    Time m_time{};
    bool m_removed = false;
    QPlainTextEdit *m_text;
    QCheckBox *m_bound;
};

} // namespace forewatch
