#pragma once

#include <QObject>

class QKeyEvent;

namespace forewatch {

/// Keeps the keys that a control lives by from being taken by the window's one-key shortcuts, where the control was
/// reached by the keyboard. A control that was clicked leaves the time's keys to the time; what is typed into keeps all
/// of its own. An event filter for the application.
class KeyGuard final : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool keeps(QObject *watched, const QKeyEvent *event) const;

    /// Only compared, never followed.
    const QObject *m_byKeyboard = nullptr;
};

} // namespace forewatch
