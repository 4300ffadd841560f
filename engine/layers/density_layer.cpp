#include "engine/layers/density_layer.h"

#include "engine/core/json_fields.h"
#include "engine/layers/field_paint.h"

#include <QImage>
#include <QLocale>
#include <QPainter>

#include <array>
#include <cmath>

namespace forewatch {

namespace {

QStringList kernelWords()
{
    return {QStringLiteral("gaussian"), QStringLiteral("quartic")};
}

/// Two figures that matter: `0.34`, `7.5`, `120`.
QString shortNumber(double value)
{
    return QString::number(value, 'f', value < 1 ? 2 : value < 10 ? 1 : 0);
}

QImage imageOf(const DensityField &field, double most, bool dark)
{
    constexpr int steps = 255;
    std::array<QRgb, steps + 1> colors{};
    for (int i = 0; i <= steps; ++i)
        colors[static_cast<std::size_t>(i)] = qPremultiply(densityColor(static_cast<double>(i) / steps, dark).rgba());
    QImage image(static_cast<int>(field.columns), static_cast<int>(field.rows), QImage::Format_ARGB32_Premultiplied);
    for (std::size_t row = 0; row < field.rows; ++row) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(static_cast<int>(row)));
        for (std::size_t column = 0; column < field.columns; ++column) {
            const double share = std::clamp(static_cast<double>(field.at(column, row)) / most, 0.0, 1.0);
            line[column] = colors[static_cast<std::size_t>(std::lround(share * steps))];
        }
    }
    return image;
}

class DensityLayer final : public MapLayer
{
public:
    DensityLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
        : m_settings(DensityLayerSettings::fromJson(spec.settings))
        , m_counted(countedName(city, m_settings.what))
        , m_density(cityDensity(city, m_settings, feedback))
        , m_neighborhoods(city.neighborhoods)
        , m_land(*city.neighborhoods)
        , m_most(m_density.highestOn(*city.neighborhoods))
    {
        m_name = spec.name.isEmpty()
            ? QStringLiteral("Density of %1, %2 m").arg(m_counted.toLower()).arg(std::round(m_density.bandwidthMetres))
            : spec.name;
        if (m_most > 0) {
            m_light = imageOf(m_density.field, m_most, false);
            m_dark = imageOf(m_density.field, m_most, true);
        }
    }

    QString name() const override { return m_name; }

