#include "engine/warning/risk_surface.h"

#include "engine/layers/field_paint.h"

#include <QImage>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace forewatch {

namespace {

GeoBox boxOf(const GroundGrid &ground)
{
    const double half = ground.sizeMetres() / 2;
    const GroundPoint first = ground.groundCentre(0);
    const GroundPoint last = ground.groundCentre(ground.size() - 1);
    const GeoPoint southWest = ground.plane().toGeo({first.east - half, first.north - half});
    const GeoPoint northEast = ground.plane().toGeo({last.east + half, last.north + half});
    GeoBox box;
    box.west = southWest.longitude;
    box.south = southWest.latitude;
    box.east = northEast.longitude;
    box.north = northEast.latitude;
    return box;
}

class RiskLayer final : public MapLayer
{
public:
    RiskLayer(RiskSurface surface, const City &city)
        : m_surface(std::move(surface)), m_box(boxOf(m_surface.grid->ground())), m_land(*city.neighborhoods)
    {
        const GroundGrid &ground = m_surface.grid->ground();
        m_values.assign(ground.size(), 0.F);
        for (std::size_t cell = 0; cell < m_surface.grid->size(); ++cell)
            m_values[m_surface.grid->groundCell(cell)] = static_cast<float>(m_surface.perSquareKilometre(cell) / m_surface.most);
    }

    QString name() const override { return QStringLiteral("Risk by place"); }

    void paintGround(QPainter &painter, const MapFrame &frame, const LayerPaint &paint) const override
    {
        const GroundGrid &ground = m_surface.grid->ground();
        QImage image(static_cast<int>(ground.columns()), static_cast<int>(ground.rows()), QImage::Format_ARGB32_Premultiplied);
        for (std::size_t row = 0; row < ground.rows(); ++row) {
            auto *line = reinterpret_cast<QRgb *>(image.scanLine(static_cast<int>(ground.rows() - 1 - row)));
            for (std::size_t column = 0; column < ground.columns(); ++column)
                line[column] = qPremultiply(densityColor(static_cast<double>(m_values[row * ground.columns() + column]), paint.dark).rgba());
        }
        painter.save();
        painter.setClipPath(m_land.path(frame), Qt::IntersectClip);
        painter.setOpacity(painter.opacity() * m_surface.opacity);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(rectangleOf(m_box, frame), image);
        painter.restore();
    }

    std::vector<LayerSign> signs(bool dark) const override
    {
        std::vector<LayerSign> signs;
        for (const double level : roundLevels(m_surface.most))
            signs.push_back({LayerSign::Shape::Fill, densityColor(level / m_surface.most, dark),
                             QLocale(QLocale::English).toString(level, 'g', 3)});
        return signs;
    }

    QString note() const override
    {
        return QStringLiteral("Target events expected per km², %1").arg(formatWindow(m_surface.asked));
    }

    QString tellAt(GeoPoint place, const MapFrame &, const Window &) const override
    {
        const std::uint32_t cell = m_surface.grid->cellOf(place);
        if (cell == PlaceGrid::none)
            return {};
        return QStringLiteral("Expected: %1 target events per km² in %2")
            .arg(QString::number(m_surface.perSquareKilometre(cell), 'g', 2), formatDuration(m_surface.asked.length));
    }

    QJsonObject identity() const override { return {{QStringLiteral("kind"), QStringLiteral("risk")}}; }

private:
    RiskSurface m_surface;
    GeoBox m_box;
    Land m_land;
    /// Shares of `most` in the ground's order, from the south-west.
    std::vector<float> m_values;
};

} // namespace

double RiskSurface::perSquareKilometre(std::size_t cell) const
{
    return static_cast<double>(expected[cell]) / grid->ground().squareKilometres();
}

double RiskSurface::highestPerSquareKilometre() const
{
    return expected.empty() ? 0 : static_cast<double>(*std::ranges::max_element(expected)) / grid->ground().squareKilometres();
}

std::shared_ptr<const MapLayer> makeRiskLayer(RiskSurface surface, const City &city)
{
    return std::make_shared<const RiskLayer>(std::move(surface), city);
}

} // namespace forewatch
