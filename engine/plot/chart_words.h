#pragma once

#include "engine/plot/city_charts.h"

namespace forewatch {

/// Title, subtitle and the numbers' head that all charts of a city share.
ChartContents contentsFor(const ChartScope &scope, const ChartSettings &settings, const QString &title, std::size_t counted,
                          const QString &noun);

/// `1 Jan 2012 – 31 Dec 2016`, the last day included; a window that is no whole days as `formatWindow` writes it.
QString spanInWords(const Window &span);

/// `48.3 %`.
QString percentText(double share, int decimals = 1);

/// With its first letter large.
QString capitalized(QString text);

std::shared_ptr<const Chart> makeConcentrationChart(const ChartScope &scope, const ChartSettings &settings);
std::shared_ptr<const Chart> makeNearRepeatChart(const ChartScope &scope, const ChartSettings &settings, Feedback &feedback);
std::shared_ptr<const Chart> makeHeatMapChart(const ChartScope &scope, const ChartSettings &settings, Feedback &feedback);

} // namespace forewatch
