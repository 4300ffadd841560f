#include "engine/layers/layer_spec.h"

#include "engine/core/json_fields.h"
#include "engine/layers/area_layer.h"
#include "engine/layers/density_layer.h"
#include "engine/layers/grid_layer.h"
#include "engine/layers/point_layer.h"
#include "engine/layers/raster_layer.h"

#include <QCryptographicHash>
#include <QPainter>

#include <algorithm>
#include <array>

namespace forewatch {

namespace {

using Kind = LayerSpec::Kind;

struct NamedKind
{
    Kind kind;
    QLatin1String name;
    std::shared_ptr<const MapLayer> (*make)(const LayerSpec &, const City &, Feedback &);
};

constexpr std::array namedKinds{NamedKind{Kind::Points, QLatin1String("points"), makePointLayer},
                                NamedKind{Kind::Areas, QLatin1String("areas"), makeAreaLayer},
                                NamedKind{Kind::Density, QLatin1String("density"), makeDensityLayer},
                                NamedKind{Kind::Grid, QLatin1String("grid"), makeGridLayer},
                                NamedKind{Kind::Raster, QLatin1String("raster"), makeRasterLayer}};

const NamedKind &entryOf(Kind kind)
{
    return *std::ranges::find(namedKinds, kind, &NamedKind::kind);
}

/// SHA-256 of times, places and types, so that a layer of other incidents is another layer.
QString fingerprintOf(const IncidentTable &table)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const Incident &incident : table.all()) {
        hash.addData(QByteArrayView(reinterpret_cast<const char *>(&incident.time), sizeof incident.time));
        hash.addData(QByteArrayView(reinterpret_cast<const char *>(&incident.place), sizeof incident.place));
        hash.addData(table.types()[incident.type].toUtf8());
    }
    return QString::fromLatin1(hash.result().toHex());
}

/// What all kinds have alike, over what the kind makes.
class MadeLayer final : public MapLayer
{
public:
    MadeLayer(std::shared_ptr<const MapLayer> inner, double opacity, std::shared_ptr<const IncidentTable> incidents)
        : m_inner(std::move(inner)), m_opacity(opacity), m_incidents(std::move(incidents))
    {
    }

    std::shared_ptr<const MapLayer> withOpacity(double opacity) const
    {
        return std::make_shared<const MadeLayer>(m_inner, opacity, m_incidents);
    }

    QString name() const override { return m_inner->name(); }
    void paintGround(QPainter &painter, const MapFrame &frame, const LayerPaint &paint) const override
    {
        painter.setOpacity(painter.opacity() * m_opacity);
        m_inner->paintGround(painter, frame, paint);
    }
    void paintMarks(QPainter &painter, const MapFrame &frame, const LayerPaint &paint) const override
    {
        painter.setOpacity(painter.opacity() * m_opacity);
        m_inner->paintMarks(painter, frame, paint);
    }
    std::vector<LayerSign> signs(bool dark) const override { return m_inner->signs(dark); }
    QString note() const override { return m_inner->note(); }
    QString tellAt(GeoPoint place, const MapFrame &frame, const Window &window) const override
    {
        return m_inner->tellAt(place, frame, window);
    }
    QJsonObject identity() const override
    {
        QJsonObject identity = m_inner->identity();
        identity[QStringLiteral("opacity")] = m_opacity;
        if (m_incidents)
            identity[QStringLiteral("incidents")] = fingerprintOf(*m_incidents);
        return identity;
    }

private:
    std::shared_ptr<const MapLayer> m_inner;
    double m_opacity;
    /// What it is made of; null where that is a file.
    std::shared_ptr<const IncidentTable> m_incidents;
};

} // namespace

QString layerKindName(Kind kind)
{
    return entryOf(kind).name;
}

QJsonObject LayerSpec::toJson() const
{
    return {{QStringLiteral("kind"), layerKindName(kind)},
            {QStringLiteral("name"), name},
            {QStringLiteral("visible"), visible},
            {QStringLiteral("opacity"), opacity},
            {QStringLiteral("settings"), settings}};
}

LayerSpec LayerSpec::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("map layer"));
    const auto kind = std::ranges::find(namedKinds, fields.text(QStringLiteral("kind")), &NamedKind::name);
    if (kind == namedKinds.end())
        fields.refuse(QStringLiteral("kind"), QStringLiteral("points, areas, density, grid or raster"));
    LayerSpec spec{.kind = kind->kind, .name = fields.text(QStringLiteral("name"))};
    if (json.contains(QStringLiteral("visible")))
        spec.visible = fields.truth(QStringLiteral("visible"));
    if (json.contains(QStringLiteral("opacity")))
        spec.opacity = fields.number(QStringLiteral("opacity"));
    if (!(spec.opacity >= 0 && spec.opacity <= 1))
        fields.refuse(QStringLiteral("opacity"), QStringLiteral("a number from 0 to 1"));
    spec.settings = fields.object(QStringLiteral("settings"));
    return spec;
}

bool LayerSpec::isMadeOfIncidents() const
{
    return kind == Kind::Density || kind == Kind::Grid
        || (kind == Kind::Areas && AreaLayerSettings::fromJson(settings).showsIncidents());
}

std::shared_ptr<const MapLayer> makeLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
{
    LayerSpec opaque = spec;
    opaque.opacity = 1;
    return std::make_shared<const MadeLayer>(entryOf(spec.kind).make(opaque, city, feedback), spec.opacity,
                                             spec.isMadeOfIncidents() ? city.incidents : nullptr);
}

std::shared_ptr<const MapLayer> withOpacity(const std::shared_ptr<const MapLayer> &layer, double opacity)
{
    return std::static_pointer_cast<const MadeLayer>(layer)->withOpacity(opacity);
}

} // namespace forewatch
