#include "app/gui/sign_button.h"

#include "app/gui/exploration.h"
#include "widgets/icons.h"

#include <QInputDialog>
#include <QMenu>

namespace forewatch {

SignButton::SignButton(Exploration *exploration, QWidget *parent) : QToolButton(parent), m_exploration(exploration)
{
    setIcon(forewatch::icon(Icon::Signs));
    setToolTip(tr("How incidents are drawn"));
    setAccessibleName(tr("Signs"));
    setPopupMode(QToolButton::InstantPopup);
    setMenu(new QMenu(this));
    m_apart = add(tr("Each type in a color of its own"), &ViewSettings::typesApart);
    m_stacks = add(tr("Number of incidents at one place"), &ViewSettings::stackCounts);
    menu()->addSeparator();
    m_exact = menu()->addAction(tr("Sexual offences where they happened…"));
    m_exact->setCheckable(true);
    connect(m_exact, &QAction::triggered, this, &SignButton::askForExactPlaces);
    connect(m_exploration, &Exploration::settingsChanged, this, &SignButton::showSettings);
    showSettings();
}

QAction *SignButton::add(const QString &name, bool ViewSettings::*setting)
{
    QAction *action = menu()->addAction(name);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, name, setting](bool on) {
        ViewSettings settings = m_exploration->settings();
        settings.*setting = on;
        m_exploration->change(settings, name.toLower());
    });
    return action;
}

void SignButton::askForExactPlaces(bool wanted)
{
    ViewSettings settings = m_exploration->settings();
    QString reason;
    if (wanted) {
        reason = QInputDialog::getText(this, tr("Sexual offences where they happened"),
                                       tr("They are shown at the center of their neighborhood, so that nobody's home can be read off "
                                          "a map.\nWhy must this map show the exact places? Pictures exported from it will say so."))
                     .trimmed();
        m_exact->setChecked(!reason.isEmpty());
        if (reason.isEmpty())
            return;
    }
    settings.exactPlaces = wanted;
    m_exploration->change(settings, wanted ? tr("exact places: %1").arg(reason) : tr("exact places"));
}

void SignButton::showSettings()
{
    const ViewSettings &settings = m_exploration->settings();
    m_apart->setChecked(settings.typesApart);
    m_stacks->setChecked(settings.stackCounts);
    m_exact->setChecked(settings.exactPlaces);
    // The published style has colors of its own and no numbers.
    for (QAction *action : {m_apart, m_stacks})
        action->setEnabled(settings.style == MapStyle::Clear);
}

} // namespace forewatch
