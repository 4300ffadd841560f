#pragma once

#include "engine/core/feedback.h"
#include "engine/geo/coordinates.h"
#include "engine/learning/model.h"

#include <QImage>

namespace forewatch {

/// How it is found out what a network looked at.
enum class AttentionMethod {
    /// How steeply the score changes with the values of the picture: the absolute gradient of the log-odds, the largest of the
    /// three colors (Simonyan and others, 2014), averaged over each cell. Fast and noisy: it says what the score would react
    /// to, not whether something was there.
    Saliency,
    /// How far the log-odds fall when a cell and those around it are replaced by the empty map (Zeiler and Fergus, 2014):
    /// positive where what is drawn speaks for a target, negative where it speaks against one, 0 where nothing is drawn.
    Occlusion,
};

/// `saliency`, `occlusion`.
QString attentionName(AttentionMethod method);
std::optional<AttentionMethod> parseAttention(const QString &name);

/// What a network looked at in one picture, as a grid of values that lies over the map. A cell is five of the picture's pixels
/// wide and high, some 600 m in Baltimore: coarse enough to give away no place that `Discretion` hides.
struct Attention
{
    AttentionMethod method = AttentionMethod::Occlusion;
    /// The drawn window and the span asked about.
    Example example = {};
    int columns = 0;
    int rows = 0;
    /// Row after row from the north-west; log-odds for a color value from 0 to 1 for saliency, log-odds for occlusion.
    std::vector<float> values;
    /// Outer edges of the grid in degrees of WGS84; columns are equally wide in longitude, rows equally high in latitude.
    GeoBox extent = {};
    /// The network's score for the whole picture, as log-odds before calibration.
    double logOdds = 0;

    float at(int column, int row) const { return values[static_cast<std::size_t>(row * columns + column)]; }
    /// The largest absolute value; 0 where the network looked at nothing.
    float largest() const;

    /// Colors to lay over the map, one pixel for each value, premultiplied and clear where the value is 0: amber for what
    /// speaks for a target (and for saliency), blue for what speaks against one.
    QImage overlay() const;
};

/// The example that a forecast at `moment` is about: the span that begins the task's lead after it; for the same window, the
/// window that ends then. Its outcome is what the table says.
Example exampleAt(const City &city, const Task &task, Time moment);

/// Precondition: the network's inputs are pictures. Occlusion takes as long as scoring 900 windows at most. Throws `Error` as
/// `encodingFor` does, and `Cancelled`.
Attention attentionOf(const Model &model, const City &city, const Example &example, AttentionMethod method,
                      Feedback &feedback);

} // namespace forewatch
