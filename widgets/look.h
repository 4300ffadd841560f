#pragma once

#include "engine/core/text.h"
#include "engine/map/map_painter.h"

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

namespace forewatch {

/// The unit of all spacing, in pixels.
constexpr int gridUnit = 8;

bool isDark(const QPalette &palette);

/// Signal colors that can be told apart on the palette's ground.
const MapTheme &themeOf(const QPalette &palette);

/// `share` 0 gives `from`, 1 gives `to`.
QColor mixed(const QColor &from, const QColor &to, double share);

/// For text that stands back: still more than 4.5 : 1 on the palette's window and base.
QColor mutedText(const QPalette &palette);

/// The palette with all its text standing back.
QPalette muted(QPalette palette);

/// For bars and lines that carry a quantity but no signal.
QColor quietFill(const QPalette &palette);

/// For axes and separators.
QColor hairline(const QPalette &palette);

QFont scaled(const QFont &font, double factor);

/// `1 target`, `12,345 targets`.
QString counted(qint64 number, const QString &one, const QString &many);

} // namespace forewatch
