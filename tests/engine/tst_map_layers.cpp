#include "engine/core/random.h"
#include "engine/layers/area_layer.h"
#include "engine/layers/layer_source.h"
#include "engine/layers/point_layer.h"
#include "engine/map/map_painter.h"
#include "tests/support/golden.h"
#include "tests/support/real_data.h"
#include "tests/support/scene.h"

#include <QElapsedTimer>
#include <QPainter>

#include <algorithm>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

namespace {

const Time morning = makeTime(2014, 1, 31, 8);

/// Two squares with a figure each, and the number of people.
QByteArray twoFigures(const char *west = "10", const char *east = "30", const char *people = "500")
{
    QByteArray text = twoSquares();
    text.replace("\"name\":\"West\"", QByteArray("\"name\":\"West\",\"poor\":") + west + ",\"people\":1000");
    text.replace("\"name\":\"East\"", QByteArray("\"name\":\"East\",\"poor\":") + east + ",\"people\":" + people);
    return text;
}

LayerSpec specOf(LayerSpec::Kind kind, const char *name, const QJsonObject &settings)
{
    return {.kind = kind, .name = QLatin1String(name), .settings = settings};
}

/// Pixels of the picture's middle that a layer's marks touch.
int markedPixels(const MapLayer &layer, const MapFrame &frame, const Window &window)
{
    QImage image(frame.size().toSize(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    layer.paintMarks(painter, frame, {window, false});
    painter.end();
    int marked = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            marked += qAlpha(image.pixel(x, y)) > 0;
    return marked;
}

} // namespace

/// Point tables and areas' figures are read as they are, and shown where and when they hold.
class TestMapLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_city = importQuietly(scene(m_folder,
                                     "CrimeDate,CrimeTime,Description,Longitude,Latitude\n"
                                     "01/31/2014,12:10:00,SHOOTING,0.5,0.5\n"
                                     "01/31/2014,12:10:00,SHOOTING,0.5,0.5\n"
                                     "01/31/2014,12:20:00,LARCENY,0.8,0.4\n"
                                     "01/31/2014,12:40:00,LARCENY,1.2,0.3\n"
                                     "02/03/2014,13:50:00,SHOOTING,1.6,0.25\n"));
        m_frame = MapFrame::fit(m_city.neighborhoods->box(), {200, 100}, 0);
    }

