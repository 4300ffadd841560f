#pragma once

#include <QIcon>

namespace forewatch {

/// Signs of the controls, drawn as paths in the palette's text color when they are painted: sharp at any scale, and
/// right in a light and a dark window.
enum class Icon {
    First,
    PreviousDay,
    Previous,
    Play,
    Pause,
    Next,
    NextDay,
    Last,
    PreviousTarget,
    NextTarget,
    Loop,
    SkipEmpty,
    Backward,
    PlayBackward,
    Cumulative,
    Explore,
    Model,
    Watch,
    Pan,
    Neighborhood,
    Rectangle,
    Polygon,
    Radius,
    Measure,
    Note,
    FitCity,
    FitSelection,
    SecondMap,
    Locked,
    Signs,
};

QIcon icon(Icon which);

} // namespace forewatch
