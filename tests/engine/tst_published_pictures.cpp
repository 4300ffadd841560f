#include "engine/data/importer.h"
#include "engine/map/snapshot_pictures.h"
#include "tests/support/real_data.h"

#include <QImage>
#include <QTest>

using namespace forewatch;
using namespace forewatch::test;

namespace {

bool isInk(QRgb pixel)
{
    return std::min({qRed(pixel), qGreen(pixel), qBlue(pixel)}) < 235;
}

bool isRed(QRgb pixel)
{
    return qRed(pixel) - std::max(qGreen(pixel), qBlue(pixel)) > 40 && qAbs(qGreen(pixel) - qBlue(pixel)) < 20;
}

/// Share of the pixels of `a` that `test` holds for and that have one in `b` at most a pixel away.
template <class Condition>
double coveredShare(const QImage &a, const QImage &b, Condition test)
{
    int all = 0;
    int covered = 0;
    for (int y = 1; y < std::min(a.height(), b.height()) - 1; ++y) {
        for (int x = 1; x < std::min(a.width(), b.width()) - 1; ++x) {
            if (!test(a.pixel(x, y)))
                continue;
            ++all;
            bool near = false;
            for (int dy = -1; dy <= 1 && !near; ++dy)
                for (int dx = -1; dx <= 1 && !near; ++dx)
                    near = test(b.pixel(x + dx, y + dy));
            covered += near;
        }
    }
    return static_cast<double>(covered) / all;
}

QImage onWhite(const QImage &picture)
{
    QImage image(picture.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor ink = picture.pixelColor(x, y);
            const double alpha = static_cast<double>(ink.alpha()) / 255;
            const auto blend = [&](int value) { return int(value * alpha + 255 * (1 - alpha) + 0.5); };
            image.setPixel(x, y, qRgb(blend(ink.red()), blend(ink.green()), blend(ink.blue())));
        }
    }
    return image;
}

} // namespace

/// The original style beside the four published pictures: outlines within a pixel, the same areas red, the same dots but
/// for rows that were revised since (a dot more or less).
class TestPublishedPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        SKIP_WITHOUT_REAL_DATA();
        ImportSettings settings;
        settings.incidents.source = baltimoreTable();
        settings.incidents.from = makeTime(2014, 1, 1);
        settings.incidents.to = makeTime(2014, 2, 1);
        settings.neighborhoods.source = baltimorePolygons("csa_bnia_2016.shp");
        NoFeedback feedback;
        m_city = importCity(settings, feedback);
    }

    void besideThePublished_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("start");

        QTest::newRow("1 Jan 14:01") << "201401_03407" << "2014-01-01 14:01";
        QTest::newRow("1 Jan 16:01") << "201401_06008" << "2014-01-01 16:01";
        QTest::newRow("11 Jan 04:01") << "201401_0530122" << "2014-01-11 04:01";
        QTest::newRow("30 Jan 14:01") << "201401_0400355" << "2014-01-30 14:01";
    }

    void besideThePublished()
    {
        QFETCH(QString, file);
        QFETCH(QString, start);
        const QImage published = onWhite(QImage(realData(QStringLiteral("original-pictures/%1.png").arg(file))));
        // Published windows have both ends; times are whole minutes, so one second more does the same.
        const Snapshot snapshot = m_city.incidents->snapshot({*parseTime(start), std::chrono::hours(2) + std::chrono::seconds(1)});
        const SnapshotPictures pictures(std::make_shared<const MapPainter>(m_city), published.size(),
                                        {.style = MapStyle::Original, .exactPlaces = true});
        const QImage drawn = pictures.picture(snapshot);

        const double inkPublished = coveredShare(published, drawn, isInk);
        const double inkDrawn = coveredShare(drawn, published, isInk);
        QVERIFY2(inkPublished > 0.975 && inkDrawn > 0.975, qPrintable(QStringLiteral("ink %1 %2").arg(inkPublished).arg(inkDrawn)));
        const double redPublished = coveredShare(published, drawn, isRed);
        const double redDrawn = coveredShare(drawn, published, isRed);
        // A revised row can add or take one area's outline.
        QVERIFY2(redPublished > 0.9 && redDrawn > 0.75, qPrintable(QStringLiteral("red %1 %2").arg(redPublished).arg(redDrawn)));
        qInfo("ink within a pixel %.4f and %.4f, red %.4f and %.4f", inkPublished, inkDrawn, redPublished, redDrawn);
    }

private:
    City m_city;
};

QTEST_GUILESS_MAIN(TestPublishedPictures)
#include "tst_published_pictures.moc"
