#pragma once

#include "engine/plot/chart.h"

#include <QSize>

class QImage;

namespace forewatch {

/// How a chart is put on paper.
struct ChartPaper
{
    /// In pixels.
    QSize size{1200, 800};
    bool dark = false;
};

/// The chart as a picture. Letters and lines grow with the paper, so that a large one can be read on a slide.
QImage chartPicture(const Chart &chart, const ChartPaper &paper);

/// The chart as vectors with text as text; heat maps hold their density as a picture, everything else as lines.
QByteArray chartSvg(const Chart &chart, const ChartPaper &paper);

/// Writes PNG, SVG or CSV by the ending of the name, whole or not at all. Throws `Error` for another ending, and when it
/// cannot be written.
void writeChart(const Chart &chart, const QString &path, const ChartPaper &paper);

} // namespace forewatch
