#include "engine/layers/raster_layer.h"
#include "tests/support/busy_city.h"
#include "tests/support/scene.h"

#include <QFile>
#include <QPainter>
#include <QTest>

#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <QBuffer>

#include <arpa/inet.h>
#include <atomic>
#include <functional>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace forewatch;
using namespace forewatch::test;

namespace {

/// The hand-made city's.
const GeoBox box{-76.7, 39.2, -76.5, 39.4};

struct Picture
{
    const char *crs = "EPSG:3857";
    int bands = 3;
    GDALDataType type = GDT_Byte;
    /// In degrees; turned to the CRS, whose rectangle around it is drawn.
    GeoBox place = box;
    std::optional<double> noData = {};
    bool placed = true;
    bool palette = false;
    int pixels = 400;
};

/// Coordinates of `crs`.
GeoPoint projected(const char *crs, GeoPoint place)
{
    OGRSpatialReference from, to;
    from.SetFromUserInput("EPSG:4326");
    to.SetFromUserInput(crs);
    from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    to.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const std::unique_ptr<OGRCoordinateTransformation> turn(OGRCreateCoordinateTransformation(&from, &to));
    turn->Transform(1, &place.longitude, &place.latitude);
    return place;
}

/// A GeoTIFF whose value in each band is that of `value(x, y, band)`, x to the east and y to the south from 0 to 1.
QString writeTiff(const QString &path, const Picture &picture, const std::function<double(double, double, int)> &value)
{
    GDALAllRegister();
    const GeoPoint southWest = projected(picture.crs, {picture.place.west, picture.place.south});
    const GeoPoint northEast = projected(picture.crs, {picture.place.east, picture.place.north});
    const int n = picture.pixels;
    GDALDatasetUniquePtr file(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.toUtf8(), n, n, picture.bands, picture.type, nullptr));
    if (picture.placed) {
        double transform[6] = {southWest.longitude,
                               (northEast.longitude - southWest.longitude) / n,
                               0,
                               northEast.latitude,
                               0,
                               (southWest.latitude - northEast.latitude) / n};
        file->SetGeoTransform(transform);
        OGRSpatialReference crs;
        crs.SetFromUserInput(picture.crs);
        file->SetSpatialRef(&crs);
    }
    if (picture.palette) {
        GDALColorTable colors;
        const GDALColorEntry red{200, 10, 20, 255}, green{10, 180, 30, 255};
        colors.SetColorEntry(1, &red);
        colors.SetColorEntry(2, &green);
        file->GetRasterBand(1)->SetColorTable(&colors);
    }
    for (int band = 1; band <= picture.bands; ++band) {
        if (picture.noData)
            file->GetRasterBand(band)->SetNoDataValue(*picture.noData);
        std::vector<double> values;
        for (int y = 0; y < n; ++y)
            for (int x = 0; x < n; ++x)
                values.push_back(value((x + .5) / n, (y + .5) / n, band));
        if (file->GetRasterBand(band)->RasterIO(GF_Write, 0, 0, n, n, values.data(), n, n, GDT_Float64, 0, 0, nullptr)
            != CE_None)
            qFatal("cannot write");
    }
    if (picture.bands == 4)
        file->GetRasterBand(4)->SetColorInterpretation(GCI_AlphaBand);
    return path;
}

GroundPicture readQuietly(const QString &source, int most = 800, const GeoBox &where = box)
{
    NoFeedback feedback;
    return readGroundPicture({source}, where, most, feedback);
}

QColor colorAt(const GroundPicture &picture, GeoPoint place)
{
    return picture.image.pixelColor(
        int((place.longitude - picture.box.west) / picture.box.width() * picture.image.width()),
        int((picture.box.north - place.latitude) / picture.box.height() * picture.image.height()));
}

bool isNear(const QColor &a, const QColor &b, int by = 3)
{
    return std::abs(a.red() - b.red()) <= by && std::abs(a.green() - b.green()) <= by
        && std::abs(a.blue() - b.blue()) <= by && std::abs(a.alpha() - b.alpha()) <= by;
}

/// Four quarters, each of its own color.
double quarters(double x, double y, int band)
{
    const int quarter = (x < .5 ? 0 : 1) + (y < .5 ? 0 : 2);
    static const int colors[4][3] = {{250, 0, 0}, {0, 240, 0}, {0, 0, 230}, {220, 210, 0}};
    return band <= 3 ? colors[quarter][band - 1] : 255;
}

