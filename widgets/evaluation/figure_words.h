#pragma once

#include "engine/evaluation/evaluation.h"

#include <array>

namespace forewatch {

/// A figure of the comparison: how it is called, explained, printed and read.
struct Figure
{
    QString name;
    QString explanation;
    double Metrics::*value;
    /// In `Metrics::intervals`; empty where there is none.
    QString key;
    bool percent = false;
    bool lessIsBetter = false;
};

/// In the order of the table's columns.
const std::array<Figure, 8> &comparedFigures();

/// 95 %; for the calibration error the range of a perfectly calibrated forecast. Nothing where none is known.
std::optional<Interval> intervalOf(const Metrics &metrics, const Figure &figure);

/// `0.610`, `84.1 %`, with a true minus sign.
QString valueText(double value, bool percent);
/// `0.590 – 0.630`, `83.0 – 85.0`.
QString intervalText(const Interval &interval, bool percent);

/// What people call a forecast that files name by `key`: `Hour of day`.
QString forecastName(const QString &key);

/// `18.3 %`
QString probabilityText(double probability);

} // namespace forewatch
