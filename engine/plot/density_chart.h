#pragma once

#include "engine/map/map_painter.h"
#include "engine/plot/chart.h"

namespace forewatch {

/// A density over the city's land with its neighborhoods' outlines, a scale of colors beside it and a bar of length
/// below: the published heat map.
class DensityChart final : public Chart
{
public:
    /// `density` is a layer that `makeDensityLayer` made of the city.
    DensityChart(ChartContents contents, const City &city, std::shared_ptr<const MapLayer> density);

protected:
    void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const override;
    QString tellInPlot(QPointF point, const QRectF &plot) const override;

private:
    double legendWidth() const;
    MapFrame frameIn(const QRectF &map) const;

    MapPainter m_painter;
    std::shared_ptr<const MapLayer> m_density;
};

} // namespace forewatch
