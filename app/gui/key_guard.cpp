#include "app/gui/key_guard.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>

namespace forewatch {

bool KeyGuard::eventFilter(QObject *watched, QEvent *event)
{
    // The style is told of focus, too.
    if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason)
            m_byKeyboard = watched;
        else if (reason == Qt::MouseFocusReason)
            m_byKeyboard = nullptr;
    }
    if (event->type() != QEvent::ShortcutOverride || !keeps(watched, static_cast<QKeyEvent *>(event)))
        return false;
    // Handled here: a widget that does not care would pass it on to its parents, which are no controls.
    event->accept();
    return true;
}

bool KeyGuard::keeps(QObject *watched, const QKeyEvent *event) const
{
    const int key = event->key();
    const bool moves = key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home || key == Qt::Key_End;
    const bool isPopup = qobject_cast<QWidget *>(watched) && qobject_cast<QWidget *>(watched)->window()->windowType() == Qt::Popup;
    const bool isList = qobject_cast<QAbstractItemView *>(watched) || qobject_cast<QComboBox *>(watched)
        || qobject_cast<QAbstractSlider *>(watched);
    const bool isButton = qobject_cast<QAbstractButton *>(watched);
    const bool isText = qobject_cast<QLineEdit *>(watched) || qobject_cast<QAbstractSpinBox *>(watched);
    const bool lives = (key == Qt::Key_Space && (isList || isButton)) || (moves && isList);
    // Redo of another system's habit must not reach past a text to the map.
    const bool redo = isText && key == Qt::Key_Y && event->modifiers() == Qt::ControlModifier;
    return (lives && (watched == m_byKeyboard || isPopup)) || redo;
}

} // namespace forewatch
