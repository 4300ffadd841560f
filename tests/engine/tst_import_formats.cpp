#include "tests/support/scene.h"

#include <QTest>

#include <gdal_utils.h>
#include <ogrsf_frmts.h>

using namespace forewatch;
using namespace forewatch::test;

namespace {

/// A GeoJSON of points over the two squares, one of them without a place.
QByteArray points()
{
    return R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"when":"2014-01-31 12:00","type":"LARCENY","weapon":"KNIFE","age":"31"},"geometry":{"type":"Point","coordinates":[0.5,0.5]}},
{"type":"Feature","properties":{"when":"2014-01-31 13:30","type":"SHOOTING","weapon":"FIREARM","age":"22"},"geometry":{"type":"Point","coordinates":[1.5,0.5]}},
{"type":"Feature","properties":{"when":"2014-01-31 14:00","type":"LARCENY","weapon":null,"age":"40"},"geometry":null}]})";
}

/// The points in another format and coordinate system, written by GDAL.
void translate(const QString &from, const QString &to, const char *format, const char *crs)
{
    GDALAllRegister();
    const GDALDatasetUniquePtr source(GDALDataset::Open(from.toUtf8(), GDAL_OF_VECTOR));
    QVERIFY(source);
    // A shapefile knows days but no times of day, so times go as text.
    const char *words[] = {"-f", format, "-t_srs", crs, "-fieldTypeToString", "DateTime", nullptr};
    GDALVectorTranslateOptions *options = GDALVectorTranslateOptionsNew(const_cast<char **>(words), nullptr);
    GDALDatasetH sources[] = {GDALDataset::ToHandle(source.get())};
    int fault = 0;
    const GDALDatasetH written = GDALVectorTranslate(to.toUtf8(), nullptr, 1, sources, options, &fault);
    GDALVectorTranslateOptionsFree(options);
    QVERIFY(written && !fault);
    GDALClose(written);
}

} // namespace

/// A table is the same table in every format that holds points, whatever its coordinates are in.
class TestImportFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointsAreReadFrom_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("crs");
        QTest::newRow("GeoJSON") << QStringLiteral("points.geojson") << QByteArray() << QByteArray();
        QTest::newRow("GeoPackage") << QStringLiteral("points.gpkg") << QByteArray("GPKG") << QByteArray("EPSG:4326");
        QTest::newRow("GeoPackage in web map metres") << QStringLiteral("metres.gpkg") << QByteArray("GPKG") << QByteArray("EPSG:3857");
        QTest::newRow("shapefile") << QStringLiteral("points.shp") << QByteArray("ESRI Shapefile") << QByteArray("EPSG:4326");
        QTest::newRow("shapefile in UTM metres") << QStringLiteral("utm.shp") << QByteArray("ESRI Shapefile") << QByteArray("EPSG:32631");
    }

    void pointsAreReadFrom()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, crs);
        const Folder folder;
        ImportSettings settings;
        settings.incidents.source = folder.write(QStringLiteral("points.geojson"), points());
        settings.neighborhoods.source = folder.write(QStringLiteral("areas.geojson"), twoSquares());
        if (!format.isEmpty()) {
            translate(settings.incidents.source, folder.path(file), format, crs);
            settings.incidents.source = folder.path(file);
        }
        settings.incidents.columns.time = QStringLiteral("when");
        const City city = importQuietly(settings);

        QCOMPARE(city.report->rows, 3u);
        QCOMPARE(city.report->rejectedFor(Rejection::NoCoordinates), 1u);
        QCOMPARE(city.report->leftOutColumns, QStringList{QStringLiteral("age")});
        QCOMPARE(city.incidents->size(), std::size_t(2));
        const Incident &shooting = city.incidents->all()[1];
        QCOMPARE(shooting.time, makeTime(2014, 1, 31, 13, 30));
        QCOMPARE(city.incidents->types()[shooting.type], QStringLiteral("SHOOTING"));
        QCOMPARE(city.incidents->names().weapons[shooting.weapon], QStringLiteral("FIREARM"));
        QVERIFY(std::abs(shooting.place.longitude - 1.5) < 1e-6 && std::abs(shooting.place.latitude - 0.5) < 1e-6);
        QCOMPARE(shooting.neighborhood, 1);
        QVERIFY(city.target->contains(shooting));
    }

    void aLayerIsNamedWhereThereAreSeveral()
    {
        const Folder folder;
        ImportSettings settings;
        settings.neighborhoods.source = folder.write(QStringLiteral("areas.geojson"), twoSquares());
        settings.incidents.source = folder.path(QStringLiteral("two.gpkg"));
        translate(folder.write(QStringLiteral("points.geojson"), points()), settings.incidents.source, "GPKG", "EPSG:4326");
        settings.incidents.columns.time = QStringLiteral("when");
        settings.incidents.layer = QStringLiteral("points");
        QCOMPARE(importQuietly(settings).incidents->size(), std::size_t(2));
        settings.incidents.layer = QStringLiteral("calls");
        VERIFY_SAYS(errorOf([&] { importQuietly(settings); }), "it has: points");
    }
};

QTEST_GUILESS_MAIN(TestImportFormats)
#include "tst_import_formats.moc"
