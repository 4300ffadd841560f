#include "engine/layers/field_files.h"
#include "tests/support/busy_city.h"
#include "tests/support/scene.h"

#include <QDir>
#include <QTest>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

using namespace forewatch;
using namespace forewatch::test;

/// What is written is what another program reads.
class TestFieldFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { GDALAllRegister(); }

    void aDensityIsAGeoTiff()
    {
        NoFeedback feedback;
        const CityDensity density = cityDensity(m_city, {Counted::All, Kernel::Gaussian, 800}, feedback);
        const QString path = m_folder.path(QStringLiteral("new/density.tif"));
        writeDensity(density, *m_city.neighborhoods, path, feedback);
        const GDALDatasetUniquePtr file(GDALDataset::Open(path.toUtf8(), GDAL_OF_RASTER));
        QVERIFY(file);
        QCOMPARE(file->GetSpatialRef()->GetAuthorityCode(nullptr), "4326");
        double transform[6];
        QCOMPARE(file->GetGeoTransform(transform), CE_None);
        int hasNoData = 0;
        const double noData = file->GetRasterBand(1)->GetNoDataValue(&hasNoData);
        QVERIFY(hasNoData);
        int onLand = 0;
        for (int y = 0; y < file->GetRasterYSize(); y += 5) {
            for (int x = 0; x < file->GetRasterXSize(); x += 5) {
                float value = 0;
                QCOMPARE(
                    file->GetRasterBand(1)->RasterIO(GF_Read, x, y, 1, 1, &value, 1, 1, GDT_Float32, 0, 0, nullptr),
                    CE_None);
                const GeoPoint place{transform[0] + (x + .5) * transform[1], transform[3] + (y + .5) * transform[5]};
                if (m_city.neighborhoods->locate(place).neighborhood) {
                    ++onLand;
                    QVERIFY(std::abs(double(value) - density.field.at(place)) < 1e-4 * (1 + double(value)));
                } else {
                    QCOMPARE(double(value), noData);
                }
            }
        }
        QVERIFY(onLand > 100);
        QCOMPARE(QByteArray(file->GetMetadataItem("EVENTS")).toInt(), int(m_city.incidents->size()));
    }

    void cellsAreReadBack_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("GeoPackage") << QStringLiteral("cells.gpkg");
        QTest::newRow("GeoJSON") << QStringLiteral("cells.geojson");
        QTest::newRow("CSV") << QStringLiteral("cells.csv");
    }

    void cellsAreReadBack()
    {
        QFETCH(QString, file);
        GridLayerSettings settings;
        settings.sizeMetres = 1500;
        settings.what = Counted::All;
        settings.show = GridLayerSettings::Show::GiStar;
        NoFeedback feedback;
        const CityGrid grid = cityGrid(m_city, settings, feedback);
        const QString path = m_folder.path(file);
        writeCells(grid, path, feedback);
        writeCells(grid, path, feedback); // over the first
        const GDALDatasetUniquePtr opened(GDALDataset::Open(path.toUtf8(), GDAL_OF_VECTOR));
        QVERIFY(opened);
        OGRLayer &layer = *opened->GetLayer(0);
        int events = 0;
        std::size_t cells = 0;
        for (const auto &feature : layer) {
            const auto cell = std::size_t(feature->GetFieldAsInteger64("cell"));
            QVERIFY(grid.members[cell]);
            QCOMPARE(feature->GetFieldAsInteger("events"), grid.counts[cell]);
            QCOMPARE(feature->GetFieldAsInteger("level"), grid.spots[cell].level);
            QVERIFY(std::abs(feature->GetFieldAsDouble("gi_star") - grid.spots[cell].z) < 1e-6);
            const OGRPolygon *polygon = feature->GetGeometryRef()->toPolygon();
            OGRPoint centre;
            polygon->Centroid(&centre);
            QVERIFY(std::abs(centre.getX() - grid.grid.centre(cell).longitude) < 1e-6);
            QVERIFY(std::abs(centre.getY() - grid.grid.centre(cell).latitude) < 1e-6);
            QCOMPARE(polygon->getExteriorRing()->getNumPoints(), 7);
            events += grid.counts[cell];
            ++cells;
        }
        QCOMPARE(cells, std::size_t(std::ranges::count(grid.members, true)));
        QCOMPARE(events, int(m_city.incidents->size()));
        QCOMPARE(
            QDir(QFileInfo(path).path()).entryList({QStringLiteral(".forewatch-*")}, QDir::AllEntries | QDir::Hidden),
            QStringList());
    }

    void whatCannotBeWrittenIsSaid()
    {
        NoFeedback feedback;
        const CityGrid grid = cityGrid(m_city, {}, feedback);
        VERIFY_SAYS(errorOf([&] { writeCells(grid, QStringLiteral("/proc/cells.gpkg"), feedback); }),
                    "/proc/cells.gpkg");
        VERIFY_SAYS(errorOf([&] { writeCells(grid, QDir::tempPath(), feedback); }), "no file that can be written");
    }

private:
    Folder m_folder;
    City m_city = busyCity(20);
};

QTEST_MAIN(TestFieldFiles)
#include "tst_field_files.moc"
