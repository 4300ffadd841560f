#include "engine/learning/encoding.h"

#include <cassert>

namespace forewatch {

MapImageEncoding::MapImageEncoding(const City &city, std::vector<std::shared_ptr<const MapLayer>> layers)
    : m_painter(std::make_shared<const MapPainter>(city))
    , m_size(MapFrame::originalSize(city.neighborhoods->box()))
    , m_layers(std::move(layers))
    , m_pictures(m_painter, m_size, {.style = MapStyle::Original, .exactPlaces = true, .layers = m_layers})
{
}

void MapImageEncoding::encode(const Snapshot &snapshot, std::span<std::uint8_t> into) const
{
    assert(into.size() == size);
    const QImage picture = m_pictures.alphaDropped(snapshot);
    constexpr std::size_t plane = edge * edge;
    std::size_t at = 0;
    for (int y = 0; y < edge; ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(picture.constScanLine((2 * y + 1) * picture.height() / (2 * edge)));
        for (int x = 0; x < edge; ++x, ++at) {
            const QRgb pixel = line[(2 * x + 1) * picture.width() / (2 * edge)];
            into[at] = static_cast<std::uint8_t>(qRed(pixel));
            into[plane + at] = static_cast<std::uint8_t>(qGreen(pixel));
            into[2 * plane + at] = static_cast<std::uint8_t>(qBlue(pixel));
        }
    }
}

QJsonObject MapImageEncoding::identity() const
{
    const City &city = m_painter->city();
    const GeoBox &box = city.neighborhoods->box();
    const auto degrees = [](double value) { return QString::number(value, 'f', 6); };
    QJsonObject identity = {
        {QStringLiteral("version"), version},
        {QStringLiteral("picture"), QStringLiteral("%1x%2").arg(m_size.width()).arg(m_size.height())},
        {QStringLiteral("edge"), edge},
        {QStringLiteral("legend"), m_painter->legend().originalColors()},
        {QStringLiteral("extent"),
         QJsonObject{{QStringLiteral("west"), degrees(box.west)}, {QStringLiteral("south"), degrees(box.south)},
                     {QStringLiteral("east"), degrees(box.east)}, {QStringLiteral("north"), degrees(box.north)}}},
        {QStringLiteral("crs"), QStringLiteral("EPSG:4326")},
        {QStringLiteral("neighborhoods"), city.neighborhoods->fingerprint()},
    };
    QJsonObject layers;
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        layers[QString::number(i + 1)] = m_layers[i]->identity();
    if (!layers.isEmpty())
        identity[QStringLiteral("layers")] = layers;
    return identity;
}

} // namespace forewatch
