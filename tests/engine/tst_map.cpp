#include "engine/learning/encoding.h"
#include "engine/map/snapshot_set.h"
#include "engine/map/snapshot_pictures.h"
#include "tests/support/golden.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QPainter>

using namespace forewatch;
using namespace forewatch::test;
using std::chrono::hours;

namespace {

/// Three neighborhoods, the middle one with a hole, and incidents of each group; two of them at one place.
City threeNeighborhoods(const Folder &folder)
{
    return importQuietly(scene(folder,
                               "CrimeDate,CrimeTime,Description,Longitude,Latitude\n"
                               "01/31/2014,12:10:00,SHOOTING,0.5,0.5\n"
                               "01/31/2014,12:20:00,LARCENY,0.8,1.4\n"
                               "01/31/2014,12:30:00,LARCENY,0.8,1.4\n"
                               "01/31/2014,12:40:00,COMMON ASSAULT,1.2,0.3\n"
                               "01/31/2014,13:50:00,GRAFFITI,1.6,0.25\n"
                               "01/31/2014,14:00:00,HOMICIDE,1.5,1.5\n",
                               R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"Harbor"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1.1,1],[0.4,1.1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"name":"Hill"},"geometry":{"type":"Polygon","coordinates":[[[0,1],[0.4,1.1],[1.1,1],[1.3,2],[0,2],[0,1]],[[0.3,1.5],[0.6,1.5],[0.5,1.8],[0.3,1.5]]]}},
{"type":"Feature","properties":{"name":"East"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,2],[1.3,2],[1.1,1],[1,0]]]}}]})"));
}

const Window noon{makeTime(2014, 1, 31, 12), hours(2)};

QColor colorAt(const QImage &image, QPointF pixel)
{
    return image.pixelColor(pixel.toPoint());
}

} // namespace

