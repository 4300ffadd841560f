#include "engine/plot/area_error_chart.h"

#include "engine/core/text.h"
#include "engine/evaluation/place_evaluation.h"
#include "engine/map/map_frame.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <array>
#include <cmath>

namespace forewatch {

namespace {

constexpr std::array classNames = {"far fewer than expected", "fewer", "within chance", "more", "far more than expected"};
/// Ends of the classes in deviations.
constexpr std::array<double, 4> limits = {-3, -2, 2, 3};

QString number(double value)
{
    return QString::number(value, 'f', value < 10 ? 1 : 0);
}

} // namespace

AreaErrorChart::AreaErrorChart(ChartContents contents, std::shared_ptr<const Neighborhoods> neighborhoods, std::vector<Area> areas)
    : Chart(std::move(contents)), m_neighborhoods(std::move(neighborhoods)), m_areas(std::move(areas))
{
}

std::size_t AreaErrorChart::classOf(const Area &area)
{
    const double off = static_cast<double>(area.events) - area.expected;
    // Where nothing was expected any event is far more.
    const double deviations = area.expected > 0 ? off / std::sqrt(area.expected) : off > 0 ? 99 : 0;
    std::size_t index = 0;
    while (index < limits.size() && deviations >= limits[index])
        ++index;
    return index;
}

QColor AreaErrorChart::colorOf(std::size_t classIndex, bool dark)
{
    static const std::array<QColor, 5> light{0x2F6CA3, 0x9BBFDD, 0xE4E6E8, 0xF2C27A, 0xC8720A};
    static const std::array<QColor, 5> darkColors{0x6FA8D8, 0x3A6A94, 0x3A3D41, 0x8A6226, 0xF0A63C};
    return dark ? darkColors[classIndex] : light[classIndex];
}

QRectF AreaErrorChart::mapIn(const QRectF &plot) const
{
    const double line = std::ceil(QFontMetricsF(font()).height());
    return plot.adjusted(0, 0, 0, -line * static_cast<double>(classNames.size()) / (plot.width() > 420 ? 2 : 1) - line);
}

void AreaErrorChart::paintPlot(QPainter &painter, const QRectF &plot, const ChartTheme &theme) const
{
    const QRectF map = mapIn(plot);
    if (map.height() < 20)
        return;
    const MapFrame frame = MapFrame::fit(m_neighborhoods->box(), map.size(), 0.02);
    painter.save();
    painter.translate(map.topLeft());
    painter.setPen(QPen(theme.ground, 1));
    for (std::size_t i = 0; i < m_neighborhoods->size(); ++i) {
        QPainterPath path;
        for (const Ring &ring : m_neighborhoods->at(i).rings) {
            QPolygonF polygon;
            for (const GeoPoint &point : ring)
                polygon << frame.toPixel(point);
            path.addPolygon(polygon);
            path.closeSubpath();
        }
        painter.setBrush(colorOf(classOf(m_areas[i]), theme.dark));
        painter.drawPath(path);
    }
    painter.restore();

    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const int columns = plot.width() > 420 ? 2 : 1;
    for (std::size_t i = 0; i < classNames.size(); ++i) {
        const auto row = static_cast<double>(i / static_cast<std::size_t>(columns));
        const auto column = static_cast<double>(i % static_cast<std::size_t>(columns));
        const double x = plot.left() + column * plot.width() / 2;
        const double y = map.bottom() + line / 2 + row * line;
        painter.setPen(QPen(theme.grid, 1));
        painter.setBrush(colorOf(i, theme.dark));
        painter.drawRect(QRectF(x, y + 3, 14, line - 6));
        painter.setPen(theme.quiet);
        painter.drawText(QRectF(x + 22, y, plot.width(), line), Qt::AlignLeft | Qt::AlignVCenter, QLatin1String(classNames[i]));
    }
}

QString AreaErrorChart::tellInPlot(QPointF point, const QRectF &plot) const
{
    const QRectF map = mapIn(plot);
    if (!map.contains(point))
        return {};
    const MapFrame frame = MapFrame::fit(m_neighborhoods->box(), map.size(), 0.02);
    const auto area = m_neighborhoods->locate(frame.toGeo(point - map.topLeft())).neighborhood;
    if (!area)
        return {};
    return QStringLiteral("%1: %2 expected, %3 came").arg(m_neighborhoods->at(*area).name, number(m_areas[*area].expected),
                                                         grouped(static_cast<qint64>(m_areas[*area].events)));
}

std::shared_ptr<const AreaErrorChart> makeAreaErrorChart(const PlaceEvaluation &places, std::shared_ptr<const Neighborhoods> neighborhoods)
{
    std::vector<AreaErrorChart::Area> areas(neighborhoods->size());
    ChartContents contents{
        .title = QStringLiteral("What came beside what was expected"),
        .subtitle = QStringLiteral("%1 target events by neighborhood").arg(grouped(static_cast<qint64>(places.events))),
        .note = QStringLiteral("Fewer or more begins two deviations of chance from the expectation, far fewer or far more three. By chance "
                               "alone about one neighborhood in twenty lies beyond two."),
        .columns = {QStringLiteral("neighborhood"), QStringLiteral("expected"), QStringLiteral("events"), QStringLiteral("class")},
        .rows = {},
        .json = {}};
    for (const NeighborhoodFigures &figures : places.neighborhoods) {
        if (figures.neighborhood >= areas.size())
            continue;
        auto &area = areas[figures.neighborhood];
        area = {figures.expected, figures.events};
        contents.rows.push_back({neighborhoods->at(figures.neighborhood).name, QString::number(figures.expected, 'f', 3),
                                 QString::number(figures.events), QLatin1String(classNames[AreaErrorChart::classOf(area)])});
    }
    return std::make_shared<const AreaErrorChart>(std::move(contents), std::move(neighborhoods), std::move(areas));
}

} // namespace forewatch
