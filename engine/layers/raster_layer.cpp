#include "engine/layers/raster_layer.h"

#include "engine/core/error.h"
#include "engine/core/json_fields.h"
#include "engine/geo/vector_source.h"
#include "engine/layers/field_paint.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QPainter>
#include <QUrl>

#include <gdal_utils.h>
#include <gdalwarper.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace forewatch {

namespace {

bool isTileAddress(const QString &source)
{
    return source.contains(QLatin1String("{z}")) && source.contains(QLatin1String("{x}"));
}

/// The city's box with what is read around it.
GeoBox grown(const GeoBox &city)
{
    return {city.west - city.width() / 4, city.south - city.height() / 4, city.east + city.width() / 4,
            city.north + city.height() / 4};
}

/// The finest zoom at which the box is at most ten tiles wide and high.
int tileZoom(const GeoBox &box)
{
    const double height = box.height() / std::cos(box.centre().latitude * std::numbers::pi / 180);
    return std::clamp(static_cast<int>(std::floor(std::log2(10 * 360 / std::max({box.width(), height, 1e-6})))), 0, 19);
}

/// The description by which GDAL fetches tiles in web Mercator.
QString tileDescription(QString address, int zoom)
{
    const bool fromSouth = address.contains(QLatin1String("{-y}"));
    address.replace(QLatin1String("{-y}"), QLatin1String("{y}")).replace(QLatin1String("{s}"), QLatin1String("a"));
    for (const char *part : {"x", "y", "z"})
        address.replace(QStringLiteral("{%1}").arg(QLatin1String(part)),
                        QStringLiteral("${%1}").arg(QLatin1String(part)));
    return QStringLiteral("<GDAL_WMS><Service name=\"TMS\"><ServerUrl>%1</ServerUrl></Service><DataWindow>"
                          "<UpperLeftX>-20037508.342789244</UpperLeftX><UpperLeftY>20037508.342789244</UpperLeftY>"
                          "<LowerRightX>20037508.342789244</LowerRightX><LowerRightY>-20037508.342789244</LowerRightY>"
                          "<TileLevel>%3</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY>"
                          "<YOrigin>%2</YOrigin></DataWindow><Projection>EPSG:3857</Projection>"
                          "<BlockSizeX>256</BlockSizeX><BlockSizeY>256</BlockSizeY><BandsCount>4</BandsCount>"
                          "<ZeroBlockHttpCodes>204,404</ZeroBlockHttpCodes><Timeout>20</Timeout>"
                          "<UserAgent>Forewatch</UserAgent></GDAL_WMS>")
        .arg(address.toHtmlEscaped(), fromSouth ? QStringLiteral("bottom") : QStringLiteral("top"))
        .arg(zoom);
}

QString lastMessage()
{
    return shownSource(lastGdalMessage());
}

GDALDatasetUniquePtr openRaster(const QString &source, const GeoBox &city)
{
    GDALAllRegister();
    const bool tiles = isTileAddress(source);
    const bool isPlainPath = !source.contains(QLatin1Char(':')) && !source.startsWith(QLatin1String("/vsi"))
        && !source.startsWith(QLatin1Char('<'));
    if (source.isEmpty() || (isPlainPath && !tiles && !QFileInfo::exists(source)))
        throw Error(
            QStringLiteral(
                "There is no picture at “%1”. Check the path; the address of map tiles has {z}, {x} and {y} in it.")
                .arg(shownSource(source)));
    const QString name = tiles ? tileDescription(source, tileZoom(grown(city))) : source;
    GDALDatasetUniquePtr raster(
        GDALDataset::Open(name.toUtf8().constData(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR));
    if (!raster)
        throw Error(QStringLiteral("The picture %1 is in no format that can be read, or it is damaged (%2).")
                        .arg(shownSource(source), lastMessage()));
    if (raster->GetRasterCount() == 0) {
        const CPLStringList parts(raster->GetMetadata("SUBDATASETS"), FALSE);
        const char *first = parts.FetchNameValue("SUBDATASET_1_NAME");
        throw Error(first ? QStringLiteral("%1 holds several pictures. Name one of them, e.g. %2.")
                                .arg(shownSource(source), QString::fromUtf8(first))
                          : QStringLiteral("%1 holds no picture.").arg(shownSource(source)));
    }
    double transform[6];
    const bool placed = raster->GetGeoTransform(transform) == CE_None || raster->GetGCPCount() > 0;
    const bool hasCrs = raster->GetSpatialRef() || raster->GetGCPSpatialRef();
    if (!placed || !hasCrs)
        throw Error(
            QStringLiteral(
                "%1 does not say where on the earth it lies: it has no %2. Export it again as a GeoTIFF with "
                "its coordinate system, or put its world file and .prj file beside it.")
                .arg(shownSource(source), placed ? QStringLiteral("coordinate system") : QStringLiteral("place")));
    return raster;
}

/// A progress function of GDAL's that cancels.
struct Watcher
{
    Feedback &feedback;
    bool cancelled = false;

    static int report(double fraction, const char *, void *self)
    {
        auto &watcher = *static_cast<Watcher *>(self);
        watcher.feedback.progress(0.9 * fraction);
        watcher.cancelled = watcher.cancelled || watcher.feedback.cancelled();
        return watcher.cancelled ? FALSE : TRUE;
    }
};

/// Where the source lies in degrees, and how many degrees to the east and north a pixel of it is.
struct Lie
{
    GeoBox box;
    double perPixel;
};

Lie lieOf(GDALDataset &raster, const QString &source)
{
    const std::unique_ptr<GDALDataset, GDALDatasetUniquePtrDeleter> warped(
        GDALDataset::FromHandle(GDALAutoCreateWarpedVRT(GDALDataset::ToHandle(&raster), nullptr, SRS_WKT_WGS84_LAT_LONG,
                                                        GRA_NearestNeighbour, 0.125, nullptr)));
    double transform[6];
    if (!warped || warped->GetGeoTransform(transform) != CE_None)
        throw Error(QStringLiteral("The coordinate system of %1 cannot be turned to degrees (%2).")
                        .arg(shownSource(source), lastMessage()));
    Lie lie{{}, std::min(transform[1], -transform[5])};
    lie.box.add(GeoPoint{transform[0], transform[3]});
    lie.box.add(GeoPoint{transform[0] + transform[1] * warped->GetRasterXSize(),
                         transform[3] + transform[5] * warped->GetRasterYSize()});
    return lie;
}

QString degrees(const GeoBox &box)
{
    return QStringLiteral("%1° to %2° east, %3° to %4° north")
        .arg(box.west, 0, 'f', 2)
        .arg(box.east, 0, 'f', 2)
        .arg(box.south, 0, 'f', 2)
        .arg(box.north, 0, 'f', 2);
}

/// The box with a quarter of it around, as far as the source reaches.
GeoBox wantedBox(const Lie &lie, const GeoBox &city, const QString &source)
{
    GeoBox box = grown(city);
    box.west = std::max(box.west, lie.box.west);
    box.east = std::min(box.east, lie.box.east);
    box.south = std::max(box.south, lie.box.south);
    box.north = std::min(box.north, lie.box.north);
    if (!(box.width() > 0 && box.height() > 0))
        throw Error(QStringLiteral(
                        "%1 shows another place: it lies at %2, the city at %3. Choose a picture of the city, or mend "
                        "the picture's coordinate system.")
                        .arg(shownSource(source), degrees(lie.box), degrees(city)));
    return box;
}

GDALDatasetUniquePtr warp(GDALDataset &raster, const GeoBox &box, QSize size, const QString &source, Feedback &feedback)
{
    CPLStringList arguments;
    const auto add = [&](std::initializer_list<QString> words) {
        for (const QString &word : words)
            arguments.AddString(word.toUtf8().constData());
    };
    const auto number = [](double value) { return QString::number(value, 'g', 17); };
    const bool palette = raster.GetRasterBand(1)->GetColorTable() != nullptr;
    add({QStringLiteral("-of"), QStringLiteral("MEM"), QStringLiteral("-t_srs"), QStringLiteral("EPSG:4326"),
         QStringLiteral("-dstalpha"), QStringLiteral("-r"),
         palette ? QStringLiteral("near") : QStringLiteral("bilinear"), QStringLiteral("-te"), number(box.west),
         number(box.south), number(box.east), number(box.north), QStringLiteral("-ts"), QString::number(size.width()),
         QString::number(size.height())});
    // Small pieces, so that a cancel need not wait for all tiles.
    if (isTileAddress(source))
        add({QStringLiteral("-wm"), QStringLiteral("2")});
    const std::unique_ptr<GDALWarpAppOptions, decltype(&GDALWarpAppOptionsFree)> options(
        GDALWarpAppOptionsNew(arguments.List(), nullptr), GDALWarpAppOptionsFree);
    Watcher watcher{feedback};
    GDALWarpAppOptionsSetProgress(options.get(), Watcher::report, &watcher);
    CPLErrorReset();
    GDALDatasetH from = GDALDataset::ToHandle(&raster);
    GDALDatasetUniquePtr warped(GDALDataset::FromHandle(GDALWarp("", nullptr, 1, &from, options.get(), nullptr)));
    if (watcher.cancelled)
        throw Cancelled{};
    if (!warped || CPLGetLastErrorType() >= CE_Failure)
        throw Error(
            isTileAddress(source)
                ? QStringLiteral("The map tiles of %1 cannot be fetched: %2. Check the address and the connection.")
                      .arg(shownSource(source), lastMessage())
                : QStringLiteral(
                      "%1 could not be read to its end: %2. The file is damaged or cut short; fetch it again.")
                      .arg(shownSource(source), lastMessage()));
    return warped;
}

/// The raster's numbers, row for row.
class Rows
{
public:
    explicit Rows(GDALDataset &raster)
        : m_raster(raster)
        , m_row(static_cast<std::size_t>(raster.GetRasterXSize()))
    {
    }

    const std::vector<float> &read(int band, int y)
    {
        if (m_raster.GetRasterBand(band)->RasterIO(GF_Read, 0, y, m_raster.GetRasterXSize(), 1, m_row.data(),
                                                   m_raster.GetRasterXSize(), 1, GDT_Float32, 0, 0, nullptr)
            != CE_None)
            throw Error(QStringLiteral("The picture cannot be read (%1).").arg(lastMessage()));
        return m_row;
    }

private:
    GDALDataset &m_raster;
    std::vector<float> m_row;
};

/// Draws the warped raster, whose last band is alpha, into `picture.image`.
void color(GDALDataset &warped, const GDALColorTable *palette, GroundPicture &picture)
{
    const int colors = warped.GetRasterCount() - 1 >= 3 ? 3 : 1;
    const int width = warped.GetRasterXSize();
    const int height = warped.GetRasterYSize();
    const bool bytes = warped.GetRasterBand(1)->GetRasterDataType() == GDT_Byte;
    Rows rows(warped);
    Rows alphaRows(warped);
    const auto known = [&](float value, float alpha) { return alpha > 0 && std::isfinite(value); };

    double least = 0;
    double most = 255;
    if (!palette && (colors == 1 || !bytes)) {
        least = std::numeric_limits<double>::infinity();
        most = -least;
        for (int y = 0; y < height; ++y) {
            const std::vector<float> &alpha = alphaRows.read(warped.GetRasterCount(), y);
            for (int band = 1; band <= colors; ++band) {
                const std::vector<float> &row = rows.read(band, y);
                for (std::size_t x = 0; x < row.size(); ++x) {
                    if (known(row[x], alpha[x])) {
                        least = std::min(least, static_cast<double>(row[x]));
                        most = std::max(most, static_cast<double>(row[x]));
                    }
                }
            }
        }
        if (colors == 1) {
            picture.black = least;
            picture.white = most;
        }
    }
    const double perStep = most > least ? 255 / (most - least) : 0;

    picture.image = QImage(width, height, QImage::Format_RGBA8888);
    for (int y = 0; y < height; ++y) {
        uchar *line = picture.image.scanLine(y);
        const std::vector<float> &alpha = alphaRows.read(warped.GetRasterCount(), y);
        for (std::size_t x = 0; x < alpha.size(); ++x)
            line[4 * x + 3] = static_cast<uchar>(bytes              ? std::lround(std::clamp(alpha[x], 0.f, 255.f))
                                                     : alpha[x] > 0 ? 255
                                                                    : 0);
        for (int band = 1; band <= colors; ++band) {
            const std::vector<float> &row = rows.read(band, y);
            for (std::size_t x = 0; x < row.size(); ++x) {
                uchar *pixel = line + 4 * x;
                if (!known(row[x], alpha[x])) {
                    pixel[0] = pixel[1] = pixel[2] = pixel[3] = 0;
                } else if (palette) {
                    const GDALColorEntry *entry = palette->GetColorEntry(static_cast<int>(row[x]));
                    for (int i = 0; i < 3; ++i)
                        pixel[i] = static_cast<uchar>(entry ? (i == 0       ? entry->c1
                                                                   : i == 1 ? entry->c2
                                                                            : entry->c3)
                                                            : 0);
                    pixel[3] = static_cast<uchar>(entry ? entry->c4 : 0);
                } else {
                    const auto value = static_cast<uchar>(std::lround((static_cast<double>(row[x]) - least) * perStep));
                    if (colors == 1)
                        pixel[0] = pixel[1] = pixel[2] = value;
                    else
                        pixel[band - 1] = value;
                }
            }
        }
    }
    picture.image.convertTo(QImage::Format_RGBA8888_Premultiplied);
}

bool isAllClear(const QImage &image)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.constScanLine(y)[4 * x + 3] != 0)
                return false;
    return true;
}