    void paintGround(QPainter &painter, const MapFrame &frame, const LayerPaint &paint) const override
    {
        if (m_most <= 0)
            return;
        // Cut out in a picture of the paper's own pixels: a clip would leave rough edges, and an SVG knows none.
        constexpr double mostPixels = 16e6;
        const QTransform device = painter.deviceTransform();
        const QSizeF paper = frame.size();
        const double scale = std::min(std::max(1.0, std::hypot(device.m11(), device.m12())),
                                      std::sqrt(mostPixels / (paper.width() * paper.height())));
        QImage cut((paper * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
        cut.fill(Qt::transparent);
        QImage land = cut;
        QPainter drawing(&land);
        drawing.scale(scale, scale);
        drawing.setRenderHint(QPainter::Antialiasing);
        drawing.fillPath(m_land.path(frame), Qt::black);
        drawing.end();
        QPainter cutting(&cut);
        cutting.setRenderHint(QPainter::SmoothPixmapTransform);
        cutting.save();
        cutting.scale(scale, scale);
        cutting.drawImage(rectangleOf(m_density.field.box(), frame), paint.dark ? m_dark : m_light);
        cutting.restore();
        cutting.setCompositionMode(QPainter::CompositionMode_DestinationIn);
        cutting.drawImage(0, 0, land);
        cutting.end();
        painter.drawImage(QRectF({0, 0}, QSizeF(cut.size()) / scale), cut);
    }

    std::vector<LayerSign> signs(bool dark) const override
    {
        if (m_most <= 0)
            return {};
        std::vector<LayerSign> signs;
        for (const double level : roundLevels(m_most))
            signs.push_back({LayerSign::Shape::Fill, densityColor(level / m_most, dark),
                             QLocale(QLocale::English).toString(level, 'g', 6)});
        return signs;
    }

    QString note() const override
    {
        if (m_most <= 0)
            return QStringLiteral("No %1 in what is shown").arg(m_counted.toLower());
        return QStringLiteral("%1 %2; bandwidth %3 m")
                   .arg(m_counted, m_density.unit())
                   .arg(std::round(m_density.bandwidthMetres))
            + (m_settings.bandwidthMetres > 0 ? QString() : QStringLiteral(" by Scott’s rule"));
    }

    QString tellAt(GeoPoint place, const MapFrame &, const Window &) const override
    {
        if (m_most <= 0 || !m_neighborhoods->locate(place).neighborhood)
            return {};
        return QStringLiteral("%1: %2 %3").arg(m_counted, shortNumber(m_density.field.at(place)), m_density.unit());
    }

    QJsonObject identity() const override
    {
        return {{QStringLiteral("kind"), QStringLiteral("density")}, {QStringLiteral("settings"), m_settings.toJson()}};
    }

private:
    DensityLayerSettings m_settings;
    QString m_counted;
    CityDensity m_density;
    std::shared_ptr<const Neighborhoods> m_neighborhoods;
    Land m_land;
    double m_most;
    QString m_name;
    QImage m_light;
    QImage m_dark;
};

} // namespace

QJsonObject DensityLayerSettings::toJson() const
{
    return {{QStringLiteral("what"), countedWords()[static_cast<int>(what)]},
            {QStringLiteral("kernel"), kernelWords()[static_cast<int>(kernel)]},
            {QStringLiteral("bandwidth_m"), bandwidthMetres}};
}

DensityLayerSettings DensityLayerSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("density layer"));
    DensityLayerSettings settings;
    settings.what = static_cast<Counted>(chosenWord(fields, QStringLiteral("what"), countedWords()));
    settings.kernel = static_cast<Kernel>(chosenWord(fields, QStringLiteral("kernel"), kernelWords()));
    settings.bandwidthMetres = fields.number(QStringLiteral("bandwidth_m"));
    if (settings.bandwidthMetres != 0
        && !(leastBandwidth <= settings.bandwidthMetres && settings.bandwidthMetres <= mostBandwidth))
        fields.refuse(QStringLiteral("bandwidth_m"),
                      QStringLiteral("a number of metres from %1 to %2, or 0 for Scott’s rule")
                          .arg(leastBandwidth)
                          .arg(mostBandwidth));
    return settings;
}

CityDensity cityDensity(const City &city, const DensityLayerSettings &settings, Feedback &feedback)
{
    const std::vector<GeoPoint> places = countedPlaces(city, settings.what);
    const GeoBox &box = city.neighborhoods->box();
    CityDensity density;
    density.events = places.size();
    density.bandwidthMetres
        = settings.bandwidthMetres > 0 ? settings.bandwidthMetres : scottBandwidth(places, box, settings.kernel);
    density.field = kernelDensity(places, box, settings.kernel, density.bandwidthMetres, feedback);
    const Duration covered = city.incidents->coveredDays().length;
    density.perYear = covered >= std::chrono::days(365);
    if (density.perYear) {
        const auto years = static_cast<float>(std::chrono::duration<double, std::ratio<31'556'952>>(covered).count());
        for (float &value : density.field.values)
            value /= years;
    }
    return density;
}

double CityDensity::highestOn(const Neighborhoods &neighborhoods) const
{
    double highest = 0;
    for (std::size_t row = 0; row < field.rows; ++row)
        for (std::size_t column = 0; column < field.columns; ++column)
            if (const double value = static_cast<double>(field.at(column, row));
                value > highest && neighborhoods.locate(field.centre(column, row)).neighborhood)
                highest = value;
    return highest;
}

std::shared_ptr<const MapLayer> makeDensityLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
{
    return std::make_shared<const DensityLayer>(spec, city, feedback);
}

} // namespace forewatch
