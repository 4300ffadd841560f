#include "engine/layers/grid_layer.h"

#include "engine/core/text.h"
#include "engine/layers/class_breaks.h"
#include "engine/layers/color_ramp.h"

#include <QPainter>
#include <QPainterPath>

#include <array>
#include <cmath>
#include <map>

namespace forewatch {

namespace {

using Show = GridLayerSettings::Show;

QStringList shapeWords()
{
    return {QStringLiteral("squares"), QStringLiteral("hexagons")};
}

QStringList showWords()
{
    return {QStringLiteral("count"), QStringLiteral("gi_star")};
}

QStringList correctionWords()
{
    return {QStringLiteral("false_discovery_rate"), QStringLiteral("none")};
}

constexpr std::size_t mostClasses = 5;

/// Hot in browns, cold in blue-greens, which stay apart for all kinds of color vision and from the incidents' colors.
QColor spotColor(int level, bool dark)
{
    static const std::array<QColor, 3> hot
        = {QColor(0xE2, 0xC4, 0x8A, 150), QColor(0xC0, 0x86, 0x38, 185), QColor(0x8C, 0x51, 0x0A, 215)};
    static const std::array<QColor, 3> cold
        = {QColor(0xA9, 0xDA, 0xD2, 150), QColor(0x4D, 0xA3, 0x99, 185), QColor(0x01, 0x66, 0x5E, 215)};
    static const std::array<QColor, 3> hotAtNight
        = {QColor(0x5E, 0x42, 0x1C, 205), QColor(0x8A, 0x62, 0x28, 205), QColor(0xBA, 0x8C, 0x48, 205)};
    static const std::array<QColor, 3> coldAtNight
        = {QColor(0x14, 0x4C, 0x48, 205), QColor(0x24, 0x7A, 0x72, 205), QColor(0x52, 0xAE, 0xA4, 205)};
    if (level == 0)
        return Qt::transparent;
    const auto &colors = level > 0 ? (dark ? hotAtNight : hot) : (dark ? coldAtNight : cold);
    return colors[static_cast<std::size_t>(std::abs(level)) - 1];
}

/// Limits of the classes: the least count of each, from 1 up; about as many cells in each.
std::vector<int> classStarts(const CityGrid &grid)
{
    std::vector<double> counts;
    for (const int count : grid.counts)
        if (count > 0)
            counts.push_back(count);
    std::vector<int> starts;
    if (counts.empty())
        return starts;
    starts.push_back(1);
    const ClassBreaks breaks = classBreaks(std::move(counts), ClassMethod::Quantile, mostClasses);
    for (std::size_t i = 0; i + 1 < breaks.count(); ++i)
        starts.push_back(static_cast<int>(std::lround(breaks.uppers[i])) + 1);
    return starts;
}

class GridLayer final : public MapLayer
{
public:
    GridLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
        : m_settings(GridLayerSettings::fromJson(spec.settings))
        , m_counted(countedName(city, m_settings.what))
        , m_grid(cityGrid(city, m_settings, feedback))
        , m_starts(classStarts(m_grid))
        , m_name(spec.name)
    {
        if (m_name.isEmpty())
            m_name = (isGiStar() ? QStringLiteral("Hot spots of %1, %2 of %3 m") : QStringLiteral("%1 in %2 of %3 m"))
                         .arg(isGiStar() ? m_counted.toLower() : m_counted,
                              shapeWords()[static_cast<int>(m_settings.shape)])
                         .arg(m_settings.sizeMetres);
    }

    QString name() const override { return m_name; }

    void paintGround(QPainter &painter, const MapFrame &frame, const LayerPaint &paint) const override
    {
        // One path for all cells of a color, so that no seams show between them.
        std::map<int, QPainterPath> paths;
        const QRectF paper({0, 0}, frame.size());
        // All cells have one shape on the paper, because degrees, metres and pixels are linear in each other.
        QPolygonF shape;
        for (const GeoPoint &corner : m_grid.grid.outline(0))
            shape << frame.toPixel(corner) - frame.toPixel(m_grid.grid.centre(0));
        const QRectF bounds = shape.boundingRect();
        for (std::size_t cell = 0; cell < m_grid.grid.size(); ++cell) {
            const int key = classOf(cell);
            const QPointF centre = frame.toPixel(m_grid.grid.centre(cell));
            if (key == 0 || !bounds.translated(centre).intersects(paper))
                continue;
            QPainterPath &path = paths[key];
            path.setFillRule(Qt::WindingFill);
            path.addPolygon(shape.translated(centre));
            path.closeSubpath();
        }
        painter.setPen(Qt::NoPen);
        for (const auto &[key, path] : paths) {
            painter.setBrush(colorOf(key, paint.dark));
            painter.drawPath(path);
        }
    }

    std::vector<LayerSign> signs(bool dark) const override
    {
        std::vector<LayerSign> signs;
        if (isGiStar()) {
            for (const int level : {3, 2, 1, -1, -2, -3})
                signs.push_back({LayerSign::Shape::Fill, colorOf(level, dark), hotSpotText(level)});
            return signs;
        }
        const int most = m_grid.counts.empty() ? 0 : std::ranges::max(m_grid.counts);
        for (std::size_t i = 0; i < m_starts.size(); ++i) {
            const int last = i + 1 < m_starts.size() ? m_starts[i + 1] - 1 : most;
            signs.push_back(
                {LayerSign::Shape::Fill, colorOf(static_cast<int>(i) + 1, dark),
                 last > m_starts[i] ? grouped(m_starts[i]) + QStringLiteral("–") + grouped(last) : grouped(last)});
        }
        return signs;
    }

