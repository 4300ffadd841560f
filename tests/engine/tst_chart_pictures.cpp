#include "engine/core/feedback.h"
#include "engine/data/filter.h"
#include "engine/layers/density_layer.h"
#include "engine/plot/bar_chart.h"
#include "engine/plot/chart_files.h"
#include "engine/plot/city_charts.h"
#include "engine/plot/line_chart.h"
#include "engine/plot/matrix_chart.h"
#include "tests/support/busy_city.h"
#include "tests/support/scene.h"

#include <QImage>
#include <QPainter>
#include <QTest>
#include <QXmlStreamReader>

using namespace forewatch;
using namespace forewatch::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(ChartKind)

namespace {

const QRectF area(0, 0, 900, 600);

/// Sixty days with settings said of two thirds of the incidents.
City settledCity()
{
    City city = busyCity(60);
    std::vector<Incident> incidents(city.incidents->all().begin(), city.incidents->all().end());
    for (std::size_t i = 0; i < incidents.size(); ++i)
        incidents[i].setting = static_cast<Setting>(i % 3);
    city.incidents = std::make_shared<const IncidentTable>(std::move(incidents), city.incidents->names());
    return city;
}

std::shared_ptr<const Chart> chartOf(const City &city, ChartKind kind)
{
    NoFeedback feedback;
    ChartSettings settings;
    settings.kind = kind;
    settings.what = usuallyCounted(kind);
    settings.nearRepeat.runs = 99;
    return makeChart({city, city.incidents->coveredDays(), QStringLiteral("22:00–06:00")}, settings, feedback);
}

/// Reads RFC 4180: fields, rows, quotes.
std::vector<QStringList> parsedCsv(const QByteArray &csv)
{
    std::vector<QStringList> rows;
    QStringList row;
    QString field;
    bool quoted = false;
    const QString text = QString::fromUtf8(csv);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted && c == QLatin1Char('"') && i + 1 < text.size() && text[i + 1] == c) {
            field += c;
            ++i;
        } else if (c == QLatin1Char('"')) {
            quoted = !quoted;
        } else if (!quoted && c == QLatin1Char(',')) {
            row << std::exchange(field, {});
        } else if (!quoted && c == QLatin1Char('\n')) {
            row << std::exchange(field, {});
            rows.push_back(std::exchange(row, {}));
        } else {
            field += c;
        }
    }
    return rows;
}

/// All words of an SVG.
QString textOf(const QByteArray &svg, bool *good)
{
    QXmlStreamReader reader(svg);
    QString text;
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::Characters)
            text += reader.text();
    *good = !reader.hasError();
    return text;
}

void everyKind()
{
    QTest::addColumn<ChartKind>("kind");
    for (const ChartKind kind : chartKinds)
        QTest::newRow(qPrintable(chartKindKey(kind))) << kind;
}

int pixelsLike(const QImage &image, const QColor &color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor seen = image.pixelColor(x, y);
            count += std::abs(seen.red() - color.red()) < 6 && std::abs(seen.green() - color.green()) < 6 && std::abs(seen.blue() - color.blue()) < 6;
        }
    return count;
}

double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &color) {
        const auto channel = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
    };
    const double high = std::max(luminance(a), luminance(b));
    return (high + 0.05) / (std::min(luminance(a), luminance(b)) + 0.05);
}

} // namespace

