#pragma once

#include "engine/geo/neighborhoods.h"
#include "engine/plot/chart.h"

#include <memory>

namespace forewatch {

struct PlaceEvaluation;

/// A map of the neighborhoods, colored by how far what came lies from what was expected there: in deviations of chance,
/// `(events − expected) / √expected` (Pearson's residual of a Poisson count), from blue, fewer, to orange, more; grey within
/// two of them.
class AreaErrorChart final : public Chart
{
public:
    struct Area
    {
        double expected = 0;
        std::size_t events = 0;
    };

    /// `areas` in the order of `neighborhoods`.
    AreaErrorChart(ChartContents contents, std::shared_ptr<const Neighborhoods> neighborhoods, std::vector<Area> areas);

    /// The class of an area: 0 far fewer, 1 fewer, 2 within chance, 3 more, 4 far more than expected.
    static std::size_t classOf(const Area &area);
    static QColor colorOf(std::size_t classIndex, bool dark);

protected:
    void paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const override;
    QString tellInPlot(QPointF point, const QRectF &plot) const override;

private:
    QRectF mapIn(const QRectF &plot) const;

    std::shared_ptr<const Neighborhoods> m_neighborhoods;
    std::vector<Area> m_areas;
};

/// Of an evaluation of places. Neighborhoods that it does not know expected nothing and saw nothing.
std::shared_ptr<const AreaErrorChart> makeAreaErrorChart(const PlaceEvaluation &places,
                                                         std::shared_ptr<const Neighborhoods> neighborhoods);

} // namespace forewatch