/// The painter draws what the styles say, the same on every path to the picture.
class TestMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_city = threeNeighborhoods(m_folder);
        m_painter = std::make_shared<const MapPainter>(m_city);
        m_snapshot = m_city.incidents->snapshot(noon);
    }

    void theWindowIsHalfOpen() { QCOMPARE(m_snapshot.incidents.size(), std::size_t(5)); }

    void goldenPictures_data()
    {
        QTest::addColumn<bool>("original");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");

        QTest::newRow("original") << true << false << QSize(175, 217);
        QTest::newRow("clear") << false << false << QSize(360, 400);
        QTest::newRow("dark") << false << true << QSize(360, 400);
    }

    void goldenPictures()
    {
        QFETCH(bool, original);
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        const SnapshotPictures pictures(m_painter, size,
                                        {.style = original ? MapStyle::Original : MapStyle::Clear, .dark = dark});
        compareWithGolden(pictures.picture(m_snapshot), QStringLiteral("map-") + QLatin1String(QTest::currentDataTag()));
    }

    void goldenAlphaDropped()
    {
        const SnapshotPictures pictures(m_painter, {175, 217}, {.style = MapStyle::Original});
        compareWithGolden(pictures.alphaDropped(m_snapshot), QStringLiteral("map-alpha-dropped"));
    }

    void alphaDroppedKeepsTheInksFullColor()
    {
        // A dot at alpha 0.7 on nothing: its own color where anything of it is drawn, and white where nothing is.
        const SnapshotPictures pictures(m_painter, {175, 217}, {.style = MapStyle::Original});
        const MapFrame frame = MapFrame::original(m_city.neighborhoods->box(), {175, 217});
        const QPointF dot = frame.toPixel({0.5, 0.5});
        QCOMPARE(colorAt(pictures.alphaDropped(m_snapshot), dot), QColor(0xBD, 0x3D, 0x3A));
        QCOMPARE(colorAt(pictures.alphaDropped(m_snapshot), dot + QPointF(12, 12)), QColor(Qt::white));
        const QColor composited = colorAt(pictures.picture(m_snapshot), dot);
        QVERIFY2(std::abs(composited.red() - (0.7 * 0xBD + 0.3 * 255)) <= 2, qPrintable(composited.name()));
    }

    void stampedOutlinesAreTheStrokedOnes()
    {
        // `SnapshotPictures` blends outlines that were drawn once; the painter strokes them afresh.
        for (const MapStyle style : {MapStyle::Original, MapStyle::Clear}) {
            const QSize size = style == MapStyle::Original ? QSize(175, 217) : QSize(360, 400);
            const MapOptions options{.style = style};
            const SnapshotPictures pictures(m_painter, size, options);
            const MapFrame frame = style == MapStyle::Original ? MapFrame::original(m_city.neighborhoods->box(), size)
                                                               : MapFrame::fit(m_city.neighborhoods->box(), size, 0.03);
            QImage stroked(size, QImage::Format_RGBA64_Premultiplied);
            stroked.fill(Qt::transparent);
            QPainter painter(&stroked);
            m_painter->paintBase(painter, frame, options);
            m_painter->paintSnapshot(painter, frame, m_snapshot, options);
            painter.end();
            QImage onWhite(size, QImage::Format_RGB32);
            onWhite.fill(Qt::white);
            QPainter(&onWhite).drawImage(0, 0, stroked);
            QCOMPARE(differingShare(pictures.picture(m_snapshot), onWhite, 1), 0.0);
        }
    }

    void touchedNeighborhoods()
    {
        QCOMPARE(m_painter->outlined(m_snapshot, {.style = MapStyle::Clear}), (std::vector<std::size_t>{0, 1, 2}));
        QCOMPARE(m_painter->outlined(m_snapshot, {.style = MapStyle::Original}), (std::vector<std::size_t>{0, 1, 1, 2, 2}));
    }

    void targetsStandOut()
    {
        const Legend &legend = m_painter->legend();
        for (std::size_t i = 0; i < legend.entries().size(); ++i) {
            const QString &type = legend.at(i).type;
            const Group expected = type == QLatin1String("SHOOTING") || type == QLatin1String("HOMICIDE") ? Group::Target
                : type == QLatin1String("COMMON ASSAULT")                                                 ? Group::Violent
                : type == QLatin1String("LARCENY")                                                        ? Group::Property
                                                                                                          : Group::Other;
            QCOMPARE(legend.at(i).group, expected);
        }
    }

    void thePointerFindsTheNearestIncident()
    {
        const MapFrame frame = MapFrame::fit(m_city.neighborhoods->box(), {360, 400}, 0.03);
        const QPointF shooting = frame.toPixel({0.5, 0.5});
        const Incident *found = m_painter->incidentAt(shooting + QPointF(3, 3), 8, frame, m_snapshot, {});
        QVERIFY(found);
        QCOMPARE(found->place, (GeoPoint{0.5, 0.5}));
        QVERIFY(!m_painter->incidentAt(shooting + QPointF(30, 0), 8, frame, m_snapshot, {}));
    }

    void framesTurnBackWhatTheyTurn()
    {
        const MapFrame fitted = MapFrame::fit(m_city.neighborhoods->box(), {360, 400}, 0.03);
        const QPointF about(100, 50);
        for (const MapFrame &frame : {fitted, fitted.moved({30, -20}), fitted.zoomed(3, about), fitted.resized({90, 700}),
                                      MapFrame::original(m_city.neighborhoods->box(), {175, 217})}) {
            const QPointF there = frame.toPixel(frame.toGeo(about));
            QVERIFY(QLineF(there, about).length() < 1e-6);
        }
        QVERIFY(QLineF(fitted.zoomed(3, about).toPixel(fitted.toGeo(about)), about).length() < 1e-6);
        QVERIFY(std::abs(fitted.metresPerPixel() * 360 - 2.12 * 111'320) < 0.1 * 2.12 * 111'320);
    }

    void theEncodingIsTheNearestPixelOfThePicture()
    {
        const MapImageEncoding encoding(m_city);
        std::vector<std::uint8_t> planes(encoding.size());
        encoding.encode(m_snapshot, planes);
        const QSize size = MapFrame::originalSize(m_city.neighborhoods->box());
        const QImage picture = SnapshotPictures(m_painter, size, {.style = MapStyle::Original}).alphaDropped(m_snapshot);
        constexpr int edge = 150;
        for (int y = 0; y < edge; ++y) {
            for (int x = 0; x < edge; ++x) {
                const QRgb pixel = picture.pixel(int((x + 0.5) * picture.width() / edge), int((y + 0.5) * picture.height() / edge));
                const std::size_t at = std::size_t(y * edge + x);
                QCOMPARE(int(planes[at]), qRed(pixel));
                QCOMPARE(int(planes[at + edge * edge]), qGreen(pixel));
                QCOMPARE(int(planes[at + 2 * edge * edge]), qBlue(pixel));
            }
        }
    }

    void aSetHasAPictureAndALineForEachWindow()
    {
        NoFeedback feedback;
        SnapshotSetSettings settings;
        settings.folder = m_folder.path(QStringLiteral("set"));
        settings.windows = m_city.incidents->windows(hours(2), hours(2));
        settings.byLabel = true;
        settings.skipEmpty = true;
        const SnapshotSetResult result = writeSnapshotSet(m_city, settings, feedback);
        QCOMPARE(result.windows, std::size_t(12));
        QCOMPARE(result.empty, std::size_t(10));
        QCOMPARE(result.pictures, std::size_t(2));
        QCOMPARE(result.withTarget, std::size_t(2));
        QFile manifest(m_folder.path(QStringLiteral("set/manifest.csv")));
        QVERIFY(manifest.open(QIODevice::ReadOnly));
        QCOMPARE(manifest.readAll(), QByteArray("file,start,end,incidents,label\n"
                                                "target/20140131T1200.png,2014-01-31 12:00,2014-01-31 14:00,5,1\n"
                                                "target/20140131T1400.png,2014-01-31 14:00,2014-01-31 16:00,1,1\n"));
        QCOMPARE(QImage(m_folder.path(QStringLiteral("set/target/20140131T1200.png"))).size(),
                 MapFrame::originalSize(m_city.neighborhoods->box()));
    }

private:
    Folder m_folder;
    City m_city;
    std::shared_ptr<const MapPainter> m_painter;
    Snapshot m_snapshot;
};

QTEST_MAIN(TestMap)
#include "tst_map.moc"
