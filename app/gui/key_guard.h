#pragma once

#include <QObject>

class QKeyEvent;

namespace forewatch {

/// An event filter of the whole application: keeps the keys that a control lives by (Space, ←, →, Home, End) from being
/// taken by the window's one-key shortcuts, where the control was reached by the keyboard. A control that was clicked
/// leaves the time's keys to the time; what is typed into keeps all of its own.
class KeyGuard final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool keeps(QObject *watched, const QKeyEvent *event) const;

    /// Only compared, never followed.
    const QObject *m_byKeyboard = nullptr;
};

} // namespace forewatch