/// A server of map tiles on this machine: each tile is of one color, which says its number.
class TileServer
{
public:
    TileServer()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        m_listening = socket(AF_INET, SOCK_STREAM, 0);
        if (bind(m_listening, reinterpret_cast<sockaddr *>(&address), length) != 0 || listen(m_listening, 64) != 0
            || getsockname(m_listening, reinterpret_cast<sockaddr *>(&address), &length) != 0)
            qFatal("cannot listen");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }

    ~TileServer()
    {
        shutdown(m_listening, SHUT_RDWR);
        m_thread.join();
        close(m_listening);
    }

    int port() const { return m_port; }
    int served() const { return m_served; }

    static QColor colorOf(int z, int x, int y) { return QColor(100 + 100 * (x % 2), 100 + 100 * (y % 2), 10 * z); }

private:
    void serve()
    {
        for (int client = accept(m_listening, nullptr, nullptr); client >= 0;
             client = accept(m_listening, nullptr, nullptr)) {
            QByteArray request(4096, '\0');
            const auto got = recv(client, request.data(), std::size_t(request.size()), 0);
            int z = 0, x = 0, y = 0;
            if (got > 0 && std::sscanf(request.constData(), "GET /%d/%d/%d.png", &z, &x, &y) == 3) {
                QImage tile(256, 256, QImage::Format_RGB32);
                tile.fill(colorOf(z, x, y));
                QByteArray png;
                QBuffer buffer(&png);
                tile.save(&buffer, "PNG");
                const QByteArray reply
                    = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\nContent-Length: "
                    + QByteArray::number(png.size()) + "\r\n\r\n" + png;
                send(client, reply.constData(), std::size_t(reply.size()), MSG_NOSIGNAL);
                ++m_served;
            }
            close(client);
        }
    }

    int m_listening = -1;
    int m_port = 0;
    std::atomic<int> m_served = 0;
    std::thread m_thread;
};

} // namespace