/// The server of tiles, or the file.
QString nameOf(const QString &source)
{
    return isTileAddress(source) ? QUrl(source).host() : QFileInfo(shownSource(source)).fileName();
}

class RasterLayer final : public MapLayer
{
public:
    RasterLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
        : m_settings(RasterLayerSettings::fromJson(spec.settings))
        , m_name(spec.name.isEmpty() ? nameOf(m_settings.source) : spec.name)
        , m_picture(readGroundPicture(m_settings, city.neighborhoods->box(), 4096, feedback))
    {
    }

    QString name() const override { return m_name; }

    void paintGround(QPainter &painter, const MapFrame &frame, const LayerPaint &) const override
    {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(rectangleOf(m_picture.box, frame), m_picture.image);
    }

    std::vector<LayerSign> signs(bool) const override
    {
        if (m_picture.black == m_picture.white)
            return {};
        return {{LayerSign::Shape::Fill, Qt::black, QString::number(m_picture.black)},
                {LayerSign::Shape::Fill, Qt::white, QString::number(m_picture.white)}};
    }

    QString note() const override
    {
        return m_settings.attribution.isEmpty() ? m_picture.attribution : m_settings.attribution;
    }

    QJsonObject identity() const override
    {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        hash.addData(QByteArrayView(m_picture.image.constBits(), m_picture.image.sizeInBytes()));
        return {{QStringLiteral("kind"), QStringLiteral("raster")},
                {QStringLiteral("sha256"), QString::fromLatin1(hash.result().toHex())}};
    }

private:
    RasterLayerSettings m_settings;
    QString m_name;
    GroundPicture m_picture;
};

} // namespace

