#include "engine/learning/encoding.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace forewatch {

namespace {

/// Where a pixel of the result lies between two of the picture, along one axis.
struct Between
{
    int first;
    int second;
    /// Of the second, in 256ths.
    int weight;
};

/// Centres of `count` equal parts of `size` pixels; beyond the outermost centres the edge goes on.
std::vector<Between> spread(int count, int size)
{
    std::vector<Between> all;
    for (int i = 0; i < count; ++i) {
        const double at = std::clamp((i + 0.5) * size / count - 0.5, 0.0, size - 1.0);
        const int first = static_cast<int>(at);
        all.push_back({first, std::min(first + 1, size - 1), static_cast<int>(std::lround(256 * (at - first)))});
    }
    return all;
}

int mixed(int a, int b, int weight)
{
    return a * (256 - weight) + b * weight;
}

} // namespace

MapImageEncoding::MapImageEncoding(const City &city, std::vector<std::shared_ptr<const MapLayer>> layers,
                                   const PictureInput &input)
    : m_painter(std::make_shared<const MapPainter>(city))
    , m_size(MapFrame::originalSize(city.neighborhoods->box()))
    , m_input(input)
    , m_layers(std::move(layers))
    , m_pictures(m_painter, m_size, {.style = MapStyle::Original, .exactPlaces = true, .layers = m_layers})
{
}

void MapImageEncoding::encode(const Snapshot &snapshot, std::span<std::uint8_t> into) const
{
    assert(into.size() == size());
    const QImage picture = m_pictures.alphaDropped(snapshot);
    if (m_input.smooth)
        takeSmooth(picture, into);
    else
        takeNearest(picture, into);
}

void MapImageEncoding::takeNearest(const QImage &picture, std::span<std::uint8_t> into) const
{
    const auto [width, height] = std::pair(m_input.width, m_input.height);
    const std::size_t plane = into.size() / 3;
    std::size_t at = 0;
    for (int y = 0; y < height; ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(picture.constScanLine((2 * y + 1) * picture.height() / (2 * height)));
        for (int x = 0; x < width; ++x, ++at) {
            const QRgb pixel = line[(2 * x + 1) * picture.width() / (2 * width)];
            into[at] = static_cast<std::uint8_t>(qRed(pixel));
            into[plane + at] = static_cast<std::uint8_t>(qGreen(pixel));
            into[2 * plane + at] = static_cast<std::uint8_t>(qBlue(pixel));
        }
    }
}

void MapImageEncoding::takeSmooth(const QImage &picture, std::span<std::uint8_t> into) const
{
    const std::vector<Between> columns = spread(m_input.width, picture.width());
    const std::vector<Between> rows = spread(m_input.height, picture.height());
    const std::size_t plane = into.size() / 3;
    std::size_t at = 0;
    for (const Between &row : rows) {
        const auto *upper = reinterpret_cast<const QRgb *>(picture.constScanLine(row.first));
        const auto *lower = reinterpret_cast<const QRgb *>(picture.constScanLine(row.second));
        for (const Between &column : columns) {
            const auto value = [&](int (*channel)(QRgb)) {
                const int above = mixed(channel(upper[column.first]), channel(upper[column.second]), column.weight);
                const int below = mixed(channel(lower[column.first]), channel(lower[column.second]), column.weight);
                return static_cast<std::uint8_t>((mixed(above, below, row.weight) + (1 << 15)) >> 16);
            };
            into[at] = value(qRed);
            into[plane + at] = value(qGreen);
            into[2 * plane + at] = value(qBlue);
            ++at;
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