/// Pictures of the ground lie where they say, in their own colors, and what cannot be shown is said.
class TestRasterLayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cornersAreRightToAPixel_data()
    {
        QTest::addColumn<QByteArray>("crs");
        for (const char *crs : {"EPSG:4326", "EPSG:3857", "EPSG:2248", "EPSG:32618"})
            QTest::newRow(crs) << QByteArray(crs);
    }

    void cornersAreRightToAPixel()
    {
        // A black picture with four white patches of three pixels, whose places in degrees are computed by PROJ: drawn
        // on a map they are where the frame puts those degrees.
        QFETCH(QByteArray, crs);
        const GeoBox wide{-76.8, 39.1, -76.4, 39.5};
        Picture wanted{.crs = crs.constData(), .place = wide, .pixels = 800};
        const GeoPoint places[]
            = {{-76.699, 39.201}, {-76.501, 39.201}, {-76.699, 39.399}, {-76.501, 39.399}, {-76.6, 39.3}};
        const GeoPoint southWest = projected(crs, {wide.west, wide.south});
        const GeoPoint northEast = projected(crs, {wide.east, wide.north});
        std::vector<QPointF> patches;
        for (const GeoPoint &place : places) {
            const GeoPoint there = projected(crs, place);
            patches.push_back({(there.longitude - southWest.longitude) / (northEast.longitude - southWest.longitude),
                               (northEast.latitude - there.latitude) / (northEast.latitude - southWest.latitude)});
        }
        const QString path = writeTiff(
            m_folder.path(QStringLiteral("corners-%1.tif").arg(QString::fromLatin1(crs.mid(5)))), wanted,
            [&](double x, double y, int) {
                return std::ranges::any_of(
                           patches,
                           [&](QPointF at) { return std::abs(x - at.x()) < .0019 && std::abs(y - at.y()) < .0019; })
                    ? 255
                    : 1;
            });
        const City city = cityOf({{makeTime(2016, 1, 1), QStringLiteral("SHOOTING")}});
        NoFeedback feedback;
        const auto layer = makeRasterLayer({LayerSpec::Kind::Raster, {}, true, 1, RasterLayerSettings{path}.toJson()},
                                           city, feedback);
        const MapFrame frame = MapFrame::fit(city.neighborhoods->box(), {700, 700}, 0.1);
        QImage image(700, 700, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        layer->paintGround(painter, frame, {});
        painter.end();
        for (const GeoPoint &place : places) {
            // Centre of the light around the place.
            const QPointF expected = frame.toPixel(place);
            QPointF sum;
            double light = 0;
            for (int y = int(expected.y()) - 8; y <= int(expected.y()) + 8; ++y) {
                for (int x = int(expected.x()) - 8; x <= int(expected.x()) + 8; ++x) {
                    const double here = std::max(0, image.pixelColor(x, y).red() - 8);
                    sum += here * QPointF(x + .5, y + .5);
                    light += here;
                }
            }
            QVERIFY(light > 200);
            const QPointF off = sum / light - expected;
            QVERIFY2(std::hypot(off.x(), off.y()) < 1,
                     qPrintable(QStringLiteral("off by %1, %2").arg(off.x()).arg(off.y())));
        }
    }

    void colorsAreKept_data()
    {
        QTest::addColumn<int>("bands");
        QTest::newRow("red, green, blue") << 3;
        QTest::newRow("with alpha") << 4;
    }

    void colorsAreKept()
    {
        QFETCH(int, bands);
        const QString path = writeTiff(m_folder.path(QStringLiteral("colors%1.tif").arg(bands)), {.bands = bands},
                                       [bands](double x, double y, int band) {
                                           return band == 4 && bands == 4 && x > .75 ? 0 : quarters(x, y, band);
                                       });
        const GroundPicture picture = readQuietly(path);
        QVERIFY(isNear(colorAt(picture, {-76.67, 39.37}), QColor(250, 0, 0)));
        QVERIFY(isNear(colorAt(picture, {-76.57, 39.37}), QColor(0, 240, 0)));
        QVERIFY(isNear(colorAt(picture, {-76.67, 39.23}), QColor(0, 0, 230)));
        QVERIFY(isNear(colorAt(picture, {-76.57, 39.23}), QColor(220, 210, 0)));
        QCOMPARE(colorAt(picture, {-76.52, 39.23}).alpha(), bands == 4 ? 0 : 255);
        QCOMPARE(picture.black, picture.white);
    }

    void aPaletteIsLookedUp()
    {
        const QString path = writeTiff(m_folder.path(QStringLiteral("palette.tif")), {.bands = 1, .palette = true},
                                       [](double x, double, int) { return x < .5 ? 1 : 2; });
        const GroundPicture picture = readQuietly(path);
        QVERIFY(isNear(colorAt(picture, {-76.67, 39.3}), QColor(200, 10, 20)));
        QVERIFY(isNear(colorAt(picture, {-76.53, 39.3}), QColor(10, 180, 30)));
    }

    void oneBandIsGreyFromLeastToGreatest_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("bytes") << int(GDT_Byte);
        QTest::newRow("16 bits") << int(GDT_UInt16);
        QTest::newRow("floating point") << int(GDT_Float32);
    }

    void oneBandIsGreyFromLeastToGreatest()
    {
        QFETCH(int, type);
        const QString path
            = writeTiff(m_folder.path(QStringLiteral("grey%1.tif").arg(type)),
                        {.bands = 1, .type = GDALDataType(type), .noData = 0.0}, [](double x, double y, int) {
                            return y > .9 ? 0 : x < .3 ? 100 : x < .6 ? 150 : 200;
                        });
        const GroundPicture picture = readQuietly(path);
        QCOMPARE(picture.black, 100.0);
        QCOMPARE(picture.white, 200.0);
        QVERIFY(isNear(colorAt(picture, {-76.68, 39.3}), Qt::black));
        QVERIFY(isNear(colorAt(picture, {-76.61, 39.3}), QColor(128, 128, 128)));
        QVERIFY(isNear(colorAt(picture, {-76.52, 39.3}), Qt::white));
        QCOMPARE(colorAt(picture, {-76.6, 39.205}).alpha(), 0);
    }

    void mapTilesInOneFile()
    {
        const QString tiff = writeTiff(m_folder.path(QStringLiteral("tiles.tif")), {.bands = 4}, quarters);
        const QString path = m_folder.path(QStringLiteral("tiles.mbtiles"));
        {
            CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
            const GDALDatasetUniquePtr from(GDALDataset::Open(tiff.toUtf8()));
            GDALDatasetUniquePtr to(GetGDALDriverManager()->GetDriverByName("MBTiles")->CreateCopy(
                path.toUtf8(), from.get(), FALSE, nullptr, nullptr, nullptr));
            QVERIFY(to);
            int levels[] = {2, 4};
            QCOMPARE(to->BuildOverviews("AVERAGE", 2, levels, 0, nullptr, nullptr, nullptr), CE_None);
        }
        for (const int most : {800, 100}) {
            const GroundPicture picture = readQuietly(path, most);
            QVERIFY(isNear(colorAt(picture, {-76.67, 39.37}), QColor(250, 0, 0)));
            QVERIFY(isNear(colorAt(picture, {-76.53, 39.23}), QColor(220, 210, 0)));
        }
    }

    void mapTilesFromAServer_data()
    {
        QTest::addColumn<QString>("row");
        QTest::newRow("counted from the north") << QStringLiteral("{y}");
        QTest::newRow("counted from the south") << QStringLiteral("{-y}");
    }

    void mapTilesFromAServer()
    {
        QFETCH(QString, row);
        const TileServer server;
        const GroundPicture picture
            = readQuietly(QStringLiteral("http://127.0.0.1:%1/{z}/{x}/%2.png").arg(server.port()).arg(row), 1500);
        // Every place has the color of the tile it lies in, by the tiles' own formula (spherical Mercator, 2^z tiles
        // around).
        const int z = (colorAt(picture, {-76.6, 39.3}).blue() + 5) / 10;
        QVERIFY2(z >= 12 && z <= 14, qPrintable(QString::number(z)));
        const double tiles = std::pow(2, z);
        int tested = 0;
        for (double latitude = 39.201; latitude < 39.4; latitude += .013) {
            for (double longitude = -76.699; longitude < -76.5; longitude += .013) {
                const double x = (longitude + 180) / 360 * tiles;
                const double radians = latitude * std::numbers::pi / 180;
                const double y = (1 - std::asinh(std::tan(radians)) / std::numbers::pi) / 2 * tiles;
                const auto atEdge = [](double at) { return std::abs(at - std::round(at)) < .04; };
                if (atEdge(x) || atEdge(y))
                    continue;
                const int number = row == QLatin1String("{y}") ? int(y) : int(tiles) - 1 - int(y);
                QVERIFY(isNear(colorAt(picture, {longitude, latitude}), TileServer::colorOf(z, int(x), number)));
                ++tested;
            }
        }
        QVERIFY(tested > 50);
        QVERIFY2(server.served() < 120, qPrintable(QString::number(server.served())));
    }

    void onlyTheCitysPartIsRead()
    {
        const QString path = writeTiff(m_folder.path(QStringLiteral("wide.tif")),
                                       {.place = {-80, 36, -73, 43}, .pixels = 900}, quarters);
        const GroundPicture picture = readQuietly(path);
        const GeoBox expected{-76.75, 39.15, -76.45, 39.45};
        QVERIFY(std::abs(picture.box.west - expected.west) < 1e-9 && std::abs(picture.box.east - expected.east) < 1e-9);
        QVERIFY(std::abs(picture.box.south - expected.south) < 1e-9
                && std::abs(picture.box.north - expected.north) < 1e-9);
        QVERIFY(std::max(picture.image.width(), picture.image.height()) <= 800);
    }

    void whatCannotBeShownIsSaid_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("says");
        const auto grey = [](double, double, int) { return 7; };
        QTest::newRow("missing") << m_folder.path(QStringLiteral("gone.tif")) << QStringLiteral("There is no picture");
        QTest::newRow("empty") << QString() << QStringLiteral("There is no picture");
        QTest::newRow("no picture") << m_folder.write(QStringLiteral("words.tif"), "not a picture")
                                    << QStringLiteral("in no format");
        QTest::newRow("nowhere") << writeTiff(m_folder.path(QStringLiteral("nowhere.tif")),
                                              {.placed = false, .pixels = 20}, grey)
                                 << QStringLiteral("where on the earth");
        QTest::newRow("Paris") << writeTiff(m_folder.path(QStringLiteral("paris.tif")),
                                            {.place = {2.2, 48.8, 2.5, 48.9}, .pixels = 20}, grey)
                               << QStringLiteral("shows another place: it lies at 2.20° to 2.50° east");
        QTest::newRow("nothing there") << writeTiff(m_folder.path(QStringLiteral("void.tif")),
                                                    {.bands = 1, .noData = 7.0, .pixels = 20}, grey)
                                       << QStringLiteral("has nothing to show");
        QTest::newRow("no server") << QStringLiteral("http://127.0.0.1:9/{z}/{x}/{y}.png?token=s3cret")
                                   << QStringLiteral("cannot be fetched");
    }

    void whatCannotBeShownIsSaid()
    {
        QFETCH(QString, source);
        QFETCH(QString, says);
        const QString message = errorOf([&] { readQuietly(source); });
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY2(!message.contains(QLatin1String("s3cret")), qPrintable(message));
        QVERIFY(message.endsWith(QLatin1Char('.')));
    }

    void aCutFileIsSaid()
    {
        const QString path = writeTiff(m_folder.path(QStringLiteral("cut.tif")), {}, quarters);
        QVERIFY(QFile(path).resize(QFile(path).size() / 2));
        const QString message = errorOf([&] { readQuietly(path); });
        QVERIFY2(message.contains(path), qPrintable(message));
    }

    void aCancelIsHeard()
    {
        class Impatient final : public Feedback
        {
        public:
            void progress(double) override { }
            bool cancelled() const override { return true; }
        } impatient;
        const QString path = writeTiff(m_folder.path(QStringLiteral("cancel.tif")), {}, quarters);
        QVERIFY_EXCEPTION_THROWN(readGroundPicture({path}, box, 800, impatient), Cancelled);
    }

    void settingsAreKept()
    {
        const RasterLayerSettings settings{QStringLiteral("a.tif"), QStringLiteral("The city")};
        QCOMPARE(RasterLayerSettings::fromJson(settings.toJson()), settings);
        VERIFY_SAYS(errorOf([] { RasterLayerSettings::fromJson({}); }), "source");
    }

private:
    Folder m_folder;
};

QTEST_MAIN(TestRasterLayer)
#include "tst_raster_layer.moc"
