#include "widgets/map/note_editor.h"

#include "widgets/look.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>

namespace forewatch {

NoteEditor::NoteEditor(QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_text(new QPlainTextEdit)
    , m_bound(new QCheckBox)
{
    setFrameShape(QFrame::StyledPanel);
    m_text->setPlaceholderText(tr("What is to be remembered here?"));
    m_text->setAccessibleName(tr("Text of the note"));
    m_text->setTabChangesFocus(true);
    m_text->setFixedSize(36 * gridUnit, 10 * gridUnit);
    auto *remove = new QPushButton(tr("Remove"));
    remove->setAutoDefault(false);
    auto *close = new QPushButton(tr("Done"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(remove);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    column->setSpacing(gridUnit);
    column->addWidget(m_text);
    column->addWidget(m_bound);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    connect(remove, &QPushButton::clicked, this, [this] {
        m_removed = true;
        hide();
    });
}

void NoteEditor::edit(const MapNote &note, const Window &window, QPoint globalAt)
{
    m_note = note;
    m_removed = false;
    m_time = note.time.value_or(window.start);
    m_text->setPlainText(note.text);
    m_bound->setText(tr("Only with %1").arg(formatTime(m_time)));
    m_bound->setToolTip(tr("The note is shown with the windows that hold this time, and with no others"));
    m_bound->setChecked(note.time.has_value());
    move(globalAt);
    show();
    m_text->setFocus();
    m_text->selectAll();
}

void NoteEditor::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    if (event->spontaneous())
        return;
    m_note.text = m_removed ? QString() : m_text->toPlainText().trimmed();
    m_note.time = m_bound->isChecked() ? std::optional(m_time) : std::nullopt;
    Q_EMIT done(m_note);
}

void NoteEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return && event->modifiers().testFlag(Qt::ControlModifier))
        hide();
    else
        QFrame::keyPressEvent(event);
}

} // namespace forewatch