QJsonObject RasterLayerSettings::toJson() const
{
    return {{QStringLiteral("source"), source}, {QStringLiteral("attribution"), attribution}};
}

RasterLayerSettings RasterLayerSettings::fromJson(const QJsonObject &json)
{
    const JsonFields fields(json, QStringLiteral("raster layer"));
    const auto attribution = QStringLiteral("attribution");
    return {fields.text(QStringLiteral("source")), json.contains(attribution) ? fields.text(attribution) : QString()};
}

GroundPicture readGroundPicture(const RasterLayerSettings &settings, const GeoBox &box, int mostPixels,
                                Feedback &feedback)
{
    const QString &source = settings.source;
    const QuietGdal quiet;
    const GDALDatasetUniquePtr raster = openRaster(source, box);
    const Lie lie = lieOf(*raster, source);
    GroundPicture picture;
    picture.box = wantedBox(lie, box, source);
    // Twice as fine as the source, so that turning it loses nothing.
    const double scale = std::min(2 / lie.perPixel, mostPixels / std::max(picture.box.width(), picture.box.height()));
    const QSize size(std::max(1, static_cast<int>(std::lround(picture.box.width() * scale))),
                     std::max(1, static_cast<int>(std::lround(picture.box.height() * scale))));
    const GDALDatasetUniquePtr warped = warp(*raster, picture.box, size, source, feedback);
    feedback.checkpoint(0.9);
    color(*warped, raster->GetRasterBand(1)->GetColorTable(), picture);
    if (isAllClear(picture.image))
        throw Error(QStringLiteral("%1 has nothing to show where the city lies, at %2. Choose a picture of the city.")
                        .arg(shownSource(source), degrees(box)));
    if (source.contains(QLatin1String("openstreetmap.org")))
        picture.attribution = QStringLiteral("© OpenStreetMap contributors");
    else if (const char *attribution = raster->GetMetadataItem("attribution"))
        picture.attribution = QString::fromUtf8(attribution);
    return picture;
}

std::shared_ptr<const MapLayer> makeRasterLayer(const LayerSpec &spec, const City &city, Feedback &feedback)
{
    return std::make_shared<const RasterLayer>(spec, city, feedback);
}

} // namespace forewatch