/// Each chart stands alone as a picture, as vectors and as a table, and tells what is under the pointer.
class TestChartPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreReadBack()
    {
        for (const ChartKind kind : chartKinds)
            QCOMPARE(parseChartKind(chartKindKey(kind)), std::optional(kind));
        QCOMPARE(parseChartKind(QStringLiteral("pie")), std::nullopt);
    }

    void everyChartSaysWhatItIsOf_data() { everyKind(); }
    void everyChartSaysWhatItIsOf()
    {
        QFETCH(ChartKind, kind);
        const auto chart = chartOf(settledCity(), kind);
        QVERIFY(!chart->contents().title.isEmpty() && !chart->contents().note.isEmpty());
        for (const char *word : {"small.csv", "recorded crime", "29 Feb 2016", "06:00"})
            VERIFY_SAYS(chart->contents().subtitle, word);
        QCOMPARE(chart->contents().json.value(QLatin1String("chart")).toString(), chartKindKey(kind));
    }

    void everyChartIsWrittenThreeWays_data() { everyKind(); }
    void everyChartIsWrittenThreeWays()
    {
        QFETCH(ChartKind, kind);
        const auto chart = chartOf(settledCity(), kind);
        const Folder folder;
        for (const char *ending : {"png", "svg", "csv"})
            writeChart(*chart, folder.path(QStringLiteral("chart.") + QLatin1String(ending)), {QSize(800, 500)});

        const QImage picture(folder.path(QStringLiteral("chart.png")));
        QCOMPARE(picture.size(), QSize(800, 500));
        QVERIFY(pixelsLike(picture, Qt::white) < 800 * 500 * 0.99);

        QFile svg(folder.path(QStringLiteral("chart.svg")));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        bool good = false;
        const QString words = textOf(svg.readAll(), &good);
        QVERIFY(good);
        // In the drawing itself, not only in its description.
        QVERIFY(words.count(QLatin1String("small.csv")) >= 2);

        QFile csv(folder.path(QStringLiteral("chart.csv")));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const auto rows = parsedCsv(csv.readAll());
        QCOMPARE(rows.size(), chart->contents().rows.size() + 1);
        QCOMPARE(rows.front(), chart->contents().columns);
        for (std::size_t i = 0; i + 1 < rows.size(); ++i)
            QCOMPARE(rows[i + 1], chart->contents().rows[i]);
    }

    void anotherEndingIsRefused()
    {
        const auto chart = chartOf(settledCity(), ChartKind::Types);
        VERIFY_SAYS(errorOf([&] { writeChart(*chart, QStringLiteral("chart.bmp"), {}); }), ".svg");
    }

    void nothingIsPaintedOutside_data() { everyKind(); }
    void nothingIsPaintedOutside()
    {
        QFETCH(ChartKind, kind);
        const auto chart = chartOf(settledCity(), kind);
        for (const QSize size : {QSize(700, 400), QSize(320, 160), QSize(60, 30), QSize(900, 12)}) {
            QImage image(size + QSize(40, 40), QImage::Format_RGB32);
            image.fill(Qt::magenta);
            {
                QPainter painter(&image);
                chart->paint(painter, QRectF(QPointF(20, 20), size), false);
            }
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    QCOMPARE(QRect(QPoint(20, 20), size).contains(x, y), image.pixelColor(x, y) != QColor(Qt::magenta));
            // The pointer anywhere is no fault.
            for (int y = -5; y < size.height() + 50; y += 7)
                for (int x = -5; x < size.width() + 50; x += 7)
                    chart->tellAt(QPointF(x, y), QRectF(QPointF(20, 20), size));
        }
    }

    void darkIsDark_data() { everyKind(); }
    void darkIsDark()
    {
        QFETCH(ChartKind, kind);
        const auto chart = chartOf(settledCity(), kind);
        const QImage dark = chartPicture(*chart, {QSize(700, 450), true});
        QVERIFY(dark.pixelColor(1, 1).lightness() < 60);
        QVERIFY(pixelsLike(dark, Qt::white) < 3000);
    }

    void textCanBeRead()
    {
        for (const bool dark : {false, true}) {
            const ChartTheme &theme = ChartTheme::of(dark);
            QVERIFY(contrast(theme.ink, theme.ground) >= 4.5);
            QVERIFY(contrast(theme.quiet, theme.ground) >= 4.5);
            for (double share = 0; share <= 1; share += 0.02)
                QVERIFY(contrast(theme.inkOn(theme.shade(share)), theme.shade(share)) >= 4.5);
        }
    }

    void anEmptyCitySaysWhatToDo_data() { everyKind(); }
    void anEmptyCitySaysWhatToDo()
    {
        QFETCH(ChartKind, kind);
        City city = settledCity();
        const Window span = city.incidents->coveredDays();
        Filter filter;
        filter.from = makeTime(2030, 1, 1);
        city = filtered(city, filter);
        NoFeedback feedback;
        const auto chart = makeChart({city, span}, {.kind = kind, .what = Counted::Targets}, feedback);
        const QImage image = chartPicture(*chart, {QSize(600, 400)});
        QVERIFY(pixelsLike(image, Qt::white) < 600 * 400 - 200);
        QVERIFY(chart->tellAt({300, 200}, area).isEmpty());
    }

    void aTableWithoutSettingsSaysSo()
    {
        const auto chart = chartOf(busyCity(5), ChartKind::Outdoors);
        QVERIFY(dynamic_cast<const EmptyChart *>(chart.get()));
    }

    // What is under the pointer, and where it is drawn

    void aBarIsAsLongAsItsNumber()
    {
        const BarChart chart({}, {{QStringLiteral("A"), 100, QStringLiteral("100"), QStringLiteral("tells A"), Group::Target},
                                  {QStringLiteral("B"), 50, QStringLiteral("50"), QStringLiteral("tells B"), Group::Property}});
        const QImage image = chartPicture(chart, {QSize(900, 300)});
        const ChartTheme &theme = ChartTheme::of(false);
        const double ratio = double(pixelsLike(image, theme.of(Group::Target))) / pixelsLike(image, theme.of(Group::Property));
        QVERIFY2(std::abs(ratio - 2) < 0.05, qPrintable(QString::number(ratio)));
        QStringList told;
        for (int y = 0; y < 300; ++y)
            told << chart.tellAt(QPointF(400, y), QRectF(0, 0, 900, 300));
        told.removeDuplicates();
        told.removeAll(QString());
        QCOMPARE(told, QStringList({QStringLiteral("tells A"), QStringLiteral("tells B")}));
    }

    void aColumnIsAsHighAsItsShare()
    {
        const ShareChart chart({}, {{QStringLiteral("A"), QStringLiteral("80 of 100"), {80'000, 100'000}, Group::Target, QStringLiteral("tells A")},
                                    {QStringLiteral("B"), QStringLiteral("40 of 100"), {40'000, 100'000}, Group::Property, QStringLiteral("tells B")}});
        const QImage image = chartPicture(chart, {QSize(900, 600)});
        const ChartTheme &theme = ChartTheme::of(false);
        const double ratio = double(pixelsLike(image, theme.of(Group::Target))) / pixelsLike(image, theme.of(Group::Property));
        QVERIFY2(std::abs(ratio - 2) < 0.05, qPrintable(QString::number(ratio)));
        QCOMPARE(chart.tellAt({300, 300}, area), QStringLiteral("tells A"));
        QCOMPARE(chart.tellAt({700, 300}, area), QStringLiteral("tells B"));
    }

    void aMatrixTellsEachCellOnce()
    {
        Matrix matrix;
        for (int row = 0; row < 3; ++row) {
            matrix.rowLabels << QStringLiteral("row %1").arg(row);
            std::vector<MatrixCell> cells;
            for (int column = 0; column < 4; ++column)
                cells.push_back({.shade = column / 3., .tell = QStringLiteral("%1/%2").arg(row).arg(column)});
            matrix.cells.push_back(cells);
        }
        for (int column = 0; column < 4; ++column)
            matrix.columnLabels << QString::number(column);
        const MatrixChart chart({}, matrix);
        QStringList told;
        for (int y = 0; y < 600; y += 3)
            for (int x = 0; x < 900; x += 3)
                told << chart.tellAt(QPointF(x, y), area);
        told.removeDuplicates();
        told.removeAll(QString());
        QCOMPARE(told.size(), 12);
        QCOMPARE(told.first(), QStringLiteral("0/0"));
        QCOMPARE(told.last(), QStringLiteral("2/3"));
        const QImage image = chartPicture(chart, {QSize(900, 600)});
        for (int column = 0; column < 4; ++column)
            QVERIFY(pixelsLike(image, ChartTheme::of(false).shade(column / 3.)) > 900 * 600 / 4 / 3);
    }

    void aLineTellsTheNearestPoint()
    {
        LineAxes axes;
        axes.xTo = 2;
        axes.yTo = 10;
        axes.x = {{0, QStringLiteral("0")}, {2, QStringLiteral("2")}};
        axes.y = {{0, QStringLiteral("0")}, {10, QStringLiteral("10")}};
        const LineChart chart({}, axes, {{.name = QStringLiteral("seen"), .points = {{0, 1}, {1, 5}, {2, 9}},
                                          .tells = {QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("third")}}});
        QCOMPARE(chart.tellAt({60, 300}, area), QStringLiteral("first"));
        QCOMPARE(chart.tellAt({450, 300}, area), QStringLiteral("second"));
        QCOMPARE(chart.tellAt({880, 300}, area), QStringLiteral("third"));
    }

    void theHeatMapTellsNeighborhoodAndDensity()
    {
        const auto chart = chartOf(settledCity(), ChartKind::HeatMap);
        VERIFY_SAYS(chart->tellAt({400, 300}, area), "per km");
        QVERIFY(chart->tellAt({400, 300}, area).startsWith(QLatin1String("West")) || chart->tellAt({400, 300}, area).startsWith(QLatin1String("East")));
    }

    void theTellsCountWhatTheTableHolds()
    {
        const City city = settledCity();
        const auto chart = chartOf(city, ChartKind::Hours);
        qint64 told = 0;
        QStringList cells;
        for (int y = 0; y < 600; y += 2)
            for (int x = 0; x < 900; x += 2)
                cells << chart->tellAt(QPointF(x, y), area);
        cells.removeDuplicates();
        cells.removeAll(QString());
        QCOMPARE(cells.size(), 7 * 24);
        for (const QString &cell : cells)
            told += cell.section(QLatin1Char('\n'), 1).section(QLatin1Char(' '), 0, 0).remove(QLatin1Char(',')).toLongLong();
        QCOMPARE(told, qint64(city.incidents->size()));
    }

    void axisMarks_data()
    {
        QTest::addColumn<double>("highest");
        QTest::addColumn<bool>("whole");
        QTest::addColumn<double>("last");
        QTest::addColumn<int>("count");
        QTest::newRow("thousands") << 4321. << true << 5000. << 6;
        QTest::newRow("three") << 3. << true << 3. << 4;
        QTest::newRow("nothing") << 0. << true << 1. << 2;
        QTest::newRow("share") << 0.83 << false << 1. << 6;
        QTest::newRow("seven") << 7. << true << 8. << 5;
    }

    void axisMarks()
    {
        QFETCH(double, highest);
        QFETCH(bool, whole);
        QFETCH(double, last);
        QFETCH(int, count);
        const auto marks = forewatch::axisMarks(highest, 6, whole);
        QCOMPARE(marks.front(), 0.);
        QVERIFY2(std::abs(marks.back() - last) < 1e-9, qPrintable(QString::number(marks.back())));
        QCOMPARE(int(marks.size()), count);
    }
};

QTEST_MAIN(TestChartPictures)
#include "tst_chart_pictures.moc"
