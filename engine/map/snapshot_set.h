#pragma once

#include "engine/core/feedback.h"
#include "engine/map/map_painter.h"

namespace forewatch {

/// How a set of snapshots is written.
struct SnapshotSetSettings
{
    WindowSequence windows;
    MapStyle style = MapStyle::Original;
    /// Empty: the published size for the original style, 870 × 1085 for the clear one.
    QSize size = {};
    /// Sorted into the folders `target/` and `none/` by the label of the window itself.
    bool byLabel = false;
    bool skipEmpty = false;
    /// Sexual offences where they happened; see `MapOptions`.
    bool exactPlaces = false;
    QString folder;
    int threads = 2;
};

/// What was written.
struct SnapshotSetResult
{
    std::size_t windows = 0;
    std::size_t pictures = 0;
    std::size_t empty = 0;
    std::size_t withTarget = 0;
};

/// Draws a window each as PNG, named by its start (`20140101T1400.png`), and lists them in `manifest.csv`
/// (`file,start,end,incidents,label`), which is written last, so that a set without one is incomplete.
/// Throws `Error` and `Cancelled`; a picture that is there is whole.
SnapshotSetResult writeSnapshotSet(const City &city, const SnapshotSetSettings &settings, Feedback &feedback);

} // namespace forewatch