    QString note() const override
    {
        if (m_grid.events == 0)
            return QStringLiteral("No %1 in what is shown").arg(m_counted.toLower());
        const QString cells
            = m_settings.shape == CellShape::Hexagons ? QStringLiteral("hexagon") : QStringLiteral("square");
        if (!isGiStar())
            return QStringLiteral("%1 in each %2 of %3 km²")
                .arg(m_counted, cells)
                .arg(m_grid.grid.squareKilometres(), 0, 'g', 2);
        return QStringLiteral("%1; Gi* within %2 m, %3")
            .arg(m_counted)
            .arg(std::round(m_settings.reach()))
            .arg(m_settings.correction == ManyTests::FalseDiscoveryRate
                     ? QStringLiteral("false discovery rate held")
                     : QStringLiteral("many tests not corrected for"));
    }

    QString tellAt(GeoPoint place, const MapFrame &, const Window &) const override
    {
        const auto cell = m_grid.grid.cellOf(place);
        if (!cell || !m_grid.members[*cell])
            return {};
        const QString count = QStringLiteral("%1: %2 here").arg(m_counted, grouped(m_grid.counts[*cell]));
        if (!isGiStar())
            return count;
        const GiStar &spot = m_grid.spots[*cell];
        return QStringLiteral("%1; %2 (Gi* %3)")
            .arg(count, hotSpotText(spot.level).toLower())
            .arg(QString::number(spot.z, 'f', 1).replace(QLatin1Char('-'), QStringLiteral("−")));
    }

    QJsonObject identity() const override
    {
        return {{QStringLiteral("kind"), QStringLiteral("grid")}, {QStringLiteral("settings"), m_settings.toJson()}};
    }

private:
    bool isGiStar() const { return m_settings.show == Show::GiStar; }

    /// The level of a hot or cold spot, else the class of a count from 1 up; 0 for what is left clear.
    int classOf(std::size_t cell) const
    {
        if (isGiStar())
            return m_grid.spots[cell].level;
        return static_cast<int>(std::ranges::upper_bound(m_starts, m_grid.counts[cell]) - m_starts.begin());
    }

    QColor colorOf(int key, bool dark) const
    {
        if (isGiStar())
            return spotColor(key, dark);
        QColor color = classColor(ColorRamp::Purple, static_cast<std::size_t>(key) - 1, m_starts.size(), dark);
        color.setAlphaF(0.85f);
        return color;
    }

    GridLayerSettings m_settings;
    QString m_counted;
    CityGrid m_grid;
    std::vector<int> m_starts;
    QString m_name;
};

} // namespace

QJsonObject GridLayerSettings::toJson() const
{
    return {{QStringLiteral("shape"), shapeWords()[static_cast<int>(shape)]},
            {QStringLiteral("size_m"), sizeMetres},
            {QStringLiteral("what"), countedWords()[static_cast<int>(what)]},
            {QStringLiteral("show"), showWords()[static_cast<int>(show)]},
            {QStringLiteral("reach_m"), reachMetres},
            {QStringLiteral("correction"), correctionWords()[static_cast<int>(correction)]}};
}

GridLayerSettings GridLayerSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("grid layer"));
    GridLayerSettings settings;
    settings.shape = static_cast<CellShape>(chosenWord(fields, QStringLiteral("shape"), shapeWords()));
    settings.what = static_cast<Counted>(chosenWord(fields, QStringLiteral("what"), countedWords()));
    settings.show = static_cast<Show>(chosenWord(fields, QStringLiteral("show"), showWords()));
    settings.correction = static_cast<ManyTests>(chosenWord(fields, QStringLiteral("correction"), correctionWords()));
    settings.sizeMetres = fields.number(QStringLiteral("size_m"));
    if (!(leastSize <= settings.sizeMetres && settings.sizeMetres <= mostSize))
        fields.refuse(QStringLiteral("size_m"),
                      QStringLiteral("a number of metres from %1 to %2").arg(leastSize).arg(mostSize));
    settings.reachMetres = fields.number(QStringLiteral("reach_m"));
    if (!(0 <= settings.reachMetres && settings.reachMetres <= mostReach))
        fields.refuse(QStringLiteral("reach_m"), QStringLiteral("a number of metres from 0 to %1").arg(mostReach));
    return settings;
}

CityGrid cityGrid(const City &city, const GridLayerSettings &settings, Feedback &feedback)
{
    CityGrid grid{GroundGrid(city.neighborhoods->box(), settings.shape, settings.sizeMetres), {}, {}, {}, 0};
    grid.members = grid.grid.inside(*city.neighborhoods);
    feedback.checkpoint(0.3);
    for (const GeoPoint &place : countedPlaces(city, Counted::All))
        if (const auto cell = grid.grid.cellOf(place))
            grid.members[*cell] = true;
    grid.counts.assign(grid.grid.size(), 0);
    for (const GeoPoint &place : countedPlaces(city, settings.what)) {
        if (const auto cell = grid.grid.cellOf(place)) {
            ++grid.counts[*cell];
            ++grid.events;
        }
    }
    if (settings.show == Show::GiStar) {
        StageFeedback stage(feedback, 0.4, 1);
        grid.spots = hotSpots(grid.grid, grid.members, grid.counts, settings.reach(), settings.correction, stage);
    }
    return grid;
}

QString hotSpotText(int level)
{
    if (level == 0)
        return QStringLiteral("Not significant");
    static constexpr std::array percents = {90, 95, 99};
    return QStringLiteral("%1 spot at %2 %")
        .arg(level > 0 ? QStringLiteral("Hot") : QStringLiteral("Cold"))
        .arg(percents[static_cast<std::size_t>(std::abs(level)) - 1]);
}

std::shared_ptr<const MapLayer> makeGridLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
{
    return std::make_shared<const GridLayer>(spec, city, feedback);
}

} // namespace forewatch