    void placesAreReadInEachForm_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QString>("crs");
        QTest::newRow("columns") << QByteArray("lat,lon\n0.25,1.5\n") << QString();
        QTest::newRow("pair") << QByteArray("id,Location.1\n1,\"1 Main St\nTown, MD\n(0.25, 1.5)\"\n") << QString();
        QTest::newRow("bare pair") << QByteArray("id,where\n1,\"0.25, 1.5\"\n") << QString();
        QTest::newRow("well-known text") << QByteArray("id,spot\n1,POINT (1.5 0.25)\n") << QString();
        QTest::newRow("metres") << QByteArray("x,y\n166979.24,27829.96\n") << QStringLiteral("EPSG:3857");
    }
    void placesAreReadInEachForm()
    {
        QFETCH(QByteArray, table);
        QFETCH(QString, crs);
        const auto read = points({.source = m_folder.write(QStringLiteral("p.csv"), table), .crs = crs});
        QCOMPARE(read.points.size(), std::size_t(1));
        QVERIFY(std::abs(read.points[0].place.longitude - 1.5) < 1e-5);
        QVERIFY(std::abs(read.points[0].place.latitude - .25) < 1e-5);
    }

    void whatIsLeftOutIsCounted()
    {
        const auto read = points({.source = m_folder.write(QStringLiteral("p.csv"),
                                                           "kind,lat,lon,day\ncamera,0.5,0.5,2014-01-31\nlamp,0.5,0.5,2014-01-31\n"
                                                           "camera,,,2014-01-31\ncamera,0,0,2014-01-31\ncamera,0.5,0.6,soon\n"
                                                           "Sex offence camera,0.1,0.1,2014-01-31\n"
                                                           "Sex offence camera,7,7,2014-01-31\n"),
                                  .time = QStringLiteral("day"),
                                  .filterColumn = QStringLiteral("KIND"),
                                  .filterPatterns = {QStringLiteral("CAMERA")}});
        QCOMPARE(read.rows, std::size_t(7));
        QCOMPARE(read.filteredOut, std::size_t(1));
        QCOMPARE(read.withoutPlace, std::size_t(2));
        QCOMPARE(read.withoutTime, std::size_t(1));
        QCOMPARE(read.withheld, std::size_t(1));
        QCOMPARE(read.points.size(), std::size_t(2));
        // A sexual offence stands at its neighborhood's centre.
        QVERIFY(std::ranges::any_of(read.points, [&](const LayerPoint &p) { return p.place == m_city.neighborhoods->centre(0); }));
        QVERIFY(std::ranges::none_of(read.points, [](const LayerPoint &p) { return p.place == GeoPoint{.1, .1}; }));
    }

    void patternsAreWholeWithWildcardsAndPartsWithout_data()
    {
        QTest::addColumn<QStringList>("patterns");
        QTest::addColumn<QStringList>("kept");
        const auto list = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char('|')); };
        QTest::newRow("part") << list("narcotics") << list("87-Narcotics|Narcotics, other");
        QTest::newRow("start") << list("87*") << list("87-Narcotics|87/2 (old)");
        QTest::newRow("one letter") << list("8?-Narcotics") << list("87-Narcotics");
        QTest::newRow("several") << list("theft|87/2 (*") << list("Theft|87/2 (old)");
        QTest::newRow("a dot is a dot") << list("x.y") << list("x.y");
    }
    void patternsAreWholeWithWildcardsAndPartsWithout()
    {
        QFETCH(QStringList, patterns);
        QFETCH(QStringList, kept);
        auto read = points({.source = m_folder.write(QStringLiteral("p.csv"),
                                                     "what,lat,lon\n87-Narcotics,.1,.1\n\"Narcotics, other\",.1,.1\nTheft,.1,.1\n"
                                                     "87/2 (old),.1,.1\nx.y,.1,.1\nxzy,.1,.1\n"),
                            .filterColumn = QStringLiteral("what"),
                            .filterPatterns = patterns,
                            .label = QStringLiteral("what")});
        QStringList labels;
        for (const LayerPoint &point : read.points)
            labels << read.labels[qsizetype(point.label)];
        QCOMPARE(labels, kept);
    }

    void wrongTablesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("word");
        QTest::newRow("no place") << QByteArray("a,b\nx,y\n") << QString() << QStringLiteral("places");
        QTest::newRow("another city") << QByteArray("lat,lon\n50,8\n") << QString() << QStringLiteral("near the city");
        QTest::newRow("persons") << QByteArray("lat,lon,Race\n.5,.5,x\n") << QStringLiteral("Race") << QStringLiteral("persons");
        QTest::newRow("missing column") << QByteArray("lat,lon\n.5,.5\n") << QStringLiteral("kind") << QStringLiteral("lat, lon");
        QTest::newRow("empty") << QByteArray("lat,lon\n") << QString() << QStringLiteral("empty");
    }
    void wrongTablesAreRefused()
    {
        QFETCH(QByteArray, table);
        QFETCH(QString, label);
        QFETCH(QString, word);
        const QString source = m_folder.write(QStringLiteral("p.csv"), table);
        const QString message = errorOf([&] { points({.source = source, .label = label}); });
        QVERIFY2(message.contains(word), qPrintable(message));
    }

    void timedPointsAreShownInTheirWindowAlone()
    {
        Random random(4);
        QByteArray table = "lat,lon,date,time\n";
        std::vector<Time> times;
        for (int i = 0; i < 200; ++i) {
            times.push_back(morning + std::chrono::minutes(random.below(600)));
            const QString text = formatTime(times.back());
            table += QStringLiteral("%1,%2,%3,%4\n").arg(.1 + .8 * random.uniform()).arg(.1 + 1.8 * random.uniform())
                         .arg(text.left(10), text.mid(11)).toUtf8();
        }
        const QString source = m_folder.write(QStringLiteral("t.csv"), table);
        const PointLayerSettings guessed = recognisedTimes({.source = source});
        QCOMPARE(guessed.time, QStringLiteral("date"));
        QCOMPARE(guessed.clock, QStringLiteral("time"));
        const PointTable read = points(guessed);
        QVERIFY(std::ranges::is_sorted(read.points, {}, &LayerPoint::time));
        const auto timed = layer(specOf(LayerSpec::Kind::Points, "Timed", guessed.toJson()));
        const auto always = layer(specOf(LayerSpec::Kind::Points, "Always", PointLayerSettings{.source = source}.toJson()));
        for (int i = 0; i < 20; ++i) {
            const Window window{morning + i * 25min, 25min};
            // Brute force: the same table with the window's rows alone, read without time.
            QByteArray inside = "lat,lon,date,time\n";
            const QList<QByteArray> lines = table.split('\n');
            bool any = false;
            for (std::size_t row = 0; row < times.size(); ++row)
                if (window.contains(times[row])) {
                    inside += lines[qsizetype(row) + 1] + '\n';
                    any = true;
                }
            if (!any) {
                QCOMPARE(markedPixels(*timed, m_frame, window), 0);
                continue;
            }
            const QString part = m_folder.write(QStringLiteral("i.csv"), inside);
            const auto expected = layer(specOf(LayerSpec::Kind::Points, "Part", PointLayerSettings{.source = part}.toJson()));
            QCOMPARE(markedPixels(*timed, m_frame, window), markedPixels(*expected, m_frame, window));
        }
        QVERIFY(markedPixels(*always, m_frame, {morning - 48h, 1h}) > 0);
        QCOMPARE(markedPixels(*timed, m_frame, {morning - 48h, 1h}), 0);
    }

    void thePointerTellsWhatIsThere()
    {
        const QString source = m_folder.write(QStringLiteral("c.csv"), "name,lat,lon\nGate,0.5,0.5\nYard,0.5,0.5\nPier,0.5,1.5\n");
        const auto cameras = layer(specOf(LayerSpec::Kind::Points, "Cameras",
                                          PointLayerSettings{.source = source, .label = QStringLiteral("name")}.toJson()));
        QCOMPARE(cameras->tellAt({1.5, .5}, m_frame, {}), QStringLiteral("Cameras: Pier"));
        VERIFY_SAYS(cameras->tellAt({.5, .5}, m_frame, {}), "and 1 more");
        QCOMPARE(cameras->tellAt({1, .5}, m_frame, {}), QString());
        VERIFY_SAYS(cameras->note(), "3 of 3 rows");
    }

    void areasAreCountedAsByBruteForce()
    {
        const QString source = m_folder.write(QStringLiteral("a.geojson"), twoFigures());
        for (const auto value : {AreaLayerSettings::Value::Incidents, AreaLayerSettings::Value::TargetEvents}) {
            NoFeedback feedback;
            for (const QString &from : {QString(), source}) {
                const AreaValues values = areaValues({.source = from, .value = value}, m_city, feedback);
                for (std::size_t area = 0; area < values.areas->size(); ++area) {
                    std::vector<Incident> inside;
                    for (const Incident &incident : m_city.incidents->all())
                        if (values.areas->contains(area, incident.place)
                            && (value == AreaLayerSettings::Value::Incidents || m_city.target->contains(incident)))
                            inside.push_back(incident);
                    const double expected = value == AreaLayerSettings::Value::Incidents
                        ? double(inside.size()) : double(m_city.target->eventsIn(inside));
                    QCOMPARE(values.values[area], std::optional(expected));
                }
            }
        }
    }

    void ratesAreForAThousand()
    {
        const QString source = m_folder.write(QStringLiteral("a.geojson"), twoFigures());
        NoFeedback feedback;
        const AreaValues rates = areaValues({.source = source, .attribute = QStringLiteral("poor"), .per = QStringLiteral("people")},
                                            m_city, feedback);
        QCOMPARE(rates.present(), (std::vector<double>{10, 60}));
        const auto crime = layer(specOf(LayerSpec::Kind::Areas, "Crime",
                                        AreaLayerSettings{.source = source, .value = AreaLayerSettings::Value::Incidents,
                                                          .per = QStringLiteral("people")}.toJson()));
        QCOMPARE(crime->tellAt({.5, .5}, m_frame, {}), QStringLiteral("Crime, West: 3 per 1,000 (3 to 1,000)"));
        QCOMPARE(crime->tellAt({5, 5}, m_frame, {}), QString());
    }

    void areasWithoutDataSaySo_data()
    {
        QTest::addColumn<QByteArray>("poor");
        QTest::addColumn<QByteArray>("people");
        QTest::newRow("no figure") << QByteArray("null") << QByteArray("500");
        QTest::newRow("no number") << QByteArray("\"many\"") << QByteArray("500");
        QTest::newRow("nobody lives there") << QByteArray("30") << QByteArray("0");
    }
    void areasWithoutDataSaySo()
    {
        QFETCH(QByteArray, poor);
        QFETCH(QByteArray, people);
        const QString source = m_folder.write(QStringLiteral("a.geojson"), twoFigures("10", poor, people));
        const auto rates = layer(specOf(LayerSpec::Kind::Areas, "Poor",
                                        AreaLayerSettings{.source = source, .attribute = QStringLiteral("poor"),
                                                          .per = QStringLiteral("people")}.toJson()));
        VERIFY_SAYS(rates->tellAt({1.5, .5}, m_frame, {}), "no data");
        VERIFY_SAYS(rates->note(), "1 of 2 areas");
        VERIFY_SAYS(rates->signs(false).back().text, "No data");
    }

    void wrongAreasAreRefused()
    {
        const QString source = m_folder.write(QStringLiteral("a.geojson"), twoFigures());
        const auto message = [&](AreaLayerSettings settings) {
            return errorOf([&] { layer(specOf(LayerSpec::Kind::Areas, "x", settings.toJson())); });
        };
        VERIFY_SAYS(message({.source = source, .attribute = QStringLiteral("rich")}), "poor");
        VERIFY_SAYS(message({.source = source, .attribute = QStringLiteral("name")}), "No area");
        VERIFY_SAYS(message({.attribute = QStringLiteral("poor")}), "Choose a file");
        VERIFY_SAYS(message({.source = source}), "attribute");
    }

    void aSourceTellsItsColumns()
    {
        const LayerSource areas = lookAtSource(m_folder.write(QStringLiteral("a.geojson"), twoFigures()), {});
        QVERIFY(areas.hasPolygons);
        QCOMPARE(areas.names(), (QStringList{QStringLiteral("name"), QStringLiteral("poor"), QStringLiteral("people")}));
        QVERIFY(!areas.columns[0].isNumber && areas.columns[1].isNumber);
        const LayerSource table = lookAtSource(m_folder.write(QStringLiteral("p.csv"), "a,n,Sex\nx,1.5,F\ny,2,M\n"), {});
        QVERIFY(!table.hasPolygons);
        QVERIFY(!table.columns[0].isNumber && table.columns[1].isNumber && table.columns[2].aboutPersons);
    }

    void descriptionsGoRoundTheirJson()
    {
        const PointLayerSettings points{.source = QStringLiteral("a.csv"), .layer = QStringLiteral("l"),
                                        .place = QStringLiteral("p"), .crs = QStringLiteral("EPSG:2248"),
                                        .time = QStringLiteral("t"), .clock = QStringLiteral("c"),
                                        .dateOrder = DateOrder::DayMonthYear, .filterColumn = QStringLiteral("f"),
                                        .filterPatterns = {QStringLiteral("x*")}, .label = QStringLiteral("n"),
                                        .shape = LayerSign::Shape::Diamond, .color = QColor(1, 2, 3), .radius = 5};
        QVERIFY(PointLayerSettings::fromJson(points.toJson()) == points);
        const AreaLayerSettings areas{.source = QStringLiteral("a.shp"), .layer = QStringLiteral("l"), .crs = QStringLiteral("c"),
                                      .nameField = QStringLiteral("n"), .value = AreaLayerSettings::Value::TargetEvents,
                                      .attribute = QStringLiteral("a"), .per = QStringLiteral("p"),
                                      .method = ClassMethod::NaturalBreaks, .classes = 9, .ramp = ColorRamp::Purple, .outlines = false};
        QVERIFY(AreaLayerSettings::fromJson(areas.toJson()) == areas);
        for (const auto kind : {LayerSpec::Kind::Points, LayerSpec::Kind::Areas, LayerSpec::Kind::Density, LayerSpec::Kind::Grid,
                                LayerSpec::Kind::Raster}) {
            const LayerSpec spec{.kind = kind, .name = QStringLiteral("L"), .visible = false, .opacity = .4, .settings = areas.toJson()};
            QVERIFY(LayerSpec::fromJson(spec.toJson()) == spec);
        }
    }

    void wrongDescriptionsNameTheField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("kind") << QStringLiteral("kind") << QJsonValue(QStringLiteral("cloud"));
        QTest::newRow("name") << QStringLiteral("name") << QJsonValue(3);
        QTest::newRow("opacity") << QStringLiteral("opacity") << QJsonValue(1.5);
        QTest::newRow("settings") << QStringLiteral("settings") << QJsonValue(QStringLiteral("none"));
    }
    void wrongDescriptionsNameTheField()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QJsonObject json = LayerSpec{.name = QStringLiteral("L")}.toJson();
        json[field] = value;
        const QString message = errorOf([&] { LayerSpec::fromJson(json); });
        QVERIFY2(message.contains(field), qPrintable(message));
    }

    void opacityIsTheOnlyDifference()
    {
        LayerSpec spec = specOf(LayerSpec::Kind::Areas, "Incidents", AreaLayerSettings{.value = AreaLayerSettings::Value::Incidents}.toJson());
        const auto opaque = layer(spec);
        spec.opacity = .5;
        const auto faint = withOpacity(opaque, .5);
        QCOMPARE(faint->identity(), layer(spec)->identity());
        QVERIFY(faint->identity() != opaque->identity());
        const auto alphaOf = [&](const MapLayer &painted) {
            QImage image(200, 100, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            painted.paintGround(painter, m_frame, {});
            return qAlpha(image.pixel(150, 50));
        };
        QCOMPARE(alphaOf(*opaque), 255);
        QVERIFY(std::abs(alphaOf(*faint) - 128) <= 1);
    }

    void goldenPictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("layers-light") << false;
        QTest::newRow("layers-dark") << true;
    }
    void goldenPictures()
    {
        QFETCH(bool, dark);
        const QString areas = m_folder.write(QStringLiteral("g.geojson"), QByteArray(twoFigures("10", "30")).replace("]]]}}]}", R"(]]]}},
{"type":"Feature","properties":{"name":"North"},"geometry":{"type":"Polygon","coordinates":[[[0.2,1],[1.8,1],[1,1.6],[0.2,1]]]}}]})"));
        const QString cameras = m_folder.write(QStringLiteral("g.csv"), "lat,lon\n.2,.2\n.8,.3\n.5,1.1\n.3,1.8\n");
        MapOptions options{.dark = dark};
        options.layers = {layer(specOf(LayerSpec::Kind::Areas, "Poor",
                                       AreaLayerSettings{.source = areas, .attribute = QStringLiteral("poor")}.toJson())),
                          layer(specOf(LayerSpec::Kind::Points, "Cameras",
                                       PointLayerSettings{.source = cameras, .shape = LayerSign::Shape::Triangle,
                                                          .color = QColor(0x2B, 0x7A, 0x57), .radius = 6}.toJson()))};
        const MapPainter painter(m_city);
        const MapFrame frame = MapFrame::fit({0, 0, 2, 1.6}, {300, 240}, .03);
        QImage image(300, 240, QImage::Format_RGB32);
        QPainter onImage(&image);
        painter.paintBase(onImage, frame, options);
        painter.paintSnapshot(onImage, frame, m_city.incidents->snapshot({makeTime(2014, 1, 31, 12), 2h}), options);
        onImage.end();
        compareWithGolden(image, QLatin1String(QTest::currentDataTag()));
    }

    void theRealTablesAreShown()
    {
        SKIP_WITHOUT_REAL_DATA();
        City city = m_city;
        city.neighborhoods = readNeighborhoods({.source = baltimorePolygons("csa_bnia_2016.shp")});
        NoFeedback feedback;
        const PointTable cameras = readPoints({.source = realData(QStringLiteral("baltimore/layers/CCTV_Locations.csv"))}, city, feedback);
        QCOMPARE(cameras.rows, std::size_t(603));
        QCOMPARE(cameras.chosen, QStringList{QStringLiteral("place=Location 1")});
        PointLayerSettings arrests = recognisedTimes({.source = realData(QStringLiteral("baltimore/layers/arrests_2013.csv"))});
        QCOMPARE(arrests.time, QStringLiteral("arrestDate"));
        QCOMPARE(arrests.clock, QStringLiteral("arrestTime"));
        QElapsedTimer timer;
        timer.start();
        const PointTable all = readPoints(arrests, city, feedback);
        qInfo("arrests: %zu rows, %zu points, read in %lld ms", all.rows, all.points.size(), timer.elapsed());
        QCOMPARE(all.rows, std::size_t(35714));
        arrests.filterColumn = QStringLiteral("incidentOffense");
        arrests.filterPatterns = QStringList{QStringLiteral("narcotics")};
        const PointTable narcotics = readPoints(arrests, city, feedback);
        QVERIFY(narcotics.points.size() > 1000 && narcotics.points.size() < all.points.size() / 2);
        QCOMPARE(narcotics.rows, narcotics.points.size() + narcotics.filteredOut + narcotics.withoutPlace + narcotics.withoutTime
                                     + narcotics.withheld);
        const auto poverty = areaValues({.source = baltimorePolygons("csa_bnia_2016.shp"), .attribute = QStringLiteral("hhpov16")}, city, feedback);
        QCOMPARE(poverty.values.size(), std::size_t(55));
        QVERIFY(poverty.present().size() >= 54);

        const auto always = makeLayer(specOf(LayerSpec::Kind::Points, "Arrests",
                                             PointLayerSettings{.source = arrests.source}.toJson()), city, feedback);
        const MapFrame frame = MapFrame::fit(city.neighborhoods->box(), {1400, 900}, .03);
        QImage image(1400, 900, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        timer.restart();
        always->paintMarks(painter, frame, {});
        qInfo("all arrests are painted in %lld ms", timer.elapsed());
    }

private:
    PointTable points(const PointLayerSettings &settings) const
    {
        NoFeedback feedback;
        return readPoints(settings, m_city, feedback);
    }
    std::shared_ptr<const MapLayer> layer(const LayerSpec &spec) const
    {
        NoFeedback feedback;
        return makeLayer(spec, m_city, feedback);
    }

    Folder m_folder;
    City m_city;
    MapFrame m_frame;
};

QTEST_MAIN(TestMapLayers)
#include "tst_map_layers.moc"
