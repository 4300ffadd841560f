#pragma once

#include <QToolButton>

class QAction;

namespace forewatch {

class Exploration;
struct ViewSettings;

/// The button with the choices of how incidents are drawn: types apart, numbers at one place, and, for a reason that the
/// user must give, sexual offences where they happened.
class SignButton : public QToolButton
{
    Q_OBJECT

public:
    /// `exploration` must outlive it.
    explicit SignButton(Exploration *exploration, QWidget *parent = nullptr);

private:
    QAction *add(const QString &name, bool ViewSettings::*setting);
    void askForExactPlaces(bool wanted);
    void showSettings();

    Exploration *m_exploration;
    QAction *m_apart;
    QAction *m_stacks;
    QAction *m_exact;
};

} // namespace forewatch
