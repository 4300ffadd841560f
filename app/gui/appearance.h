#pragma once

class QMenu;

namespace forewatch {

/// Puts the window into the light or dark palette the user chose last, or leaves the system's. Call it once, after the
/// application was made.
void applyAppearance();

/// Adds the choice to a menu: as the system, light, dark.
void addAppearanceActions(QMenu &menu);

} // namespace forewatch
